"""What is to be done about a document now that people may have corrected and accepted it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from formkit.errors import Severity
from formkit.model.reading import DocumentStatus, FieldStatus
from formkit.store import accepted, schema, waiting, whole_state


def refresh(connection: Connection, document_id: int) -> DocumentStatus:
    """Compute a document's status again, keep it for listings and return it."""
    status = _status(connection, document_id)
    table = schema.document
    connection.execute(table.update().where(table.c.id == document_id).values(status=status.value))
    waiting.refresh(connection, document_id)
    return status


def _status(connection: Connection, document_id: int) -> DocumentStatus:
    table = schema.document
    if whole_state.is_rejected(connection, document_id):
        return DocumentStatus.REJECTED
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
    view = schema.field_value
    waiting = (FieldStatus.REVIEW.value, FieldStatus.MISSING.value)
    open_pages = connection.execute(
        select(view.c.status, view.c.page).distinct().where(
            view.c.document_id == document_id, view.c.corrected == 0, view.c.status.in_(waiting),
            ~accepted.is_taken(view),
        )
    ).all()
    if not open_pages:
        return False
    decided = whole_state.state(connection, document_id)
    elsewhere = _pages_of(connection, document_id, decided.together)
    return any(
        row.page not in decided.rejected_pages
        and not (row.status == FieldStatus.MISSING and row.page in elsewhere)
        for row in open_pages
    )


def _pages_of(connection: Connection, document_id: int, together: Sequence[int]) -> set[int]:
    """Return the pages that the other parts of a document's booklet show; only those of one edition count alike."""
    table = schema.document
    own = connection.execute(select(table).where(table.c.id == document_id)).mappings().one()
    others = connection.execute(
        select(table.c.id, table.c.pages).where(
            table.c.id.in_(together), table.c.handbook == own["handbook"], table.c.edition == own["edition"],
            table.c.status != DocumentStatus.REJECTED.value,
        )
    ).all()
    out = whole_state.rejected_pages(connection, together)
    shown = {(each.id, page["page"]) for each in others for page in json.loads(each.pages)}
    return {page for _document, page in shown - out}
