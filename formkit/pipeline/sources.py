"""The files of an import: on the disk, in folders and in zip files, each by a name that stays the same."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from formkit.errors import InputError, Problem, Where, problem
from formkit.model.journal import Locator
from formkit.pipeline.archives import NoArchiveError, foreign_archive, is_archive, members_of, read_member
from formkit.pipeline.digitise import load

_NO_NAME = re.compile(r'[<>:"|?*\\\x00-\x1f]')
"""What Windows has in no name of a file."""
_LONGEST = 60
"""Characters of a name, each of up to 4 bytes, of which most file systems take 255."""


def sha256_of(content: bytes) -> str:
    """Return what files are known by: the SHA-256 of their bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be imported.

    ``size`` (bytes) and ``mtime_ns`` are those of the file on the disk, -1 where there is none; ``weight`` is what
    it holds itself, for reckoning how much is left. ``places`` are its numbers in archives; ``problem`` says why it
    cannot be read at all, ``told`` what else is to be told of it. ``searched`` says that it was found in a folder or an
    archive and not named by a person, who then did not say that it is a form.
    """

    path: Path
    size: int
    mtime_ns: int
    weight: int
    inside: str = ""
    places: tuple[int, ...] = ()
    problem: Problem | None = None
    told: tuple[Problem, ...] = ()
    searched: bool = False

    @property
    def label(self) -> str:
        """What the file is called in the store and in reports: "archive.zip/文件.pdf"."""
        return f"{self.path.name}/{self.inside}" if self.inside else self.path.name

    @property
    def shown(self) -> str:
        """The whole path for the terminal."""
        return f"{self.path}/{self.inside}" if self.inside else str(self.path)

    @property
    def named(self) -> Path:
        """A path that only names it, with its own name last."""
        return Path(self.shown)

    @property
    def locator(self) -> Locator:
        """Where it is, whatever the current folder."""
        return Locator(str(self.path.absolute()), self.inside)

    def content(self) -> bytes:
        """Return its bytes.

        Raises:
            InputError: it is missing, unreadable, empty, too large, or changed since it was listed.
        """
        if self.problem is not None:
            raise InputError(self.problem)
        if not self.places:
            found = load(self.path)
            if foreign_archive(found):
                raise InputError(problem("F216", where=Where(self.path.name)))
            return found
        if not self.unchanged():
            raise InputError(problem("F008", where=Where(self.shown)))
        try:
            return read_member(self.path, self.places)
        except InputError as error:
            raise InputError(*(_at(each, self.shown) for each in error.problems)) from error

    def at(self, found: Problem, *, whole: bool = True, read_as: Path | None = None) -> Problem:
        """Return a problem of this file with the file called by its `shown` name or, not ``whole``, by its label.

        Readers know a file by its last name, or by that of the copy that they read, ``read_as``.
        """
        names = {name for path in (self.named, read_as) if path is not None for name in (path.name, str(path))}
        if found.where.file and found.where.file not in names:
            return found
        where = replace(found.where, file=self.shown if whole else self.label)
        copied = read_as is not None and read_as != self.path
        context = tuple(
            (key, self.label if copied and key == "file" and word in names else word) for key, word in found.context
        )
        return replace(found, where=where, context=context)

    def unchanged(self) -> bool:
        """Say whether the file on the disk has the size and the time it had when it was listed."""
        return stat_of(self.path) == (self.size, self.mtime_ns)

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """Give a path with the file's bytes: its own, or of a copy that only its owner may read and that goes at once.

        Raises:
            InputError: as `content`.
        """
        if not self.places:
            yield self.path
            return
        folder = Path(tempfile.mkdtemp(prefix="formkit-"))
        try:
            copy = folder / _NO_NAME.sub("_", PurePosixPath(self.inside).name)[-_LONGEST:]
            copy.write_bytes(self.content())
            yield copy
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _at(found: Problem, shown: str) -> Problem:
    """Return a problem of an entry with the entry's whole name as its place."""
    return Problem(found.code, found.context, Where(shown), found.field, "", found.severity_override)


def stat_of(path: Path) -> tuple[int, int]:
    """Return size and time of change (nanoseconds) of a file; -1 for what cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return -1, -1
    return found.st_size, found.st_mtime_ns


def sources_in(files: Iterable[Path], named: Iterable[Path] | None = None) -> Iterator[Source]:
    """Yield the files, and those in archives among them in the archive's place; each file on the disk once.

    An archive that cannot be opened, or has nothing in it, is a file with a problem. ``named`` are the paths that a
    person gave; without them all of ``files`` are.
    """
    seen: set[str] = set()
    given = None if named is None else {str(path.absolute()) for path in named}
    for path in files:
        key = str(path.absolute())
        if key not in seen:
            seen.add(key)
            yield from _sources_of(path, searched=given is not None and key not in given)


def _sources_of(path: Path, *, searched: bool) -> Iterator[Source]:
    size, mtime_ns = stat_of(path)
    if not is_archive(path) or size < 0:
        yield Source(path, size, mtime_ns, max(0, size), searched=searched)
        return
    count = 0
    try:
        for each in members_of(path):
            count += 1
            flaw = None if each.problem is None else _at(each.problem, f"{path}/{each.inside}")
            told = tuple(_at(one, f"{path}/{each.inside}") for one in each.told)
            yield Source(path, size, mtime_ns, each.size, each.inside, each.places, flaw, told, searched=True)
    except NoArchiveError:
        yield Source(path, size, mtime_ns, size, searched=searched)
        return
    except InputError as error:
        yield Source(path, size, mtime_ns, 0, problem=_at(error.problem, str(path)))
        return
    if not count:
        yield Source(path, size, mtime_ns, 0, problem=problem("F217", where=Where(str(path))))
