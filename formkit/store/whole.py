"""Decisions about whole documents: each is a row that is never changed, and what follows from it at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from formkit.errors import Problem, Severity
from formkit.model.handbook import Handbook
from formkit.model.journal import Entry
from formkit.model.reading import Document, DocumentStatus, FieldStatus
from formkit.model.review import DecisionKind
from formkit.model.store import CaseChecker
from formkit.model.whole import AssignedPage, Standing, WholeDecision, WholeKind, WholeState
from formkit.store import (
    assigned,
    cases,
    holding,
    intake,
    journal,
    lookup,
    people,
    schema,
    settling,
    status,
    whole_state,
    writing,
)
from formkit.store.encoding import Row, problem_columns, utc

_MISSING_SIDE = "G106"

Transaction = Callable[[], AbstractContextManager[Connection]]
_COUNTS = {WholeKind.REJECT, WholeKind.RESTORE, WholeKind.REJECT_PAGE, WholeKind.RESTORE_PAGE}
"""Kinds after which a case has other entries than before."""
_TAKES_BACK = {
    WholeKind.TAKE_BACK, WholeKind.RECALL, WholeKind.APART, WholeKind.REJECT, WholeKind.REJECT_PAGE
}
_SETTLED, _OTHER_REJECTED = "settled", "other_rejected"
"""Origins of problems that a decision closed; one that takes it back opens them again."""
_OF_TWO = {"S112": cases.CHECKED, "S113": cases.CHECKED, "S114": cases.CHECKED, "S115": "store", "S116": "store"}
"""Codes that speak of two documents, with the origin of their problems."""
_OF_PICTURE = ("G101", "G102", "G103")
"""Codes that say of a picture that it was not recognised."""
_NAMES_OTHER = {"other", "late_document", "end_document"}


@dataclass(frozen=True, slots=True)
class SqlWholeDocuments:
    """`formkit.model.whole.WholeDocuments` over a database; ``read`` and ``write`` begin its transactions."""

    read: Transaction
    write: Transaction

    def decide(
        self, decision: WholeDecision, *, settles: Sequence[Problem] = (), owner: tuple[int, int] | None = None,
        case_checker: CaseChecker | None = None, when: datetime | None = None,
    ) -> bool:
        """Keep a decision with all that follows from it; False for one with a known token, which changes nothing.

        Raises:
            StoreError: there is no such document (S102).
        """
        at = utc(when)
        with self.write() as connection:
            if _by_token(connection, decision.token) is not None:
                return False
            _decide(connection, decision, settles, owner, case_checker, at)
            return True

    def start(
        self, decision: WholeDecision, document: Document, handbook: Handbook, *, settles: Sequence[Problem] = (),
        when: datetime | None = None,
    ) -> int:
        """Add a document that begins with a picture, which is its first page; return its number.

        Raises:
            StoreError: there is no document of whose file the picture is (S102).
        """
        at = utc(when)
        with self.write() as connection:
            known = _by_token(connection, decision.token)
            if known is not None:
                return int(known["document_id"])
            source = lookup.document(connection, decision.document_id)
            number = intake.start(connection, document, source.sha256, handbook, at)
            begun = replace(decision, document_id=number, other_id=source.id)
            whole_state.add(connection, begun, at)
            page = replace(begun, kind=WholeKind.ASSIGN, token=f"{decision.token}:page", other_id=None)
            _decide(connection, page, settles, None, None, at)
            return number

    def state(self, document_id: int) -> WholeState:
        """Return what holds of a document."""
        with self.read() as connection:
            lookup.document(connection, document_id)
            return whole_state.state(connection, document_id)

    def standings(self) -> dict[int, Standing]:
        """Return, by document, how those stand of which anything is open; rejected ones are not among them."""
        table, waiting, document = schema.problem, schema.waiting, schema.document
        number = func.count()
        counted = (
            select(table.c.document_id, table.c.code, number)
            .join(document, document.c.id == table.c.document_id)
            .where(table.c.closed_at.is_(None), ~_is_silent(table), document.c.status != DocumentStatus.REJECTED.value)
            .group_by(table.c.document_id, table.c.code)
        )
        codes: dict[int, dict[str, int]] = defaultdict(dict)
        with self.read() as connection:
            for document_id, code, count in connection.execute(counted):
                codes[document_id][code] = count
            fields = connection.execute(select(waiting.c.document_id, number).group_by(waiting.c.document_id))
            left = {int(row[0]): int(row[1]) for row in fields}
        return {each: Standing(codes.get(each, {}), left.get(each, 0)) for each in sorted({*codes, *left})}

    def failed_files(self) -> tuple[Entry, ...]:
        """Return the files that imports could not read and that never came into the store, newest first."""
        with self.read() as connection:
            return tuple(journal.failed(connection))

    def set_aside(self, file: Entry, *, who: str, aside: bool = True, when: datetime | None = None) -> None:
        """Keep that a person has dealt with a failed file, or, not ``aside``, that it is to be listed again."""
        with self.write() as connection:
            journal.set_aside(connection, file, who, utc(when), aside=aside)

    def batches(self) -> tuple[str, ...]:
        """Return the labels of the imports, oldest first."""
        table = schema.batch
        with self.read() as connection:
            return tuple(connection.scalars(select(table.c.name).order_by(table.c.started_at, table.c.name)))

    def history(self, document_id: int) -> tuple[WholeDecision, ...]:
        """Return the decisions that speak of a document, oldest first."""
        with self.read() as connection:
            return tuple(
                WholeDecision(
                    row["document_id"], WholeKind(row["kind"]), row["who"], row["token"] or "", row["why"],
                    row["image"], row["page"], row["turn"] or 0, row["other_id"], row["at"],
                )
                for row in whole_state.rows(connection, document_id)
            )


def _is_silent(table: Table) -> ColumnElement[bool]:
    """Say of a row whether it tells that a side is missing on which nothing is asked: nobody has to look for that."""
    return and_(table.c.code == _MISSING_SIDE, table.c.severity == Severity.WARNING.value)


def _by_token(connection: Connection, token: str) -> Row | None:
    table = schema.document_decision
    return connection.execute(select(table).where(table.c.token == token)).mappings().one_or_none()


def _decide(
    connection: Connection, decision: WholeDecision, settles: Sequence[Problem], owner: tuple[int, int] | None,
    checker: CaseChecker | None, at: str,
) -> None:
    known = lookup.document(connection, decision.document_id)
    if decision.other_id is not None:
        lookup.document(connection, decision.other_id)
    if owner is not None:
        intake.move(connection, *owner, at, who=decision.who, why=decision.kind.value, checker=checker)
    before = whole_state.state(connection, decision.document_id)
    if decision.kind is WholeKind.APART and decision.other_id in before.together:
        _give_back(connection, decision, at, checker)
    whole_state.add(connection, decision, at)
    _settle(connection, decision, settles, before, at)
    _settle_picture(connection, decision, before, at)
    if decision.kind in (WholeKind.REJECT, WholeKind.RESTORE):
        _settle_assigned(connection, decision, before, at)
    lost = _lost_page(decision, before)
    undone = lost is not None and _undo_read_from(connection, decision, lost, at)
    if undone or decision.kind in _COUNTS:
        _recount(connection, decision, known.case_id, at)
    for each in dict.fromkeys(filter(None, (decision.document_id, decision.other_id, *before.together))):
        status.refresh(connection, each)


def _settle(
    connection: Connection, decision: WholeDecision, settles: Sequence[Problem], before: WholeState, at: str
) -> None:
    """Close what the decision settles, or open it again where the decision takes another back.

    What counts of a document settles problems of the other parts of its booklet, not its own.
    """
    told = {(columns["code"], columns["context"]) for columns in map(problem_columns, settles)}
    if told:
        own = (decision.document_id, decision.other_id)
        parts = before.together if decision.kind in _COUNTS else own
        _close_or_open(connection, decision.kind, [each for each in parts if each is not None], told, at)


def _give_back(connection: Connection, decision: WholeDecision, at: str, checker: CaseChecker | None) -> None:
    """Give the document that went to the other one's person back to the person it had before, or to nobody."""
    decided, table = schema.document_decision, schema.assignment
    both = (decision.document_id, decision.other_id)
    put = connection.scalar(
        select(decided.c.at).where(
            decided.c.document_id.in_(both), decided.c.other_id.in_(both), decided.c.kind == WholeKind.TOGETHER
        ).order_by(decided.c.id.desc()).limit(1)
    )
    for each in filter(None, both):
        last = connection.execute(
            select(table).where(table.c.document_id == each).order_by(table.c.id.desc()).limit(2)
        ).mappings().all()
        if last and (last[0]["why"], last[0]["at"]) == (WholeKind.TOGETHER, put):
            before = None if len(last) == 1 or last[1]["ends"] else int(last[1]["person_id"])
            intake.move(connection, each, before, at, who=decision.who, why=decision.kind.value, checker=checker)
            writing.open_doubts(connection, each, str(put), people.decisions(connection))


def _lost_page(decision: WholeDecision, before: WholeState) -> AssignedPage | None:
    """Return the page whose picture the decision takes away, by taking it back or by naming another one."""
    known = before.assigned_page(decision.page)
    if known is None or decision.kind is WholeKind.TAKE_BACK:
        return known if decision.kind is WholeKind.TAKE_BACK else None
    same = (known.image, known.file_of) == (decision.image, decision.other_id or decision.document_id)
    return known if decision.kind is WholeKind.ASSIGN and not same else None


def _undo_read_from(connection: Connection, decision: WholeDecision, lost: AssignedPage, at: str) -> bool:
    """Undo what was decided from a picture that is the page no more; say whether anything was."""
    table, reading, view = schema.correction, schema.reading, schema.field_value
    number, made = decision.document_id, schema.document_decision
    since = connection.scalar(
        select(func.max(made.c.at)).where(
            made.c.document_id == number, made.c.page == lost.page, made.c.image == lost.image,
            made.c.kind == WholeKind.ASSIGN,
        )
    )
    of_page = select(reading.c.field_id).where(
        reading.c.document_id == number, reading.c.page == lost.page, reading.c.status == FieldStatus.MISSING.value
    )
    rows = connection.execute(
        select(table).where(
            table.c.document_id == number, table.c.field_id.in_(of_page), table.c.kind != DecisionKind.UNDO,
            table.c.at >= since, holding.stands(table),
        ).order_by(table.c.id.desc())
    ).mappings().all()
    for row in rows:
        now = select(view.c.value).where(view.c.document_id == number, view.c.field_id == row["field_id"])
        value = connection.scalar(now)
        schema.add_row(
            connection, table, document_id=number, field_id=row["field_id"], before=value,
            after=value if row["kind"] == DecisionKind.FIRST else row["before"], who=decision.who, why=decision.why,
            at=at, kind=DecisionKind.UNDO.value, reason=row["reason"], undoes=row["id"],
        )
    return bool(rows)


def _settle_picture(connection: Connection, decision: WholeDecision, before: WholeState, at: str) -> None:
    """Do the same with what is told of the picture that the decision speaks of, by whatever document of its file."""
    known = before.assigned_page(decision.page) if decision.kind is WholeKind.TAKE_BACK else None
    image, file_of = (known.image, known.file_of) if known else (decision.image, decision.other_id)
    if image is None or decision.kind is WholeKind.TURN:
        return
    table, document = schema.problem, schema.document
    source = select(document.c.source).where(document.c.id == (file_of or decision.document_id)).scalar_subquery()
    rows = connection.execute(
        select(table.c.document_id, table.c.code, table.c.context)
        .join(document, document.c.id == table.c.document_id)
        .where(document.c.source == source, table.c.code.in_(_OF_PICTURE))
    ).all()
    of = [row for row in rows if ["image", str(image)] in json.loads(row.context)]
    if of:
        documents = {row.document_id for row in of}
        _close_or_open(connection, decision.kind, documents, {(row.code, row.context) for row in of}, at)
        for each in documents:
            status.refresh(connection, each)


def _settle_assigned(connection: Connection, decision: WholeDecision, before: WholeState, at: str) -> None:
    """Do so with the pictures that a person said are pages of a document that is rejected, or counts again."""
    kind = WholeKind.TAKE_BACK if decision.kind is WholeKind.REJECT else WholeKind.ASSIGN
    for each in before.assigned:
        of = replace(decision, kind=kind, page=each.page, image=each.image, other_id=each.file_of)
        _settle_picture(connection, of, before, at)


def _close_or_open(
    connection: Connection, kind: WholeKind, documents: Iterable[int], told: Iterable[tuple[object, object]], at: str
) -> None:
    table = schema.problem
    for code, context in told:
        same = [table.c.document_id.in_(documents), table.c.code == code, table.c.context == context]
        if kind in _TAKES_BACK:
            again = table.update().where(*same, table.c.origin == _SETTLED)
            connection.execute(again.values(closed_at=None, origin=settling.DOCUMENT))
        else:
            gone = table.update().where(*same, table.c.closed_at.is_(None))
            connection.execute(gone.values(closed_at=at, origin=_SETTLED))


def _recount(connection: Connection, decision: WholeDecision, left: int | None, at: str) -> None:
    """Bring the case that a document, or a page of it, leaves or comes back to up to what counts now."""
    number = decision.document_id
    if decision.kind in (WholeKind.REJECT, WholeKind.RESTORE):
        _told_of_others(connection, number, decision.kind is WholeKind.REJECT, at)
    if decision.kind is WholeKind.REJECT:
        cases.forget_checked(connection, number, at)
    person_id = assigned.person_of(connection, number)
    if person_id is not None:
        people.learn_again(connection, person_id)
    case_id = intake.settle_case(connection, number, at)
    for each in {left, case_id} - {None}:
        for changed in cases.refresh_problems(connection, each, at):  # type: ignore[arg-type]
            status.refresh(connection, changed)
    settling.mark_unsettled(connection, number)


def _told_of_others(connection: Connection, number: int, rejected: bool, at: str) -> None:
    """Close what other documents are told to be compared with in a rejected one, or open it again."""
    table = schema.problem
    state = [table.c.closed_at.is_(None)] if rejected else [table.c.origin == _OTHER_REJECTED]
    rows = connection.execute(
        select(table.c.id, table.c.document_id, table.c.code, table.c.context).where(
            table.c.code.in_(_OF_TWO), table.c.document_id != number, *state
        )
    ).all()
    for row in rows:
        if not any(name in _NAMES_OTHER and value == str(number) for name, value in json.loads(row.context)):
            continue
        closed, origin = (at, _OTHER_REJECTED) if rejected else (None, _OF_TWO[row.code])
        connection.execute(table.update().where(table.c.id == row.id).values(closed_at=closed, origin=origin))
        status.refresh(connection, row.document_id)
