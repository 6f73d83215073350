"""Who holds which waiting field: what a filter fits, what is free for a person, and claims that end by time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Delete, Select, and_, bindparam, select, true

from formkit.model.review import FieldKey, Filter
from formkit.store import schema
from formkit.store.encoding import utc

HOLD = timedelta(minutes=10)
"""For how long a field that was given out is kept for its person."""


def fits(which: Filter) -> list[ColumnElement[bool]]:
    """Return what a waiting field must be to fit a filter."""
    table = schema.waiting
    found: list[ColumnElement[bool]] = []
    for name, value in (
        ("batch", which.batch), ("village", which.village), ("handbook", which.handbook or None),
        ("sort", which.sort or None), ("question", which.question or None),
        ("reason", which.reason), ("document_id", which.document_id),
    ):
        if value is not None:
            found.append(table.c[name] == value)
    return found


def same(table: Any, other: Any) -> ColumnElement[bool]:
    """Return the condition that rows of two tables are of the same field."""
    return and_(table.c.document_id == other.c.document_id, table.c.field_id == other.c.field_id)


def is_of(table: Any, key: FieldKey) -> ColumnElement[bool]:
    """Return the condition that a row is of a field."""
    return and_(table.c.document_id == key[0], table.c.field_id == key[1])


def free(who: str, which: Filter, at: str, count: int, two: Collection[str] | None) -> Select[Any]:
    """Return what waits and is held by nobody else; what waits for a second person's entry is not for the first one."""
    table, held = schema.waiting, schema.claim
    others = select(held.c.who).where(same(held, table), held.c.who != who, held.c.until > at).exists()
    needs_two = true() if two is None else table.c.question.in_(sorted(two))
    return (
        select(table.c.document_id, table.c.field_id)
        .where(*fits(which), ~others, ~and_(needs_two, table.c.alone == who))
        .order_by(*order(which)).limit(count)
    )


def order(which: Filter) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return in which order fields are given out."""
    table = schema.waiting
    return (table.c.document_id.desc() if which.newest else table.c.document_id, table.c.position)


def forget_expired(connection: Connection, at: str) -> None:
    """Drop the claims whose time is over."""
    table = schema.claim
    connection.execute(table.delete().where(table.c.until <= at))


def claim(connection: Connection, who: str, keys: Sequence[FieldKey], moment: datetime) -> None:
    """Let a person hold fields from now on, whoever held them."""
    if not keys:
        return
    until = utc(moment + HOLD)
    connection.execute(_unclaimed(), [{"document": key[0], "field": key[1]} for key in keys])
    rows = [{"document_id": key[0], "field_id": key[1], "who": who, "until": until} for key in keys]
    connection.execute(schema.claim.insert(), rows)


@cache
def _unclaimed() -> Delete:
    table = schema.claim
    return table.delete().where(table.c.document_id == bindparam("document"), table.c.field_id == bindparam("field"))
