"""Random second looks at accepted readings: drawing them, and what came of them."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

from sqlalchemy import Connection, and_, select

from formkit.model.reading import FieldStatus
from formkit.model.review import DecisionKind, LookCount, LookOutcome, Reason
from formkit.store import holding, schema, waiting, whole_state
from formkit.store.encoding import load_value

DOCUMENTS_AT_ONCE = 5
"""Documents drawn from in one transaction."""


def draw(connection: Connection, share: float, seed: int, at: str) -> tuple[int, int]:
    """Draw from some documents that were never drawn from; say how many documents and fields they were.

    Whether a field is drawn depends on the seed, the document and the field alone: neither on what was decided
    meanwhile nor on when it is drawn. Blank places are drawn like written ones, for a mark that was overlooked is an
    error, too; what waits for another reason is not, for its error is not silent.
    """
    drawn, document = schema.look_draw, schema.document
    fresh = list(
        connection.scalars(
            select(document.c.id)
            .where(
                document.c.failed == 0, document.c.id.not_in(select(drawn.c.document_id)),
                document.c.id.not_in(waiting.rejected()),
            )
            .order_by(document.c.id).limit(DOCUMENTS_AT_ONCE)
        )
    )
    fields = [
        {"document_id": number, "field_id": field_id, "drawn_at": at}
        for number in fresh for field_id in _accepted(connection, number) if _chance(seed, number, field_id) < share
    ]
    if fresh:
        told = [{"document_id": number, "share": share, "drawn_at": at} for number in fresh]
        connection.execute(drawn.insert(), told)
    if fields:
        connection.execute(schema.second_look.insert(), fields)
    for number in {each["document_id"] for each in fields}:
        waiting.refresh(connection, int(number))
    return len(fresh), len(fields)


def _accepted(connection: Connection, document_id: int) -> list[str]:
    view, table = schema.field_value, schema.waiting
    queued = select(table.c.field_id).where(table.c.document_id == document_id)
    return list(
        connection.scalars(
            select(view.c.field_id).where(
                view.c.document_id == document_id, view.c.corrected == 0, view.c.region != "",
                view.c.status.in_((FieldStatus.ACCEPTED, FieldStatus.BLANK)), view.c.field_id.not_in(queued),
            )
        )
    )


def _chance(seed: int, document_id: int, field_id: str) -> float:
    """Return a number from 0 to 1 that looks random and is always the same for a field."""
    digest = blake2b(f"{seed}/{document_id}/{field_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def counts(connection: Connection) -> list[LookCount]:
    """Count the second looks by kind of reading, share of their document and outcome.

    What is true of a field is what holds now, be it that somebody decided it again after the look. Looks at what does
    not count any more are counted apart.
    """
    drawn, reading, told = schema.second_look, schema.reading, schema.look_draw
    last, look = schema.correction.alias(), schema.correction.alias()
    looked = select(look.c.id).where(
        look.c.document_id == drawn.c.document_id, look.c.field_id == drawn.c.field_id,
        look.c.reason == Reason.LOOK, holding.holds(look),
    )
    seen = looked.exists().label("seen")
    rows = connection.execute(
        select(
            reading.c.reader, told.c.share, reading.c.value, last.c.after, last.c.kind, seen, reading.c.document_id,
            reading.c.page,
        )
        .select_from(drawn)
        .join(reading, and_(reading.c.document_id == drawn.c.document_id, reading.c.field_id == drawn.c.field_id))
        .join(told, told.c.document_id == drawn.c.document_id)
        .outerjoin(last, last.c.id == holding.last_of(drawn))
    ).all()
    documents = set(connection.scalars(waiting.rejected()))
    pages = whole_state.pages_out(connection) | _wrong_pages(connection)
    found: Counter[tuple[str, float, LookOutcome]] = Counter()
    for row in rows:
        out = row.document_id in documents or (row.document_id, row.page) in pages
        outcome = LookOutcome.OUT if out else _outcome(row.value, row.after, row.kind, row.seen)
        found[waiting.sort_of(row.reader), row.share, outcome] += 1
    return [LookCount(*key, count) for key, count in sorted(found.items())]


def _wrong_pages(connection: Connection) -> set[tuple[int, int]]:
    """Return the pages that a person found to be of another booklet, each with its document before it."""
    table, reading = schema.correction, schema.reading
    rows = connection.execute(
        select(reading.c.document_id, reading.c.page).distinct()
        .join(table, and_(table.c.document_id == reading.c.document_id, table.c.field_id == reading.c.field_id))
        .where(table.c.kind == DecisionKind.WRONG_PAGE, table.c.id.in_(holding.last_ones()), reading.c.page > 0)
    )
    return {(row.document_id, row.page) for row in rows}


def _outcome(read: str, after: str | None, kind: str | None, seen: bool) -> LookOutcome:
    if after is None:
        return LookOutcome.OPEN
    if not seen or kind not in (DecisionKind.VALUE, DecisionKind.BLANK):
        return LookOutcome.UNTOLD
    same = after == read or load_value(after) == load_value(read)
    return LookOutcome.RIGHT if same else LookOutcome.WRONG
