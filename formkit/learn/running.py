"""Print as a string that knows its places.

`Running` is a run of `Sign`s: printed characters, and signs of our own for what is left to write. So a regular
expression finds "____年__月__日", and the place of each part is the place of its sign.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from functools import cached_property

from formkit.geometry import Box
from formkit.model.printed import BOX

BLANK = "\ue000"
"""A line to write on: underscores, or a ruled line under nothing."""
BRACKET = "\ue001"
"""Empty brackets to tick or to write a code into."""
GAP = "\u3000"
"""White paper so wide that it parts what stands before and behind it."""
NEWLINE = "\n"
FREE = f"{BLANK}{GAP} "
"""What one can write on or over."""
SLOTS = f"{BOX}{BRACKET}"
SLASHES = "/／1lI丨"
"""A slash between two blanks, and what a scan shows for it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One character and its place; a blank that runs over several lines has them in ``lines``."""

    char: str
    box: Box
    lines: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Running:
    """Signs in reading order, and the room that they stand in."""

    signs: tuple[Sign, ...]
    room: Box

    @cached_property
    def text(self) -> str:
        """The characters."""
        return "".join(sign.char for sign in self.signs)

    @cached_property
    def em(self) -> float:
        """The height of the print in millimetres; 3.7 (10.5 pt) where there is none."""
        heights = [sign.box.height for sign in self.signs if not sign.char.isspace() and sign.char not in SLOTS]
        return statistics.median(heights) if heights else 3.7

    def pieces(self, start: int, end: int) -> tuple[Box, ...]:
        """Return the places of the signs from ``start`` to before ``end``, one for every line, without white space."""
        found: list[Box] = []
        for sign in self.signs[start:end]:
            if sign.char == NEWLINE or (sign.char.isspace() and not found):
                continue
            boxes = sign.lines or (sign.box,)
            for box in boxes:
                if found and _same_line(found[-1], box):
                    if not sign.char.isspace():
                        found[-1] = found[-1].union(box)
                elif not sign.char.isspace():
                    found.append(box)
        return tuple(found)

    def box(self, start: int, end: int) -> Box:
        """Return the longest of the pieces; the room where nothing is printed there."""
        return max(self.pieces(start, end), key=lambda box: box.width, default=self.room)


def _same_line(first: Box, second: Box) -> bool:
    shared = min(first.y1, second.y1) - max(first.y0, second.y0)
    return shared > 0.4 * min(first.height, second.height) and second.x0 > first.x0 - 0.5
