"""Levelling a canvas: paper becomes white whatever the light, and print as dark as it is on the blank."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import WHITE, Grey
from formkit.media.scan.once import once_for_each_blank

_SHRINK = 12
"""Divides A4 on the canvas's grid into whole pixels, which is several times faster."""
_ALMOST_WHITE = 235
"""Grain of the paper and of the sensor, once the light is even."""
_DARKEST = 90
"""The blackest print of a pale copy is stretched to black only if it is at most this far from it."""


def level(canvas: Grey, blank: Grey) -> Grey:
    """Return ``canvas`` with paper at 255 and print stretched to black; both are on the same grid."""
    paper = _paper(canvas)
    flat = np.asarray(cv2.divide(canvas, paper, scale=WHITE), np.uint8)
    black = _print_level(flat, blank)
    table = np.clip((np.arange(256) - black) * (WHITE / (WHITE - black)), 0, WHITE).astype(np.uint8)
    return np.asarray(cv2.LUT(flat, table), np.uint8)


def _paper(canvas: Grey) -> Grey:
    """Return the light of the paper at each place: the brighter pixels of its surroundings, smoothed."""
    rows, columns = canvas.shape
    small = (max(1, columns // _SHRINK), max(1, rows // _SHRINK))
    coarse = cv2.resize(canvas, small, interpolation=cv2.INTER_AREA)
    kernel = np.ones((3, 3), np.uint8)
    coarse = cv2.medianBlur(cv2.dilate(coarse, kernel, iterations=2), 5)
    coarse = cv2.GaussianBlur(cv2.erode(coarse, kernel), (5, 5), 0)
    coarse = np.maximum(coarse, 24)
    return np.asarray(cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_LINEAR), np.uint8)


def _print_level(flat: Grey, blank: Grey) -> float:
    """Return how dark solid print is on the levelled page: the median where the blank is black all around."""
    solid = _solid(blank)
    if solid.size < 200:
        return 0.0
    return float(min(_DARKEST, np.median(np.take(flat[::2, ::2], solid))))


@once_for_each_blank
def _solid(blank: Grey) -> NDArray[np.intp]:
    """Return the numbers of the pixels, every second each way, where the blank is black all around."""
    return np.flatnonzero(cv2.dilate(blank[::2, ::2], np.ones((2, 2), np.uint8)) < 60)


def level_paper(page: Grey) -> Grey:
    """Return a page with paper at 255, whatever the light: for a page that no blank is known of."""
    flat = np.asarray(cv2.divide(page, _paper(page), scale=WHITE), np.uint8)
    return np.asarray(np.where(flat > _ALMOST_WHITE, WHITE, flat), np.uint8)
