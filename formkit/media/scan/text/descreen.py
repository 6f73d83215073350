"""Paper whose grey is made of dots, as bilevel scanners and faxes make it, smoothed to even grey."""

from __future__ import annotations

import cv2
import numpy as np

from formkit.media.scan.canvas import WHITE, Grey

DOTTED = 12.0
"""The paper's noise in grey levels from which its grey is made of dots."""
_SMOOTH = 1.8
"""Pixels; the dots lie two or three apart."""
_SPREAD = 5
"""Pixels: print gets this wide at least."""
_PAPER, _INK = 30, 1
"""Percentiles of the smoothed picture: paper is lighter than the first, ink is the second."""
_LEAST = 130.0
"""Grey levels between the two where there is ink at all; less is stretched no further."""


def descreened(page: Grey) -> Grey:
    """Return a picture without its dots, paper white and the darkest ink black again."""
    smooth = cv2.GaussianBlur(page, (0, 0), _SMOOTH).astype(np.float32)
    paper, ink = np.percentile(smooth, (_PAPER, _INK))
    scale = WHITE / max(_LEAST, float(paper - ink))
    return np.asarray(np.clip(WHITE - (paper - smooth) * scale, 0, WHITE), np.uint8)


def broadened(blank: Grey) -> Grey:
    """Return print as wide as smoothing makes it."""
    return np.asarray(cv2.erode(blank, np.ones((_SPREAD, _SPREAD), np.uint8)), np.uint8)
