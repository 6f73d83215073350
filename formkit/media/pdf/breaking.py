"""Breaking text into lines by the metrics of the font, and fitting it into a box.

No line starts with a closing sign and none ends with an opening one (the prohibitions of GB/T
15834-2011 and of W3C "Requirements for Chinese Text Layout", section 3.1); words and numbers stay whole where
a line can hold them. No character is ever lost: the lines of a paragraph joined give it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from formkit.geometry import Box, mm_to_points, points_to_mm
from formkit.media.pdf.typeface import MIDDLE, em_width, glyph

NOT_FIRST = frozenset("。，、；：？！）］｝〕〉》」』】’”…—～·.,;:?!)]}%％‰℃°")
NOT_LAST = frozenset("（［｛〔〈《「『【‘“([{￥$#№")
LEAST_SIZE = 7.0
"""Points: text that would have to be smaller goes on in the addendum."""
LEADING = 1.25
"""Ems from line to line."""
_STEP = 0.5
_LETTER = "A-Za-z0-9\u00c0-\u024f"
_WORD = re.compile(f"[{_LETTER}]+(?:[@&'’.,:/+_-]+[{_LETTER}]+)*|.", re.DOTALL)
_NEWLINES = re.compile("[\n\u2028\u2029\x85\x0b\x0c]")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text in a box: its lines, its size in points, and whether all of it is there."""

    lines: tuple[str, ...]
    size: float
    whole: bool


def _units(paragraph: str) -> Iterator[str]:
    """Yield the stretches that a line may not break inside."""
    current = ""
    for match in _WORD.finditer(paragraph):
        piece = match[0]
        if current and not (piece[0] in NOT_FIRST or current[-1] in NOT_LAST):
            yield current
            current = ""
        current += piece
    if current:
        yield current


def _split(unit: str, room: float) -> Iterator[str]:
    """Yield a unit in pieces of at most ``room`` ems, at least one character each."""
    start, used = 0, 0.0
    for index, char in enumerate(unit):
        step = glyph(char).width
        if used + step > room and index > start:
            yield unit[start:index]
            start, used = index, 0.0
        used += step
    yield unit[start:]


def _measured(paragraph: str) -> list[tuple[str, float]]:
    return [(unit, em_width(unit)) for unit in _units(paragraph)]


def _fill(units: list[tuple[str, float]], room: float) -> list[str]:
    lines, line, used = [], "", 0.0
    for unit, width in units:
        if line and used + width > room and not unit.isspace():
            lines.append(line)
            line, used = "", 0.0
        if width > room:
            *full, line = _split(unit, room)
            lines += full
            used = em_width(line)
        else:
            line, used = line + unit, used + width
    return [*lines, line]


def break_lines(text: str, room: float) -> list[str]:
    """Return ``text`` in lines of at most ``room`` ems; a line may end with blanks that stand out."""
    return [line for paragraph in _NEWLINES.split(text) for line in _fill(_measured(paragraph), room)]


def lines_that_fit(height: float, size: float) -> int:
    """Return how many lines of ``size`` points ``height`` mm hold."""
    ems = mm_to_points(height) / size + 0.02
    return max(0, int((ems - 1.0) / LEADING) + 1) if ems >= 1.0 else 0


def fit(
    text: str, box: Box, size: float, tail: str = "", least: float = LEAST_SIZE, *, unbroken: bool = False
) -> Fitted:
    """Return ``text`` as it fits into ``box``, at ``size`` points or smaller.

    Where it does not fit at ``least`` points, as much as fits is followed by ``tail``. ``unbroken`` text
    (a number, a code) gets smaller rather than go on in a second line, which would read as another number.
    """
    paragraphs = [[(each, em_width(each))] if unbroken else _measured(each) for each in _NEWLINES.split(text)]
    tried = size
    while True:
        room = mm_to_points(box.width) / tried
        most = lines_that_fit(box.height, tried)
        split = unbroken and any(width > room for units in paragraphs for _, width in units)
        lines = None if split else _fill_within(paragraphs, room, most)
        if lines is not None:
            return Fitted(tuple(lines), tried, True)
        if tried <= least:
            kept = 1 if unbroken else max(most, 1)
            return Fitted(_cut(paragraphs, room, kept, tail), tried, False)
        tried = max(least, tried - _STEP)


def _fill_within(paragraphs: list[list[tuple[str, float]]], room: float, most: int) -> list[str] | None:
    lines: list[str] = []
    for units in paragraphs:
        if sum(width for _, width in units) > room * (most - len(lines)) + 1:
            return None
        lines += _fill(units, room)
        if len(lines) > most:
            return None
    return lines


def _cut(paragraphs: list[list[tuple[str, float]]], room: float, most: int, tail: str) -> tuple[str, ...]:
    lines: list[str] = []
    for units in paragraphs:
        lines += _fill(_up_to(units, room * (most + 1)), room)
        if len(lines) > most:
            break
    kept = lines[:most]
    last = kept[-1].rstrip()
    while last and em_width(last) + em_width(tail) > room:
        last = last[:-1]
    return (*kept[:-1], last + tail)


def _up_to(units: list[tuple[str, float]], ems: float) -> list[tuple[str, float]]:
    used, kept = 0.0, []
    for unit, width in units:
        if width > ems:
            kept.append((unit[: int(ems * 4) + 8], ems))
            return kept
        kept.append((unit, width))
        used += width
        if used > ems:
            break
    return kept


def baselines(box: Box, count: int, size: float) -> list[float]:
    """Return the baselines in mm of ``count`` lines in the middle of the height of ``box``."""
    em = points_to_mm(size)
    top = box.centre.y - (count - 1) * LEADING * em / 2
    return [top + index * LEADING * em + MIDDLE * em for index in range(count)]
