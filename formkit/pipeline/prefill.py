"""Blank booklets that already carry what a list of people knows: one print job, or one file each.

What is wrong in the list is told with its cell and left blank in the booklet, for a pen to fill in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from formkit.checks.values import check_value
from formkit.errors import FormkitError, Problem, Severity, UsageError, Where, problem
from formkit.layout import build_layout
from formkit.layout.sheet_code import new_serial
from formkit.media import pdf
from formkit.media.table import read_people, repeated
from formkit.media.table.people import PeopleTable, PersonRow
from formkit.model.concepts import ID_NUMBER
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, booklet_refs
from formkit.model.layout import Layout
from formkit.model.office import Office
from formkit.model.reading import Value
from formkit.pipeline.emit import write_booklet
from formkit.pipeline.people import PersonRecord, left_over, person_records


@dataclass(frozen=True, slots=True)
class Booklet:
    """A booklet to be printed for one person."""

    layout: Layout
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Job:
    """The booklets of one list, and what was wrong with the list."""

    handbook: Handbook
    booklets: tuple[Booklet, ...]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether a person or a value of the list could not be used."""
        return any(each.severity is Severity.ERROR for each in self.problems)


@dataclass(frozen=True, slots=True)
class Written:
    """How many booklets were written, and what was noticed."""

    booklets: int
    problems: tuple[Problem, ...]


def prepare(handbook: Handbook, people: Path, counts: Mapping[str, int]) -> Job:
    """Return the booklets for the people of a list, each with a serial of its own.

    Raises:
        InputError: the list cannot be read at all.
    """
    table = read_people(people)
    refs = {ref.id: ref for ref in booklet_refs(handbook, counts)}
    booklets, problems = [], [*table.problems, *left_over(table, handbook)]
    for record in person_records(_usable(table), handbook, with_visits=False, counts=counts):
        values, found = _checked(record, refs, dt.date.today())
        problems += _once_a_cell([*record.problems, *found])
        booklets.append(Booklet(build_layout(handbook, counts, new_serial()), values))
    return Job(handbook, tuple(booklets), tuple(problems))


def _usable(table: PeopleTable) -> PeopleTable:
    """Return the list with each person once and without the cells that were found wrong."""
    again = {row.where for row in repeated(table.rows)}
    wrong = {each.where for each in table.problems if each.severity is Severity.ERROR}
    rows = (_without(row, wrong) for row in table.rows if row.where not in again)
    return replace(table, rows=tuple(rows))


def _without(row: PersonRow, wrong: Container[Where]) -> PersonRow:
    """Leave out the values of wrong cells, and what was taken from an ID number that is left out."""
    left_out = {concept for concept in row.values if row.cells.get(concept) in wrong}
    if ID_NUMBER in left_out:
        left_out |= row.derived
    values = {concept: value for concept, value in row.values.items() if concept not in left_out}
    meanings = {concept: word for concept, word in row.meanings.items() if concept not in left_out}
    return replace(row, values=values, meanings=meanings)


def _checked(
    record: PersonRecord, refs: Mapping[str, FieldRef], today: dt.date
) -> tuple[dict[str, Value], list[Problem]]:
    """Return the values that may be printed, and what is wrong with any, at the cell of the list."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for name, value in record.values.items():
        found = check_value(refs[name], value, today=today)
        problems += [replace(each, where=record.cells[name]) for each in found]
        if not any(each.severity is Severity.ERROR for each in found):
            values[name] = value
    return values, problems


def _once_a_cell(problems: list[Problem]) -> Iterator[Problem]:
    """Yield each problem of a cell once, though the cell goes into several fields of the booklet."""
    seen: set[tuple[str, Where]] = set()
    for each in problems:
        if (each.code, each.where) not in seen:
            seen.add((each.code, each.where))
            yield each


def as_one(job: Job, path: Path) -> Written:
    """Write all booklets into one PDF for the printer.

    Raises:
        UsageError: the path does not end in .pdf: only PDF holds a print job.
        OutputError: it could not be written.
    """
    if path.suffix.lower() != ".pdf":
        raise UsageError(problem("U001", path=path, suffix=path.suffix, known=".pdf"))
    problems = pdf.emit_many(job.handbook, [(each.layout, each.values) for each in job.booklets], path)
    return Written(len(job.booklets), tuple(problems))


def into_folder(
    job: Job, folder: Path, suffix: str, *, form: bool, office: Office | None = None
) -> Written:
    """Write one file for each person into ``folder``; one that cannot be written does not keep back the others."""
    booklets, problems = 0, list[Problem]()
    for number, each in enumerate(job.booklets, start=1):
        path = folder / f"{number:04}-{each.layout.serial}.{suffix}"
        try:
            problems += write_booklet(job.handbook, each.layout, each.values, path, form=form, office=office)
            booklets += 1
        except FormkitError as error:
            problems += error.problems
    return Written(booklets, tuple(problems))
