"""How large a text may be set in its place, and how much of it fits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.geometry import Box, points_to_mm
from formkit.media.docx.wordml import LINE_EMS

SMALLEST = 7.0
"""Points: smaller text is hard to read and harder to photograph."""
_STEP = 0.5
_TAB_MM = 7.5
_WIDE_SIGNS = frozenset("mwMW@%&—…")
_WORD = re.compile(r"[!-~]+|.", re.DOTALL)
_MARK = re.compile(r"(?:…〔见附页([0-9]+)〕|〔附([0-9]+)〕)$")
"""What stands at the end of a text of which the rest is on the sheet at the end."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it goes into its place: the size in points, how many lines it takes, whether it is whole."""

    text: str
    size: float
    lines: int
    whole: bool = True


def marked_number(text: str) -> int | None:
    """Return which entry of the sheet at the end continues ``text``, or None."""
    match = _MARK.search(text)
    return int(match[1] or match[2]) if match else None


def without_mark(text: str) -> str:
    """Return ``text`` up to the sign that it goes on elsewhere."""
    return _MARK.sub("", text)


def fit(text: str, room: Box, size: float) -> Fitted | None:
    """Return ``text`` at the largest size from ``size`` down to `SMALLEST` at which ``room`` holds it, or None."""
    current = size
    while current >= SMALLEST:
        lines = _lines(text, current, room.width)
        if lines == 1 or lines * points_to_mm(current) * LINE_EMS <= room.height:
            return Fitted(text, current, lines)
        current -= _STEP
    return None


def shortened(text: str, room: Box, number: int) -> Fitted:
    """Return as much of ``text`` as fits at `SMALLEST`, with the sign that entry ``number`` has all of it."""
    for mark in (f"…〔见附页{number}〕", f"〔附{number}〕"):
        if fit(mark, room, SMALLEST) is not None:
            break
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fit(text[:middle] + mark, room, SMALLEST) is not None:
            low = middle
        else:
            high = middle - 1
    shown = text[:low].rstrip("\n") + mark
    return Fitted(shown, SMALLEST, _lines(shown, SMALLEST, room.width), whole=False)


def _lines(text: str, size: float, width: float) -> int:
    """Return how many lines a word processor makes of ``text``: Latin words go to the next line as a whole."""
    count = 0
    for part in text.split("\n"):
        count += 1
        used = 0.0
        for word in _WORD.findall(part):
            step = _width(word, size)
            if used and used + step > width:
                count += 1
                used = 0.0
            while step > width:
                count += 1
                step -= width
            used += step
    return count


def _width(text: str, size: float) -> float:
    """Return the width of ``text`` in mm with the wider of what usual fonts give each character."""
    em = points_to_mm(size)
    return sum(_TAB_MM if char == "\t" else em * _ems(char) for char in text)


def _ems(char: str) -> float:
    if char in _WIDE_SIGNS or char > "~":
        return 1.0
    return 0.75 if char.isupper() else 0.58
