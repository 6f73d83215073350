"""Plain measures of the ink at an option, kept beside the readers' scores."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.marks.planes import Picture, grid
from formkit.media.scan.marks.unrolled import INSIDE, OUTER_STEP

INKED = 70
"""How much darker than the blank a place must be to count as ink, of 255."""
_FROM, _TO = INSIDE // 2, INSIDE + 14
"""Rows of the unrolled surroundings in which a ring's line is looked for: half inside to 3.5 mm outside."""

FAINT, _SPECKS, _ROOM = 24, 2, 2.0
"""An option is untouched where no more than so many places within so many mm are darker than the blank by FAINT.
Measured on 8,000 marked options of both test sets: none is lost, a fifth (busy pages) to a half of the rest is told."""

Measures = NDArray[np.float32]


def ink_share(sure_ink: Picture, boxes: Sequence[Box]) -> Measures:
    """Return the share of each box that is covered by ink."""
    inked, area = _counted(sure_ink, INKED, boxes)
    return np.asarray(inked / np.maximum(area, 1), np.float32)


def untouched(ink: Picture, sure_ink: Picture, boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """Say at which options there is nothing at all, not even the palest line."""
    around, _ = _counted(sure_ink, FAINT, [box.inset(-_ROOM) for box in boxes])
    within, _ = _counted(ink, FAINT, boxes)
    return np.asarray((around <= _SPECKS) & (within <= _SPECKS), np.bool_)


def _counted(ink: Picture, over: int, boxes: Sequence[Box]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many places in each box have more ink than ``over``, and how many there are."""
    _, inked = cv2.threshold(ink, over, 1, cv2.THRESH_BINARY)
    sums = np.asarray(cv2.integral(inked))
    edges = np.array([[grid(box.x0), grid(box.y0), grid(box.x1), grid(box.y1)] for box in boxes])
    limits = np.array([ink.shape[1], ink.shape[0]] * 2)
    x0, y0, x1, y1 = np.clip(np.rint(edges), 0, limits).astype(np.intp).T
    return sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0], (x1 - x0) * (y1 - y0)


def of_unrolled(ink: Picture) -> tuple[Measures, Measures, Measures, Measures]:
    """Return coverage, gap, darkness and line width of each option from (n, rows, directions) of ink."""
    inked = ink > INKED
    met = np.asarray(inked[:, _FROM:_TO].any(axis=1), np.bool_)
    outer = inked[:, INSIDE:]
    starts = outer[:, 1:] & ~outer[:, :-1]
    runs = starts.sum(axis=(1, 2)) + outer[:, 0].sum(axis=1)
    width = outer.sum(axis=(1, 2)) / np.maximum(runs, 1) * OUTER_STEP
    total = inked.sum(axis=(1, 2))
    darkness = np.where(inked, ink, 0).sum(axis=(1, 2)) / np.maximum(total, 1) / 255
    return (
        np.asarray(met.mean(axis=1), np.float32), _widest_gap(met),
        np.asarray(darkness, np.float32), np.asarray(width, np.float32),
    )


def _widest_gap(met: NDArray[np.bool_]) -> Measures:
    """Return the longest run of directions without ink as a share of all, going round past the start."""
    count = met.shape[1]
    twice = np.concatenate((met, met), axis=1)
    at = np.arange(2 * count)
    last = np.maximum.accumulate(np.where(twice, at, -1), axis=1)
    longest = (at - last).max(axis=1)
    return np.asarray(np.minimum(longest, count) / count, np.float32)
