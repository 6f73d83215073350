"""Tesseract's LSTM with simplified Chinese, for offices that want it; far behind on handwriting.

It gives a text and no matrix, so a field's rules can only check its reading.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formkit.errors import UsageError
from formkit.model.engine import LineMatrix

LANGUAGE = "chi_sim"
_ONE_LINE = "--psm 7"


class Tesseract:
    """Tesseract through pytesseract, one line a call."""

    name = "tesseract"
    alphabet: frozenset[str] = frozenset()

    def __init__(self) -> None:
        """Look for the library, the program and its language.

        Raises:
            UsageError: the library is missing (N007), or the program or its language (N005).
        """
        try:
            import pytesseract
        except ImportError as fault:
            raise UsageError.of("N007", name=self.name) from fault
        try:
            languages = pytesseract.get_languages()
        except Exception as fault:  # pytesseract raises its own and the system's errors
            raise UsageError.of("N005", name=self.name, reason=_first_line(fault)) from fault
        if LANGUAGE not in languages:
            raise UsageError.of("N005", name=self.name, reason=f"no language {LANGUAGE}")
        self._read = pytesseract.image_to_data

    def read_line(self, image: NDArray[np.uint8]) -> LineMatrix:
        """Return the words of the line joined, with the mean of their confidences."""
        found = self._read(image, lang=LANGUAGE, config=_ONE_LINE, output_type="dict")
        words = [(word, float(sure)) for word, sure in zip(found["text"], found["conf"], strict=True) if word.strip()]
        sure = sum(each for _, each in words) / (100 * len(words)) if words else 0.0
        return LineMatrix("".join(word for word, _ in words), max(0.0, sure))


def _first_line(fault: Exception) -> str:
    return (str(fault) or type(fault).__name__).splitlines()[0]
