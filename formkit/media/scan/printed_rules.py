"""Ruled lines and small empty boxes in a scanned page, and what is left when they are taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from formkit.media.scan.canvas import WHITE, Grey

Line = tuple[float, float, float]
"""At which pixel a line runs, and from where to where."""
PixelRect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels."""

Contour = np.ndarray[Any, Any]
"""Points (n, 1, 2) of an outline, as OpenCV gives them."""

_FLAT = 72
"""Pixels (6.5 mm): no stroke of print is as long, those of the largest headings left aside."""
_LONG = 330
"""Pixels (30 mm): a shorter line may be the strokes of neighbouring signs; then print stands right over it."""
_SEVERAL = 110
"""Pixels (10 mm): strokes of neighbouring signs are not as long; with white paper over it, such a line may stand close
over the next line of print."""
_WIDER = 46
"""Pixels (4.2 mm): no stroke of usual print is as wide; such a short underscore may stand close over the next line."""
_STROKE = 66
"""Pixels (6 mm): a bracket or a stroke of a sign under a cell that hangs together with the cell's side is shorter."""
_UPRIGHT = 36
"""Pixels (3.3 mm): the side of the lowest cell; strokes of a heading are as long, but end at no ruled line."""
_SHORT = 22
"""Pixels (2 mm): the shortest underscores; shorter than `_FLAT`, they must stand at the foot of their line."""
_THICK = 10
"""Pixels; anything thicker is no ruled line."""
_SQUARE = (16, 72)
"""Pixels (1.5 to 6.5 mm): inner sides of a box to tick."""
_RECTANGULAR = 0.87
"""Share of its frame that the inside of a box fills; a circle fills 0.79."""
_ROUND = 16
"""Pixels (1.5 mm): the inside of a ○; where a Latin face has it, it is smaller than in a Chinese one."""
_FRAME = 8
"""Pixels; the frame of a box is no thicker."""
_UNEVEN = 2
"""Pixels; its sides are about equally thick, as those of 自 and, with its feet, 口 are not."""
_LEVEL, _ROW = 3, 2
"""Pixels by which the edges of boxes in a line differ, and how many tell that one more is a box."""
_MEET = 12
"""Pixels; a line that comes as near as this meets another."""
_OVER = 32
"""Pixels (3 mm); no print stands as near over an underscore."""
_UNDER = 14
"""Pixels (1.3 mm); no print stands as near under one, as it does under the first stroke of 区 or 工."""
_BESIDE = 80
"""Pixels; how far the print stands that an underscore is compared with."""
_DARK = 175
_CORE = 138
"""The core of a line is darker: between an underscore and the border that it nearly touches runs a paler seam."""
_DEGREES = ((150, False), (175, False), (175, True), (190, False), (205, False), (205, True))
"""How boxes are looked for: as darker than a grey, small breaks closed or not. Heavy frames blur into their neighbours,
hairlines break."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page: level and upright lines, empty boxes, and the page without them."""

    flat: tuple[Line, ...]
    upright: tuple[Line, ...]
    squares: tuple[PixelRect, ...]
    rest: Grey


def rules_and_squares(grey: Grey) -> Drawn:
    """Return the ruled lines and the boxes of a page at 280 dpi, and the page with white in their place."""
    squares: list[PixelRect] = []
    for dark, closed in _DEGREES:
        ink = np.asarray((grey < dark) * 255, np.uint8)
        if closed:
            ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
        found = _squares(ink)
        squares += [box for box in found if not any(_overlap(box, other) for other in squares)]
    without = grey.copy()
    for x0, y0, x1, y1 in squares:
        cv2.rectangle(without, (x0 - 2, y0 - 2), (x1 + 1, y1 + 1), WHITE, -1)
    ink = np.asarray((without < _DARK) * 255, np.uint8)
    mask = np.zeros_like(ink)
    tall = _lines(ink, mask.copy(), upright=True, keep=lambda line: line[2] - line[1] > _FLAT)
    signs, borders = _tall(ink), _borders(ink)
    printed = _without(ink, borders, 5)
    flat = _lines(ink, mask, upright=False, keep=lambda line: (
        _is_ruled(printed, signs, line) and not _through(signs, line)) or _spans(tall, line))
    flat += _close_over_borders(ink, borders, mask)
    core = np.asarray((without < _CORE) * 255, np.uint8)
    flat += [line for line in _close_over_borders(core, _borders(core), mask) if not any(map(_same(line), flat))]
    edges = [line for line in flat if line[2] - line[1] > _LONG or _spans(tall, line)]
    upright = _lines(ink, mask, upright=True, keep=lambda line: _ends_at(edges, line),
                     cut=lambda line: _between(edges, line))
    without[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = WHITE
    flat += _short_rules(without)
    return Drawn(tuple(flat), tuple(upright), tuple(squares), without)


def _overlap(first: PixelRect, second: PixelRect) -> bool:
    level = min(first[3], second[3]) > max(first[1], second[1])
    return level and min(first[2], second[2]) > max(first[0], second[0])


def _squares(ink: Grey) -> list[PixelRect]:
    """Return the boxes: outlines of a rectangle, nearly square, with nothing inside; several that slashes join too."""
    if not ink.any():
        return []
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found: list[PixelRect] = []
    crowded: list[PixelRect] = []
    chains: dict[int, list[PixelRect]] = {}
    signs = _without_long_lines(ink)
    for contour, links in zip(contours, tree[0], strict=True):
        if links[3] < 0 or not _is_hole(signs, contour):
            continue
        x, y, w, h = cv2.boundingRect(contour)
        left, top, wide, tall = outer = cv2.boundingRect(contours[links[3]])
        if _frames(outer, (x, y, w, h)) and (_is_round(contour) or _footed(ink, outer)):
            box = (left, top, left + wide, top + tall)
            (found if _alone(signs, outer) else crowded).append(box)
        elif tall <= 1.3 * h + 2 * _FRAME:
            chains.setdefault(int(links[3]), []).append((x - 2, y - 2, x + w + 2, y + h + 2))
    found += [box for box in crowded if _in_a_row(box, found)]
    return found + [box for chain in chains.values() if len(chain) > 1 and _side_by_side(chain) for box in chain]


def _in_a_row(box: PixelRect, others: Sequence[PixelRect]) -> bool:
    """Say whether a box with print close by stands level with others of its size: as much of the line is boxes."""
    wide, tall = box[2] - box[0], box[3] - box[1]
    alike = [each for each in others if abs(each[1] - box[1]) <= _LEVEL and abs(each[3] - box[3]) <= _LEVEL
             and abs(each[2] - each[0] - wide) <= _UNEVEN and abs(each[3] - each[1] - tall) <= _UNEVEN]
    return len(alike) >= _ROW


def _side_by_side(chain: list[PixelRect]) -> bool:
    """Say whether none of the boxes that hang together stands over another, as the two halves of 日 do."""
    ordered = sorted(chain)
    return all(before[2] - 4 <= after[0] for before, after in pairwise(ordered))


def _without_long_lines(ink: Grey) -> Grey:
    """Return the print without the borders of cells, which may run close by a box."""
    lines = cv2.bitwise_or(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _FLAT), np.uint8)),
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_FLAT, 1), np.uint8)),
    )
    return _without(ink, np.asarray(lines, np.uint8), 5)


def _borders(ink: Grey) -> Grey:
    """Return the level lines that are surely ruled: an underscore may stand close over one."""
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _LONG), np.uint8)), np.uint8)


def _without(ink: Grey, lines: Grey, size: int) -> Grey:
    """Return the print without lines and what lies within half of ``size`` pixels around them."""
    return np.asarray(cv2.subtract(ink, cv2.dilate(lines, np.ones((size, size), np.uint8))), np.uint8)


def _is_hole(ink: Grey, contour: Contour) -> bool:
    """Say whether a contour is the empty inside of a box: nearly square, rectangular, without ink."""
    low, high = _SQUARE
    x, y, w, h = cv2.boundingRect(contour)
    if not (low <= w <= high and low <= h <= high and 0.72 <= w / h <= 1.4):
        return False
    filled = cv2.contourArea(contour) / ((w - 1) * (h - 1))
    return (filled >= _RECTANGULAR or _is_round(contour)) and _empty(ink, x, y, w, h)


def _alone(ink: Grey, outer: Sequence[int]) -> bool:
    """Say whether nothing is printed close over and under a box, as under the 口 of 号, nor a stroke beside it."""
    x, y, w, h = outer
    near, far = 2, 3 + h // 4
    over, under = ink[max(0, y - far) : max(0, y - near), x : x + w], ink[y + h + near : y + h + far, x : x + w]
    left, right = ink[y : y + h, max(0, x - 5) : max(0, x - 1)], ink[y : y + h, x + w + 1 : x + w + 5]
    crowded = [float((part > 0).any(axis=0).mean()) >= 0.4 for part in (over, under) if part.size]
    beside = [float((part > 0).any(axis=1).mean()) >= 0.8 for part in (left, right) if part.size]
    return not any(crowded) and not any(beside)


def _is_round(contour: Contour) -> bool:
    """Say whether a contour is a circle as large as a ○; those of letters and digits are narrower."""
    _, _, w, h = cv2.boundingRect(contour)
    filled = cv2.contourArea(contour) / ((w - 1) * (h - 1))
    return w >= _ROUND and 0.9 <= w / h <= 1.12 and 0.7 <= filled < _RECTANGULAR


def _empty(ink: Grey, x: int, y: int, w: int, h: int) -> bool:
    dx, dy = max(2, w // 5), max(2, h // 5)
    inner = ink[y + dy : y + h - dy, x + dx : x + w - dx]
    return inner.size > 0 and float((inner > 0).mean()) < 0.05


def _frames(outer: Sequence[int], hole: Sequence[int]) -> bool:
    """Say whether a piece of print is only the frame of a hole: 日, 自 and the cells of a table are more."""
    x, y, w, h = outer
    left, top, wide, tall = hole
    sides = (left - x, top - y, x + w - left - wide, y + h - top - tall)
    return max(sides) <= _FRAME and max(sides) - min(sides) <= _UNEVEN


def _footed(ink: Grey, outer: Sequence[int]) -> bool:
    """Say whether the foot of a frame is a whole line; 口 stands on two feet, four pixels high in small print."""
    x, y, w, h = outer
    return bool(((ink[y + h - 2 : y + h, x : x + w] > 0).mean(axis=1) > 0.6).any())


def _lines(ink: Grey, mask: Grey, *, upright: bool, keep: Callable[[Line], bool],
           cut: Callable[[Line], Line] = lambda line: line) -> list[Line]:
    """Return the lines of one direction that ``keep`` keeps, and put their pixels into ``mask``.

    ``cut`` takes from a line what hangs together with it and does not belong to it.
    """
    least = _UPRIGHT if upright else _FLAT
    kernel = np.ones((least, 1) if upright else (1, least), np.uint8)
    bridge = np.ones((5, 1) if upright else (1, 5), np.uint8)
    across = np.ones((1, 3) if upright else (3, 1), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
    opened = cv2.morphologyEx(cv2.dilate(closed, across), cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    lines: list[Line] = []
    for number in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[number])
        thick, long = (w, h) if upright else (h, w)
        line = (x + w / 2, float(y), float(y + h)) if upright else (y + h / 2, float(x), float(x + w))
        line = cut(line)
        if area / long > _THICK + 2 or thick > _THICK + 4 + 0.012 * long or not keep(line):
            continue
        lines.append(line)
        if upright:
            y, h = round(line[1]), round(line[2] - line[1])
        part = labels[y : y + h, x : x + w] == number
        mask[y : y + h, x : x + w][part] = 255
    return lines


def _close_over_borders(ink: Grey, borders: Grey, mask: Grey) -> list[Line]:
    """Return the underscores that stand so close over a border that they hang together with it where lines may sway.

    Between the two lies white paper all along, and none is printed over them. The rough edge of a border has no such
    paper under it.
    """
    alone = _without(ink, borders, 3)

    def keep(line: Line) -> bool:
        y, x0, x1 = round(line[0]), round(line[1]), round(line[2])
        white = np.flatnonzero((ink[y : y + _UNDER, x0:x1] > 0).mean(axis=1) < 0.1)
        if x1 - x0 > _LONG or not len(white) or _any_inked(ink[max(0, y - 30) : max(1, y - 8), x0:x1]) >= 0.4:
            return False
        return _any_inked(borders[y + int(white[0]) : y + _UNDER, x0:x1]) > 0.9

    return _lines(alone, mask, upright=False, keep=keep)


def _same(line: Line) -> Callable[[Line], bool]:
    """Return whether a line runs where ``line`` does."""
    at, start, end = line
    return lambda other: abs(other[0] - at) < _THICK / 2 and min(end, other[2]) - max(start, other[1]) > 0 and (
        other[2] - other[1] < 2 * (end - start))


def _any_inked(part: Grey) -> float:
    """Return the share of the columns of a part of a page that have ink."""
    return float((part > 0).any(axis=0).mean())


def _is_ruled(ink: Grey, signs: list[PixelRect], line: Line) -> bool:
    """Say whether a level line is ruled: long, or with paper over and under it.

    Where lines are set close, there is print under it; then it stands at the foot of the print beside it.
    """
    at, start, end = line
    if end - start > _LONG:
        return True
    y, x0, x1 = round(at), round(start), round(end)
    over, under = ink[max(0, y - 30) : max(1, y - 8), x0:x1], ink[y + 8 : y + 18, x0:x1]
    if _any_inked(under) >= 0.4:
        return end - start >= _SEVERAL and _any_inked(over) < 0.1 and _at_foot(signs, line)
    return _any_inked(over) < 0.4


def _at_foot(signs: list[PixelRect], line: Line) -> bool:
    """Say whether a line stands at the foot of the print beside it, not at the head of the print under it."""
    at, start, end = line
    beside = [(y, h) for x, y, w, h in signs if (start - _BESIDE < x + w < start + 4 or end - 4 < x < end + _BESIDE)
              and y < at + 4 and y + h > at - _OVER]
    return bool(beside) and 2 * sum(1 for y, h in beside if at > y + 0.75 * h) > len(beside)


def _through(signs: list[PixelRect], line: Line) -> bool:
    """Say whether a short line runs through the middle of the print beside it, as 一 between other signs does."""
    at, start, end = line
    if end - start > _LONG / 2:
        return False
    beside = [(y, h) for x, y, w, h in signs if start - _BESIDE < x + w / 2 < end + _BESIDE and y < at < y + h]
    middle = sum(1 for y, h in beside if y + 0.25 * h < at < y + 0.75 * h)
    return 2 * middle > len(beside)


def _spans(upright: list[Line], flat: Line) -> bool:
    """Say whether a level line runs from one upright line to another, as the edge of a cell does."""
    y, left, right = flat
    met = [at for at, start, end in upright if start - _MEET <= y <= end + _MEET]
    return any(abs(at - left) < _MEET for at in met) and any(abs(at - right) < _MEET for at in met)


def _ends_at(flat: list[Line], upright: Line) -> bool:
    """Say whether an upright line begins and ends at a level one, as the side of a cell does."""
    x, top, bottom = upright
    met = [at for at, start, end in flat if start - _MEET <= x <= end + _MEET]
    return any(abs(at - top) < _MEET for at in met) and any(abs(at - bottom) < _MEET for at in met)


def _between(flat: list[Line], upright: Line) -> Line:
    """Return an upright line without the strokes of print that it hangs together with beyond the edges of its cells."""
    x, top, bottom = upright
    met = [at for at, start, end in flat if start - _MEET <= x <= end + _MEET and top - _MEET <= at <= bottom + _MEET]
    if len(met) < 2:
        return upright
    first, last = min(met), max(met)
    return x, first if _MEET < first - top < _STROKE else top, last if _MEET < bottom - last < _STROKE else bottom


def _short_rules(page: Grey) -> list[Line]:
    """Return the short underscores, and put white in their place.

    They stand at the foot of their line, which 一 and dashes do not, and nothing is printed over them, as it is over
    the last stroke of 工 or 立. Signs beside them may touch them.
    """
    ink = np.asarray((page < _DARK) * 255, np.uint8)
    tall = _tall(ink)
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _SHORT), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    found: list[Line] = []
    for number in range(1, count):
        x, y, w, h, _ = (int(value) for value in stats[number])
        if h > _THICK or w < 3 * h:
            continue
        beside = [(top, top + high) for left, top, wide, high in tall
                  if left < x + w + _BESIDE and left + wide > x - _BESIDE and top + 8 < y < top + high + 18]
        if not beside:
            continue
        top, bottom = min(a for a, _ in beside), max(b for _, b in beside)
        over, under = ink[max(0, y - _OVER) : max(1, y - 3), x : x + w], ink[y + h + 2 : y + h + _UNDER, x : x + w]
        crowded = under.size and _any_inked(under) >= 0.3 and (w < _WIDER or _any_inked(over) >= 0.1)
        free = not crowded and (not over.size or _any_inked(over) < 0.3)
        if y + h / 2 >= top + 0.82 * (bottom - top) and free:
            found.append((y + h / 2, float(x), float(x + w)))
            cv2.rectangle(page, (x - 1, y - 1), (x + w, y + h), WHITE, -1)
    return found


def _tall(ink: Grey) -> list[tuple[int, int, int, int]]:
    """Return x, y, width and height of the pieces of print that are as high as the larger part of a sign."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    rects = ((int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:count])
    return [rect for rect in rects if 20 <= rect[3] <= 80]
