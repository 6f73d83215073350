"""Whether a template still fits its mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from openpyxl.workbook.workbook import Workbook

from formkit.errors import FormkitError, Problem, Severity, Where, problem
from formkit.media.xlsx.instances import template_places
from formkit.media.xlsx.lists import design_digest
from formkit.media.xlsx.names import DESIGN, IDENTITY, looks_like_field, name_of
from formkit.media.xlsx.template import load_template
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, sheet_refs


def template_problems(handbook: Handbook, path: Path) -> list[Problem]:
    """Return every problem of a template: X301 to X307; none where it can be used as it is."""
    where = Where(str(path))
    if not path.is_file():
        return [problem("X306", where=where, file=path.name, handbook=handbook.full_id)]
    try:
        book = load_template(path)
    except FormkitError as cause:
        return list(cause.problems)
    return [*_lost(handbook, book, where, path), *_unknown(handbook, book, where, path),
            *_stale(handbook, book, where, path)]


def lost_names(handbook: Handbook, book: Workbook, path: Path) -> list[Problem]:
    """Return as warnings what a template lost (X302, X305); quick enough for every booklet that is written."""
    found = _lost(handbook, book, Where(str(path)), path)
    return [replace(each, severity_override=Severity.WARNING) for each in found]


def _refs(handbook: Handbook) -> list[FieldRef]:
    return [ref for sheet in handbook.sheets for ref in sheet_refs(sheet, 1)]


def _lost(handbook: Handbook, book: Workbook, where: Where, path: Path) -> Iterator[Problem]:
    refs = _refs(handbook)
    places = template_places(book, [name_of(ref.id) for ref in refs])
    titles: dict[str, set[str]] = {}
    for ref in refs:
        place = places.get(name_of(ref.id))
        if place is None:
            yield problem(
                "X302", where=where, field=ref.id, file=path.name, name=name_of(ref.id), label=ref.field.label
            )
        else:
            titles.setdefault(ref.sheet.id, set()).add(place.sheet.title)
    for sheet, found in titles.items():
        if len(found) > 1:
            yield problem("X305", where=where, file=path.name, sheet=sheet)


def _unknown(handbook: Handbook, book: Workbook, where: Where, path: Path) -> Iterator[Problem]:
    known = {name_of(ref.id) for ref in _refs(handbook)}
    for name in sorted(book.defined_names):
        if looks_like_field(name) and name not in known:
            yield problem("X303", where=where, file=path.name, name=name)


def _stale(handbook: Handbook, book: Workbook, where: Where, path: Path) -> Iterator[Problem]:
    places = template_places(book, [DESIGN, IDENTITY])
    if len(places) < 2:
        yield problem("X307", where=where, file=path.name)
    elif places[DESIGN].cell.value != design_digest(handbook):
        yield problem("X304", where=where, file=path.name, handbook=handbook.full_id)
