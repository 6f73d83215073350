"""Rows of one-character boxes: codes, numbers, texts in cells, and dates."""

from __future__ import annotations

from dataclasses import dataclass

from formkit.geometry import Box
from formkit.layout.paper import COMB_HEIGHT, COMB_INSET, COMB_PITCH, COMB_PITCH_NARROW
from formkit.model.handbook import Field, Kind, Precision
from formkit.model.layout import Part

DATE_UNITS = {
    Precision.YEAR: (("year", 4, "年"),),
    Precision.MONTH: (("year", 4, "年"), ("month", 2, "月")),
    Precision.DAY: (("year", 4, "年"), ("month", 2, "月"), ("day", 2, "日")),
}
"""The parts of a written date: name, digits, printed sign. The sign takes a box's width, so that
every character of the date sits on one even grid."""


@dataclass(frozen=True, slots=True)
class Comb:
    """One-character boxes with the signs printed between them, and the room they take in mm."""

    cells: tuple[Box, ...]
    separators: tuple[tuple[Box, str], ...]
    parts: tuple[Part, ...]
    width: float
    height: float


def units_of(field: Field) -> list[str | None]:
    """Return the comb's units: None for a box to write in, else the printed sign."""
    count = field.cells if field.kind is not Kind.CODE else field.length
    signs = dict(field.separators)
    units: list[str | None] = []
    for index in range(count or 0):
        if index in signs:
            units.append(signs[index])
        units.append(None)
    return units


def comb_width(field: Field) -> float:
    """Return the mm that the boxes of a field need in one line, its insets included."""
    if field.kind is Kind.DATE:
        count = sum(digits + 1 for _, digits, _ in DATE_UNITS[field.precision])
    else:
        count = len(units_of(field))
    return count * COMB_PITCH + 2 * COMB_INSET


def line_comb(field: Field, box: Box) -> Comb:
    """Return the boxes of a code or text, in one line in the middle of the cell's height."""
    top = box.centre.y - COMB_HEIGHT / 2
    cells, separators = [], []
    for index, sign in enumerate(units_of(field)):
        place = Box.at(box.x0 + COMB_INSET + index * COMB_PITCH, top, COMB_PITCH, COMB_HEIGHT)
        if sign is None:
            cells.append(place)
        else:
            separators.append((place, sign))
    return Comb(tuple(cells), tuple(separators), (), comb_width(field), COMB_HEIGHT)


def date_comb(field: Field, box: Box) -> Comb:
    """Return the boxes of a date: in one line, or year above month and day in a narrow cell."""
    parts = DATE_UNITS[field.precision]
    if comb_width(field) <= box.width + 0.05 or len(parts) == 1:
        return _date_lines([parts], box, COMB_PITCH, COMB_INSET)
    widest = max(parts[0][1] + 1, sum(digits + 1 for _, digits, _ in parts[1:]))
    pitch = min(COMB_PITCH, (box.width - 0.5) / widest)
    inset = (box.width - widest * pitch) / 2
    return _date_lines([parts[:1], parts[1:]], box, pitch, inset)


def _date_lines(
    lines: list[tuple[tuple[str, int, str], ...]], box: Box, pitch: float, inset: float
) -> Comb:
    gap = 1.0
    height = len(lines) * COMB_HEIGHT + (len(lines) - 1) * gap
    top = box.centre.y - height / 2
    parts: list[Part] = []
    separators: list[tuple[Box, str]] = []
    width = 0.0
    for line in lines:
        x = box.x0 + inset
        for name, digits, sign in line:
            cells = tuple(Box.at(x + index * pitch, top, pitch, COMB_HEIGHT) for index in range(digits))
            parts.append(Part(name, cells[0].union(cells[-1]), cells))
            x += digits * pitch
            separators.append((Box.at(x, top, pitch, COMB_HEIGHT), sign))
            x += pitch
        width = max(width, x + inset - box.x0)
        top += COMB_HEIGHT + gap
    flat = tuple(cell for part in parts for cell in part.cells)
    return Comb(flat, tuple(separators), tuple(parts), width, height)


def narrowest(comb: Comb) -> float:
    """Return the width of the narrowest box in mm; `COMB_PITCH_NARROW` is the least a hand needs."""
    return min((cell.width for cell in comb.cells), default=COMB_PITCH_NARROW)
