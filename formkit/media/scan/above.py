"""What is written above a box: whoever corrects a digit has no room beside it, and the old one may look whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey, cut, pixels
from formkit.media.scan.ink import FAINT
from formkit.media.scan.pieces import labelled

_UP, _BESIDE, _INTO = 6.0, 1.5, 0.5
"""Millimetres over a box, beside it and below its upper edge, within which a new digit's middle lies."""
_SPECK, _LARGE = 12, 9.0
"""Pixels of the smallest piece that counts, and millimetres of the largest: a fold or a line is no digit."""
_HIGH, _STROKE, _AREA = 2.0, 1.2, 0.8
"""Millimetres that the pieces are high together and the longest of them is long, and square millimetres of them: less
is dust, or print that shows through. Of 2,597 plain answers in boxes for fitting 26 have more, of 56 that were
corrected above their box 30; the old digit of most others looks struck out."""
_OWN = 0.6
"""Share of a piece outside of every place from which it is none of a neighbour's."""
_ROOM = 2.0
"""Millimetres around that, so that no piece is cut off."""
_EDGE = 0.3
"""Millimetres by which a place's writing goes over its edge unseen."""


def with_writing_above(ink: Grey, boxes: Sequence[Box], places: Sequence[Box]) -> frozenset[Box]:
    """Return the boxes above which a digit is written that belongs to no place.

    Args:
        ink: the canvas without its print, darker is more, as `ink.page_ink` has it.
        boxes: the one-character boxes and code boxes that are asked about.
        places: all that is written into on the page.
    """
    if not boxes:
        return frozenset()
    inked = np.asarray(ink > FAINT, np.uint8)
    free = np.ones(ink.shape, np.uint8)
    for place in places:
        top, left = max(pixels(place.y0 - _EDGE), 0), max(pixels(place.x0 - _EDGE), 0)
        free[top : max(pixels(place.y1 + _EDGE), 0), left : max(pixels(place.x1 + _EDGE), 0)] = 0
    return frozenset(box for box in boxes if _is_written(inked, free, box))


def _is_written(inked: Grey, free: Grey, box: Box) -> bool:
    over = Box(box.x0 - _BESIDE, box.y0 - _UP, box.x1 + _BESIDE, box.y0 + _INTO)
    page = Box(0, 0, inked.shape[1] / PIXELS_PER_MM, inked.shape[0] / PIXELS_PER_MM)
    if not page.contains(over.inset(-_ROOM)) or not cut(inked, over).any():
        return False
    pieces = _own_pieces(cut(inked, over, _ROOM), cut(free, over, _ROOM), over)
    if not len(pieces):
        return False
    _, y, width, height, area = pieces.T
    high = float((y + height).max() - y.min()) / PIXELS_PER_MM
    longest = float(np.maximum(width, height).max()) / PIXELS_PER_MM
    return high >= _HIGH and longest >= _STROKE and float(area.sum()) / PIXELS_PER_MM**2 >= _AREA


def _own_pieces(inked: Grey, free: Grey, over: Box) -> NDArray[np.int32]:
    """Return the statistics of the pieces whose middle lies over the box and which are no place's writing."""
    labels, stats = labelled(inked)
    x, y, width, height, area = stats.T
    own = np.bincount(labels.ravel(), weights=free.ravel(), minlength=len(stats)) / np.maximum(area, 1)
    room, largest = _ROOM * PIXELS_PER_MM, _LARGE * PIXELS_PER_MM
    across, down = x + width / 2 - room, y + height / 2 - room
    within = (across > 0) & (across < over.width * PIXELS_PER_MM) & (down > 0) & (down < over.height * PIXELS_PER_MM)
    kept = within & (own > _OWN) & (area >= _SPECK) & (np.maximum(width, height) <= largest)
    kept[0] = False
    return np.asarray(stats[kept], np.int32)
