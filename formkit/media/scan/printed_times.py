"""Places for a time that only a colon and two short underscores make, ____:____, alone in a cell.

There is no print beside them that would say where the foot of the line is, and two dots alone are no line of print: so
they are looked for together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from formkit.media.scan.canvas import WHITE, Grey
from formkit.media.scan.printed_rules import Drawn, Line, PixelRect

_DOT = (3, 11)
"""Pixels (0.3 to 1 mm): each side of a dot."""
_ROUND = 3
"""Pixels; the sides of a dot, and the middles of the two, differ by no more."""
_APART = (7, 30)
"""Pixels (0.6 to 2.7 mm): from dot to dot, between the edges that face one another."""
_SHORTEST, _THICK = 22, 10
"""Pixels (2 mm and 0.9 mm): an underscore is as long at least, and no thicker."""
_NEAR = 44
"""Pixels (4 mm): an underscore ends no farther from the colon."""
_FOOT = (-4, 22)
"""Pixels from the lower edge of the lower dot: an underscore stands at the foot of the line."""
_HIGH = 40
"""Pixels (3.6 mm): how high usual print is."""
_DARK = 175


@dataclass(frozen=True, slots=True)
class Times:
    """The colons of such times, and what is drawn on the page: their underscores are lines, their dots gone."""

    colons: tuple[PixelRect, ...]
    drawn: Drawn


def times(drawn: Drawn) -> Times:
    """Return the colons between two short underscores, and the page without them."""
    ink = np.asarray((drawn.rest < _DARK) * 255, np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    blots = [tuple(int(value) for value in row[:4]) for row in stats[1:count]]
    dots = [(x, y, x + w, y + h) for x, y, w, h in blots if _is_dot(w, h)]
    strokes = [(x, y, x + w, y + h) for x, y, w, h in blots if w >= _SHORTEST and h <= _THICK]
    colons, used = [], []
    for upper, lower in _pairs(dots):
        foot = lower[3]
        before = _beside(strokes, drawn.flat, lower[0], foot, left=True)
        after = _beside(strokes, drawn.flat, lower[2], foot, left=False)
        if before is not None and after is not None:
            bottom = max(before[3], after[3])
            colons.append((min(upper[0], lower[0]), bottom - _HIGH, max(upper[2], lower[2]), bottom))
            used += [upper, lower, *(each for each in (before, after) if each in strokes)]
    if not colons:
        return Times((), drawn)
    lines = tuple(_line(each) for each in dict.fromkeys(used) if each in strokes)
    return Times(tuple(colons), replace(drawn, flat=(*drawn.flat, *lines), rest=_without(drawn.rest, used)))


def _is_dot(width: int, height: int) -> bool:
    low, high = _DOT
    return low <= width <= high and low <= height <= high and abs(width - height) <= _ROUND


def _pairs(dots: Sequence[PixelRect]) -> list[tuple[PixelRect, PixelRect]]:
    """Return the dots that stand over one another as those of a colon."""
    low, high = _APART
    ordered = sorted(dots, key=lambda dot: dot[1])
    tops = [dot[1] for dot in ordered]  # A page of specks has thousands: only those at the right height are compared.
    return [
        (upper, lower) for upper in ordered
        for lower in ordered[bisect_left(tops, upper[3] + low) : bisect_right(tops, upper[3] + high)]
        if abs(upper[0] + upper[2] - lower[0] - lower[2]) <= 2 * _ROUND
    ]


def _beside(strokes: Sequence[PixelRect], flat: Sequence[Line], x: int, foot: int, *, left: bool) -> PixelRect | None:
    """Return the underscore that ends nearest to a side of a colon, None where there is none."""
    ruled = [(round(x0), round(at), round(x1), round(at)) for at, x0, x1 in flat]
    low, high = _FOOT
    level = [each for each in (*strokes, *ruled) if low <= (each[1] + each[3]) / 2 - foot <= high]
    gaps = [(x - each[2] if left else each[0] - x, each) for each in level]
    return min(((gap, each) for gap, each in gaps if 0 <= gap <= _NEAR), default=(0, None))[1]


def _line(stroke: PixelRect) -> Line:
    return (stroke[1] + stroke[3]) / 2, float(stroke[0]), float(stroke[2])


def _without(grey: Grey, blots: Sequence[PixelRect]) -> Grey:
    rest = grey.copy()
    for x0, y0, x1, y1 in blots:
        cv2.rectangle(rest, (x0 - 2, y0 - 2), (x1 + 1, y1 + 1), WHITE, -1)
    return rest
