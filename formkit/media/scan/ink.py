"""What a pen left on a page: the canvas without its print, and how much of a box it covers."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey, cut, pixels

FAINT = 56
"""Levels darker than paper and print from which a pixel is ink; a pale pencil is about 70."""
_NEAR = np.ones((5, 5), np.uint8)
"""0.3 mm: how far print may be out of place."""
_SPECK = 10
"""Pixels that a stroke has at least: 0.15 mm²; a speck of toner or dust has fewer."""


def ink_of(scan: Grey, blank: Grey) -> Grey:
    """Return how much darker the scan is than print anywhere near, 0 to 255; both on the canvas's grid."""
    return np.asarray(cv2.subtract(np.asarray(cv2.erode(blank, _NEAR), np.uint8), scan), np.uint8)


def share(ink: Grey, box: Box, inset: float = 0.4) -> float:
    """Return the share of a box that strokes cover, specks left aside; ``inset`` mm of its edge do not count."""
    dark = (cut(ink, box.inset(min(inset, box.width / 4), min(inset, box.height / 4))) > FAINT).astype(np.uint8)
    if not dark.any():
        return 0.0
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(dark), connectivity=8)
    areas = stats[1:count, cv2.CC_STAT_AREA]
    return float(areas[areas >= _SPECK].sum()) / dark.size


def unframed(scan: Grey, box: Box, frames: Sequence[Box], margin: float = 0.0, width: float = 0.35) -> Grey:
    """Return the part of a canvas inside ``box`` with the printed edges of ``frames`` painted white.

    A stroke that crosses an edge loses ``width`` mm of its length, which the text engine does not mind; the
    edges themselves it reads as characters.
    """
    part = np.ascontiguousarray(cut(scan, box, margin)).copy()
    left, top = box.x0 - margin, box.y0 - margin
    half = pixels(width) // 2 + 1
    for frame in frames:
        x0, x1 = round((frame.x0 - left) * PIXELS_PER_MM), round((frame.x1 - left) * PIXELS_PER_MM)
        y0, y1 = round((frame.y0 - top) * PIXELS_PER_MM), round((frame.y1 - top) * PIXELS_PER_MM)
        for x in (x0, x1):
            part[max(0, y0 - half) : y1 + half, max(0, x - half) : max(0, x + half)] = WHITE
        for y in (y0, y1):
            part[max(0, y - half) : max(0, y + half), max(0, x0 - half) : x1 + half] = WHITE
    return part


