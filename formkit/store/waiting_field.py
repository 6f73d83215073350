"""All there is to see of one field that waits, or that a person goes back to."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select

from formkit.errors import StoreError
from formkit.model.question import question_of
from formkit.model.review import FieldKey, Reason, Waiting
from formkit.store import entries_of_two, lookup, schema, waiting
from formkit.store.encoding import load_value


def shown(connection: Connection, key: FieldKey) -> Waiting:
    """Return one field, whether it waits or not.

    Raises:
        StoreError: there is none (S103).
    """
    row = connection.execute(_field(), {"document": key[0], "field": key[1]}).mappings().one_or_none()
    if row is None:
        raise StoreError.of("S103", document=key[0], field=key[1])
    told = lookup.problems_of_field(connection, key)
    return Waiting(
        key[0], key[1], Reason(row["reason"] or Reason.DOUBT), waiting.sort_of(row["reader"]),
        question_of(row["handbook"], row["edition"], row["sheet"], row["local"]), row["handbook"], row["edition"],
        load_value(row["value"]), lookup.reading(row), row["name"], row["sha256"], told,
        entries_of_two.entries(connection, key), row["decided"], last_correction(connection, key),
        row["concept"] or "",
    )


def last_correction(connection: Connection, key: FieldKey) -> int:
    """Return the number of the last correction of a field, of whatever kind; 0 where there is none."""
    return connection.scalar(_last_correction(), {"document": key[0], "field": key[1]}) or 0


@cache
def _last_correction() -> Select[tuple[int]]:
    table = schema.correction
    own = (table.c.document_id == bindparam("document"), table.c.field_id == bindparam("field"))
    return select(func.max(table.c.id)).where(*own)


@cache
def _field() -> Select[Any]:
    """Return the query for all there is of a field, made once: making it takes longer than asking it."""
    view, table, document, source = schema.field_value, schema.waiting, schema.document, schema.source
    return (
        select(view, table.c.reason, document.c.handbook, document.c.edition, source.c.name, source.c.sha256)
        .join(document, document.c.id == view.c.document_id).join(source, source.c.sha256 == document.c.source)
        .outerjoin(table, and_(table.c.document_id == view.c.document_id, table.c.field_id == view.c.field_id))
        .where(view.c.document_id == bindparam("document"), view.c.field_id == bindparam("field"))
    )
