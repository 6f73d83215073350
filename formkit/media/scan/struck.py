"""Words that were struck out: a long level line through what is written, longer than any stroke of a character."""

from __future__ import annotations

import cv2
import numpy as np

from formkit.media.scan.canvas import PIXELS_PER_MM, Grey
from formkit.media.scan.text.ink import darkness

_INK = 40
"""Grey levels below paper from which a pixel is ink."""
_OF_DEEPEST = 0.68
"""Share of the pen's own darkness above which a pixel is the middle of a stroke, so that near strokes stay apart."""
_SLOPES = np.linspace(-0.2, 0.2, 11)
"""Rises of a strike that are looked for, as shares of its length: up to 11 degrees."""
_GAP = 3
"""Pixels of pen that may be missing."""
_LENGTHS = (10.0, 8.5, 7.5, 6.5, 5.5)
"""Millimetres that are tried, longest first."""
_NEAR_PRINT = 7
"""Pixels around printed lines that are left out: a bilevel scanner thickens them."""
_INSET = 0.9
"""Millimetres at the upper and lower edge of a place where a line is no strike but a rule."""


def longest_level_line(page: Grey, blank: Grey, margin: int) -> float:
    """Return about how long in mm the longest straight, nearly level stroke in a place is; 0 for none of 5.5 mm.

    ``page`` is the levelled canvas around the place and ``blank`` the print there, both ``margin`` pixels wider
    than its box on every side.
    """
    depth = darkness(page, blank)
    deep = float(np.percentile(depth[depth > _INK], 90)) if (depth > _INK).any() else 255.0
    dark = np.asarray(depth > max(_INK, _OF_DEEPEST * deep), np.uint8)
    printed = cv2.dilate((blank < 160).astype(np.uint8), np.ones((2 * _NEAR_PRINT + 1,) * 2, np.uint8))
    dark[printed > 0] = 0
    edge = margin + round(_INSET * PIXELS_PER_MM)
    inside = np.ascontiguousarray(dark[edge : dark.shape[0] - edge, margin : dark.shape[1] - margin])
    if inside.size == 0 or not inside.any():
        return 0.0
    joined = np.asarray(cv2.morphologyEx(inside, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8)), np.uint8)
    return next((length for length in _LENGTHS if _has_run(joined, length)), 0.0)


def _has_run(mask: Grey, length: float) -> bool:
    kernel = np.ones((1, round(length * PIXELS_PER_MM)), np.uint8)
    if mask.shape[1] < kernel.shape[1]:
        return False
    height, width = mask.shape
    border = (0.0,)
    for slope in _SLOPES:
        level = np.array([[1, 0, 0], [slope, 1, -slope * width / 2]], np.float64)
        sheared = cv2.warpAffine(mask, level, (width, height), flags=cv2.INTER_NEAREST, borderValue=border)
        eroded = cv2.erode(sheared, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=border)
        if np.asarray(eroded).any():
            return True
    return False
