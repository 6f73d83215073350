"""What is asked of the readers of marks, and what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.model.handbook import Mark

Scores = NDArray[np.float32]
FLOOR = -20.0
"""Log-probabilities below this are one as good as another."""


class State(IntEnum):
    """What stands at an option; the column of its score."""

    NONE = 0
    MARKED = 1
    CANCELLED = 2
    """Marked or printed, and struck out."""


class Shape(IntEnum):
    """What a mark looks like; the column of its score. It matters where the sign itself is the answer."""

    TICK = 0
    CROSS = 1
    RING = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """A printed option of a side: whose it is, where it is marked, and how.

    ``box`` is in mm: the words to be circled (`Mark.CIRCLE`), the □ to be ticked (`Mark.BOX`) or the box that a
    sign is written into (`Mark.SYMBOL`; one place for the whole field, with an empty code).
    """

    field: str
    code: str
    box: Box
    mark: Mark = Mark.CIRCLE


@dataclass(frozen=True, slots=True)
class MarkScores:
    """What two unlike readers say of every place, in the order of the places.

    ``crop`` and ``unrolled`` are the readers' log-probabilities, n rows × `State`; ``crop_shape`` and
    ``unrolled_shape`` those of n × `Shape`, which mean something only where there is a mark. Raw measures, one a
    place: ``ink`` is the share of the box covered by ink that is not print, ``coverage`` the share of directions
    in which a line is met near the box's edge, ``gap`` the widest share of directions without one, ``darkness``
    the mean darkness (0 to 1) of the ink about it, ``width`` the thickness of its lines in mm.
    """

    crop: Scores
    unrolled: Scores
    crop_shape: Scores
    unrolled_shape: Scores
    ink: Scores
    coverage: Scores
    gap: Scores
    darkness: Scores
    width: Scores

    def of(self, which: Sequence[int]) -> MarkScores:
        """Return the scores of some of the places, in the order asked for."""
        index = list(which)
        return MarkScores(*(getattr(self, each.name)[index] for each in fields(self)))

    def part(self, start: int, stop: int) -> MarkScores:
        """Return what is said of the places from ``start`` to before ``stop``."""
        return MarkScores(*(getattr(self, each.name)[start:stop] for each in fields(self)))
