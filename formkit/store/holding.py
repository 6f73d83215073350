"""Which decisions hold: all but the first entries of two, undoings, and what was undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select

from formkit.model.review import DecisionKind
from formkit.store import schema

_UNDOING, _HELD = schema.correction.alias("undoing"), schema.correction.alias("held")
"""Names made once: making one for each query takes longer than the query."""


def stands(table: FromClause) -> ColumnElement[bool]:
    """Say in SQL that nobody undid a row of corrections."""
    return ~select(_UNDOING.c.id).where(_UNDOING.c.undoes == table.c.id).correlate(table).exists()


def holds(table: FromClause) -> ColumnElement[bool]:
    """Say in SQL that a row of corrections is a decision that holds."""
    return and_(table.c.kind.not_in((DecisionKind.FIRST, DecisionKind.UNDO)), stands(table))


def last_of(field: Any) -> Any:
    """Return in SQL the number of the decision that holds for ``field``, or 0."""
    same = and_(_HELD.c.document_id == field.c.document_id, _HELD.c.field_id == field.c.field_id)
    last = select(func.max(_HELD.c.id)).where(same, holds(_HELD)).correlate(field)
    return func.coalesce(last.scalar_subquery(), 0)


def last_ones() -> Select[tuple[int]]:
    """Return the numbers of the decisions that hold, one for each field that has any."""
    return select(func.max(_HELD.c.id)).where(holds(_HELD)).group_by(_HELD.c.document_id, _HELD.c.field_id)
