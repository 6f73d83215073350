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

Measures = NDArray[np.float32]


def ink_share(sure_ink: Picture, boxes: Sequence[Box]) -> Measures:
    """Return the share of each box that is covered by ink."""
    sums = cv2.integral((sure_ink > INKED).view(np.uint8))
    edges = np.array([[grid(box.x0), grid(box.y0), grid(box.x1), grid(box.y1)] for box in boxes])
    x0, y0, x1, y1 = np.rint(edges).astype(np.intp).T
    inked = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
    return np.asarray(inked / np.maximum((x1 - x0) * (y1 - y0), 1), np.float32)


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
