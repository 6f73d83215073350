"""Sizes of worksheet cells in millimetres, whoever set them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from formkit.media.xlsx.names import column_number

_DIGIT_PIXELS, _RIM_PIXELS, _PIXELS_PER_INCH = 7, 5, 96
"""Width of a digit of the default font (Arial 10, and Calibri 11 alike) and the rim of a column
(ISO/IEC 29500-1, 18.3.1.13)."""
_MM_PER_PIXEL = 25.4 / _PIXELS_PER_INCH
_MM_PER_POINT = 25.4 / 72
_GROWN = 130.0
"""mm; the rows of Excel end at 409 points."""
_DEFAULT_UNITS, _DEFAULT_POINTS = 8.43, 15.0


def column_units(width: float) -> float:
    """Return a width in mm in the unit of worksheets, the digit."""
    pixels = width / _MM_PER_PIXEL
    return round(max(pixels - _RIM_PIXELS, 1) / _DIGIT_PIXELS + 5 / 7, 3)


def column_mm(units: float) -> float:
    """Return the width in mm of a column that is ``units`` digits wide."""
    return max(units - 5 / 7, 0.0) * _DIGIT_PIXELS * _MM_PER_PIXEL + _RIM_PIXELS * _MM_PER_PIXEL


@dataclass(frozen=True, slots=True)
class Room:
    """The room in a cell, merged or not, in mm."""

    width: float
    height: float


class Rooms:
    """The room of every cell of one worksheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self._widths = _column_widths(sheet)
        self._default_width = column_mm(sheet.sheet_format.defaultColWidth or _DEFAULT_UNITS)
        self._default_height = sheet.sheet_format.defaultRowHeight or _DEFAULT_POINTS
        self._heights = {row: each.height for row, each in sheet.row_dimensions.items() if each.height is not None}
        self._merged = {(area.min_row, area.min_col): (area.max_row, area.max_col) for area in sheet.merged_cells}

    def at(self, row: int, column: int) -> Room:
        """Return the room of the cell, or of the merged cells that it heads.

        A row without a height of its own grows with the text of cells that are not merged.
        """
        merged = self._merged.get((row, column))
        bottom, right = merged or (row, column)
        width = sum(self._widths.get(each, self._default_width) for each in range(column, right + 1))
        if merged is None and row not in self._heights:
            return Room(width, _GROWN)
        points = sum(self._heights.get(each, self._default_height) for each in range(row, bottom + 1))
        return Room(width, points * _MM_PER_POINT)


def _column_widths(sheet: Worksheet) -> dict[int, float]:
    """Return the widths by column; programs write one entry for neighbours that are equally wide."""
    return {column: width for _, width, columns in _entries(sheet) for column in columns}


def _entries(sheet: Worksheet) -> Iterator[tuple[str, float, range]]:
    for letter, each in sheet.column_dimensions.items():
        if each.width is not None:
            first = each.min or column_number(letter)
            yield letter, column_mm(each.width), range(first, min(each.max or first, first + 400) + 1)
