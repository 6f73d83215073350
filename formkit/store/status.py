"""What is to be done about a document now that people may have corrected and accepted it."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from formkit.errors import Severity
from formkit.model.reading import DocumentStatus, FieldStatus
from formkit.store import schema, waiting


def refresh(connection: Connection, document_id: int) -> DocumentStatus:
    """Compute a document's status again, keep it for listings and return it."""
    status = _status(connection, document_id)
    table = schema.document
    connection.execute(table.update().where(table.c.id == document_id).values(status=status.value))
    waiting.refresh(connection, document_id)
    return status


def _status(connection: Connection, document_id: int) -> DocumentStatus:
    table = schema.document
    if connection.scalar(select(table.c.failed).where(table.c.id == document_id)):
        return DocumentStatus.FAILED
    if _has_open_error(connection, document_id) or _is_doubtful(connection, document_id):
        return DocumentStatus.REVIEW
    return DocumentStatus.ACCEPTED


def _has_open_error(connection: Connection, document_id: int) -> bool:
    table = schema.problem
    return bool(
        connection.scalar(
            select(func.count()).select_from(table).where(
                table.c.document_id == document_id, table.c.closed_at.is_(None),
                table.c.severity == Severity.ERROR.value,
            )
        )
    )


def _is_doubtful(connection: Connection, document_id: int) -> bool:
    accepted, view = schema.acceptance, schema.field_value
    if connection.scalar(select(func.count()).select_from(accepted).where(accepted.c.document_id == document_id)):
        return False
    waiting = (FieldStatus.REVIEW.value, FieldStatus.MISSING.value)
    return bool(
        connection.scalar(
            select(func.count()).select_from(view).where(
                view.c.document_id == document_id, view.c.corrected == 0, view.c.status.in_(waiting)
            )
        )
    )
