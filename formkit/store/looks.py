"""Random second looks at accepted readings, and what decisions tell of fields and engines."""

from __future__ import annotations

import random
from collections import defaultdict

from sqlalchemy import Connection, select

from formkit.model.reading import FieldStatus
from formkit.model.review import DecisionKind, Reason, Tally
from formkit.store import schema
from formkit.store.waiting import question_of


def draw(connection: Connection, share: float, seed: int, at: str) -> list[tuple[int, str]]:
    """Draw from every document that was never drawn from, so that drawing once more changes nothing.

    Blank places are drawn like written ones: a mark that was overlooked is an error, too.
    """
    view, drawn, document = schema.field_value, schema.second_look, schema.document
    known = set(connection.scalars(select(drawn.c.document_id).distinct()))
    rows = connection.execute(
        select(view.c.document_id, view.c.field_id)
        .join(document, document.c.id == view.c.document_id)
        .where(
            view.c.corrected == 0, view.c.region != "", document.c.failed == 0,
            view.c.status.in_((FieldStatus.ACCEPTED, FieldStatus.BLANK)),
        )
        .order_by(view.c.document_id, view.c.position)
    ).all()
    chance = {each: random.Random(f"{seed}/{each}") for each in {row.document_id for row in rows}}
    found = [
        (row.document_id, row.field_id) for row in rows
        if row.document_id not in known and chance[row.document_id].random() < share
    ]
    if found:
        connection.execute(
            drawn.insert(), [{"document_id": one, "field_id": two, "drawn_at": at} for one, two in found]
        )
    return found


def tallies(connection: Connection) -> list[Tally]:
    """Count the decided readings by field and by engine, most changed first."""
    view, table, document = schema.field_value, schema.correction, schema.document
    undone = table.alias()
    rows = connection.execute(
        select(
            document.c.handbook, view.c.sheet, view.c.local, view.c.reader, view.c.read_value, table.c.after,
            table.c.reason,
        )
        .join(document, document.c.id == view.c.document_id)
        .join(table, (table.c.document_id == view.c.document_id) & (table.c.field_id == view.c.field_id))
        .where(
            table.c.kind.in_((DecisionKind.VALUE, DecisionKind.BLANK)), table.c.token.is_not(None),
            ~select(undone.c.id).where(undone.c.undoes == table.c.id).exists(),
        )
    )
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        own = counted[question_of(row.handbook, row.sheet, row.local), row.reader]
        changed, looked = row.after != row.read_value, row.reason == Reason.LOOK
        for index, true in enumerate((True, changed, looked, looked and changed)):
            own[index] += true
    found = [Tally(question, reader, *counts) for (question, reader), counts in counted.items()]
    return sorted(found, key=lambda each: (-each.changed, each.question, each.reader))
