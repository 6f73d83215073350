"""The page's number in print at its foot: as in the default booklet, or to be read."""

from __future__ import annotations

import cv2
import numpy as np

from formkit.geometry import Box
from formkit.layout.paper import FOOTER_BOX
from formkit.media.scan.canvas import Grey, cut, pixels

NUMBER_BOX = Box(FOOTER_BOX.x1 - 48.0, FOOTER_BOX.y0, FOOTER_BOX.x1 + 0.6, FOOTER_BOX.y1)
"""The right end of the foot, where the page's number stands."""
_LONGER = 7.0
"""Millimetres by which the line may begin further left than on the blank: four digits more."""
_SHIFT = 0.75
"""Millimetres by which the foot, which lies outside of what was registered, may be off."""
_PRINTED = 200
"""Levels under which there is print on the blank."""
_WINDOW = (13, 23)
"""Pixels across and down that one digit takes."""
_UNLIKE = 22.0
"""Pixels within a digit's window that one print has and the other not, from which the digits may differ. Measured:
another number 40 and more, the same number up to 20 on flatbeds and feeders, more on faxes."""


def is_as_printed(scan: Grey, blank: Grey) -> bool:
    """Say whether the page's number on the canvas is surely the one on the blank; False where it must be read."""
    return unlike(scan, blank) < _UNLIKE


def is_readable(scan: Grey) -> bool:
    """Say whether there is print enough at the foot for the text engine: of 14 paler ones it read none."""
    return bool(_dark(cut(scan, NUMBER_BOX)).any())


def number_part(scan: Grey, blank: Grey) -> Grey:
    """Return the part of the canvas in which the page's number stands, no wider than it may be."""
    printed = np.flatnonzero((cut(blank, NUMBER_BOX) < _PRINTED).any(axis=0))
    start = max(0, int(printed[0]) - pixels(_LONGER)) if printed.size else 0
    return cut(scan, NUMBER_BOX)[:, start:]


def unlike(scan: Grey, blank: Grey) -> float:
    """Return how many pixels of a digit's window at most differ, the foot being moved to where it fits best."""
    printed = np.ascontiguousarray(cut(blank, NUMBER_BOX))
    around = np.ascontiguousarray(cut(scan, NUMBER_BOX, _SHIFT))
    _, _, _, (left, top) = cv2.minMaxLoc(cv2.matchTemplate(around, printed, cv2.TM_CCOEFF_NORMED))
    seen = around[top : top + printed.shape[0], left : left + printed.shape[1]]
    ink, print_ = _dark(seen), _dark(printed)
    if not ink.any() or not print_.any():
        return float("inf")
    near = np.ones((3, 3), np.uint8)
    alone = (ink & (cv2.dilate(print_, near) == 0)) | (print_ & (cv2.dilate(ink, near) == 0))
    local = cv2.boxFilter(np.asarray(alone, np.float32), -1, _WINDOW, normalize=False)
    return float(np.asarray(local).max())


def _dark(picture: Grey) -> Grey:
    """Return what is print: at least half as dark as the darkest hundredth, for the foot is printed in grey."""
    darkest = float(np.percentile(picture, 1))
    if darkest > 225:
        return np.zeros_like(picture)
    return np.asarray(picture < (255 + darkest) / 2, np.uint8)
