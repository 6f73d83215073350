"""A scan beside its blank: how like a piece of print is, where it stands, and what became of its strokes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey

_SOFT = 1.5
"""Pixels of blur: hairs of print differ by printer and scanner."""
_EDGE = 128
"""White pixels around a page, so that a search never leaves it."""
_STROKE_REACH, _MARGIN = 2, 2
"""Pixels across and down within which strokes are looked for, and the white around print."""
_BEYOND, _INK = 7, 70
"""Pixels around a sign in which a pen that crosses it shows, and the level of its ink."""


class Pair:
    """A scan and its blank on one grid, compared sign by sign."""

    def __init__(self, scan: Grey, blank: Grey) -> None:
        self._scan, self._blank = (np.asarray(255 - _framed(each), np.uint8) for each in (scan, blank))
        self._near = np.asarray(cv2.dilate(self._blank, np.ones((5, 5), np.uint8)), np.uint8)
        self._soft_scan, self._soft_blank = (_softened(each) for each in (self._scan, self._blank))

    def likeness(self, box: Box, reach: tuple[int, int], by: tuple[int, int]) -> tuple[float, tuple[int, int]]:
        """Return the best correlation of a box within ``reach`` pixels of where it lies moved ``by``, and where."""
        left, top, right, bottom = _pixels(box)
        across, down = reach
        part = self._soft_blank[top:bottom, left:right]
        window = self._soft_scan[
            max(0, top + by[1] - down) : bottom + by[1] + down, max(0, left + by[0] - across) : right + by[0] + across
        ]
        if window.shape[0] < part.shape[0] or window.shape[1] < part.shape[1]:
            return 0.0, by
        found = np.nan_to_num(np.asarray(cv2.matchTemplate(window, part, cv2.TM_CCOEFF_NORMED)))
        _, best, _, (x, y) = cv2.minMaxLoc(found)
        return float(best), (x - across + by[0], y - down + by[1])

    def beyond(self, box: Box, at: tuple[int, int], *, across: bool = False) -> int:
        """Return the pixels of ink that is no print right above and below a sign, ``across`` at its sides."""
        left, top, right, bottom = _pixels(box)
        bands = [(left, top - _BEYOND, right, top), (left, bottom, right, bottom + _BEYOND)]
        if across:
            bands = [(left - _BEYOND, top, left, bottom), (right, top, right + _BEYOND, bottom)]
        found = 0
        for x0, y0, x1, y1 in bands:
            there, near = self._scan[y0 + at[1] : y1 + at[1], x0 + at[0] : x1 + at[0]], self._near[y0:y1, x0:x1]
            found = max(found, int(np.count_nonzero(cv2.subtract(there, near) > _INK)))
        return found

    def strokes(self, box: Box, at: tuple[int, int]) -> tuple[float, float, float]:
        """Return how like the blank the ink on its strokes is, all ink and that beside them, to the blank's ink."""
        left, top, right, bottom = _pixels(box)
        own, near = self._blank[top:bottom, left:right], self._near[top:bottom, left:right]
        soft, black = self._soft_blank[top:bottom, left:right], max(1.0, float(own.sum()))
        best, whole, beside = -1.0, 0.0, 0.0
        for y in range(at[1] - _STROKE_REACH, at[1] + _STROKE_REACH + 1):
            for x in range(at[0] - _STROKE_REACH, at[0] + _STROKE_REACH + 1):
                there = self._scan[max(0, top + y) : bottom + y, max(0, left + x) : right + x]
                if there.shape != own.shape:
                    continue
                on = _softened(np.asarray(np.minimum(there, near), np.uint8))
                like = _correlation(on, soft)
                if like > best:
                    best, whole = like, float(there.sum()) / black
                    beside = float(cv2.subtract(there, near).sum()) / black
        return best, whole, beside


def _framed(picture: Grey) -> Grey:
    made = cv2.copyMakeBorder(picture, _EDGE, _EDGE, _EDGE, _EDGE, cv2.BORDER_CONSTANT, value=WHITE)
    return np.asarray(made, np.uint8)


def _softened(picture: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _SOFT), np.uint8)


def _correlation(one: Grey, other: Grey) -> float:
    first, second = (each.astype(np.float64) - each.mean() for each in (one, other))
    norm = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / norm if norm else 0.0


def _pixels(box: Box) -> NDArray[np.int_]:
    """Return left, top, right and bottom of a box in pixels of the framed picture, with a margin."""
    edges = np.rint(np.array([box.x0, box.y0, box.x1, box.y1]) * PIXELS_PER_MM).astype(np.int_)
    return np.asarray(edges + np.array([-_MARGIN, -_MARGIN, _MARGIN, _MARGIN]) + _EDGE, np.int_)
