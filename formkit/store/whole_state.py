"""What holds of a document after the decisions about it as a whole: the last one of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, or_, select

from formkit.model.whole import AssignedPage, WholeDecision, WholeKind, WholeState
from formkit.store import schema
from formkit.store.encoding import Row


def rows(connection: Connection, document_id: int) -> Sequence[Row]:
    """Return the decisions that speak of a document, oldest first."""
    table = schema.document_decision
    query = select(table).where(or_(table.c.document_id == document_id, table.c.other_id == document_id))
    return connection.execute(query.order_by(table.c.id)).mappings().all()


def add(connection: Connection, decision: WholeDecision, at: str) -> None:
    """Add the row of a decision."""
    schema.add_row(
        connection, schema.document_decision, document_id=decision.document_id, kind=decision.kind.value,
        image=decision.image, page=decision.page, turn=decision.turn, other_id=decision.other_id, who=decision.who,
        why=decision.why, at=at, token=decision.token,
    )


def state(connection: Connection, document_id: int) -> WholeState:
    """Return what holds of a document."""
    rejected, pages, dismissed, together = False, set[int](), set[int](), dict[int, None]()
    assigned, turns = dict[int, Row](), dict[int, int]()
    for row in rows(connection, document_id):
        kind = WholeKind(row["kind"])
        if kind in (WholeKind.TOGETHER, WholeKind.APART):
            other = row["other_id"] if row["document_id"] == document_id else row["document_id"]
            together.pop(other, None)
            if kind is WholeKind.TOGETHER:
                together[other] = None
        elif row["document_id"] != document_id or kind is WholeKind.START:
            continue
        elif kind in (WholeKind.REJECT, WholeKind.RESTORE):
            rejected = kind is WholeKind.REJECT
        elif kind in (WholeKind.REJECT_PAGE, WholeKind.RESTORE_PAGE):
            _put(pages, row["page"], kind is WholeKind.REJECT_PAGE)
        elif kind in (WholeKind.DISMISS, WholeKind.RECALL):
            _put(dismissed, row["image"], kind is WholeKind.DISMISS)
        elif kind is WholeKind.TURN:
            turns[row["image"]] = row["turn"] % 4
        else:
            assigned.pop(row["page"], None)
            if kind is WholeKind.ASSIGN:
                assigned[row["page"]] = row
    made = tuple(_assigned(connection, assigned[page]) for page in sorted(assigned))
    return WholeState(rejected, frozenset(pages), made, turns, frozenset(dismissed), tuple(together))


def _put(held: set[int], number: int, holds: bool) -> None:
    held.discard(number)
    if holds:
        held.add(number)


def _assigned(connection: Connection, row: Row) -> AssignedPage:
    file_of = row["other_id"] or row["document_id"]
    table = schema.document
    sha256: str = connection.scalars(select(table.c.source).where(table.c.id == file_of)).one()
    return AssignedPage(row["page"], row["image"], row["turn"] % 4, sha256, file_of)


def is_rejected(connection: Connection, document_id: int) -> bool:
    """Say whether a person took a document out."""
    table = schema.document_decision
    last = select(table.c.kind).where(
        table.c.document_id == document_id, table.c.kind.in_((WholeKind.REJECT, WholeKind.RESTORE))
    )
    return connection.scalar(last.order_by(table.c.id.desc()).limit(1)) == WholeKind.REJECT


def pages_out(connection: Connection) -> set[tuple[int, int]]:
    """Return the pages of which what was read counts no more, each with its document before it.

    That are those that persons took out, and those of which they named another picture.
    """
    table = schema.document_decision
    kinds = {
        WholeKind.REJECT_PAGE: True, WholeKind.RESTORE_PAGE: False, WholeKind.ASSIGN: True, WholeKind.TAKE_BACK: False,
    }
    about = {WholeKind.RESTORE_PAGE: WholeKind.REJECT_PAGE, WholeKind.TAKE_BACK: WholeKind.ASSIGN}
    last: dict[tuple[str, int, int], bool] = {}
    for row in connection.execute(select(table).where(table.c.kind.in_(kinds)).order_by(table.c.id)):
        kind = WholeKind(row.kind)
        last[about.get(kind, kind), row.document_id, row.page] = kinds[kind]
    return {(document_id, page) for (_, document_id, page), holds in last.items() if holds}


def rejected_pages(connection: Connection, document_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Return the pages that persons took out of some documents, each with its document before it."""
    table = schema.document_decision
    kinds = (WholeKind.REJECT_PAGE, WholeKind.RESTORE_PAGE)
    found: set[tuple[int, int]] = set()
    wanted = set(document_ids)
    for row in connection.execute(
        select(table.c.document_id, table.c.page, table.c.kind).where(table.c.kind.in_(kinds)).order_by(table.c.id)
    ):
        if row.document_id in wanted:
            found.discard((row.document_id, row.page))
            if row.kind == WholeKind.REJECT_PAGE:
                found.add((row.document_id, row.page))
    return found
