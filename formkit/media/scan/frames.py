"""Printed boxes that are not on the paper: whoever typed over a □ in Word printed the code in its stead.

Print is subtracted from a scan with room around it, and the edge of a box does not count. So a thin sign that was typed
where the frame stood is lost with the frame, and such a box has to be looked at without it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey, cut
from formkit.media.scan.ink import FAINT, ink_of

_BAND = 0.45
"""Millimetres to both sides of the edge of a box in which its frame lies."""
_PRINTED, _SEEN = 150, 200
"""Levels under which the blank has a frame, and the scan, made 0.3 mm bolder, shows it."""
_LEAST_FRAME = 10
"""Pixels of frame from which a side has one."""
_GONE, _SIDES = 0.35, 3
"""Share of a side's frame up to which it is not there, and sides from which the box is not."""
_AROUND, _BESIDE = 0.7, 1.4
"""Millimetres of print around a box that are its own, and across within which a sign typed over it stands."""


def is_gone(canvas: Grey, blank: Grey, box: Box) -> bool:
    """Say whether the frame that the blank has around ``box`` is not on the canvas, both on the canvas's grid."""
    gone = 0
    for side in _sides(box):
        frame = cut(blank, side) < _PRINTED
        if np.count_nonzero(frame) < _LEAST_FRAME:
            return False
        there = cv2.erode(np.ascontiguousarray(cut(canvas, side)), np.ones((3, 3), np.uint8))
        gone += float((np.asarray(there)[frame] < _SEEN).mean()) < _GONE
    return gone >= _SIDES


def _sides(box: Box) -> tuple[Box, Box, Box, Box]:
    """Return the bands along the edges, without the corners."""
    inner = box.inset(2 * _BAND)
    top, bottom = (Box(inner.x0, y - _BAND, inner.x1, y + _BAND) for y in (box.y0, box.y1))
    left, right = (Box(x - _BAND, inner.y0, x + _BAND, inner.y1) for x in (box.x0, box.x1))
    return top, bottom, left, right


def without(blank: Grey, boxes: Sequence[Box]) -> Grey:
    """Return a copy of a blank page on which ``boxes`` are not printed."""
    made = blank.copy()
    for box in boxes:
        cut(made, box, _AROUND)[:] = WHITE
    return made


def over(canvas: Grey, blank: Grey, box: Box) -> Box:
    """Return ``box`` moved across to the middle of what stands in its stead; ``blank`` is without it."""
    ink = ink_of(canvas, blank)
    columns = np.flatnonzero((cut(ink, Box(box.x0 - _BESIDE, box.y0, box.x1 + _BESIDE, box.y1)) > FAINT).any(axis=0))
    if not columns.size:
        return box
    middle = (columns[0] + columns[-1] + 1) / 2 / PIXELS_PER_MM + box.x0 - _BESIDE
    return box.moved(middle - box.centre.x, 0.0)
