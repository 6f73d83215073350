"""The report of an import: for each file what became of it, and what to do about it; persons in doubt; missing sheets.

It is made from the journal, so it tells of the whole run, however often that was stopped and gone on with.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from formkit.atomic import write_atomically
from formkit.errors import OutputError, Problem, Severity, UsageError, alike_problems, gravest_first, problem, subject
from formkit.export.tables import Table, write_tables
from formkit.i18n import N_, _
from formkit.model.journal import Brief, Entry, Journal, Outcome, Run
from formkit.model.person import Identity
from formkit.model.store import Store
from formkit.pipeline.rosters import handbook_of

WORDS = {
    Outcome.ACCEPTED: N_("accepted"), Outcome.REVIEW: N_("for review"), Outcome.DUPLICATE: N_("stored before"),
    Outcome.LIST: N_("list kept"), Outcome.LEFT_ASIDE: N_("left aside"), Outcome.FAILED: N_("failed"),
    Outcome.POISONED: N_("set aside"),
}
"""What became of a file, in words."""
_ONLY_READ = N_("list read")


def word_of(outcome: Outcome, *, dry_run: bool) -> str:
    """Return in words what became of a file; in a dry run no list is kept."""
    return _(_ONLY_READ if dry_run and outcome is Outcome.LIST else WORDS[outcome])


_ADVICE = {
    Outcome.REVIEW: N_("look at what is doubtful in review"),
    Outcome.DUPLICATE: N_("nothing is to be done"),
    Outcome.FAILED: N_("put the file right and import it again"),
    Outcome.POISONED: N_("save the file anew or scan it again, then import it again"),
}
_WITH_WARNINGS = N_("of these with warnings")
DOUBTS = ("S201", "S202", "S203", "S206")
"""Codes that say it is doubtful whose a document or a row is."""
SUFFIXES = (".xlsx", ".json")
_T = TypeVar("_T")
_TOLD = 3
"""Things to do that are told of one file."""
MOST_ALIKE = 3
"""Problems of one kind that have rows of their own in a file: forty unanswered questions hide what else is wrong."""
_SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning")}


@dataclass(frozen=True)
class Report:
    """What a run came to.

    Args:
        run: the run.
        journal: where what became of its files is noted.
        store: where the persons are; None in a dry run.
        typed: the paths as they were given; the workbook calls files so, as the terminal does.
    """

    run: Run
    journal: Journal
    store: Store | None
    typed: tuple[Path, ...] = ()

    def write(self, path: Path) -> None:
        """Write the report; the ending of ``path`` says as what.

        Raises:
            UsageError: it ends in nothing that is known (U001).
            OutputError: it cannot be written there (U005).
        """
        check_suffix(path)
        if path.suffix.lower() == ".json":
            self._write_json(path)
        else:
            write_tables(path, self._tables())

    def entries(self) -> Iterator[Entry]:
        """Yield the files of the run that are finished."""
        return (each for each in self.journal.run_entries(self.run.id) if each.outcome is not None)

    @cached_property
    def _people(self) -> Mapping[int, Identity]:
        return {} if self.store is None else {each.id: each.identity for each in self.store.persons()}

    def person(self, number: int | None) -> str:
        """Return a person in words: number, name, birth and village."""
        if number is None:
            return ""
        known = self._people.get(number)
        parts = (known.name, known.birth_known, known.village) if known is not None else ()
        return " ".join([f"#{number}", *(each for each in parts if each)])

    def as_typed(self, name: str) -> str:
        """Return the whole name of a file with the path in front that was given, as the terminal shows it."""
        for given in self.typed:
            whole = str(given.absolute())
            if name == whole or name.startswith(whole.rstrip(os.sep) + os.sep) or name.startswith(whole + "/"):
                return str(given / name[len(whole) :].lstrip(os.sep + "/")) if name != whole else str(given)
        return name

    def _name(self, entry: Entry) -> str:
        return self.as_typed(shown(entry))

    def missing(self) -> list[tuple[str, Brief, tuple[str, ...]]]:
        """Return the booklets of which sides are missing, with a file each, once all files are looked at together.

        A side of a booklet with a serial that came in any file is not missing.
        """
        alone: list[tuple[str, Brief, tuple[str, ...]]] = []
        by_serial: dict[tuple[str, str, str], tuple[str, Brief, set[str]]] = {}
        for entry in self.entries():
            for brief in entry.documents:
                if not brief.serial:
                    alone += [(shown(entry), brief, brief.missing)] if brief.missing else []
                    continue
                key = (brief.handbook, brief.edition, brief.serial)
                first = by_serial.setdefault(key, (shown(entry), brief, set(brief.missing)))
                first[2].intersection_update(brief.missing)
        joined = [
            (name, brief, tuple(side for side in brief.missing if side in left))
            for name, brief, left in by_serial.values() if left
        ]
        return alone + joined

    def doubts(self) -> Iterator[tuple[Entry, Problem]]:
        """Yield what is doubtful about persons, with its file."""
        for entry in self.entries():
            yield from ((entry, each) for each in entry.problems if each.code in DOUBTS)

    def counts(self) -> dict[str, int]:
        """Return how many files came to what."""
        found = Counter(each.outcome for each in self.journal.run_states(self.run.id) if each.outcome is not None)
        return {outcome.value: found[outcome] for outcome in Outcome}

    def warned(self) -> int:
        """Return how many files were accepted with warnings."""
        states = self.journal.run_states(self.run.id)
        return sum(1 for each in states if each.outcome is Outcome.ACCEPTED and each.codes)

    def _tables(self) -> Iterator[Table]:
        yield Table(_(N_("Files")), _titles(
            (N_("File"), 50), (N_("Outcome"), 12), (N_("What to do"), 60), (N_("Documents"), 12), (N_("Pages"), 8),
            (N_("Persons"), 34), (N_("Errors"), 8), (N_("Warnings"), 8),
        ), map(self._file_row, self.entries()))
        yield Table(_(N_("Problems")), _titles(
            (N_("File"), 50), (N_("Severity"), 10), (N_("Code"), 8), (N_("Place"), 24), (N_("Problem"), 70),
            (N_("What to do"), 60),
        ), (row for entry in self.entries() for row in _problem_rows(entry, self._name(entry))))
        yield Table(_(N_("Persons in doubt")), _titles(
            (N_("File"), 50), (N_("Kept as person"), 34), (N_("Perhaps the same as"), 34), (N_("Why"), 56),
            (N_("What to do"), 50),
        ), map(self._doubt_row, self.doubts()))
        yield Table(_(N_("Missing sheets")), _titles(
            (N_("File"), 50), (N_("Handbook"), 24), (N_("Serial"), 10), (N_("Missing sides"), 80),
        ), ((self.as_typed(name), handbook_title(brief), brief.serial or "", "、".join(map(side_in_words, sides)))
            for name, brief, sides in self.missing()))
        yield Table(_(N_("Summary")), _titles((N_("Outcome"), 24), (N_("Files"), 10)),
                    self._summary())

    def _summary(self) -> Iterator[tuple[str, int]]:
        for name, count in self.counts().items():
            yield self._word(Outcome(name)), count
            if name == Outcome.ACCEPTED.value:
                yield _(_WITH_WARNINGS), self.warned()

    def _word(self, outcome: Outcome) -> str:
        return word_of(outcome, dry_run=self.store is None)

    def _file_row(self, entry: Entry) -> tuple[str | int, ...]:
        people = "、".join(dict.fromkeys(self.person(each.person) for each in entry.documents if each.person))
        errors = sum(each.severity is Severity.ERROR for each in entry.problems)
        return (
            self._name(entry), self._word(entry.outcome) if entry.outcome else "", advice(entry), _numbers(entry),
            entry.pages or sum(each.pages for each in entry.documents), people, errors, len(entry.problems) - errors,
        )

    def _doubt_row(self, doubt: tuple[Entry, Problem]) -> tuple[str, ...]:
        entry, found = doubt
        own, other = (self.person(_number(found, name)) for name in ("person", "other"))
        return self._name(entry), own, other, found.message, found.hint

    def _write_json(self, path: Path) -> None:
        try:
            with write_atomically(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
                for piece in self._pieces():
                    file.write(piece)
        except OSError as error:
            raise OutputError(problem("U005", path=path, reason=error.strerror or error)) from error

    def _pieces(self) -> Iterator[str]:
        run = {"batch": self.run.batch, "paths": list(self.run.paths), "started_at": self.run.started_at}
        yield '{"formkit_import_report": 1,\n"run": ' + _dumped(run) + ',\n"counts": ' + _dumped(self.counts())
        yield ',\n"accepted_with_warnings": ' + _dumped(self.warned())
        yield from _listed("files", self.entries(), self._file_json)
        yield from _listed("persons_in_doubt", self.doubts(), self._doubt_json)
        yield from _listed("missing_sheets", self.missing(), _missing_json)
        yield "}\n"

    def _file_json(self, entry: Entry) -> dict[str, object]:
        return {
            "file": shown(entry), "sha256": entry.sha256, "outcome": entry.outcome.value if entry.outcome else "",
            "what_to_do": advice(entry), "pages": entry.pages,
            "documents": [
                {"id": each.id, "handbook": each.handbook, "edition": each.edition, "serial": each.serial,
                 "status": each.status, "pages": each.pages, "missing": list(each.missing), "person": each.person,
                 "person_shown": self.person(each.person)}
                for each in entry.documents
            ],
            "problems": [each.to_json() for each in gravest_first(entry.problems)],
            "problem_kinds": [_together_json(each) for each in alike_problems(entry.problems)],
        }

    def _doubt_json(self, doubt: tuple[Entry, Problem]) -> dict[str, object]:
        entry, found = doubt
        own, other = _number(found, "person"), _number(found, "other")
        return {
            "file": shown(entry), "person": own, "person_shown": self.person(own), "other": other,
            "other_shown": self.person(other), **found.to_json(),
        }


def check_suffix(path: Path) -> None:
    """Refuse a name that does not say in which form the report is to be written.

    Raises:
        UsageError: U001.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(problem("U001", path=path, suffix=path.suffix or "?", known=", ".join(SUFFIXES)))


def shown(entry: Entry) -> str:
    """Return the whole name of a file."""
    return f"{entry.locator.path}/{entry.locator.inside}" if entry.locator.inside else entry.locator.path


def advice(entry: Entry) -> str:
    """Return what is to be done about a file, in words; "" where nothing is."""
    told = dict.fromkeys(each.hint for each in entry.problems if each.severity is Severity.ERROR and each.hint)
    general = _ADVICE.get(entry.outcome) if entry.outcome is not None else None
    things = list(told)[:_TOLD] or ([_(general)] if general else [])
    return _("; ").join(each.rstrip(".。") for each in things) + (" …" if len(told) > _TOLD else "")


def side_in_words(side: str) -> str:
    """Return a missing side as a person says it: "followup 2/1" is the first side of the second copy of the sheet."""
    sheet, _space, numbers = side.rpartition(" ")
    copy, slash, page = numbers.partition("/")
    return _("{sheet} (copy {copy}, side {page})").format(sheet=sheet, copy=copy, page=page) if slash else side


def handbook_title(brief: Brief) -> str:
    """Return the title and edition of the handbook of a document, their ids where it is not installed."""
    book = handbook_of(brief.handbook, brief.edition)
    return f"{book.title} {book.edition}" if book else f"{brief.handbook}@{brief.edition}"


def _titles(*columns: tuple[str, int]) -> list[tuple[str, int]]:
    return [(_(title), width) for title, width in columns]


def _problem_rows(entry: Entry, name: str) -> Iterator[tuple[str, ...]]:
    """Yield a row for each problem of a file, and one for all of a kind of which it has many."""
    for alike in alike_problems(entry.problems):
        together = len(alike) > MOST_ALIKE
        for each in alike[:1] if together else alike:
            place = " ".join(filter(None, (each.where.detail, each.field or "")))
            message = _told_together(alike) if together else each.message
            yield name, _(_SEVERITIES[each.severity]), each.code, place, message, each.hint


def _told_together(alike: Sequence[Problem]) -> str:
    """Return one sentence for problems of one kind: how many, the first, and what the others are about."""
    labels = _(", ").join(dict.fromkeys(filter(None, map(subject, alike[1:]))))
    if not labels:
        return _("{n} of this kind. The first: {message}").format(n=len(alike), message=alike[0].message)
    told = _("{n} of this kind. The first: {message} The others: {labels}")
    return told.format(n=len(alike), message=alike[0].message, labels=labels)


def _together_json(alike: Sequence[Problem]) -> dict[str, object]:
    first = alike[0]
    fields = list(dict.fromkeys(each.field for each in alike if each.field))
    return {
        "code": first.code, "severity": first.severity.value, "count": len(alike), "message": first.message,
        "fields": fields,
    }


def _numbers(entry: Entry) -> str:
    return ", ".join(f"#{each.id}" for each in entry.documents if each.id) or str(len(entry.documents) or "")


def _number(found: Problem, name: str) -> int | None:
    text = dict(found.context).get(name, "")
    return int(text) if text.isdigit() else None


def _missing_json(each: tuple[str, Brief, tuple[str, ...]]) -> dict[str, object]:
    name, brief, sides = each
    return {
        "file": name, "handbook": brief.handbook, "edition": brief.edition, "serial": brief.serial,
        "missing": list(sides),
    }


def _listed(name: str, things: Iterable[_T], told: Callable[[_T], dict[str, object]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    for number, each in enumerate(things):
        yield (",\n" if number else "\n") + _dumped(told(each))
    yield "]"


def _dumped(thing: object) -> str:
    return json.dumps(thing, ensure_ascii=False)
