"""Which fields of a document wait for a person: rows made anew whenever something about the document changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Select, func, select

from formkit.errors import Severity
from formkit.model.question import question_of
from formkit.model.reading import FieldStatus
from formkit.model.review import DecisionKind, Reason
from formkit.model.whole import WholeKind
from formkit.store import accepted, assigned, entries_of_two, holding, schema, whole_state

TYPED = "typed"
"""The kind of a reading of a declared medium."""
_KIND = re.compile(r"[a-z_]+")


def refresh(connection: Connection, document_id: int) -> None:
    """Make the rows of a document anew."""
    table = schema.waiting
    connection.execute(table.delete().where(table.c.document_id == document_id))
    rows = list(_rows(connection, document_id))
    if rows:
        connection.execute(table.insert(), rows)


def sort_of(reader: str) -> str:
    """Return the kind of reading without its engine and its medium: "circle" of "circle:blank", say."""
    found = _KIND.match(reader)
    return found.group() if found else TYPED


def rejected() -> Select[tuple[int]]:
    """Return the documents that a person took out; the last decision about each holds."""
    table, each = schema.document_decision, schema.document_decision.alias()
    kinds = (WholeKind.REJECT, WholeKind.RESTORE)
    last = select(func.max(each.c.id)).where(each.c.kind.in_(kinds)).group_by(each.c.document_id)
    return select(table.c.document_id).where(table.c.id.in_(last), table.c.kind == WholeKind.REJECT)


def follow_village(connection: Connection, person_id: int, village: str | None) -> None:
    """Bring what waits of a person up to the village where they live."""
    table, own = schema.waiting, assigned.documents_of(person_id)
    connection.execute(table.update().where(table.c.document_id.in_(own)).values(village=village or ""))


def _rows(connection: Connection, document_id: int) -> Iterator[dict[str, object]]:
    table, source = schema.document, schema.source
    document = connection.execute(
        select(table, source.c.batch).join(source, source.c.sha256 == table.c.source).where(table.c.id == document_id)
    ).mappings().one()
    decided = whole_state.state(connection, document_id)
    if document["failed"] or decided.rejected:
        return
    whole = {
        "document_id": document_id, "handbook": document["handbook"], "batch": document["batch"],
        "village": _village(connection, document_id),
    }
    view = schema.field_value
    alone = entries_of_two.entered_alone(connection, document_id)
    reasons = _reasons(connection, document_id, {each.page for each in decided.assigned}, alone)
    if not reasons:
        return
    columns = (view.c.field_id, view.c.position, view.c.page, view.c.reader, view.c.sheet, view.c.local)
    fields = connection.execute(
        select(*columns).where(view.c.document_id == document_id, view.c.field_id.in_(reasons))
    ).mappings()
    out = decided.rejected_pages | _wrong_pages(connection, document_id)
    for row in (each for each in fields if each["page"] not in out):
        yield {
            **whole, "field_id": row["field_id"], "position": row["position"], "reason": reasons[row["field_id"]],
            "sort": sort_of(row["reader"]),
            "question": question_of(document["handbook"], document["edition"], row["sheet"], row["local"]),
            "alone": alone.get(row["field_id"], ""),
        }


def _wrong_pages(connection: Connection, document_id: int) -> set[int]:
    """Return the pages that a person found to be of another booklet: nobody is asked what stands on them."""
    view = schema.field_value
    wrong = (view.c.document_id == document_id, view.c.decided == DecisionKind.WRONG_PAGE)
    return {page for page in connection.scalars(select(view.c.page).where(*wrong).distinct()) if page is not None}


def _reasons(
    connection: Connection, document_id: int, with_picture: set[int], entered: Iterable[str]
) -> dict[str, Reason]:
    """Return why each field of a document waits; a doubtful reading before all else.

    What is missing waits on the pages that a person assigned, those ``with_picture``.
    A field that one of two persons ``entered`` waits for the other, whatever it waited for before.
    """
    view = schema.field_value
    columns = (view.c.field_id, view.c.status, view.c.page, accepted.is_taken(view).label("taken"))
    undecided = connection.execute(
        select(*columns).where(view.c.document_id == document_id, view.c.corrected == 0)
    ).mappings().all()
    reasons = dict.fromkeys(entered, Reason.DOUBT)
    reasons |= dict.fromkeys(_looks(connection, document_id), Reason.LOOK)
    wrong = _checked(connection, document_id)
    reasons |= {row["field_id"]: Reason.CHECK for row in undecided if row["field_id"] in wrong}
    missing = (row for row in undecided if row["status"] == FieldStatus.MISSING and row["page"] in with_picture)
    reasons |= {row["field_id"]: Reason.PAGE for row in missing}
    doubtful = (row["field_id"] for row in undecided if row["status"] == FieldStatus.REVIEW and not row["taken"])
    return reasons | dict.fromkeys(doubtful, Reason.DOUBT)


def _checked(connection: Connection, document_id: int) -> set[str]:
    table = schema.problem
    found = select(table.c.field_id).where(
        table.c.document_id == document_id, table.c.closed_at.is_(None), table.c.severity == Severity.ERROR.value,
        table.c.field_id.is_not(None),
    )
    return {str(each) for each in connection.scalars(found)}


def _looks(connection: Connection, document_id: int) -> list[str]:
    """Return the fields drawn for a second look that nobody has looked at."""
    drawn = schema.second_look
    open_ones = select(drawn.c.field_id).where(drawn.c.document_id == document_id, holding.last_of(drawn) == 0)
    return list(connection.scalars(open_ones))


def _village(connection: Connection, document_id: int) -> str:
    person = schema.person
    of = assigned.person_of(connection, document_id)
    return connection.scalar(select(person.c.village).where(person.c.id == of)) or ""
