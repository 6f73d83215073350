"""Medians of grey pictures by counting their levels, which is several times faster than sorting pixels."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import Grey

_LEVELS = np.arange(256, dtype=np.float64)


def middle(picture: Grey) -> float:
    """Return the median level, as `numpy.median` does."""
    return _median(_counts(picture), _LEVELS)


def spread(picture: Grey, around: float) -> float:
    """Return the median distance of the levels from ``around``."""
    away = np.abs(_LEVELS - around)
    order = np.argsort(away, kind="stable")
    return _median(_counts(picture)[order], away[order])


def _counts(picture: Grey) -> NDArray[np.float64]:
    return np.asarray(cv2.calcHist([picture], [0], None, [256], [0, 256]), np.float64).ravel()


def _median(counts: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    below = np.cumsum(counts)
    whole = int(below[-1])
    if not whole:
        return float("nan")
    lower, upper = np.searchsorted(below, ((whole - 1) // 2 + 1, whole // 2 + 1))
    return float(values[lower] + values[upper]) / 2
