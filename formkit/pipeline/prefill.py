"""Blank booklets that already carry what a list of people knows: one print job, or one file each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formkit.errors import FormkitError, Problem, Severity, UsageError, problem
from formkit.layout import build_layout
from formkit.layout.sheet_code import new_serial
from formkit.media import pdf
from formkit.media.table import read_people
from formkit.model.handbook import Handbook
from formkit.model.layout import Layout
from formkit.model.office import Office
from formkit.model.reading import Value
from formkit.pipeline.emit import write_booklet
from formkit.pipeline.people import left_over, person_records


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


def prepare(handbook: Handbook, people: Path, counts: Mapping[str, int]) -> Job:
    """Return the booklets for the people of a list, each with a serial of its own.

    Raises:
        InputError: the list cannot be read at all.
    """
    table = read_people(people)
    booklets, problems = [], [*table.problems, *left_over(table, handbook)]
    for record in person_records(table, handbook, with_visits=False):
        problems += record.problems
        booklets.append(Booklet(build_layout(handbook, counts, new_serial()), record.values))
    return Job(handbook, tuple(booklets), tuple(problems))


def as_one(job: Job, path: Path) -> list[Problem]:
    """Write all booklets into one PDF for the printer.

    Raises:
        UsageError: the path does not end in .pdf: only PDF holds a print job.
        OutputError: it could not be written.
    """
    if path.suffix.lower() != ".pdf":
        raise UsageError(problem("U001", path=path, suffix=path.suffix, known=".pdf"))
    return pdf.emit_many(job.handbook, [(each.layout, each.values) for each in job.booklets], path)


def into_folder(
    job: Job, folder: Path, suffix: str, *, form: bool, office: Office | None = None
) -> list[Problem]:
    """Write one file for each person into ``folder``."""
    problems: list[Problem] = []
    for number, each in enumerate(job.booklets, start=1):
        path = folder / f"{number:04}-{each.layout.serial}.{suffix}"
        try:
            problems += write_booklet(job.handbook, each.layout, each.values, path, form=form, office=office)
        except FormkitError as error:
            problems += error.problems
    return problems
