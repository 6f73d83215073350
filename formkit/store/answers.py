"""Whole records out of the store, a few at a time, each with all that was decided about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, select

from formkit.model.answers import Answer, AnswerState, Stock, Wanted, WholeRecord, state_of
from formkit.model.reading import DocumentStatus, FieldStatus
from formkit.store import accepted, assigned, holding, people, schema, whole_state
from formkit.store.encoding import Row, load_value

Transaction = Callable[[], AbstractContextManager[Connection]]
_AT_ONCE = 50
"""Documents of a transaction: each has hundreds of answers."""


@dataclass(frozen=True, slots=True)
class SqlAnswers:
    """`formkit.model.answers.Answers` over a database; ``read`` begins its transactions."""

    read: Transaction

    def stock(self, *, batch: str | None = None) -> tuple[Stock, ...]:
        """Return what there is of each edition of each handbook, rejected and failed documents counted as such."""
        table, source = schema.document, schema.source
        columns = (table.c.handbook, table.c.edition, table.c.status)
        query = select(*columns, func.count(), func.max(table.c.id)).group_by(*columns)
        if batch is not None:
            query = query.join(source, source.c.sha256 == table.c.source).where(source.c.batch == batch)
        found: dict[tuple[str, str], dict[DocumentStatus, int]] = defaultdict(dict)
        last: dict[tuple[str, str], int] = defaultdict(int)
        with self.read() as connection:
            for handbook, edition, status, count, newest in connection.execute(query):
                found[handbook, edition][DocumentStatus(status)] = count
                last[handbook, edition] = max(last[handbook, edition], newest)
        return tuple(Stock(*key, found[key], last[key]) for key in sorted(found))

    def field_ids(self, wanted: Wanted) -> tuple[str, ...]:
        """Return the id of every field that the documents have, each once, in the order of their pages."""
        table, source, reading = schema.document, schema.source, schema.reading
        query = (
            select(reading.c.field_id)
            .join(table, table.c.id == reading.c.document_id).join(source, source.c.sha256 == table.c.source)
            .where(*_fits(wanted)).group_by(reading.c.field_id)
            .order_by(func.min(reading.c.position), reading.c.field_id)
        )
        with self.read() as connection:
            return tuple(connection.scalars(query))

    def records(self, wanted: Wanted) -> Iterator[WholeRecord]:
        """Yield the records one by one, oldest first.

        Each few are read in a transaction of their own: none stays open while they are written elsewhere.
        """
        after = 0
        while True:
            with self.read() as connection:
                made = _records(connection, wanted, after)
            if not made:
                return
            yield from made
            after = made[-1].document_id


def _fits(wanted: Wanted) -> list[ColumnElement[bool]]:
    table = schema.document
    fits = [
        table.c.handbook == wanted.handbook, table.c.edition == wanted.edition, table.c.id <= wanted.last,
        table.c.status.in_([each.value for each in wanted.statuses]),
    ]
    return fits if wanted.batch is None else [*fits, schema.source.c.batch == wanted.batch]


def _records(connection: Connection, wanted: Wanted, after: int) -> list[WholeRecord]:
    table, source, owned = schema.document, schema.source, schema.assignment
    rows = connection.execute(
        select(table, source.c.name, source.c.batch, owned.c.person_id)
        .join(source, source.c.sha256 == table.c.source)
        .outerjoin(owned, and_(owned.c.document_id == table.c.id, assigned.holds()))
        .where(*_fits(wanted), table.c.id > after).order_by(table.c.id).limit(_AT_ONCE)
    ).mappings().all()
    numbers = [row["id"] for row in rows]
    answers, codes, root = _answers(connection, numbers), _codes(connection, numbers), people.roots(connection)
    return [
        WholeRecord(
            row["id"], row["handbook"], row["edition"], row["serial"], root.get(row["person_id"], row["person_id"]),
            DocumentStatus(row["status"]), row["batch"], row["name"], row["stored_at"],
            tuple(answers[row["id"]]), tuple(codes[row["id"]]),
        )
        for row in rows
    ]


def _answers(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Answer]]:
    """Return the answers of some documents in the order of their fields."""
    view: Any = schema.field_value
    doubtful = and_(view.c.status == FieldStatus.REVIEW.value, view.c.corrected == 0)
    taken = case((doubtful, accepted.is_taken(view)), else_=false())
    columns = (view.c.document_id, view.c.field_id, view.c.value, view.c.status, view.c.confidence, view.c.page,
               view.c.decided)
    rows = connection.execute(
        select(*columns, taken.label("taken"))
        .where(view.c.document_id.in_(numbers)).order_by(view.c.document_id, view.c.position)
    ).mappings()
    out = whole_state.rejected_pages(connection, numbers)
    deciders, acceptors = _deciders(connection, numbers), _acceptors(connection, numbers)
    found: dict[int, list[Answer]] = defaultdict(list)
    for row in rows:
        number = row["document_id"]
        state = _state(row, page_rejected=(number, row["page"]) in out)
        decider = deciders.get((number, row["field_id"]), "")
        who = acceptors.get(number, "") if state is AnswerState.TAKEN else decider
        found[number].append(Answer(row["field_id"], load_value(row["value"]), state, row["confidence"], who))
    return found


def _state(row: Row, *, page_rejected: bool) -> AnswerState:
    taken = bool(row["taken"])
    return state_of(FieldStatus(row["status"]), row["decided"], taken=taken, page_rejected=page_rejected)


def _deciders(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, str], str]:
    """Return who made the decisions that hold about fields of some documents."""
    table = schema.correction
    rows = connection.execute(
        select(table.c.document_id, table.c.field_id, table.c.who)
        .where(table.c.document_id.in_(numbers), holding.holds(table)).order_by(table.c.id)
    )
    return {(row.document_id, row.field_id): row.who for row in rows}


def _acceptors(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return who accepted some documents as they stand, the last one each."""
    table = schema.acceptance
    rows = connection.execute(
        select(table.c.document_id, table.c.who).where(table.c.document_id.in_(numbers)).order_by(table.c.id)
    )
    return {row.document_id: row.who for row in rows}


def _codes(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Return the codes of the open problems of some documents."""
    table = schema.problem
    rows = connection.execute(
        select(table.c.document_id, table.c.code).distinct()
        .where(table.c.document_id.in_(numbers), table.c.closed_at.is_(None))
        .order_by(table.c.document_id, table.c.code)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row.code)
    return found
