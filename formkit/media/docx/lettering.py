"""Characters in one-character boxes: one control holds them all, and spacing puts each into its box.

In a font of one width every character advances 0.6 em (Courier New and its metric twin Liberation
Mono). Spacing fills the rest of a box's width, and a printed sign between boxes is passed by a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.geometry import Box
from formkit.layout.paper import COMB_HEIGHT
from formkit.media.docx.grid import twips
from formkit.model.handbook import Field, Kind
from formkit.model.layout import Place
from formkit.values.dates import date_digits, is_date
from formkit.values.typed import parse, show

FONT = "Courier New"
ADVANCE = 0.6
"""Of an em, the width of every character of `FONT`."""
NO_DIGIT = "\u2007"
"""FIGURE SPACE: a digit of a date that is not written, in front of those that are."""
_NO_YEAR = re.compile(NO_DIGIT + r"{4} ([0-9]{2}) ([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Lettering:
    """How the characters of a comb are set: all in twips but the size (points)."""

    size: float
    spacing: int
    indent: int
    line: int
    """Distance of two lines; 0 where there is one."""


def lettering(place: Place, tile: Box) -> Lettering | None:
    """Return how the boxes of ``place`` are filled from a control in ``tile``; None where it has none."""
    if not place.cells or place.ref.field.kind.is_choice:
        return None
    first = place.cells[0]
    advance = round(ADVANCE * place.size * 20)
    pitch = twips(first.width)
    lines = sorted({cell.y0 for cell in place.cells})
    distance = twips(lines[1] - lines[0]) if len(lines) > 1 else 0
    indent = twips(first.x0 - tile.x0) + (pitch - advance) // 2
    return Lettering(place.size, pitch - advance, indent, distance)


def comb_text(place: Place, value: object) -> str | None:
    """Return ``value`` spread over the boxes and signs of ``place``.

    None where it does not fit them one by one, or where reading it back would not give it again.
    """
    field = place.ref.field
    if not place.cells or field.kind.is_choice or isinstance(value, (bool, float)):
        return None
    written = str(value)
    signs = _date_signs(place, written) if field.kind is Kind.DATE else _plain_signs(written)
    if not signs:
        return None
    text = _over_units(place, signs)
    back = parse(field, from_comb(field, text))
    same = back.value == value and type(back.value) is type(value) and not back.doubtful and not back.problems
    return text if same else None


def from_comb(field: Field, text: str) -> str:
    """Return the text of a control as `parse` knows it: a date without a year has a spelling of its own."""
    match = _NO_YEAR.fullmatch(text.rstrip()) if field.kind is Kind.DATE else None
    return f"--{match[1]}-{match[2]}" if match else text


def _date_signs(place: Place, value: str) -> str:
    if not is_date(value) or show(place.ref.field, value) != value:
        return ""
    year, month, day = date_digits(value)
    return f"{year or NO_DIGIT * 4}{month}{day}"


def _plain_signs(value: str) -> str:
    return value if all("!" <= sign <= "~" for sign in value) else ""


def _over_units(place: Place, signs: str) -> str:
    """Return one character a box and a space a printed sign, in reading order; "" where boxes are too few."""
    if len(signs) > len(place.cells):
        return ""
    units = [(cell, True) for cell in place.cells] + [(box, False) for box, _ in place.separators]
    units.sort(key=lambda unit: (round(unit[0].y0 / COMB_HEIGHT * 2), unit[0].x0))
    left = list(signs)
    spread = [left.pop(0) if is_box and left else " " for _, is_box in units]
    return "".join(spread).rstrip(" ")
