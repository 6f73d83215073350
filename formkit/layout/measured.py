"""A measured sheet → its pages: the places of a layout file as those of a page that formkit drew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formkit.geometry import Box, mm_to_points
from formkit.model.handbook import Mark, Sheet
from formkit.model.ids import FieldRef, full_id
from formkit.model.layout import OptionPlace, Original, Part, Place
from formkit.model.measured import MeasuredLayout, MeasuredOption, MeasuredPlace

LARGEST, SMALLEST = 10.5, 6.0
"""Points at which a typed value starts: as the forms are printed (五号 is 10.5), and what is still read."""
_LINE_SHARE = 1.25
"""Height of a line of print, in ems."""
_ROOM = 12.0
"""mm: a place that is higher than this has room for two written lines."""


@dataclass(frozen=True, slots=True)
class MeasuredSide:
    """One page of a measured sheet."""

    number: int
    width: float
    height: float
    places: tuple[Place, ...]
    original: Original


def measured_sides(sheet: Sheet, layout: MeasuredLayout, copy: int, refs: Mapping[str, FieldRef]) -> list[MeasuredSide]:
    """Return the pages of one copy of a sheet; its places have the order of the mapping."""
    order = {name: index for index, name in enumerate(refs)}
    sides = []
    for number, page in enumerate(layout.pages, start=1):
        places = [_place(refs[full_id(sheet, each.field, copy, copy)], each) for each in page.places]
        places.sort(key=lambda place: order[place.ref.id])
        sides.append(MeasuredSide(number, page.width, page.height, tuple(places), Original(layout.blank, number)))
    return sides


def _place(ref: FieldRef, measured: MeasuredPlace) -> Place:
    return Place(
        ref,
        measured.box,
        cells=measured.cells,
        parts=tuple(Part(each.name, each.box, each.cells) for each in measured.parts),
        options=_options(ref, measured) if ref.field.kind.is_choice else (),
        size=_size(measured),
        lines=measured.lines,
    )


def _options(ref: FieldRef, measured: MeasuredPlace) -> tuple[OptionPlace, ...]:
    """Return every option of the field, measured or not, in the order of the mapping."""
    by_code = {each.code: each for each in measured.options}
    return tuple(
        _option(ref.field.mark, by_code.get(option.code, MeasuredOption(option.code))) for option in ref.field.options
    )


def _option(mark: Mark | None, measured: MeasuredOption) -> OptionPlace:
    if mark is Mark.CIRCLE:
        return OptionPlace(measured.code, measured.box)
    if mark is Mark.BOX:
        return OptionPlace(measured.code, measured.tick, measured.box)
    return OptionPlace(measured.code, None, measured.box)


def _size(measured: MeasuredPlace) -> float:
    """Return the size in points at which a typed value fits the height of one line of the place."""
    heights = [_height(box) for box in (*measured.lines, *(part.box for part in measured.parts))]
    height = min(heights) if heights else _height(measured.box)
    return max(SMALLEST, min(LARGEST, round(mm_to_points(height) / _LINE_SHARE, 1)))


def _height(box: Box) -> float:
    return box.height / 2 if box.height > _ROOM else box.height
