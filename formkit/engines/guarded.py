"""An engine whose answers are looked at: a fault or a senseless matrix is a problem that names the engine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formkit.errors import FormkitError, InputError, Problem
from formkit.model.engine import LineMatrix, OcrEngine, for_print

_ROUNDING = 1e-3


class Guarded:
    """Passes every line to another engine and trusts nothing that comes back."""

    def __init__(self, engine: OcrEngine, listed: str) -> None:
        """Wrap ``engine``, known to the user as ``listed``."""
        self._engine = engine
        self._listed = listed

    @property
    def name(self) -> str:
        """The engine's own name."""
        return str(self._engine.name)

    @property
    def remark(self) -> Problem | None:
        """What the engine has to say before it reads; most have nothing."""
        found = getattr(self._engine, "remark", None)
        return found if isinstance(found, Problem) else None

    @property
    def alphabet(self) -> frozenset[str]:
        """Every character that the engine says it can read."""
        return frozenset(self._engine.alphabet)

    def for_print(self) -> Guarded:
        """Return the engine that reads print, guarded as well."""
        other = for_print(self._engine)
        return self if other is self._engine else Guarded(other, self._listed)

    def read_line(self, image: NDArray[np.uint8]) -> LineMatrix:
        """Return what the engine saw.

        Raises:
            FormkitError: the engine failed or its answer makes no sense (N004).
        """
        try:
            seen = self._engine.read_line(image)
            wrong = what_is_wrong(seen)
        except FormkitError:
            raise
        except (Exception, SystemExit) as fault:
            raise InputError.of("N004", name=self._listed, reason=told(fault)) from fault
        if wrong:
            raise InputError.of("N004", name=self._listed, reason=wrong)
        return seen


def told(fault: BaseException) -> str:
    """Return a fault in one line: its kind and its first line of words."""
    words = str(fault).splitlines()
    return f"{type(fault).__name__}: {words[0]}" if words else type(fault).__name__


def what_is_wrong(seen: object) -> str:
    """Return what makes an engine's answer senseless, or ""."""
    if not isinstance(seen, LineMatrix) or str(seen.text) != seen.text:
        return "the answer is not a LineMatrix"
    if not 0.0 <= seen.confidence <= 1.0 + _ROUNDING:
        return f"the confidence {seen.confidence} is not between 0 and 1"
    return "" if seen.probabilities is None else _wrong_matrix(seen.probabilities, seen.alphabet)


def _wrong_matrix(matrix: NDArray[np.float32], alphabet: tuple[str, ...]) -> str:
    if matrix.ndim != 2 or matrix.shape[1] != len(alphabet):
        return f"a matrix of shape {matrix.shape} with {len(alphabet)} characters"
    if alphabet[0] != "" or len(set(alphabet)) != len(alphabet):
        return "its characters do not start with the blank, or repeat"
    sums = matrix.sum(axis=1)
    if len(matrix) and not (matrix.min() >= 0.0 and sums.max() <= 1.0 + _ROUNDING):
        return "its rows are no distributions"
    return ""
