"""Writing that goes on from one place into the next: what stands there then is perhaps no answer of its own."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey, cut
from formkit.media.scan.ink import FAINT

_BESIDE = 3.0
"""Millimetres between two places that have only a ruled line, or nothing, between them."""
_GOES_ON = 2.0
"""Millimetres of white between two signs of one writing; a hand that begins a new answer leaves more on both sides."""
_SHARED = 0.5
"""Share of the lower of two places that must be beside the other."""
_EDGE = 0.8
"""Millimetres at the top and the bottom of a place that do not count: the frame, and the writing of other rows."""
_MOST_OVERRUN = 10.0
"""Millimetres from its left edge within which all the ink of a place may have come from the left: two characters or
three. Ink further on is somebody's own, whatever runs in."""
_LEAST_INK = 2
"""Dark pixels that a column of pixels has where a stroke crosses it."""


def runs_into(ink: Grey, place: Box, others: Iterable[Box]) -> Box | None:
    """Return which of ``others`` has writing that goes on into ``place`` over its left edge; None where none has."""
    return next((each for each in others if _is_left(each, place) and _goes_on(ink, each, place)), None)


def _is_left(other: Box, place: Box) -> bool:
    shared = min(other.y1, place.y1) - max(other.y0, place.y0)
    is_near = -_EDGE <= place.x0 - other.x1 <= _BESIDE
    return is_near and shared >= _SHARED * min(other.height, place.height)


def _goes_on(ink: Grey, other: Box, place: Box) -> bool:
    y0, y1 = max(other.y0, place.y0) + _EDGE, min(other.y1, place.y1) - _EDGE
    if y1 <= y0:
        return False
    edge = (other.x1 + place.x0) / 2
    before, behind = (_inked(ink, Box(x, y0, x + _GOES_ON, y1)) for x in (edge - _GOES_ON, edge))
    if not before.any() or not behind.any():
        return False
    if _inked(ink, Box(place.x0 + _MOST_OVERRUN, y0, max(place.x0 + _MOST_OVERRUN, place.x1 - _EDGE), y1)).any():
        return False
    white = len(before) - 1 - np.flatnonzero(before)[-1] + np.flatnonzero(behind)[0]
    return bool(white <= _GOES_ON * PIXELS_PER_MM)


def _inked(ink: Grey, box: Box) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which columns of pixels of a box have ink, from the left."""
    return np.asarray((cut(ink, box) > FAINT).sum(axis=0) >= _LEAST_INK, np.bool_)
