"""What a new document shows that was known already: the same sheet scanned twice, or the same file saved anew.

Where both show one visit, or one sheet of one booklet, and differ, `formkit.store.cases` finds the conflict. Here it
is told where they agree, and where only the whole of a sheet gives away that it is the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from sqlalchemy import Connection, func, select

from formkit.errors import Problem, problem
from formkit.model.person import CONCEPT_PREFIX, Identity
from formkit.model.reading import DocumentStatus
from formkit.model.store import CaseValue
from formkit.store import cases, schema
from formkit.store.cases import Entry, Group
from formkit.store.encoding import dump_value
from formkit.store.writing import FEWEST_ANSWERS as FEWEST

AGAIN, DIFFERENTLY = "S115", "S116"
_WHO = frozenset(each.name for each in fields(Identity))
"""What only says who the person is, as every sheet of theirs does."""
_ALIKE = 0.6
"""Share of the answers on both of two sheets of one day that must be alike for them to be taken for one sheet."""
_MOST_NAMED = 5
"""Sheets that a message names."""
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def seen_again(
    connection: Connection, document_id: int, case_id: int | None, titles: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield what is to be told of a document that was just added to a case; ``titles`` are those of sheets by id."""
    twin = _twin(connection, document_id)
    if twin is not None:
        yield _again(connection, twin, [titles.get(sheet, sheet) for sheet in _written_sheets(connection, document_id)])
        return
    if case_id is None:
        return
    entries = cases.entries_of(connection, cases.case_family(connection, case_id))
    known: dict[int, list[str]] = {}
    for group in cases.grouped(entries):
        other = _agreeing(group, document_id)
        if other is not None:
            known.setdefault(other, []).append(_name(group.entries[-1], titles))
    for own, other_entry in _loose_pairs(entries, document_id):
        conflicts = _conflicts(own, other_entry)
        other = other_entry.row["document_id"]
        if conflicts:
            named = [own.values[name].field_id for name in conflicts]
            yield problem(DIFFERENTLY, field=named[0], sheet=own.row["sheet"], other=other, fields=", ".join(named))
        else:
            known.setdefault(other, []).append(_name(own, titles))
    for other, names in known.items():
        yield _again(connection, other, names)


def _again(connection: Connection, other: int, names: Sequence[str]) -> Problem:
    document, source = schema.document, schema.source
    name = connection.scalar(
        select(source.c.name).join(document, document.c.source == source.c.sha256).where(document.c.id == other)
    )
    shown = "、".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    return problem(AGAIN, other=other, entries=f"{shown} ({name})")


def _written_sheets(connection: Connection, document_id: int) -> Iterator[str]:
    """Yield the sheets of a document on which anything is written."""
    table = schema.reading
    yield from connection.scalars(
        select(table.c.sheet).where(table.c.document_id == document_id, table.c.value != dump_value(None))
        .group_by(table.c.sheet).order_by(func.min(table.c.position))
    )


def _twin(connection: Connection, document_id: int) -> int | None:
    """Return the first other document with the same answers throughout."""
    table = schema.document
    own = connection.execute(select(table).where(table.c.id == document_id)).mappings().one()
    if not own["answers"]:
        return None
    found: int | None = connection.scalar(
        select(table.c.id).where(
            table.c.answers == own["answers"], table.c.handbook == own["handbook"],
            table.c.edition == own["edition"], table.c.id != document_id,
            table.c.status != DocumentStatus.REJECTED,
        ).order_by(table.c.id).limit(1)
    )
    return found


def _agreeing(group: Group, document_id: int) -> int | None:
    """Return the document that shows all that this one shows of a visit; None where there is none."""
    own = group.entries[-1]
    others = [each for each in group.entries if each.row["document_id"] != document_id]
    if own.row["document_id"] != document_id or not others or group.conflicts() or len(_answers(own)) < FEWEST:
        return None
    shown = {name for each in others for name in each.values}
    return None if set(_answers(own)) - shown else int(others[0].row["document_id"])


def _loose_pairs(entries: Sequence[Entry], document_id: int) -> Iterator[tuple[Entry, Entry]]:
    """Yield, with the older one, entries that nothing but what they say shows to be of one sheet.

    That is a sheet that stands once in its booklet, or one without date and number, where not both have a serial.
    """
    for own in (each for each in entries if each.row["document_id"] == document_id):
        for other in (each for each in entries if each.row["document_id"] != document_id):
            if _may_be_one(own, other) and _say_alike(own, other):
                yield own, other
                break


def _may_be_one(own: Entry, other: Entry) -> bool:
    mine, its = own.row, other.row
    if (mine["sheet"], mine["sheet_edition"]) != (its["sheet"], its["sheet_edition"]) or own.is_same_visit(other):
        return False
    told_apart = mine["repeats"] and any(mine[name] and its[name] for name in ("date", "number"))
    return not told_apart and not (mine["serial"] and its["serial"])


def _say_alike(own: Entry, other: Entry) -> bool:
    mine, its = _answers(own), _answers(other)
    both = mine.keys() & its.keys()
    alike = {name for name in both if mine[name] == its[name]}
    if mine == its:
        return len(mine) >= FEWEST
    dates = {name for name in both if _FULL_DATE.fullmatch(str(mine[name].strip('"')))}
    return len(both) > FEWEST and bool(dates) and dates <= alike and len(alike) >= _ALIKE * len(both)


def _answers(entry: Entry) -> dict[str, str]:
    return {name: dump_value(each.value) for name, each in entry.values.items() if _is_answer(each)}


def _is_answer(value: CaseValue) -> bool:
    return value.concept is None or value.concept.removeprefix(CONCEPT_PREFIX) not in _WHO


def _conflicts(own: Entry, other: Entry) -> list[str]:
    mine, its = _answers(own), _answers(other)
    return [name for name in mine if name in its and mine[name] != its[name]]


def _name(entry: Entry, titles: Mapping[str, str]) -> str:
    row = entry.row
    return " ".join(filter(None, (titles.get(row["sheet"], row["sheet"]), row["date"] or row["number"])))
