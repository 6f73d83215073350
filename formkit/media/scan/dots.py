"""Grey made of dots, as faxes and bilevel scanners make it, evened out before a page is put on its grid.

Dots and the grid's pixels beat: where they fall together a dot stays black, elsewhere it is spread over its neighbours
and levelled to white. Paper gets stripes darker than a pale pen, which no filter takes out afterwards.
"""

from __future__ import annotations

import cv2
import numpy as np

from formkit.media.scan.canvas import PIXELS_PER_MM, Grey

_BLOCK = 32
"""Pixels of the blocks that are looked at."""
_CHANGES = 0.2
"""Changes between black and white a pixel in a block of dots, where half of all pixels change; small print at 100 dpi
has as many in some blocks."""
_SOME = 0.1
"""Share of a page's blocks from which its grey is made of dots: of simulated faxes those with dots have all, those
without under 0.01."""
_SMOOTH = 0.16
"""Millimetres over which dots are evened out (the standard deviation), and in pixels at least."""
_LEAST = 1.0


def is_halftone(image: Grey) -> bool:
    """Say whether an image has two levels only and greys made of dots in a good part."""
    rows, columns = (size // _BLOCK * _BLOCK for size in image.shape)
    if not rows or not columns or not _is_bilevel(image):
        return False
    black = np.asarray(image[:rows, :columns] < 128, np.uint8)
    changes = np.zeros_like(black)
    changes[:, 1:] = (black[:, 1:] ^ black[:, :-1]) * 255
    size = (columns // _BLOCK, rows // _BLOCK)
    return bool((cv2.resize(changes, size, interpolation=cv2.INTER_AREA) > _CHANGES * 255).mean() > _SOME)


def _is_bilevel(image: Grey) -> bool:
    some = image[::7, ::7]
    return bool(((some < 8) | (some > 247)).all())


def without_dots(image: Grey, per_mm: float) -> Grey:
    """Return an image of ``per_mm`` pixels a millimetre with its dots evened out to grey."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), max(_LEAST, _SMOOTH * min(per_mm, PIXELS_PER_MM))), np.uint8)
