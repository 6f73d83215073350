"""Medians of grey pictures by counting their levels, which is several times faster than sorting pixels."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import Grey

Counts = NDArray[np.float64]
"""How many pixels of a picture have each of the 256 levels."""
_LEVELS = np.arange(256, dtype=np.float64)


def levels(picture: Grey) -> Counts:
    """Return how many pixels have each level."""
    return np.asarray(cv2.calcHist([picture], [0], None, [256], [0, 256]), np.float64).ravel()


def middle(counts: Counts) -> float:
    """Return the median level, as `numpy.median` does."""
    return _median(counts, _LEVELS)


def spread(counts: Counts, around: float) -> float:
    """Return the median distance of the levels from ``around``."""
    away = np.abs(_LEVELS - around)
    order = np.argsort(away, kind="stable")
    return _median(counts[order], away[order])


def percentile(counts: Counts, share: float, least: int = 0) -> float:
    """Return a percentile of the levels from ``least`` on, as `numpy.percentile` does; 0 where there are none."""
    below = np.cumsum(counts[least:])
    whole = int(below[-1]) if len(below) else 0
    if not whole:
        return 0.0
    at = share / 100 * (whole - 1)
    lower, upper = least + np.searchsorted(below, (int(at) + 1, min(int(at) + 2, whole)))
    return float(lower + (at - int(at)) * (upper - lower))


def _median(counts: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    below = np.cumsum(counts)
    whole = int(below[-1])
    if not whole:
        return float("nan")
    lower, upper = np.searchsorted(below, ((whole - 1) // 2 + 1, whole // 2 + 1))
    return float(values[lower] + values[upper]) / 2
