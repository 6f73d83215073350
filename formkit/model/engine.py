"""What an OCR engine is: one written line in, character probabilities or plain text out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LineMatrix:
    """What an engine saw of one line.

    ``probabilities`` is (steps, classes) float32, each row a distribution; class 0 is the CTC blank and class
    ``i`` the character ``alphabet[i]``. An engine without such a matrix gives ``None`` and only ``text``.
    ``confidence`` is the engine's own, 0 to 1, never a calibrated one.
    """

    text: str
    confidence: float
    probabilities: NDArray[np.float32] | None = None


@runtime_checkable
class OcrEngine(Protocol):
    """Reads one line of text from a picture of it."""

    @property
    def name(self) -> str:
        """The engine's name, as kept with a reading ("ppocr-v6-small")."""
        ...

    @property
    def alphabet(self) -> tuple[str, ...]:
        """The character of each class of the matrix, "" for the blank at 0; empty where there is no matrix."""
        ...

    def read_line(self, image: NDArray[np.uint8]) -> LineMatrix:
        """Return what stands in ``image``: grey rows × columns, dark writing on light paper, one line."""
        ...
