"""Lines of print in a scanned page that has lost its ruled lines: strips that hold one line each, cut at wide gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from formkit.media.scan.canvas import Grey

_DARK = 170
_LEAST = 8
"""Pixels (0.7 mm); specks and the remains of lines are lower."""
_APART = 1.0
"""Heights of a line; white space as wide as this ends a strip."""
_SLASH = 0.6
"""Heights of a line; a slash is no wider, and 月 between the boxes of a date is."""
_PAD = 3


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a line of print, in pixels, without margins; ``sign`` is what it says where that is known."""

    x0: int
    y0: int
    x1: int
    y1: int
    sign: str = ""


def _between(strip: Strip, squares: Sequence[tuple[int, int, int, int]], height: float) -> Strip:
    """Return a strip that lies between two boxes as the sign that parts them: no engine tells a lone / from a 1."""
    wide, tall = strip.x1 - strip.x0, strip.y1 - strip.y0
    if wide > 0.9 * height:
        return strip
    y = (strip.y0 + strip.y1) / 2
    level = [box for box in squares if box[1] - 0.4 * height < y < box[3] + 0.4 * height]
    left = any(0 <= strip.x0 - box[2] + 4 < 0.8 * height for box in level)
    right = any(0 <= box[0] - strip.x1 + 4 < 0.8 * height for box in level)
    if not (left and right) or (tall >= 0.4 * height and wide > _SLASH * height):
        return strip
    return Strip(strip.x0, strip.y0, strip.x1, strip.y1, "-" if tall < 0.4 * height else "/")


@dataclass(slots=True)
class _Blot:
    """A connected piece of print."""

    x0: int
    y0: int
    x1: int
    y1: int


def strips(
    grey: Grey, uprights: Sequence[tuple[float, float, float]], squares: Sequence[tuple[int, int, int, int]]
) -> list[Strip]:
    """Return the strips of a page; none reaches over an upright line or over a box."""
    ink = np.asarray((grey < _DARK) * 255, np.uint8)
    blots = _blots(ink)
    if not blots:
        return []
    height = _sign_height(blots)
    small = [blot for blot in blots if blot.y1 - blot.y0 < 4.5 * height and blot.x1 - blot.x0 < 12 * height]
    lines = _lines(small, height)
    walls = [(int(at), int(start), int(end)) for at, start, end in uprights]
    walls += [((x0 + x1) // 2, y0, y1) for x0, y0, x1, y1 in squares]
    found = [_between(strip, squares, height) for line in lines for strip in _cut(line, height, walls)]
    return [strip for strip in found if strip.y1 - strip.y0 >= _LEAST or strip.x1 - strip.x0 >= _LEAST]


def _blots(ink: Grey) -> list[_Blot]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = []
    for x, y, w, h, area in stats[1:count]:
        if area >= 6 and max(w, h) >= 4:
            found.append(_Blot(int(x), int(y), int(x + w), int(y + h)))
    return found


def _sign_height(blots: list[_Blot]) -> float:
    """Return the height of the usual sign: most large pieces of print are whole signs or their taller half."""
    heights = sorted(blot.y1 - blot.y0 for blot in blots if blot.y1 - blot.y0 >= 12)
    return float(heights[int(0.7 * (len(heights) - 1))]) if heights else 24.0


def _lines(blots: list[_Blot], height: float) -> list[list[_Blot]]:
    """Return the pieces of print line by line: large ones first make the lines, small ones join the nearest."""
    large = sorted((blot for blot in blots if blot.y1 - blot.y0 >= 0.5 * height), key=lambda blot: blot.x0)
    lines: list[list[_Blot]] = []
    for blot in large:
        line = _nearest(lines, blot, height)
        if line is None:
            lines.append([blot])
        else:
            line.append(blot)
    for blot in blots:
        if blot.y1 - blot.y0 < 0.5 * height:
            line = _nearest(lines, blot, height, small=True)
            if line is not None:
                line.append(blot)
            elif blot.x1 - blot.x0 >= 0.5 * height:
                lines.append([blot])
    return _merged(lines, height)


def _merged(lines: list[list[_Blot]], height: float) -> list[list[_Blot]]:
    """Put lines together that run into one another: the pieces of 个 begin two."""
    merged: list[tuple[_Blot, list[_Blot]]] = []
    for line in sorted(lines, key=len, reverse=True):
        box = _Blot(min(b.x0 for b in line), min(b.y0 for b in line), max(b.x1 for b in line), max(b.y1 for b in line))
        for whole, blots in merged:
            shared = min(whole.y1, box.y1) - max(whole.y0, box.y0)
            apart = max(whole.x0 - box.x1, box.x0 - whole.x1)
            level = shared > 0.6 * min(whole.y1 - whole.y0, box.y1 - box.y0) and apart < 0.3 * height
            if level or _halves(whole, box, height):
                blots += line
                whole.x0, whole.x1 = min(whole.x0, box.x0), max(whole.x1, box.x1)
                whole.y0, whole.y1 = (whole.y0, whole.y1) if level else (min(whole.y0, box.y0), max(whole.y1, box.y1))
                break
        else:
            merged.append((box, list(line)))
    return [line for _, line in merged]


def _halves(first: _Blot, second: _Blot, height: float) -> bool:
    """Say whether two pieces are the upper and the lower half of one line: 是 alone in a cell, 学号 before a blank."""
    tall = max(first.y1, second.y1) - min(first.y0, second.y0)
    shared = min(first.x1, second.x1) - max(first.x0, second.x0)
    return tall < 1.3 * height and shared > 0.6 * min(first.x1 - first.x0, second.x1 - second.x0)


def _nearest(lines: list[list[_Blot]], blot: _Blot, height: float, *, small: bool = False) -> list[_Blot] | None:
    """Return the line that a piece stands in: its neighbour at most three heights away overlaps it in y."""
    best: tuple[float, list[_Blot]] | None = None
    for line in lines:
        for other in line if small else line[-3:]:
            shared = min(blot.y1, other.y1) - max(blot.y0, other.y0)
            apart = max(blot.x0 - other.x1, other.x0 - blot.x1, 0)
            least = 0.3 * (blot.y1 - blot.y0) if small else 0.5 * min(blot.y1 - blot.y0, other.y1 - other.y0)
            if shared < least or apart > 3 * height:
                continue
            if best is None or apart < best[0]:
                best = (apart, line)
    return best[1] if best else None


def _cut(line: list[_Blot], height: float, walls: list[tuple[int, int, int]]) -> list[Strip]:
    """Return a line cut where white space is wide and where a wall stands."""
    ordered = sorted(line, key=lambda blot: blot.x0)
    groups: list[list[_Blot]] = [[ordered[0]]]
    end = ordered[0].x1
    for blot in ordered[1:]:
        y = (blot.y0 + blot.y1) // 2
        walled = any(end - 2 <= at <= blot.x0 + 2 and top - 2 <= y <= bottom + 2 for at, top, bottom in walls)
        if walled or blot.x0 - end > _APART * height:
            groups.append([blot])
        else:
            groups[-1].append(blot)
        end = max(end, blot.x1) if not walled else blot.x1
    return [
        Strip(min(b.x0 for b in group), min(b.y0 for b in group), max(b.x1 for b in group), max(b.y1 for b in group))
        for group in groups
    ]
