"""From a list of people to records: what a column means goes into the fields that mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formkit.errors import Problem, Where, problem
from formkit.media.table.people import PeopleTable, PersonRow
from formkit.model.handbook import Field, Handbook, Kind, Precision
from formkit.model.ids import FieldRef, booklet_refs
from formkit.model.reading import Value
from formkit.values.choices import choose
from formkit.values.typed import parse

OF_A_VISIT = "visit."
"""Concepts that belong to one visit: they are not printed into a booklet that is still to be used."""
_DATE_LENGTH = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """The values that one row of a list gives a booklet, and what it could not give."""

    values: Mapping[str, Value]
    where: Where
    problems: tuple[Problem, ...]
    row: PersonRow
    cells: Mapping[str, Where]
    """Where the value of each field stands in the list."""


def person_records(
    table: PeopleTable, handbook: Handbook, *, with_visits: bool, counts: Mapping[str, int] | None = None
) -> Iterator[PersonRecord]:
    """Yield the record of each person of a list.

    What is known of the person goes into every field of the booklet with the same concept; what
    belongs to a visit (only ``with_visits``) goes into the first visit. ``counts`` are the copies of
    each sheet in the booklet; the usual ones where it is left out.
    """
    refs = [ref for ref in booklet_refs(handbook, counts) if ref.field.concept]
    for row in table.rows:
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        cells: dict[str, Where] = {}
        for ref in refs:
            concept = ref.field.concept or ""
            if concept.startswith(OF_A_VISIT) and (not with_visits or ref.instance > 1):
                continue
            if ref.field.same_as is None and ref.sheet.repeats and ref.instance > 1:
                continue
            value, trouble = _value(ref, row, concept)
            problems += trouble
            if value is not None:
                values[ref.id], cells[ref.id] = value, row.cells.get(concept, row.where)
        yield PersonRecord(values, row.where, tuple(problems), row, cells)


def _value(ref: FieldRef, row: PersonRow, concept: str) -> tuple[Value, list[Problem]]:
    text = row.values.get(concept, "")
    if not text:
        return None, []
    where = row.cells.get(concept, row.where)
    if ref.field.kind.is_choice:
        return _choice(ref, row, concept, text, where)
    if ref.field.kind is Kind.DATE:
        text = text[: _DATE_LENGTH[ref.field.precision]]
    typed = parse(ref.field, text, field_id=ref.id)
    return typed.value, []


def _choice(
    ref: FieldRef, row: PersonRow, concept: str, text: str, where: Where
) -> tuple[Value, list[Problem]]:
    """A word decides, because a lone digit means different things in different editions."""
    for words in (row.meanings.get(concept), text):
        option = choose(ref.field, words) if words else None
        if option is not None:
            return ((option.code,) if ref.field.kind is Kind.MULTI else option.code), []
    return None, [problem("F109", where=where, value=text, label=ref.field.label, options=_options(ref.field))]


def _options(field: Field) -> str:
    return ", ".join(f"{option.code} {option.label}" for option in field.options)


def left_over(table: PeopleTable, handbook: Handbook) -> list[Problem]:
    """Return what a blank booklet leaves out: columns without a field, and those that belong to a visit."""
    taken = {ref.field.concept for ref in booklet_refs(handbook)}
    spare = [column.header for column in table.columns if column.concept not in taken]
    of_visit = [
        column.header for column in table.columns
        if column.concept in taken and (column.concept or "").startswith(OF_A_VISIT)
    ]
    told = (("F108", spare), ("E016", of_visit))
    return [problem(code, count=len(names), columns="、".join(names)) for code, names in told if names]
