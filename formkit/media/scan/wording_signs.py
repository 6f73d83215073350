"""The printed signs of a blank page: its words, cut into characters; rules, boxes and leaders left aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey, pixels
from formkit.model.layout import Page

_PRINTED = 140
"""The level under which a pixel is print."""
_LARGEST, _SPECK = 7.5, 6
"""Millimetres of a piece of print from which it is a rule, and pixels under which it is a speck."""
_JOINED = np.ones((5, 7), np.uint8)
"""Print so near belongs to one word."""
_AROUND = 0.6
"""Millimetres around a box to write in that belong to it."""
_EM, _LEAST_EM = 1.08, 2.5
"""Width of a character to the height of its line, and the least in mm."""
_LEAST_HEIGHT, _LEAST_PRINT = 1.2, 30
"""Millimetres and pixels of a sign that can be told from others: a comma cannot."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A printed sign: where it stands in mm, and the number of its word."""

    box: Box
    word: int


def signs_of(blank: Grey, page: Page) -> list[Sign]:
    """Return the printed signs of a page on the canvas's grid, word by word."""
    print_ = _print(blank, page)
    joined = np.asarray(cv2.dilate(print_, _JOINED), np.uint8)
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for number in range(1, count):
        x, y, width, height = (int(each) for each in statistics[number, :4])
        own = (labels[y : y + height, x : x + width] == number) & (print_[y : y + height, x : x + width] > 0)
        found += [Sign(_box(x, y, each), number) for each in _cut(own)]
    return found


def _print(blank: Grey, page: Page) -> Grey:
    """Return the mask of everything printed that is no rule and no box to write in."""
    dark = np.asarray(blank < _PRINTED, np.uint8)
    _, labels, statistics, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sizes = statistics[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    kept = (sizes < _LARGEST * PIXELS_PER_MM) & (statistics[:, cv2.CC_STAT_AREA] >= _SPECK)
    kept[0] = False
    mask = kept[labels].astype(np.uint8)
    for box in _boxes(page):
        top, bottom = max(0, pixels(box.y0 - _AROUND)), pixels(box.y1 + _AROUND) + 1
        mask[top:bottom, max(0, pixels(box.x0 - _AROUND)) : pixels(box.x1 + _AROUND) + 1] = 0
    return np.asarray(mask, np.uint8)


def _boxes(page: Page) -> Iterator[Box]:
    for place in page.places:
        yield from place.cells
        yield from (cell for part in place.parts for cell in part.cells)
        yield from (each.box for each in place.options if each.box is not None and each.words is not None)


def _cut(word: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the signs of a word as left, top, right and bottom: runs of columns, joined up to a character's width."""
    rows = np.flatnonzero(word.any(axis=1))
    if not rows.size:
        return
    em = max(float(rows[-1] + 1 - rows[0]) * _EM, _LEAST_EM * PIXELS_PER_MM)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], word.any(axis=0).astype(np.int8), [0]])))
    runs: list[tuple[int, int]] = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if runs and right - runs[-1][0] <= em:
            runs[-1] = runs[-1][0], int(right)
        else:
            runs.append((int(left), int(right)))
    for left, right in runs:
        part = word[:, left:right]
        high = np.flatnonzero(part.any(axis=1))
        if high[-1] + 1 - high[0] >= _LEAST_HEIGHT * PIXELS_PER_MM and part.sum() >= _LEAST_PRINT:
            yield left, int(high[0]), right, int(high[-1]) + 1


def _box(x: int, y: int, edges: tuple[int, int, int, int]) -> Box:
    left, top, right, bottom = edges
    return Box(*((each / PIXELS_PER_MM) for each in (x + left, y + top, x + right, y + bottom)))
