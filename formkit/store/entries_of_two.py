"""Fields where two persons must agree: the last entry of each, and whether two are the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from formkit.model.reading import Value
from formkit.model.review import Decision, DecisionKind, FieldKey
from formkit.store import schema
from formkit.store.encoding import dump_value, load_value


def entries(connection: Connection, key: FieldKey) -> dict[str, Value]:
    """Return the last first entry of each person that was not undone, in the order of the persons' last entries."""
    return {who: load_value(text) for who, text in _last(connection, key).items()}


def agree(connection: Connection, decision: Decision) -> bool:
    """Say whether another person's last entry is what this decision says."""
    others = _last(connection, (decision.document_id, decision.field_id))
    others.pop(decision.who, None)
    return dump_value(decision.value) in others.values()


def is_for_another(waiting: Any, who: str) -> ColumnElement[bool]:
    """Say in SQL that ``who`` has entered a field alone so far, so that it is another's turn."""
    own, of_own = _standing(waiting)
    other, of_other = _standing(waiting)
    mine = select(own.c.id).where(of_own, own.c.who == who).exists()
    theirs = select(other.c.id).where(of_other, other.c.who != who).exists()
    return and_(mine, ~theirs)


def _standing(field: Any) -> tuple[Any, ColumnElement[bool]]:
    """Return corrections under a name of their own, and what holds of the first entries of ``field`` among them."""
    entry, undone = schema.correction.alias(), schema.correction.alias()
    return entry, and_(
        entry.c.document_id == field.c.document_id, entry.c.field_id == field.c.field_id,
        entry.c.kind == DecisionKind.FIRST, ~select(undone.c.id).where(undone.c.undoes == entry.c.id).exists(),
    )


def _last(connection: Connection, key: FieldKey) -> dict[str, str]:
    table = schema.correction
    undone = table.alias()
    rows = connection.execute(
        select(table.c.who, table.c.after)
        .where(
            table.c.document_id == key[0], table.c.field_id == key[1], table.c.kind == DecisionKind.FIRST,
            ~select(undone.c.id).where(undone.c.undoes == table.c.id).exists(),
        )
        .order_by(table.c.id)
    )
    found: dict[str, str] = {}
    for row in rows:
        found.pop(row.who, None)
        found[row.who] = row.after
    return found
