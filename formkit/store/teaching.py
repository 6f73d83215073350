"""What decisions tell of readings, fields and persons; each in one query over all documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, and_, or_, select

from formkit.model.question import question_of
from formkit.model.reading import FieldStatus
from formkit.model.review import DecisionKind, JudgedReading, Pace, Reason, Tally
from formkit.store import accepted, holding, schema, waiting
from formkit.store.encoding import load_measures, load_value

LONGEST_PAUSE = 120
"""Seconds between two decisions from which on the person did something else."""
_TOLD = (DecisionKind.VALUE, DecisionKind.BLANK)
"""The kinds of decisions that say what stands on the paper."""


def tallies(connection: Connection) -> list[Tally]:
    """Count the decided readings by field and by engine, most changed first."""
    last, reading, document = schema.correction.alias(), schema.reading, schema.document
    rows = connection.execute(
        select(
            document.c.handbook, document.c.edition, reading.c.sheet, reading.c.local, reading.c.reader,
            reading.c.value, last.c.after, last.c.reason,
        )
        .select_from(last)
        .join(reading, and_(reading.c.document_id == last.c.document_id, reading.c.field_id == last.c.field_id))
        .join(document, document.c.id == last.c.document_id)
        .where(last.c.id.in_(holding.last_ones()), last.c.kind.in_(_TOLD), document.c.id.not_in(waiting.rejected()))
    )
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        own = counted[question_of(row.handbook, row.edition, row.sheet, row.local), row.reader]
        changed, looked = not _same(row.after, row.value), row.reason == Reason.LOOK
        for index, true in enumerate((True, changed, looked, looked and changed)):
            own[index] += true
    found = [Tally(question, reader, *counts) for (question, reader), counts in counted.items()]
    return sorted(found, key=lambda each: (-each.changed, each.question, each.reader))


def judged(connection: Connection) -> Iterator[JudgedReading]:
    """Yield the readings of scans of which a person said what they should be.

    That are those with a decision that says what stands there, and the doubtful ones without one in documents that
    somebody accepted as they stand.
    """
    reading, last = schema.reading, schema.correction.alias()
    taken = and_(last.c.id.is_(None), reading.c.status == FieldStatus.REVIEW, accepted.is_taken(reading))
    rows = connection.execute(
        select(reading.c.reader, reading.c.measures, reading.c.value, last.c.after)
        .select_from(reading).outerjoin(last, last.c.id == holding.last_of(reading))
        .where(
            reading.c.reader != "", reading.c.document_id.not_in(waiting.rejected()),
            or_(last.c.kind.in_(_TOLD), taken),
        )
        .order_by(reading.c.document_id, reading.c.position)
    )
    for row in rows:
        right = row.after is None or _same(row.after, row.value)
        yield JudgedReading(row.reader, load_measures(row.measures), right)


def paces(connection: Connection) -> list[Pace]:
    """Count what each person decided, and the seconds from one decision to the next, pauses left out."""
    table = schema.correction
    rows = connection.execute(
        select(table.c.who, table.c.at)
        .where(table.c.token.is_not(None), table.c.kind != DecisionKind.UNDO, holding.stands(table))
        .order_by(table.c.who, table.c.id)
    )
    times: dict[str, list[datetime]] = defaultdict(list)
    for row in rows:
        times[row.who].append(datetime.fromisoformat(row.at))
    found = []
    for who, own in times.items():
        steps = [(after - before).total_seconds() for before, after in pairwise(own)]
        kept = [each for each in steps if 0 <= each <= LONGEST_PAUSE]
        found.append(Pace(who, len(own), len(kept), sum(kept)))
    return sorted(found, key=lambda each: (-each.decided, each.who))


def _same(after: str, read: str) -> bool:
    return after == read or bool(load_value(after) == load_value(read))
