"""What was struck out: writing under a long stroke, a cross or a scribble."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from formkit.media.scan.canvas import PIXELS_PER_MM, Grey
from formkit.media.scan.text.ink import Blob, Ink

_LONG = 2.4
"""A stroke this many characters long is none of a character. Measured on made writing: of 1,000 lines that
nobody struck out 3 to 12 had such a stroke, of 26 struck out ones 22."""
_ANGLES = (-38, -33, -28, -23, -18, -14, -10, -7, -4, -2, 0, 2, 4, 7, 10, 14, 18, 23, 28, 33, 38)
"""Degrees in which such strokes are looked for."""
_SWAY = 3
"""Pixels that a straight stroke may leave its line."""
_DOTTED = 4
"""Pixels between the points of such a stroke that are looked for before all of it is."""
_FULL = 0.65
"""Share of its box that a scribble fills."""
_WIDE = 1.2
"""Characters that a scribble is wide at least."""
_COVERED = 0.6
"""Share of a blob that lies within what is struck if it is struck with it."""
_AROUND = 0.5
"""Characters above and below a stroke that it strikes out."""
_CHARACTER = 3.2
"""Millimetres; the least height of a character that is taken, so that small signs make no long strokes."""


_Zone = tuple[int, int, int, int]


def struck_blobs(ink: Ink) -> frozenset[int]:
    """Return the labels of the strokes that are struck out, the strokes that strike them out included."""
    heights = np.array([blob.height for blob in ink.blobs])
    character = max(float(np.median(heights[heights >= 0.5 * heights.max()])), _CHARACTER * PIXELS_PER_MM)
    character = min(character, 6.5 * PIXELS_PER_MM)
    struck: set[int] = set()
    for blob in ink.blobs:
        zone = _strike(ink, blob, character) if blob.width >= _WIDE * character else None
        if zone is not None:
            struck |= {blob.label, *(each.label for each in ink.blobs if _within(each, zone))}
    return frozenset(struck)


def _strike(ink: Ink, blob: Blob, character: float) -> _Zone | None:
    """Return the place that a blob strikes out: its own where it is a scribble, else around its long strokes."""
    place = slice(blob.y0, blob.y1), slice(blob.x0, blob.x1)
    part = np.asarray((ink.labels[place] == blob.label) & ink.core[place], np.uint8)
    if blob.height >= 0.4 * character and part.sum() >= _FULL * part.size:
        return blob.x0, blob.y0, blob.x1, blob.y1
    length = round(_LONG * character)
    if blob.width < 0.75 * length:
        return None
    room = cv2.copyMakeBorder(part, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    thick = np.asarray(cv2.dilate(room, np.ones((_SWAY, 1), np.uint8)), np.uint8)
    found = [zone for angle in _ANGLES if (zone := _run(thick, length, angle)) is not None]
    if not found:
        return None
    around = round(_AROUND * character)
    return (
        blob.x0 + min(zone[0] for zone in found), blob.y0 + min(zone[1] for zone in found) - around,
        blob.x0 + max(zone[2] for zone in found), blob.y0 + max(zone[3] for zone in found) + around,
    )


def _run(thick: Grey, length: int, angle: float) -> _Zone | None:
    """Return where a mask holds straight runs of ``length`` pixels at ``angle`` degrees.

    The mask has been made thicker for a little sway and has a pixel of room on every side.
    """
    kernel = _bar(length, angle)
    if kernel.shape[0] > thick.shape[0] or kernel.shape[1] > thick.shape[1]:
        return None
    if not cv2.hasNonZero(cv2.erode(thick, _dotted(length, angle), borderValue=(0,))):
        return None
    left, top, width, height = cv2.boundingRect(cv2.erode(thick, kernel, borderValue=(0,)))
    if not width:
        return None
    up, across = kernel.shape[0] // 2, kernel.shape[1] // 2
    return left - across, top - up, left + width - 1 + across, top + height - 1 + up


@lru_cache(maxsize=512)
def _dotted(length: int, angle: float) -> Grey:
    """Return a few points of the bar: where these do not fit the bar does not, and hardly anything fits them alone."""
    dots = _bar(length, angle).copy()
    dots[:, np.arange(dots.shape[1]) % _DOTTED > 0] = 0
    return dots


@lru_cache(maxsize=512)
def _bar(length: int, angle: float) -> Grey:
    """Return a straight bar one pixel thick as a mask just large enough for it."""
    across, up = length * np.cos(np.radians(angle)), length * np.sin(np.radians(angle))
    rows, columns = round(abs(up)) + 1, round(abs(across)) + 1
    top, bottom = (0, rows - 1) if angle >= 0 else (rows - 1, 0)
    bar = cv2.line(np.zeros((rows, columns), np.uint8), (0, top), (columns - 1, bottom), (1,), 1)
    return np.asarray(bar, np.uint8)


def _within(blob: Blob, zone: _Zone) -> bool:
    wide = min(blob.x1, zone[2]) - max(blob.x0, zone[0])
    high = min(blob.y1, zone[3]) - max(blob.y0, zone[1])
    return max(0, wide) * max(0, high) >= _COVERED * blob.width * blob.height
