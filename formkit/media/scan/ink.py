"""What a pen left on a page: the canvas without its print, and how much of a box it covers."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey, cut

FAINT = 56
"""Levels darker than paper and print from which a pixel is ink; a pale pencil is about 70."""
_NEAR = np.ones((5, 5), np.uint8)
"""0.3 mm: how far print may be out of place."""
_SPECK = 10
"""Pixels that a stroke has at least: 0.15 mm²; a speck of toner or dust has fewer."""


def ink_of(scan: Grey, blank: Grey) -> Grey:
    """Return how much darker the scan is than print anywhere near, 0 to 255; both on the canvas's grid."""
    return np.asarray(cv2.subtract(np.asarray(cv2.erode(blank, _NEAR), np.uint8), scan), np.uint8)


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of a box strokes cover: ``share`` of its area, and ``stroke``, the longest side of one, in mm."""

    share: float
    stroke: float


def covered(ink: Grey, box: Box, inset: float = 0.4) -> Covered:
    """Return how much of a box strokes cover, specks left aside; ``inset`` mm of its edge do not count."""
    dark = (cut(ink, box.inset(min(inset, box.width / 4), min(inset, box.height / 4))) > FAINT).astype(np.uint8)
    if not dark.any():
        return Covered(0.0, 0.0)
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(dark), connectivity=8)
    strokes = stats[1:count]
    strokes = strokes[strokes[:, cv2.CC_STAT_AREA] >= _SPECK]
    if not len(strokes):
        return Covered(0.0, 0.0)
    longest = int(strokes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max())
    return Covered(float(strokes[:, cv2.CC_STAT_AREA].sum()) / dark.size, longest / PIXELS_PER_MM)
