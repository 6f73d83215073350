"""The pen of a side: its marks are mostly one person's, with one pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.marks.place import MarkScores, State

_LEAST = 3
"""Sure marks that a side must have before its pen is known."""


@dataclass(frozen=True, slots=True)
class SidePen:
    """The median darkness (0 to 1) and width (mm) of the sure marks of a side."""

    darkness: float
    width: float


def pen_of(scores: MarkScores) -> SidePen | None:
    """Return the pen of a side by the scores of all its options; None with too few marks."""
    sure = np.minimum(scores.crop[:, State.MARKED], scores.unrolled[:, State.MARKED]) > np.log(0.9)
    if int(sure.sum()) < _LEAST:
        return None
    return SidePen(float(np.median(scores.darkness[sure])), float(np.median(scores.width[sure])))


def strangeness(scores: MarkScores, which: NDArray[np.bool_] | Sequence[bool], pen: SidePen | None) -> float:
    """Return how unlike the side's pen the strangest of some marks is: 0 the same, 1 twice as wide or dark."""
    chosen = np.asarray(which, bool)
    if pen is None or not chosen.any():
        return 0.0
    width = np.abs(np.log2(np.maximum(scores.width[chosen], 0.05) / max(pen.width, 0.05)))
    darkness = np.abs(np.log2(np.maximum(scores.darkness[chosen], 0.05) / max(pen.darkness, 0.05)))
    return float(np.maximum(width, darkness).max())
