"""Which doubtful readings a person took as they stand, by accepting their document."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from formkit.model.review import DecisionKind
from formkit.store import schema

_ACCEPTED, _UNDOING, _UNDONE = schema.acceptance.alias(), schema.correction.alias(), schema.correction.alias()


def keep(connection: Connection, document_id: int, who: str, why: str, at: str) -> None:
    """Add the acceptance of a document, with the last correction that its person could see."""
    table = schema.correction
    last = connection.scalar(select(func.max(table.c.id)).where(table.c.document_id == document_id))
    connection.execute(
        schema.acceptance.insert().values(document_id=document_id, who=who, why=why, at=at, correction_id=last or 0)
    )


def is_taken(field: Any) -> ColumnElement[bool]:
    """Say in SQL that the document of ``field`` was accepted, and no decision about the field undone since."""
    undone_since = (
        select(_UNDOING.c.id).join(_UNDONE, _UNDONE.c.id == _UNDOING.c.undoes)
        .where(
            _UNDOING.c.document_id == field.c.document_id, _UNDOING.c.field_id == field.c.field_id,
            _UNDOING.c.id > _ACCEPTED.c.correction_id, _UNDONE.c.kind != DecisionKind.FIRST,
        )
        .correlate(field, _ACCEPTED)
    )
    same = _ACCEPTED.c.document_id == field.c.document_id
    return select(_ACCEPTED.c.id).where(and_(same, ~undone_since.exists())).correlate(field).exists()
