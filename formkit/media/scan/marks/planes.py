"""The pictures of a side that both readers cut from: half the canvas's grid, with room around the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey
from formkit.media.scan.once import once_for_each_blank

SCALE = PIXELS_PER_MM // 2
"""Pixels a millimetre: a pen's line of 0.3 to 0.7 mm is one to three pixels wide."""
ROOM = 6
"""Millimetres of white around the page, so that no cut leaves the picture."""
_NEAR, _FAR = np.ones((3, 3), np.uint8), np.ones((5, 5), np.uint8)
"""How far print may be out of place before it counts as ink: 0.25 and 0.5 mm."""

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Planes:
    """Pictures of one size, 0 black (or ink: none) to 255.

    ``ink`` is what is darker on the scan than on the blank anywhere within 0.25 mm, ``sure_ink`` within 0.5 mm;
    ``boxes`` is 255 inside the options.
    """

    scan: Picture
    blank: Picture
    ink: Picture
    sure_ink: Picture
    boxes: Picture


def planes(scan: Grey, blank: Grey, boxes: Sequence[Box]) -> Planes:
    """Return the pictures of a side; ``scan`` and ``blank`` are canvases of one size."""
    return from_halves(halved(scan), _halved_blank(blank), boxes)


def from_halves(small_scan: Picture, small_blank: Picture, boxes: Sequence[Box]) -> Planes:
    """Return the pictures of a side whose canvases were halved already."""
    near, far = _spread(small_blank)
    return Planes(
        small_scan, small_blank, _darker(small_scan, near), _darker(small_scan, far),
        _painted(small_scan.shape, boxes),
    )


def grid(mm: float) -> float:
    """Return where a page coordinate in mm lies in the pictures, in pixels from their edge."""
    return (mm + ROOM) * SCALE


def halved(canvas: Grey) -> Picture:
    """Return a canvas at half its grid, with room around it."""
    rows, columns = canvas.shape
    small = cv2.resize(canvas, (columns // 2, rows // 2), interpolation=cv2.INTER_AREA)
    room = ROOM * SCALE
    return np.asarray(cv2.copyMakeBorder(small, room, room, room, room, cv2.BORDER_CONSTANT, value=WHITE), np.uint8)


@once_for_each_blank
def _halved_blank(blank: Grey) -> Picture:
    return halved(blank)


@once_for_each_blank
def _spread(small_blank: Picture) -> tuple[Picture, Picture]:
    """Return the print as wide as it may be out of place."""
    near, far = (np.asarray(cv2.erode(small_blank, kernel), np.uint8) for kernel in (_NEAR, _FAR))
    return near, far


def _darker(scan: Picture, blank: Picture) -> Picture:
    return np.asarray(cv2.subtract(blank, scan), np.uint8)


def _painted(shape: tuple[int, ...], boxes: Sequence[Box]) -> Picture:
    picture = np.zeros(shape, np.uint8)
    for box in boxes:
        picture[round(grid(box.y0)) : round(grid(box.y1)), round(grid(box.x0)) : round(grid(box.x1))] = WHITE
    return picture
