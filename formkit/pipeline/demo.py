"""The whole main job on the samples that ship: print, fill, read back, store, roster."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formkit.errors import Problem, UsageError, problem
from formkit.i18n import N_
from formkit.layout import build_layout
from formkit.layout.sheet_code import new_serial
from formkit.mapping import load_handbook
from formkit.media.table import read_people
from formkit.model.handbook import Handbook
from formkit.model.reading import Value
from formkit.model.store import Store
from formkit.pipeline import prefill
from formkit.pipeline.demo_scan import ScanShown, show_scan
from formkit.pipeline.emit import FORMATS, needed_counts, write_booklet
from formkit.pipeline.importing import Imported, Outcome, import_files
from formkit.pipeline.lists import keep_list
from formkit.pipeline.people import PersonRecord, person_records
from formkit.pipeline.rosters import find_office, make_roster
from formkit.shipped import shipped
from formkit.store import open_store

HANDBOOK = "case-management"
PEOPLE = "青石镇重性精神疾病患者花名册.xlsx"
OFFICE = "office.toml"
MARKER = ".formkit-demo"
"""A file that says the folder was made by a demo and may be made anew."""
_PRINT_JOB = 3
"""Persons in the sample print job: enough to look at."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the closing table: what was made, how much of it, and where it is."""

    what: str
    amount: int
    where: Path


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that was read otherwise than it was filled; there should be none."""

    path: Path
    field: str
    filled: Value
    read: Value


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demo made, how many values it compared, and what was noticed on the way."""

    lines: tuple[Line, ...]
    values: int
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]
    scan: ScanShown


@dataclass(frozen=True, slots=True)
class Filled:
    """A booklet that was filled for one person."""

    path: Path
    values: Mapping[str, Value]


def run_demo(folder: Path) -> Shown:
    """Do the main job in ``folder``.

    Raises:
        UsageError: the folder is there and was not made by a demo.
        OutputError: something could not be written.
    """
    _fresh(folder)
    handbook = load_handbook(HANDBOOK)
    people = shipped("samples") / PEOPLE
    blanks = _blanks(handbook, folder)
    job = prefill.prepare(handbook, people, handbook.default_counts())
    few = prefill.Job(handbook, job.booklets[:_PRINT_JOB], ())
    prefill.as_one(few, folder / "prefilled.pdf")
    records = list(person_records(read_people(people), handbook, with_visits=True))
    filled, problems = _fill(handbook, records, folder / "filled")
    with open_store(str(folder / "store" / "formkit.db")) as store:
        results = list(import_files(iter([each.path for each in filled]), store, "demo"))
        differences = [each for one, read in zip(filled, results, strict=True) for each in _differences(one, read)]
        stored = sum(each.outcome in (Outcome.ACCEPTED, Outcome.REVIEW) for each in results)
        problems += keep_list(people, handbook, store).problems
        made = _roster(store, records, folder / "roster.xlsx")
    scan = show_scan(folder / "scan-overlay.pdf")
    lines = (
        Line(N_("blank booklets (print, Word, Excel, form)"), len(blanks), folder / "blank"),
        Line(N_("booklets prefilled for print"), len(few.booklets), folder / "prefilled.pdf"),
        Line(N_("filled booklets (Word, Excel, PDF in turn)"), len(filled), folder / "filled"),
        Line(N_("booklets read back and stored"), stored, folder / "store"),
        Line(N_("persons on the township roster"), made, folder / "roster.xlsx"),
        Line(N_("scanned pages read, with what was seen"), scan.pages, scan.overlay),
    )
    return Shown(lines, sum(len(one.values) for one in filled), tuple(differences), tuple(problems), scan)


def _fresh(folder: Path) -> None:
    if folder.exists():
        if not (folder / MARKER).is_file():
            raise UsageError(problem("U015", path=folder))
        shutil.rmtree(folder)
    try:
        for name in ("blank", "filled", "store"):
            (folder / name).mkdir(parents=True)
        (folder / MARKER).write_text("made by formkit demo; the next demo makes it anew\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(problem("U005", path=folder, reason=error.strerror or error)) from error


def _blanks(handbook: Handbook, folder: Path) -> list[Path]:
    layout = build_layout(handbook)
    made = []
    for suffix in FORMATS:
        path = folder / "blank" / f"{handbook.id}.{suffix}"
        write_booklet(handbook, layout, {}, path, form=False)
        made.append(path)
    form = folder / "blank" / f"{handbook.id}-form.pdf"
    write_booklet(handbook, layout, {}, form, form=True)
    return [*made, form]


def _fill(
    handbook: Handbook, records: Sequence[PersonRecord], folder: Path
) -> tuple[list[Filled], list[Problem]]:
    filled: list[Filled] = []
    problems: list[Problem] = []
    for number, record in enumerate(records):
        problems += record.problems
        serial = new_serial()
        path = folder / f"{number + 1:04}-{serial}.{FORMATS[number % len(FORMATS)]}"
        layout = build_layout(handbook, needed_counts(handbook, record.values), serial)
        problems += write_booklet(handbook, layout, record.values, path)
        filled.append(Filled(path, record.values))
    return filled, problems


def _differences(filled: Filled, imported: Imported) -> list[Difference]:
    read = {name: value for document in imported.documents for name, value in document.values().items()}
    names = sorted(filled.values.keys() | read.keys())
    return [
        Difference(filled.path, name, filled.values.get(name), read.get(name))
        for name in names
        if filled.values.get(name) != read.get(name)
    ]


def _roster(store: Store, records: Sequence[PersonRecord], path: Path) -> int:
    """The roster is as of the last visit in the sample, so that its quarters show something."""
    last = max(str(record.row.values.get("visit.date", "")) for record in records)
    office, _problems = find_office(shipped("samples") / OFFICE)
    return make_roster(store, office, path, handbook=HANDBOOK, town=None, as_of=dt.date.fromisoformat(last)).persons
