"""An import that is killed, run in a process of its own, and what must hold after every kill.

`import_all` is the importer under test; the two others do what a careless one would, so that the
test is known to notice.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from formkit.matching.match import match
from formkit.model.reading import Document, Reading
from formkit.store.blobs import FolderBlobs, Step, no_step
from formkit.store.engine import file_engine, open_store, writing
from formkit.store.migrations import migrate
from formkit.store.running import AloneRunning
from formkit.store.sql import SqlStore
from tests.store.invented_cases import LI, handbook, visit

POINTS = (
    "blob half written", "blob written", "blob renamed", "before begin", "in transaction", "before commit",
    "after commit",
)


class InPlaceBlobs(FolderBlobs):
    """Writes a file where it belongs, and trusts a file that is there."""

    def put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        place = self._place(name)
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            self._write(place, content)
        return name


class LateBlobs(FolderBlobs):
    """Writes a file only after its row is committed."""

    def __init__(self, root: Path, step: Step) -> None:
        super().__init__(root)
        self._later = step
        self._waiting: list[bytes] = []

    def put(self, content: bytes) -> str:
        self._waiting.append(content)
        return hashlib.sha256(content).hexdigest()

    def step(self, name: str) -> None:
        self._later(name)
        if name == "after commit":
            super().put(self._waiting.pop())


class Killer:
    """Ends the process without a word when a point is passed for the n-th time."""

    def __init__(self, point: str, times: int) -> None:
        self._point = point
        self._left = times

    def __call__(self, name: str) -> None:
        if name == self._point:
            self._left -= 1
            if self._left == 0:
                os._exit(9)


def make_files(folder: Path, count: int) -> None:
    """Write ``count`` files, the last with the bytes of the first."""
    folder.mkdir()
    for number in range(count):
        same = 0 if number == count - 1 else number
        (folder / f"{number:03d}.pdf").write_bytes(hashlib.sha256(str(same).encode()).digest() * 800)


def import_all(base: str, importer: str, point: str, times: int, url: str = "") -> None:
    """Import every file that is not in the store yet, and die on the way if told so.

    The store is in the folder ``base`` beside the files, or at ``url``.
    """
    root = Path(base)
    killer: Step = Killer(point, times) if point else no_step
    with open_store(url, step=killer) if url else _store(root, importer, killer) as store:
        for number, path in enumerate(sorted((root / "in").iterdir())):
            content = path.read_bytes()
            name = hashlib.sha256(content).hexdigest()
            if not store.has_source(name):
                store.add_document(_document(path.name, name, number), content, handbook=handbook(), matcher=match)


def _store(root: Path, importer: str, killer: Step) -> SqlStore:
    path = root / "store" / "formkit.db"
    if importer == "careful":
        opened = open_store(str(path), step=killer)
        assert isinstance(opened, SqlStore)
        return opened
    path.parent.mkdir(exist_ok=True)
    engine = file_engine(path)
    migrate(writing(engine), "x")
    if importer == "in place":
        blobs = InPlaceBlobs(path.with_name("formkit.db.blobs"), killer)
        return SqlStore(engine, writing(engine), blobs, AloneRunning(), killer)
    late = LateBlobs(path.with_name("formkit.db.blobs"), killer)
    return SqlStore(engine, writing(engine), late, AloneRunning(), late.step)


def _document(name: str, sha256: str, number: int) -> Document:
    values = LI | visit(1, f"20{number // 12:02d}-{number % 12 + 1:02d}-01", "0", note="x" * 200)
    return Document(name, sha256, "case-management", "2017", None, {n: Reading.exact(v) for n, v in values.items()})


def violations(root: Path) -> Iterator[str]:
    """Yield what must never be, looked up without any code of the store."""
    path, blobs = root / "store" / "formkit.db", root / "store" / "formkit.db.blobs"
    if not path.exists():
        return
    held = {each.relative_to(blobs).as_posix().replace("/", ""): each for each in blobs.glob("??/*")}
    yield from (f"wrong bytes {n}" for n, p in held.items() if hashlib.sha256(p.read_bytes()).hexdigest() != n)
    with closing(sqlite3.connect(path)) as database:
        yield from (f"integrity {row[0]}" for row in database.execute("PRAGMA integrity_check") if row[0] != "ok")
        yield from (f"dangling {row}" for row in database.execute("PRAGMA foreign_key_check"))
        if not database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'assignment'").fetchone()[0]:
            return
        yield from (
            f"row without file {row[0]}" for row in database.execute("SELECT sha256 FROM source") if row[0] not in held
        )
        yield from (f"half a document {row[0]}" for row in database.execute(
            "SELECT s.sha256 FROM source s LEFT JOIN document d ON d.source = s.sha256 WHERE d.id IS NULL "
            "OR d.fields != (SELECT count(*) FROM reading r WHERE r.document_id = d.id) "
            "OR NOT EXISTS (SELECT 1 FROM assignment a WHERE a.document_id = d.id) "
            "OR NOT EXISTS (SELECT 1 FROM case_sheet c WHERE c.document_id = d.id AND c.sheet = 'followup')"
        ))


def imported(root: Path) -> int:
    """Return how many sources are in the store."""
    with closing(sqlite3.connect(root / "store" / "formkit.db")) as database:
        return int(database.execute("SELECT count(*) FROM source").fetchone()[0])
