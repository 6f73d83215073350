"""Printed boxes that are not on the paper: whoever typed over a □ in Word printed the code in its stead.

Print is subtracted from a scan with room around it, and the edge of a box does not count. So a thin sign that was typed
where the frame stood is lost with the frame, and such a box has to be looked at without it. A scanner may lose frames,
too, and what a pen wrote into them with them.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey, cut
from formkit.media.scan.ink import FAINT, ink_of

_BAND = 0.45
"""Millimetres to both sides of the edge of a box in which its frame lies."""
_GONE, _LEGIBLE = 4.0, 12.0
"""Levels by which a side of a frame must stand out to be there, and by which the sides of a page's boxes stand out in
the middle where its frames can be judged at all: some scans lose hair lines. Of 580 fields on simulated pages whose
frames can be seen, one falsely lacks a box."""
_SIDES, _SHARE = 2, 35
"""Sides that a box lacks that is gone, for a sign in its stead may look like the others; and the percentile along one
that counts, so that a sign which crosses it is no line."""
_AROUND, _BESIDE = 0.7, 1.4
"""Millimetres of print around a box that are its own, and across within which a sign typed over it stands."""


def gone_boxes(canvas: Grey, boxes: Sequence[Box]) -> list[Box]:
    """Return those of a page's printed boxes whose frames are not on the canvas; none where frames cannot be seen."""
    standing = [_frame(canvas, box) for box in boxes]
    if not boxes or float(np.median(standing)) < _LEGIBLE:
        return []
    return [box for box, sides in zip(boxes, standing, strict=True) if _lacks_sides(sides)]


def unseen_boxes(canvas: Grey, boxes: Sequence[Box]) -> list[Box]:
    """Return those of a page's printed boxes whose frames cannot be seen on the canvas, for whatever reason."""
    return [box for box in boxes if _lacks_sides(_frame(canvas, box))]


def _lacks_sides(sides: NDArray[np.float64]) -> bool:
    return int(np.count_nonzero(sides < _GONE)) >= _SIDES


def _frame(canvas: Grey, box: Box) -> NDArray[np.float64]:
    """Return by how many levels each of the four sides of a box stands out."""
    return np.array([_standing_out(cut(canvas, side)) for side in _sides(box)], np.float64)


def _standing_out(band: Grey) -> float:
    """Return by how many levels the darkest line along the longer side of a band stands out of it."""
    along = band if band.shape[1] >= band.shape[0] else band.T
    lines = np.percentile(cv2.blur(np.ascontiguousarray(WHITE - along), (5, 1)), _SHARE, axis=1)
    return float(lines.max() - np.median(lines))


def _sides(box: Box) -> tuple[Box, Box, Box, Box]:
    """Return the bands along the edges, without the corners."""
    inner = box.inset(1.5 * _BAND)
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
