"""The rows of the journal of imports; see `formkit.model.journal`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from formkit.model.journal import Brief, Entry, Locator, Outcome, Run, State
from formkit.store import schema
from formkit.store.encoding import Row, dump, load_problem, plain, problem_columns

TABLES: tuple[str, ...] = (
    """CREATE TABLE import_run (
        id {key},
        batch TEXT NOT NULL,
        paths TEXT NOT NULL,
        options TEXT NOT NULL,
        started_at TEXT NOT NULL,
        finished_at TEXT
    )""",
    """CREATE TABLE import_file (
        run_id BIGINT NOT NULL REFERENCES import_run (id),
        path TEXT NOT NULL,
        inside TEXT NOT NULL,
        size BIGINT NOT NULL,
        mtime_ns BIGINT NOT NULL,
        sha256 TEXT NOT NULL,
        outcome TEXT,
        documents TEXT NOT NULL,
        problems TEXT NOT NULL,
        codes TEXT NOT NULL,
        pages INTEGER NOT NULL,
        deaths TEXT NOT NULL,
        noted_at TEXT NOT NULL,
        PRIMARY KEY (run_id, path, inside)
    )""",
    "CREATE INDEX import_file_outcome ON import_file (outcome)",
)
"""As the migration makes them; never changed after a release."""
_FAILURES = (Outcome.FAILED.value, Outcome.POISONED.value)
_NO_FILE = "F001"


def begin(
    connection: Connection, batch: str, paths: Sequence[str], options: Mapping[str, str], at: str
) -> Run:
    """Return the unfinished run that is the same, else a new one."""
    table = schema.import_run
    same = {"batch": batch, "paths": dump(list(paths)), "options": dump(dict(options))}
    found = connection.execute(
        select(table).where(*(table.c[name] == text for name, text in same.items()), table.c.finished_at.is_(None))
        .order_by(table.c.id.desc()).limit(1)
    ).mappings().one_or_none()
    if found is not None:
        return Run(found["id"], batch, tuple(paths), dict(options), found["started_at"], resumed=True)
    run_id = schema.add_row(connection, table, **same, started_at=at, finished_at=None)
    return Run(run_id, batch, tuple(paths), dict(options), at)


def entries(connection: Connection, run_id: int) -> Iterator[Entry]:
    """Yield the files of a run in the order of their places."""
    table = schema.import_file
    rows = connection.execute(select(table).where(table.c.run_id == run_id).order_by(table.c.path, table.c.inside))
    for row in rows.mappings():
        yield _entry(row)


def states(connection: Connection, run_id: int) -> Iterator[State]:
    """Yield what is known of the files of a run; 10,000 rows take a tenth of a second."""
    table = schema.import_file
    names = ("path", "inside", "size", "mtime_ns", "sha256", "outcome", "pages", "codes", "deaths")
    for row in connection.execute(select(*(table.c[name] for name in names)).where(table.c.run_id == run_id)):
        path, inside, size, mtime_ns, sha256, outcome, pages, codes, deaths = row
        yield State(
            Locator(path, inside), size, mtime_ns, sha256, None if outcome is None else Outcome(outcome), pages,
            json.loads(codes), _counts(deaths),
        )


def note(connection: Connection, run_id: int, noted: Iterable[Entry], at: str) -> None:
    """Put entries in the place of those of the same places."""
    table = schema.import_file
    for each in noted:
        path, inside = plain(each.locator.path), plain(each.locator.inside)
        same = (table.c.run_id == run_id, table.c.path == path, table.c.inside == inside)
        connection.execute(table.delete().where(*same))
        connection.execute(table.insert().values(_columns(run_id, each, at)))


def finish(connection: Connection, run_id: int, at: str) -> None:
    """Mark a run as finished."""
    table = schema.import_run
    connection.execute(table.update().where(table.c.id == run_id).values(finished_at=at))


def poisoned(connection: Connection) -> dict[str, Entry]:
    """Return, by SHA-256, what ended its workers and was given up; the newest run's word holds."""
    table = schema.import_file
    ended = select(table.c.sha256).where(table.c.outcome == Outcome.POISONED.value, table.c.sha256 != "")
    rows = connection.execute(
        select(table).where(table.c.sha256.in_(ended), table.c.outcome.is_not(None)).order_by(table.c.run_id)
    ).mappings()
    newest = {row["sha256"]: row for row in rows if row["outcome"] != Outcome.DUPLICATE.value}
    return {sha256: _entry(row) for sha256, row in newest.items() if row["outcome"] == Outcome.POISONED.value}


def failed(connection: Connection) -> list[Entry]:
    """Return the files that could not be read and never came into the store, newest first; each place once.

    What the last run said of a place holds: a file that was replaced by a good one is no failure any more. Runs that
    found no file there, or only passed one over as the twin of another, say nothing of it.
    """
    table, run = schema.import_file, schema.import_run
    failures = table.c.outcome.in_(_FAILURES)
    places = select(table.c.path, table.c.inside).where(failures).distinct().subquery()
    rows = connection.execute(
        select(table, run.c.batch).join(run, run.c.id == table.c.run_id)
        .join(places, and_(places.c.path == table.c.path, places.c.inside == table.c.inside))
        .where(table.c.outcome.is_not(None), or_(failures, table.c.outcome != Outcome.DUPLICATE.value, _stored(table)))
        .order_by(table.c.noted_at.desc(), table.c.run_id.desc(), table.c.path, table.c.inside)
    ).mappings()
    newest: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not _was_no_file(row):
            newest.setdefault((row["path"], row["inside"]), row)
    found = [row for row in newest.values() if row["outcome"] in _FAILURES]
    hashes = {row["sha256"] for row in found}
    stored = set(connection.scalars(select(schema.source.c.sha256).where(schema.source.c.sha256.in_(hashes))))
    aside = _set_aside(connection)
    return [
        replace(_entry(row), batch=row["batch"], aside=_last_word(row, aside))
        for row in found if row["sha256"] not in stored
    ]


def _stored(table: Table) -> ColumnElement[bool]:
    return table.c.sha256.in_(select(schema.source.c.sha256))


def _was_no_file(row: Row) -> bool:
    """Say whether a run was given a path at which there was nothing."""
    return row["size"] < 0 and _NO_FILE in json.loads(row["codes"])


def _set_aside(connection: Connection) -> dict[tuple[str, str], Row]:
    """Return the last decision of a person about each place."""
    table = schema.file_decision
    rows = connection.execute(select(table).order_by(table.c.id)).mappings()
    return {(row["path"], row["inside"]): row for row in rows}


def _last_word(row: Row, decided: Mapping[tuple[str, str], Row]) -> str:
    """Return who set a failure aside; "" where nobody did, or where the file is another one since."""
    found = decided.get((row["path"], row["inside"]))
    if found is None or not found["aside"] or found["sha256"] != row["sha256"]:
        return ""
    return str(found["who"]) if row["sha256"] or found["at"] >= row["noted_at"] else ""


def set_aside(connection: Connection, entry: Entry, who: str, at: str, *, aside: bool) -> None:
    """Keep that a person has dealt with a failure, or that it is to be listed again."""
    path, inside = plain(entry.locator.path), plain(entry.locator.inside)
    columns = {"path": path, "inside": inside, "sha256": entry.sha256, "aside": int(aside), "who": who, "at": at}
    schema.add_row(connection, schema.file_decision, **columns)


def _columns(run_id: int, entry: Entry, at: str) -> dict[str, object]:
    return {
        "run_id": run_id, "path": plain(entry.locator.path), "inside": plain(entry.locator.inside), "size": entry.size,
        "mtime_ns": entry.mtime_ns, "sha256": entry.sha256,
        "outcome": None if entry.outcome is None else entry.outcome.value,
        "documents": dump([asdict(each) for each in entry.documents]),
        "problems": dump([problem_columns(each) for each in entry.problems]),
        "codes": dump(Counter(each.code for each in entry.problems)), "pages": entry.pages,
        "deaths": dump({str(page): count for page, count in entry.deaths.items()}), "noted_at": at,
    }


def _entry(row: Row) -> Entry:
    return Entry(
        Locator(row["path"], row["inside"]), row["size"], row["mtime_ns"], row["sha256"],
        None if row["outcome"] is None else Outcome(row["outcome"]),
        tuple(Brief(**(each | {"missing": tuple(each["missing"])})) for each in json.loads(row["documents"])),
        tuple(load_problem(each) for each in json.loads(row["problems"])), row["pages"],
        _counts(row["deaths"]),
    )


def _counts(text: str) -> dict[int, int]:
    return {} if text == "{}" else {int(page): count for page, count in json.loads(text).items()}
