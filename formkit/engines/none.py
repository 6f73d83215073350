"""The engine that reads nothing: every written line is left to a person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formkit.model.engine import LineMatrix


class NoEngine:
    """Answers every line with nothing, surely unread."""

    name = "none"
    alphabet: frozenset[str] = frozenset()

    def read_line(self, image: NDArray[np.uint8]) -> LineMatrix:
        """Return an empty text with confidence 0."""
        return LineMatrix("", 0.0)
