"""Fields where two persons must agree: the last entry of each, and whether two are the same.

An entry stands until it is undone or the field is decided; what was entered before a decision that holds says no more.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, literal_column, select

from formkit.model.review import DecisionKind, Entered, FieldKey
from formkit.store import holding, schema
from formkit.store.encoding import load_value

_FIRST: ColumnElement[str] = literal_column(f"'{DecisionKind.FIRST.value}'")
"""The kind in the text of a query: the index of entries is of this kind only, and no parameter can use it."""


def entries(connection: Connection, key: FieldKey) -> dict[str, Entered]:
    """Return the standing entry of each person, in the order of the persons' last entries."""
    rows = connection.execute(_entries_of_field(), {"document": key[0], "field": key[1]})
    found: dict[str, Entered] = {}
    for row in rows:
        found.pop(row.who, None)
        found[row.who] = Entered(DecisionKind(row.entered), load_value(row.after))
    return found


def agree(connection: Connection, key: FieldKey, who: str, entered: Entered) -> bool:
    """Say whether another person's standing entry is the same."""
    others = entries(connection, key)
    others.pop(who, None)
    return entered in others.values()


def entered_alone(connection: Connection, document_id: int) -> dict[str, str]:
    """Return the fields of a document that have a standing entry, with who entered each alone; "" where more did."""
    table = schema.correction
    own = select(table.c.field_id, table.c.who).where(table.c.document_id == document_id, _is_standing(table))
    found: dict[str, str] = {}
    for field_id, who in connection.execute(own):
        found[field_id] = who if found.get(field_id, who) == who else ""
    return found


@cache
def _entries_of_field() -> Select[Any]:
    """Return the query for the standing entries of a field, made once: it is asked with every field."""
    table = schema.correction
    own = (table.c.document_id == bindparam("document"), table.c.field_id == bindparam("field"))
    return select(table.c.who, table.c.entered, table.c.after).where(*own, _is_standing(table)).order_by(table.c.id)


def _is_standing(entry: Any) -> ColumnElement[bool]:
    return and_(entry.c.kind == _FIRST, holding.stands(entry), entry.c.id > holding.last_of(entry))
