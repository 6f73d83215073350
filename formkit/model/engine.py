"""What an OCR engine is: one written line in, character probabilities or plain text out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LineMatrix:
    """What an engine saw of one line.

    ``probabilities`` is (steps, columns) float32: column 0 is the CTC blank and column ``i`` the character
    ``alphabet[i]``; ``alphabet[0]`` is "". An engine knows thousands of characters and a line has few, so it
    leaves out the columns that are nowhere likely; a row then sums to a little less than 1. An engine without
    such a matrix gives ``None`` and only ``text``. ``confidence`` is the engine's own, 0 to 1, never a
    calibrated one.
    """

    text: str
    confidence: float
    probabilities: NDArray[np.float32] | None = None
    alphabet: tuple[str, ...] = ()


@runtime_checkable
class OcrEngine(Protocol):
    """Reads one line of text from a picture of it."""

    @property
    def name(self) -> str:
        """The engine's name, as kept with a reading ("ppocr-v6-small-h1")."""
        ...

    @property
    def alphabet(self) -> frozenset[str]:
        """Every character that it can read; empty where it does not say."""
        ...

    def read_line(self, image: NDArray[np.uint8]) -> LineMatrix:
        """Return what stands in ``image``: grey rows × columns, dark writing on light paper, one line."""
        ...


@runtime_checkable
class ReadsPrint(Protocol):
    """An engine that keeps another one for print, because its own weights are those for handwriting."""

    def for_print(self) -> OcrEngine:
        """Return the engine that reads print."""
        ...


def for_print(engine: OcrEngine) -> OcrEngine:
    """Return what reads print where ``engine`` reads handwriting: itself, unless it keeps another for that."""
    return engine.for_print() if isinstance(engine, ReadsPrint) else engine
