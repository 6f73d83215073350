"""From the template's one worksheet a sheet to the worksheets of one booklet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formkit.media.xlsx.copying import copied
from formkit.media.xlsx.draw import head_and_foot
from formkit.media.xlsx.lists import define
from formkit.media.xlsx.names import Target, name_of, sheet_name, target_of
from formkit.media.xlsx.titles import footing, free_title
from formkit.model.handbook import Handbook, Sheet
from formkit.model.ids import sheet_refs


@dataclass(frozen=True, slots=True)
class Place:
    """The cell of one field."""

    sheet: Worksheet
    row: int
    column: int

    @property
    def cell(self) -> Cell:
        """The cell itself; of merged cells the head."""
        found = self.sheet.cell(self.row, self.column)
        if not isinstance(found, Cell):
            raise TypeError("the place of a field is the head of its merged cells")
        return found


def template_places(book: Workbook, names: Iterable[str]) -> dict[str, Place]:
    """Return the cells that ``names`` stand for; lost and broken ones are left out."""
    found = {}
    heads = {sheet.title: _heads(sheet) for sheet in book.worksheets}
    for name in names:
        defined = book.defined_names.get(name)
        target = target_of(defined.attr_text or "") if defined is not None else None
        if target is not None and target.sheet in heads:
            found[name] = _place(book, target, heads[target.sheet])
    return found


def _heads(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _place(book: Workbook, target: Target, heads: Mapping[tuple[int, int], tuple[int, int]]) -> Place:
    row, column = heads.get((target.row, target.column), (target.row, target.column))
    return Place(book[target.sheet], row, column)


def unfold(book: Workbook, handbook: Handbook, counts: Mapping[str, int]) -> dict[str, Place]:
    """Copy, name and remove worksheets so that there are ``counts`` of each sheet; return the fields' cells."""
    taken = {sheet.title.casefold() for sheet in book.worksheets}
    places: dict[str, Place] = {}
    for sheet in handbook.sheets:
        places |= _unfold_sheet(book, sheet, counts.get(sheet.id, 0), taken)
    return places


def _unfold_sheet(book: Workbook, sheet: Sheet, count: int, taken: set[str]) -> dict[str, Place]:
    own = sheet_name(sheet.id, 1)
    refs = list(sheet_refs(sheet, 1))
    first = template_places(book, [own, *(name_of(ref.id) for ref in refs)])
    source = _source(first, own)
    if count == 0 or source is None:
        _forget(book, [own, *first], source)
        return {}
    places = {ref.id: first[name_of(ref.id)] for ref in refs if name_of(ref.id) in first}
    base = source.title.removesuffix("1") if sheet.repeats else source.title
    head_and_foot(source, footing(sheet, 1))
    last = source
    for number in range(2, count + 1):
        last = copied(book, source, free_title(base, str(number), taken), last)
        head_and_foot(last, footing(sheet, number))
        define(book, sheet_name(sheet.id, number), last, 1, 1)
        for old, ref in zip(refs, sheet_refs(sheet, number), strict=True):
            place = places.get(old.id)
            if place is not None and place.sheet is source:
                places[ref.id] = Place(last, place.row, place.column)
                define(book, name_of(ref.id), last, place.row, place.column)
    return places


def _source(places: Mapping[str, Place], own: str) -> Worksheet | None:
    """Return the worksheet of a sheet: by its own name, else where most of its fields are."""
    if own in places:
        return places[own].sheet
    titles = [place.sheet.title for place in places.values()]
    most = max(set(titles), key=titles.count, default=None)
    return next((place.sheet for place in places.values() if place.sheet.title == most), None)


def _forget(book: Workbook, names: Iterable[str], source: Worksheet | None) -> None:
    for name in names:
        book.defined_names.pop(name, None)
    if source is not None:
        book.remove(source)
