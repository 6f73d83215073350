"""What is done after decisions about a document: problems that are gone are closed, new ones opened."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from formkit.errors import Problem
from formkit.model.review import DecisionKind
from formkit.store import accepted, cases, schema, writing
from formkit.store.encoding import problem_columns

DOCUMENT = "document"
"""The origin of what reading and the checks of one booklet found."""
_CHECKS = ("C", "V")
"""First letters of the codes of what checks find; all others of the same origin were seen while reading."""
_TOLD = ("code", "severity", "field_id", "context")


def renew_checked(connection: Connection, document_id: int, found: Sequence[Problem], at: str) -> None:
    """Replace what the checks found before by ``found``; close what reading said of fields that a person decided.

    What a person closed by accepting the document is not raised a second time.
    """
    table = schema.problem
    opened = list(
        connection.execute(
            select(table).where(
                table.c.document_id == document_id, table.c.origin == DOCUMENT, table.c.closed_at.is_(None)
            )
        ).mappings()
    )
    wanted = {tuple(problem_columns(each)[name] for name in _TOLD): each for each in found}
    checked = {tuple(row[name] for name in _TOLD): row["id"] for row in opened if row["code"].startswith(_CHECKS)}
    decided = _decided_fields(connection, document_id)
    gone = [number for told, number in checked.items() if told not in wanted]
    done = [row["id"] for row in opened if not row["code"].startswith(_CHECKS) and row["field_id"] in decided]
    _open_again(connection, document_id, decided)
    if gone:
        connection.execute(table.update().where(table.c.id.in_(gone)).values(closed_at=at, origin=cases.RESOLVED))
    if done:
        connection.execute(table.update().where(table.c.id.in_(done)).values(closed_at=at))
    taken = _accepted(connection, document_id)
    added = [each for told, each in wanted.items() if told not in checked and _named(*told) not in taken]
    writing.add_problems(connection, document_id, DOCUMENT, added, at)


def _accepted(connection: Connection, document_id: int) -> set[tuple[object, ...]]:
    """Return what stood open when a person accepted the document, whatever its severity was."""
    table, acceptance = schema.problem, schema.acceptance
    times = select(acceptance.c.at).where(acceptance.c.document_id == document_id)
    rows = connection.execute(
        select(*(table.c[name] for name in _TOLD)).where(
            table.c.document_id == document_id, table.c.origin == DOCUMENT, table.c.closed_at.in_(times)
        )
    )
    return {_named(*row) for row in rows}


def _named(code: object, _severity: object, field_id: object, context: object) -> tuple[object, ...]:
    return (code, field_id, context)


def _open_again(connection: Connection, document_id: int, decided: set[str]) -> None:
    """Open again what reading said of fields whose decisions were all undone, but what an acceptance left closed."""
    table, undoing = schema.problem, schema.correction
    own = (table.c.document_id == document_id, table.c.origin == DOCUMENT)
    undone = select(undoing.c.field_id).where(
        undoing.c.document_id == document_id, undoing.c.kind == DecisionKind.UNDO, undoing.c.field_id.not_in(decided)
    )
    taken = accepted.is_taken(table)
    checked = or_(*(table.c.code.startswith(letter) for letter in _CHECKS))
    connection.execute(
        table.update().where(*own, table.c.field_id.in_(undone), ~checked, ~taken).values(closed_at=None)
    )


def mark_unsettled(connection: Connection, document_id: int) -> None:
    """Note that a document has one more decision that nothing followed yet; the count never starts again."""
    table = schema.unsettled
    more = table.update().where(table.c.document_id == document_id).values(decisions=table.c.decisions + 1)
    if connection.execute(more).rowcount == 0:
        connection.execute(table.insert().values(document_id=document_id, decisions=1, followed=0))


def _decided_fields(connection: Connection, document_id: int) -> set[str]:
    view = schema.field_value
    return set(
        connection.scalars(select(view.c.field_id).where(view.c.document_id == document_id, view.c.corrected == 1))
    )
