"""Whom a document belongs to: its last assignment holds, unless that one gave it back to nobody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from formkit.store import schema

PROGRAM = "formkit"
"""Who assigned a document that a match gave to its person."""
_EACH = schema.assignment.alias("each_assignment")


def holds(table: Any = schema.assignment) -> ColumnElement[bool]:
    """Say in SQL that a row of assignments is the last of its document, and gives it to somebody."""
    last = select(func.max(_EACH.c.id)).where(_EACH.c.document_id == table.c.document_id).correlate(table)
    return and_(table.c.id == last.scalar_subquery(), table.c.ends == 0)


def documents_of(person_id: int) -> Select[tuple[int]]:
    """Return in SQL the documents that belong to a person."""
    table = schema.assignment
    return select(table.c.document_id).where(table.c.person_id == person_id, holds())


def person_of(connection: Connection, document_id: int) -> int | None:
    """Return the person to whom a document belongs; None where it belongs to nobody."""
    table = schema.assignment
    found: int | None = connection.scalar(select(table.c.person_id).where(table.c.document_id == document_id, holds()))
    return found


def is_by_hand(connection: Connection, document_id: int) -> bool:
    """Say whether a person, not a match, decided to whom a document belongs."""
    table = schema.assignment
    who = connection.scalar(select(table.c.who).where(table.c.document_id == document_id, holds()))
    return who not in (None, PROGRAM)


def add(
    connection: Connection, document_id: int, person_id: int, at: str, *, who: str = PROGRAM, why: str = "match",
    ends: bool = False,
) -> None:
    """Add the decision that a document belongs to a person, or (``ends``) that it does no more, and to nobody."""
    connection.execute(
        schema.assignment.insert().values(
            document_id=document_id, person_id=person_id, who=who, why=why, at=at, ends=int(ends)
        )
    )
