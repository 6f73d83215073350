"""Handbook → files: blank booklets, booklets prefilled for persons, and filled ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from formkit.atomic import write_atomically
from formkit.errors import FormkitError, OutputError, Problem, UsageError, Where, problem
from formkit.layout import build_layout
from formkit.layout.sheet_code import new_serial
from formkit.model.handbook import Handbook
from formkit.model.ids import counts_for
from formkit.model.layout import Layout
from formkit.model.office import Office
from formkit.model.reading import Value
from formkit.model.record import Record
from formkit.pipeline.records import Given

FORMATS = ("docx", "xlsx", "pdf")
_NUMBER_WIDTH = 4
"""Files of a run are numbered 0001, 0002 …, so that they sort as the records do."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one record: the file, or why there is none."""

    where: Where
    path: Path | None
    serial: str = ""
    problems: tuple[Problem, ...] = ()


def write_booklet(
    handbook: Handbook, layout: Layout, values: Mapping[str, Value], path: Path, *, form: bool = True,
    office: Office | None = None,
) -> list[Problem]:
    """Write one booklet in the format that the path's suffix names; ``form``: a PDF can be typed into.

    ``office`` gives the words of the office to a Word template that asks for them.

    Raises:
        UsageError: no such format.
        OutputError: the file could not be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from formkit.media import pdf

        return pdf.emit(handbook, layout, values, path, form=form)
    if handbook.is_measured and suffix in (".docx", ".xlsx"):
        return _original_document(handbook, values, path)
    if suffix == ".docx":
        from formkit.media import docx

        return docx.emit(handbook, layout, values, path, office=office)
    if suffix == ".xlsx":
        from formkit.media import xlsx

        return xlsx.emit(handbook, layout, values, path)
    known = ", ".join(f".{each}" for each in FORMATS)
    raise UsageError(problem("U001", path=path, suffix=suffix or "?", known=known))


def _original_document(handbook: Handbook, values: Mapping[str, Value], path: Path) -> list[Problem]:
    """Write the Word file of a form that formkit did not print as it is; no other file could be told to be that form.

    Raises:
        UsageError: a workbook, or a filled file was asked for, or there is no such Word file.
        OutputError: the file could not be written.
    """
    originals = [sheet.measured.document for sheet in handbook.sheets if sheet.measured is not None]
    filled = any(value is not None for value in values.values())
    if path.suffix.lower() != ".docx" or filled or len(originals) != 1 or len(handbook.sheets) != 1 or not originals[0]:
        code = "U016" if filled or path.suffix.lower() != ".docx" else "U017"
        raise UsageError(problem(code, path=path, handbook=handbook.full_id))
    try:
        content = Path(originals[0]).read_bytes()
        with write_atomically(path) as beside:
            beside.write_bytes(content)
    except OSError as error:
        raise OutputError(problem("U005", path=path, reason=error.strerror or error)) from error
    return []


def fill_all(
    handbook: Handbook, given: Iterable[Given], folder: Path, suffix: str, office: Office | None = None
) -> Iterator[Made]:
    """Write one filled file for each record, directly in ``folder``, and yield what became of it."""
    taken: set[str] = set()
    for number, each in enumerate(given, start=1):
        if each.record is None:
            yield Made(each.where, None, "", each.problems)
            continue
        serial = each.record.serial or new_serial()
        path = folder / f"{number:0{_NUMBER_WIDTH}}-{serial}.{suffix}"
        if serial in taken:
            yield Made(each.where, None, serial, (problem("F110", where=each.where, name=path.name),))
            continue
        taken.add(serial)
        made = _fill_one(handbook, each.record, serial, path, office)
        yield replace(made, problems=(*each.problems, *made.problems))


def _fill_one(handbook: Handbook, record: Record, serial: str, path: Path, office: Office | None) -> Made:
    try:
        counts = needed_counts(handbook, record.values)
        layout = build_layout(handbook, counts, serial)
        problems = write_booklet(handbook, layout, record.values, path, office=office)
    except FormkitError as error:
        return Made(record.where, None, serial, error.problems)
    return Made(record.where, path, serial, tuple(problems))


def needed_counts(handbook: Handbook, values: Mapping[str, Value]) -> dict[str, int]:
    """Return how many of each sheet a booklet for ``values`` has: the usual ones, or as many as it needs."""
    usual = handbook.default_counts()
    return {name: max(usual[name], count) for name, count in counts_for(handbook, list(values)).items()}
