"""How much text fits into a cell, and at which size."""

from __future__ import annotations

import re
from bisect import bisect_left

from formkit.layout.widths import text_width
from formkit.media.xlsx.grid import MM_PER_POINT, PADDING
from formkit.media.xlsx.measure import Room

SMALLEST = 7.0
"""Points; smaller print is not read any more."""
_STEP = 0.5
_MOST = 4_000
"""Characters that the largest cell of a page holds at the smallest size; longer texts need no trying."""
_WORD = re.compile(r"[!-\u2e7f]+[ \t]*|[^\n][，。、；：？！）》」』】〕”’…]*|\n")
"""Programs break lines between words, and Chinese anywhere but before a closing sign."""
_LINE_SHARE = 1.5
"""Height of a line in ems: fonts that stand in for the template's reach 1.45 (Noto Sans CJK)."""
_WIDTH_SHARE = 0.97
"""Of a cell's width: the rest is for fonts that run wider and columns that are rounded to pixels."""
_TOLERANCE = 0.5
"""mm: a row may be as much lower than its lines, as the last line's leading is empty."""


def fitting_size(text: str, room: Room, size: float) -> float | None:
    """Return the largest size in points, from ``size`` down to `SMALLEST`, at which ``text`` fits."""
    if len(text) > _MOST:
        return None
    tried = size
    while tried >= SMALLEST:
        if _fits(text, room, tried):
            return tried
        tried -= _STEP
    return None


def longest_start(text: str, mark: str, room: Room) -> str:
    """Return as much of the start of ``text`` as fits before ``mark`` at the smallest size."""
    fits = bisect_left(range(1, min(len(text), _MOST)), True,
                       key=lambda count: not _fits(text[:count] + mark, room, SMALLEST))
    return text[:fits]


def height_of(text: str, size: float, width: float) -> float:
    """Return the height in mm of ``text`` at ``size`` points in a cell ``width`` mm wide."""
    return lines_of(text, size, width) * size * _LINE_SHARE * MM_PER_POINT


def lines_of(text: str, size: float, width: float) -> int:
    """Return the number of lines of ``text`` as a program wraps it."""
    room = max(width * _WIDTH_SHARE - PADDING, size * MM_PER_POINT)
    lines, used = 1, 0.0
    for match in _WORD.finditer(text):
        word = match[0]
        if word == "\n":
            lines, used = lines + 1, 0.0
            continue
        step = text_width(word, size)
        if used and used + text_width(word.rstrip(), size) > room:
            lines, used = lines + 1, 0.0
        if step > room:
            more = int(step // room)
            lines, step = lines + more, step - more * room
        used += step
    return lines


def _fits(text: str, room: Room, size: float) -> bool:
    return height_of(text, size, room.width) <= room.height + _TOLERANCE
