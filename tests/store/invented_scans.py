"""Readings of scans, decisions about them, and what must hold of the queue after whatever was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from formkit.model.reading import FieldStatus, Reading, Region, Value
from formkit.model.review import Decided, Decision, DecisionKind
from formkit.model.store import Store
from formkit.store import schema, waiting
from formkit.store.sql import SqlStore
from tests.store.invented_cases import LI, add, document

NOON = datetime(2014, 5, 1, 12, tzinfo=UTC)
DANGER, NOTE, NAME = "followup.1.danger", "followup.1.note", "cover.patient_name"
VALUE, BLANK, ILLEGIBLE, WRONG_PAGE = (
    DecisionKind.VALUE, DecisionKind.BLANK, DecisionKind.ILLEGIBLE, DecisionKind.WRONG_PAGE,
)
_TOKENS = iter(range(10**9))


def minutes(count: float) -> datetime:
    """Return a time so many minutes after noon."""
    return NOON + timedelta(minutes=count)


def seen(value: Value, status: FieldStatus = FieldStatus.ACCEPTED, reader: str = "circle") -> Reading:
    """Return what was read in a place of a scan."""
    return Reading(
        value, status, 0.99, page=2, reader=reader, measures={"margin": 3.0},
        region=Region(1, (0.1, 0.1, 0.2, 0.2)),
    )


def doubtful(value: Value, reader: str = "circle") -> Reading:
    """Return a reading of a scan that is not sure."""
    return seen(value, FieldStatus.REVIEW, reader)


def scan(store: Store, name: str = "a.pdf", readings: Mapping[str, Reading] | None = None, batch: str = "") -> int:
    """Add a scan of the person Li, by default with two doubtful fields, and return its number."""
    own = {DANGER: doubtful("3"), NOTE: doubtful("安", "text@none")} if readings is None else readings
    return add(store, document(name, {**LI, "followup.1.visit_date": "2013-03-01", **own}), batch=batch).document_id


def token() -> str:
    """Return a token as the browser makes one: a new one each time."""
    return f"token {next(_TOKENS)}"


def decide(
    store: Store, who: str, number: int, field_id: str, value: Value = None, kind: DecisionKind = VALUE,
    *, two: bool = False, when: datetime | None = None,
) -> Decided:
    """Decide about a field."""
    return store.desk.decide(Decision(number, field_id, kind, value, who, token(), two=two), when=when)


def queue(store: Store) -> list[tuple[int, str, str]]:
    """Return what waits by document, field and reason, whoever holds it."""
    assert isinstance(store, SqlStore)
    with store._read() as connection:
        rows = connection.execute(
            schema.waiting.select().order_by(schema.waiting.c.document_id, schema.waiting.c.position)
        ).mappings().all()
    return [(row["document_id"], row["field_id"], row["reason"]) for row in rows]


def rows_of_queue(store: Store) -> set[tuple[object, ...]]:
    """Return all that the queue says of what waits."""
    assert isinstance(store, SqlStore)
    with store._read() as connection:
        return {tuple(row) for row in connection.execute(schema.waiting.select())}


def queue_made_anew(store: Store) -> list[tuple[int, str, str]]:
    """Make what waits anew for every document, and return it."""
    assert isinstance(store, SqlStore)
    with store._write() as connection:
        for number in list(connection.scalars(schema.document.select().with_only_columns(schema.document.c.id))):
            waiting.refresh(connection, number)
    return queue(store)
