"""The canvas: a page upright on a fixed grid, in step with its printed blank, so that a box in mm is a slice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box

PIXELS_PER_MM = 8
"""About 203 dpi: a 7 mm line is 56 pixels high, a little more than the 48 that the text engine looks at."""
WHITE = 255

Grey = NDArray[np.uint8]
"""Rows × columns, 0 black to 255 white."""


def pixels(mm: float) -> int:
    """Return ``mm`` in canvas pixels, rounded."""
    return round(mm * PIXELS_PER_MM)


def cut(image: Grey, box: Box, margin: float = 0.0) -> Grey:
    """Return the part of a canvas inside ``box``, ``margin`` mm wider on every side (narrower if negative).

    What lies outside the canvas is white. The result is a view where the box lies inside, else a copy; it has
    at least one row and column.
    """
    height, width = image.shape[:2]
    x0, y0 = pixels(box.x0 - margin), pixels(box.y0 - margin)
    x1, y1 = max(x0 + 1, pixels(box.x1 + margin)), max(y0 + 1, pixels(box.y1 + margin))
    if x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height:
        return image[y0:y1, x0:x1]
    part = np.full((y1 - y0, x1 - x0), WHITE, np.uint8)
    left, top, right, bottom = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    if left < right and top < bottom:
        part[top - y0 : bottom - y0, left - x0 : right - x0] = image[top:bottom, left:right]
    return part
