"""The desk: fields that wait, who holds them, and what was decided; a decision is one short transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, or_, select

from formkit.errors import Problem, StoreError
from formkit.model.review import (
    Decided,
    Decision,
    DecisionKind,
    Entered,
    FieldKey,
    Filter,
    GroupBy,
    JudgedReading,
    LookCount,
    Pace,
    QueueCounts,
    Tally,
    Undone,
    Waiting,
)
from formkit.model.store import CaseChecker
from formkit.store import (
    assigned,
    claims,
    entries_of_two,
    holding,
    intake,
    looks,
    people,
    schema,
    sent,
    settling,
    status,
    teaching,
    waiting,
    waiting_field,
)
from formkit.store.encoding import Row, dump_value, load_value, utc
from formkit.store.entries import is_personal

_LATER = schema.correction.alias("later")
Transaction = Callable[[], AbstractContextManager[Connection]]
FARTHEST_BACK = 4000
"""How many of a person's decisions their history goes back: more than anybody makes in a day."""


@dataclass(frozen=True, slots=True)
class SqlDesk:
    """The desk over a database; ``read`` and ``write`` begin its transactions."""

    read: Transaction
    write: Transaction

    def counts(self, which: Filter, who: str, *, since: datetime) -> QueueCounts:
        """Count what waits under a filter, what others hold of it, and what this person decided since."""
        table, held, corrected = schema.waiting, schema.claim, schema.correction
        with self.read() as connection:
            fitting = select(func.count()).select_from(table).where(*claims.fits(which))
            by_others = fitting.join(held, claims.same(held, table)).where(held.c.who != who, held.c.until > utc(None))
            own = select(func.count()).select_from(corrected).where(
                corrected.c.who == who, corrected.c.at >= utc(since), corrected.c.kind != DecisionKind.UNDO,
                holding.stands(corrected),
            )
            return QueueCounts(*(connection.scalar(each) or 0 for each in (fitting, by_others, own)))

    def groups(self, by: GroupBy, which: Filter) -> list[tuple[str, int]]:
        """Return how many fields wait for each value of ``by``, most first."""
        column, count = schema.waiting.c[by.value], func.count()
        query = select(column, count).where(*claims.fits(which)).group_by(column).order_by(count.desc(), column)
        with self.read() as connection:
            return [(str(row[0]), int(row[1])) for row in connection.execute(query)]

    def take(
        self, who: str, which: Filter, count: int = 1, *, beside: Sequence[FieldKey] = (),
        two: Collection[str] | None = None, when: datetime | None = None,
    ) -> tuple[Waiting, ...]:
        """Return up to ``count`` fields that nobody else holds, now held by ``who``, in their order."""
        moment = when or datetime.now(UTC)
        with self.write() as connection:
            claims.forget_expired(connection, utc(moment))
            found = [
                (row["document_id"], row["field_id"])
                for row in connection.execute(claims.free(who, which, utc(moment), count + len(beside), two)).mappings()
            ]
            keys = [key for key in found if key not in set(beside)][:count]
            claims.claim(connection, who, keys, moment)
            return tuple(waiting_field.shown(connection, key) for key in keys)

    def in_hand(self, who: str, which: Filter, *, when: datetime | None = None) -> tuple[FieldKey, ...]:
        """Return the fields under a filter that ``who`` holds and that wait, in their order; nothing is written."""
        table, held = schema.waiting, schema.claim
        query = (
            select(table.c.document_id, table.c.field_id).join(held, claims.same(held, table))
            .where(held.c.who == who, held.c.until > utc(when), *claims.fits(which)).order_by(*claims.order(which))
        )
        with self.read() as connection:
            return tuple((row.document_id, row.field_id) for row in connection.execute(query))

    def hold(
        self, who: str, key: FieldKey, *, two: Collection[str] | None = None, when: datetime | None = None
    ) -> bool:
        """Hold one field that waits; False where somebody else holds it, it is for another, or waits no more."""
        moment = when or datetime.now(UTC)
        table = schema.waiting
        with self.write() as connection:
            free = claims.free(who, Filter(), utc(moment), 1, two).where(claims.is_of(table, key))
            if connection.execute(free).first() is None:
                return False
            claims.claim(connection, who, [key], moment)
            return True

    def holder(self, key: FieldKey, *, when: datetime | None = None) -> str:
        """Return who holds a field; "" where nobody does."""
        table = schema.claim
        with self.read() as connection:
            query = select(table.c.who).where(claims.is_of(table, key), table.c.until > utc(when))
            return connection.scalar(query) or ""

    def release(self, who: str, keys: Sequence[FieldKey] = ()) -> None:
        """Let go of some fields, or of all."""
        table = schema.claim
        with self.write() as connection:
            some = [or_(*(claims.is_of(table, key) for key in keys))] if keys else []
            connection.execute(table.delete().where(table.c.who == who, *some))

    def field(self, key: FieldKey) -> Waiting:
        """Return one field, whether it waits or not.

        Raises:
            StoreError: there is none (S103).
        """
        with self.read() as connection:
            return waiting_field.shown(connection, key)

    def decide(self, decision: Decision, *, when: datetime | None = None) -> Decided:
        """Keep a decision; the same one with a known token is told as it was kept then, another one is stale.

        Raises:
            StoreError: there is no such field (S103).
        """
        with self.write() as connection:
            known = _by_token(connection, decision.token)
            if known is not None and sent.is_same(known, decision):
                return Decided(known["id"], known["kind"] != DecisionKind.FIRST, repeated=True)
            last = waiting_field.last_correction(connection, (decision.document_id, decision.field_id))
            if known is not None or decision.seen not in (None, last):
                return Decided(last, settled=False, stale=True)
            return _decide(connection, decision, utc(when))

    def undo(self, who: str, token: str, *, when: datetime | None = None) -> Undone | None:
        """Undo the last decision of ``who`` that holds; None where there is none, or the token is of something else."""
        at = utc(when)
        with self.write() as connection:
            known = _by_token(connection, token)
            if known is not None and (known["who"], known["kind"]) != (who, DecisionKind.UNDO):
                return None
            last = _last_of(connection, who) if known is None else _by_id(connection, known["undoes"])
            if last is None:
                return None
            if known is None:
                _undo(connection, last, who, token, at)
            kind = DecisionKind(last["kind"])
            return Undone(last["document_id"], last["field_id"], kind, load_value(last["after"]))

    def history(self, who: str, count: int) -> tuple[FieldKey, ...]:
        """Return the fields of the last `FARTHEST_BACK` decisions of ``who``, newest first, each once."""
        table = schema.correction
        own = (
            select(table.c.id, table.c.document_id, table.c.field_id)
            .where(table.c.who == who, table.c.kind != DecisionKind.UNDO)
            .order_by(table.c.id.desc()).limit(FARTHEST_BACK).subquery()
        )
        query = (
            select(own.c.document_id, own.c.field_id).group_by(own.c.document_id, own.c.field_id)
            .order_by(func.max(own.c.id).desc()).limit(count)
        )
        with self.read() as connection:
            return tuple((row.document_id, row.field_id) for row in connection.execute(query))

    def unsettled(self) -> tuple[int, ...]:
        """Return the documents whose checks and matching are to be done again, oldest first."""
        table = schema.unsettled
        query = select(table.c.document_id).where(table.c.decisions > table.c.followed)
        with self.read() as connection:
            return tuple(connection.scalars(query.order_by(table.c.document_id)))

    def decisions(self, document_id: int) -> int:
        """Return how many decisions a document ever had; 0 where all are followed."""
        table = schema.unsettled
        query = select(table.c.decisions).where(
            table.c.document_id == document_id, table.c.decisions > table.c.followed
        )
        with self.read() as connection:
            return connection.scalar(query) or 0

    def settle(
        self, document_id: int, decisions: int, checked: Sequence[Problem], *, case_checker: CaseChecker | None = None,
        when: datetime | None = None,
    ) -> bool:
        """Bring problems, case, status and what waits up to the values; True if no decision came meanwhile."""
        table = schema.unsettled
        with self.write() as connection:
            settling.renew_checked(connection, document_id, checked, utc(when))
            intake.settle_case(connection, document_id, utc(when))
            if case_checker is not None:
                intake.check_case_again(connection, document_id, case_checker, utc(when))
            done = connection.execute(
                table.update().where(table.c.document_id == document_id, table.c.decisions == decisions)
                .values(followed=decisions)
            )
            return done.rowcount == 1

    def draw_looks(
        self, share: float, seed: int, *, over: Callable[[], bool] = lambda: False, when: datetime | None = None
    ) -> int:
        """Draw a share of the accepted readings of scans that no person has seen, until ``over``; say how many."""
        drawn, more = 0, share > 0
        while more and not over():
            with self.write() as connection:
                documents, fields = looks.draw(connection, share, seed, utc(when))
            drawn, more = drawn + fields, documents == looks.DOCUMENTS_AT_ONCE
        return drawn

    def look_counts(self) -> list[LookCount]:
        """Count the second looks by kind of reading, share and outcome."""
        with self.read() as connection:
            return looks.counts(connection)

    def tallies(self) -> list[Tally]:
        """Return what was decided, by field and by engine, most changed first."""
        with self.read() as connection:
            return teaching.tallies(connection)

    def judged(self) -> Iterator[JudgedReading]:
        """Yield the readings of scans of which a person said what they should be."""
        with self.read() as connection:
            yield from teaching.judged(connection)

    def paces(self) -> list[Pace]:
        """Return how much each person decided, and in what time, most first."""
        with self.read() as connection:
            return teaching.paces(connection)


def _by_token(connection: Connection, token: str) -> Row | None:
    table = schema.correction
    return connection.execute(select(table).where(table.c.token == token)).mappings().one_or_none()


def _by_id(connection: Connection, number: int) -> Row | None:
    table = schema.correction
    return connection.execute(select(table).where(table.c.id == number)).mappings().one_or_none()


def _decide(connection: Connection, decision: Decision, at: str) -> Decided:
    key = (decision.document_id, decision.field_id)
    view, table = schema.field_value, schema.waiting
    columns = (view.c.value, view.c.concept, view.c.decided)
    row = connection.execute(select(*columns).where(claims.is_of(view, key))).mappings().one_or_none()
    if row is None:
        raise StoreError.of("S103", document=decision.document_id, field=decision.field_id)
    entered = sent.entered(decision)
    reason = connection.scalar(select(table.c.reason).where(claims.is_of(table, key)))
    agrees = _agrees(connection, decision, entered, row)
    number = _keep(connection, decision, entered, row, at, reason or "", first=not agrees)
    connection.execute(schema.claim.delete().where(claims.is_of(schema.claim, key)))
    if agrees:
        connection.execute(table.delete().where(claims.is_of(table, key)))
        settling.mark_unsettled(connection, key[0])
        return Decided(number, settled=True)
    entries = entries_of_two.entries(connection, key)
    if reason is None:
        waiting.refresh(connection, key[0])
    else:
        alone = next(iter(entries)) if len(entries) == 1 else ""
        connection.execute(table.update().where(claims.is_of(table, key)).values(alone=alone))
    return Decided(number, settled=False, differs=len(entries) > 1)


def _agrees(connection: Connection, decision: Decision, entered: Entered, row: Row) -> bool:
    """Say whether a decision holds at once: where one person is enough, or another says or decided the same."""
    if not decision.two or (row["decided"], row["value"]) == (entered.kind, dump_value(entered.value)):
        return True
    return entries_of_two.agree(connection, (decision.document_id, decision.field_id), decision.who, entered)


def _keep(
    connection: Connection, decision: Decision, entered: Entered, row: Row, at: str, reason: str, *, first: bool
) -> int:
    """Add the correction of a decision; one that holds is carried to the person."""
    document_id = decision.document_id
    with _followed(connection, document_id, followed=not first and is_personal(row["concept"])):
        return schema.add_row(
            connection, schema.correction, document_id=document_id, field_id=decision.field_id, before=row["value"],
            after=dump_value(entered.value), who=decision.who, why=decision.why, at=at,
            kind=(DecisionKind.FIRST if first else entered.kind).value, entered=entered.kind.value, reason=reason,
            token=decision.token,
        )


@contextmanager
def _followed(connection: Connection, document_id: int, *, followed: bool) -> Iterator[None]:
    """Carry what changes of a person's data in a document over to the person."""
    person_id = assigned.person_of(connection, document_id) if followed else None
    if person_id is None:
        yield
        return
    before = people.identity_in(connection, document_id)
    yield
    people.follow_correction(connection, person_id, before, people.identity_in(connection, document_id))


def _last_of(connection: Connection, who: str) -> Row | None:
    """Return the last decision of a person that stands and that no other person's decision came to hold after."""
    table = schema.correction
    others = select(_LATER.c.id).where(
        claims.same(_LATER, table), _LATER.c.id > table.c.id, _LATER.c.who != who, holding.holds(_LATER)
    )
    query = select(table).where(
        table.c.who == who, table.c.kind != DecisionKind.UNDO, table.c.token.is_not(None), holding.stands(table),
        ~others.exists(),
    )
    return connection.execute(query.order_by(table.c.id.desc()).limit(1)).mappings().one_or_none()


def _undo(connection: Connection, last: Row, who: str, token: str, at: str) -> None:
    key, first = (last["document_id"], last["field_id"]), last["kind"] == DecisionKind.FIRST
    view = schema.field_value
    row = connection.execute(select(view.c.value, view.c.concept).where(claims.is_of(view, key))).one()
    with _followed(connection, key[0], followed=not first and is_personal(row.concept)):
        schema.add_row(
            connection, schema.correction, document_id=key[0], field_id=key[1], before=row.value,
            after=row.value if first else last["before"], who=who, why="", at=at, kind=DecisionKind.UNDO.value,
            reason=last["reason"], token=token, undoes=last["id"],
        )
    if first:
        waiting.refresh(connection, key[0])
        return
    status.refresh(connection, key[0])
    settling.mark_unsettled(connection, key[0])
