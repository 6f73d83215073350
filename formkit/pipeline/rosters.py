"""Store → roster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from formkit.errors import FormkitError, InputError, Problem, Severity, UsageError, problem
from formkit.export import RosterOrder, check_target, load_office, people_of, write_roster
from formkit.mapping import load_handbook
from formkit.model.handbook import Handbook
from formkit.model.office import Office
from formkit.model.reading import DocumentStatus
from formkit.model.store import CaseView, Store
from formkit.pipeline.roster_people import is_unsettled, roster_person, unfed_columns

OFFICE_FILE = "office.toml"


@dataclass(frozen=True, slots=True)
class MadeRoster:
    """How many persons a roster shows, and what was noticed."""

    persons: int
    problems: tuple[Problem, ...]


def find_office(path: Path | None) -> tuple[Office, list[Problem]]:
    """Return the office profile at ``path``, else the one in the current folder, else an empty one.

    Raises:
        UsageError: the file that was named is not there.
        InputError: the profile has errors; all of them.
    """
    chosen = path or Path(OFFICE_FILE)
    if not chosen.is_file():
        if path is not None:
            raise UsageError(problem("U008", path=path))
        return Office(), [problem("U011")]
    office, problems = load_office(chosen)
    if any(each.severity is Severity.ERROR for each in problems):
        raise InputError(*problems)
    return office, problems


def make_roster(
    store: Store, office: Office, path: Path, *, handbook: str | None, town: str | None, as_of: dt.date,
    mask: bool = False, force: bool = False,
) -> MadeRoster:
    """Write the roster of all cases (of one handbook, of one town) as they stood on the day ``as_of``.

    A file that formkit did not write is replaced only by ``force``.

    Raises:
        UsageError: there is no such handbook, the office has no such town, or the file is somebody's.
        OutputError: the workbook could not be written.
    """
    check_target(path, force=force)
    wanted = load_handbook(handbook).id if handbook else None
    views = [store.case_values(case.id) for case in store.cases(wanted)]
    lines = [(view, roster_person(view, office, handbook_of, as_of)) for view in views]
    people = people_of((person for _, person in lines), office, town)
    on_it = {id(person) for person in people}
    unsettled = _unsettled([view for view, person in lines if id(person) in on_it], as_of)
    editions = {(view.case.handbook, visit.edition) for view in views for visit in view.visits}
    books = [book for each in sorted(editions) if (book := handbook_of(*each)) is not None]
    order = RosterOrder(as_of, town, mask, unfed_columns(books))
    problems = [*write_roster(people, office, path, order), *unsettled, *_in_review(store, wanted)]
    return MadeRoster(len(people), tuple(problems))


def _unsettled(views: Iterable[CaseView], as_of: dt.date) -> list[Problem]:
    """Return a warning with the number of persons whose line a review may still change."""
    persons = {view.person.id for view in views if is_unsettled(view, as_of)}
    return [problem("E014", count=len(persons))] if persons else []


def _in_review(store: Store, handbook: str | None) -> list[Problem]:
    """Return a warning with the number of documents that still wait for review."""
    waiting = [each for each in store.documents(DocumentStatus.REVIEW) if handbook in (None, each.handbook)]
    return [problem("E015", count=len(waiting))] if waiting else []


@lru_cache(maxsize=32)
def handbook_of(handbook: str, edition: str) -> Handbook | None:
    """Return a handbook by id and edition, or None where this installation no longer has it."""
    try:
        return load_handbook(f"{handbook}@{edition}")
    except FormkitError:
        return None
