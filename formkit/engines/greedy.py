"""The plain reading of a CTC matrix: the best character of every step, repetitions and blanks left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def greedy_text(probabilities: NDArray[np.float32], alphabet: Sequence[str]) -> tuple[str, float]:
    """Return the text of the best path and the mean of its characters' probabilities, 0 for no text.

    ``probabilities`` is (steps, classes) with the blank in column 0; ``alphabet`` names the classes.
    """
    if not len(probabilities):
        return "", 0.0
    best = probabilities.argmax(axis=1)
    previous = np.concatenate(([0], best[:-1]))
    starts = np.flatnonzero((best != previous) & (best != 0))
    if not len(starts):
        return "", 0.0
    text = "".join(alphabet[index] for index in best[starts])
    return text, float(probabilities[starts, best[starts]].mean())
