"""Compares what the store lists with what it holds: rows, files and hashes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from formkit.errors import Problem, problem
from formkit.store import schema
from formkit.store.blobs import Blobs, sha256_of
from formkit.store.dialects import is_server


def verify(connection: Connection, blobs: Blobs) -> Iterator[Problem]:
    """Yield everything that is not as it should be; reads every file of the store once."""
    yield from _database(connection)
    listed = set(connection.scalars(select(schema.source.c.sha256)))
    yield from _files(listed, blobs)
    yield from _incomplete(connection)


def _database(connection: Connection) -> Iterator[Problem]:
    if is_server(connection):
        return  # A server keeps its constraints itself, and has commands of its own to look for damage.
    for found in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if found != "ok":
            yield problem("S304", cause=found)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield problem("S304", cause=f"{row[0]} {row[1]} -> {row[2]}")


def _files(listed: set[str], blobs: Blobs) -> Iterator[Problem]:
    held = set(blobs.names())
    for name in sorted(listed - held):
        yield problem("S301", sha256=name)
    for name in sorted(held):
        content = blobs.get(name)
        if content is None or sha256_of(content) != name:
            yield problem("S302", sha256=name)
        elif name not in listed:
            yield problem("S303", sha256=name)


def _incomplete(connection: Connection) -> Iterator[Problem]:
    document, reading = schema.document, schema.reading
    counted = (
        select(func.count()).where(reading.c.document_id == document.c.id).select_from(reading).scalar_subquery()
    )
    for number in connection.scalars(select(document.c.id).where(document.c.fields != counted)):
        yield problem("S305", document=number)
