"""Rows of sources, documents, readings, corrections and problems: how they are added."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from formkit.errors import Problem
from formkit.model.handbook import Handbook
from formkit.model.reading import Document, Reading
from formkit.store import schema
from formkit.store.encoding import dump, dump_alternatives, dump_region, dump_value, plain, problem_columns
from formkit.store.entries import spot

DOUBTS = ("S201", "S202", "S203")
"""Codes that say it is doubtful to whom a document belongs; they name the two persons in their context."""
NOBODY, EMPTY = "S204", "S205"
"""The code that says that nothing tells to whom a document belongs."""
FEWEST_ANSWERS = 3
"""Answers from which it is no chance that two documents, or two sheets, say the same."""
_KNOWN_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}
"""The system's own table lacks some of these on some machines."""


def keep_source(connection: Connection, name: str, sha256: str, size: int, batch: str, at: str) -> None:
    """Add a source and its batch where they are not there."""
    _add_once(connection, schema.batch, {"name": batch}, {"started_at": at})
    _add_once(
        connection, schema.source, {"sha256": sha256},
        {"name": plain(name), "size": size, "mime": _mime(name), "imported_at": at, "batch": batch},
    )


def _mime(name: str) -> str:
    suffix = f".{name.rpartition('.')[2].lower()}"
    return _KNOWN_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _add_once(connection: Connection, table: Table, key: Mapping[str, Any], rest: Mapping[str, Any]) -> None:
    where = [table.c[name] == value for name, value in key.items()]
    if connection.execute(select(*table.primary_key.columns).where(*where)).first() is None:
        connection.execute(table.insert().values(**key, **rest))


def find_document(connection: Connection, sha256: str, position: int) -> int | None:
    """Return the document at a position of a source, or None."""
    table = schema.document
    return connection.scalar(select(table.c.id).where(table.c.source == sha256, table.c.position == position))


def add_document(connection: Connection, document: Document, position: int, handbook: Handbook | None, at: str) -> int:
    """Add a document with its readings and the problems it came with; return its number."""
    document_id = schema.add_row(
        connection, schema.document,
        source=document.sha256, position=position, handbook=document.handbook, edition=document.edition,
        serial=plain_serial(document.serial), failed=int(document.failed), status=document.status.value,
        pages=dump([page.to_json() for page in document.pages]), fields=len(document.readings), stored_at=at,
        answers="" if document.failed else answers_digest(document.readings),
    )
    rows = list(_reading_rows(document_id, document.readings, handbook))
    if rows:
        connection.execute(schema.reading.insert(), rows)
    add_problems(connection, document_id, "document", document.problems, at)
    return document_id


def answers_digest(readings: Mapping[str, Reading]) -> str:
    """Return a digest of everything that is written in a document; "" where that is too little to tell anything."""
    written = {name: dump_value(each.value) for name, each in readings.items() if each.value is not None}
    return hashlib.sha256(dump(written).encode()).hexdigest() if len(written) > FEWEST_ANSWERS else ""


def plain_serial(serial: str | None) -> str | None:
    """Return a serial, or None for the zeros that a plain blank carries."""
    return serial if serial and serial.strip("0") else None


def _reading_rows(
    document_id: int, readings: Mapping[str, Reading], handbook: Handbook | None
) -> Iterator[dict[str, object]]:
    for position, (field_id, reading) in enumerate(readings.items()):
        where = spot(handbook, field_id)
        yield {
            "document_id": document_id, "field_id": field_id, "position": position,
            "sheet": where.sheet, "sheet_edition": where.sheet_edition, "repeats": int(where.repeats),
            "copy": where.copy, "entry": where.entry, "local": where.local, "concept": where.concept,
            "role": where.role.value, "labels": dump(where.labels) if where.labels else None,
            "value": dump_value(reading.value), "raw": plain(reading.raw), "confidence": reading.confidence,
            "status": reading.status.value, "page": reading.page,
            "alternatives": dump_alternatives(reading.alternatives),
            "reader": reading.reader, "measures": dump(dict(reading.measures)), "region": dump_region(reading.region),
        }


def add_problems(
    connection: Connection, document_id: int, origin: str, problems: Sequence[Problem], at: str
) -> None:
    """Add open problems; ``origin`` tells who found them.

    It is "document" for reading and the checks of one booklet, "case" for the checks of a whole case,
    else "store".
    """
    rows = [
        {"document_id": document_id, "origin": origin, "raised_at": at, "closed_at": None, **problem_columns(each)}
        for each in problems
    ]
    if rows:
        connection.execute(schema.problem.insert(), rows)


def close_problems(connection: Connection, document_id: int, at: str, *, origin: str = "", code: str = "") -> None:
    """Close the open problems of a document, those of one origin or code only if given."""
    table = schema.problem
    where = [table.c.document_id == document_id, table.c.closed_at.is_(None)]
    where += [table.c.origin == origin] if origin else []
    where += [table.c.code == code] if code else []
    connection.execute(table.update().where(*where).values(closed_at=at))


def open_doubts(
    connection: Connection, document_id: int, closed_at: str, decided: Mapping[int, Mapping[int, bool]]
) -> None:
    """Open again what was closed at a time of whose a document is, but what was ``decided`` of two persons since."""
    table = schema.problem
    rows = connection.execute(
        select(table.c.id, table.c.context).where(
            table.c.document_id == document_id, table.c.code.in_((*DOUBTS, NOBODY, EMPTY)),
            table.c.closed_at == closed_at,
        )
    ).all()
    for row in rows:
        told = dict(json.loads(row.context))
        pair = [int(told[name]) for name in ("person", "other") if told.get(name, "").isdigit()]
        if len(pair) < 2 or pair[1] not in decided.get(pair[0], {}):
            connection.execute(table.update().where(table.c.id == row.id).values(closed_at=None))


def close_doubts(connection: Connection, document_id: int, persons: set[int], at: str) -> None:
    """Close what says of a document that it is doubtful which of two persons is meant."""
    table = schema.problem
    pair = {str(each) for each in persons}
    rows = connection.execute(
        select(table.c.id, table.c.context).where(
            table.c.document_id == document_id, table.c.code.in_(DOUBTS), table.c.closed_at.is_(None)
        )
    ).all()
    settled = [row.id for row in rows if {value for name, value in json.loads(row.context)} >= pair]
    if settled:
        connection.execute(table.update().where(table.c.id.in_(settled)).values(closed_at=at))
