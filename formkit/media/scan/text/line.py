"""A line as the decoders see it: log-probabilities by step and character, with a floor for all the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.text.variants import simplified
from formkit.model.engine import LineMatrix

FLOOR = 2e-6
"""The probability of every character that an engine left out; margins in nats depend on it."""
_SURE_BLANK = 1.0 - 1e-4
"""Neighbouring steps that are surely blank say the same thing; one of them is kept."""
FOLDS: Mapping[str, str] = MappingProxyType({
    "X": "x×✕Ⅹ", "-": "—–－―‐~～", ".": "．。·・,，", "、": ",，", "(": "（", ")": "）", ":": "：",
    "0": "Oo○〇", "1": "/|丨lI／｜([（", "2": "Z", "5": "S", "7": ">",
})
"""Signs that the engine writes for another sign where only that one may stand."""

Logs = NDArray[np.float64]
"""Natural logarithms of probabilities."""


@dataclass(frozen=True, slots=True)
class Line:
    """``logs`` is (steps, characters + 2): the blank at 0, the characters, and last the floor of all others."""

    logs: Logs
    columns: Mapping[str, int]
    """The column of each character that the line has."""
    text: str = ""
    """The engine's plain reading."""

    @classmethod
    def of(cls, matrix: LineMatrix) -> Line | None:
        """Return the line of an engine's matrix; None where the engine gives none or saw no step.

        Other forms of a character count for the simplified one (`simplified`), a space for the blank: between
        characters written by hand it says nothing.
        """
        if matrix.probabilities is None or not len(matrix.probabilities):
            return None
        seen = matrix.probabilities[_telling(matrix.probabilities[:, 0])]
        plain = [_plain(sign) for sign in matrix.alphabet]
        columns = {sign: index for index, sign in enumerate(dict.fromkeys(plain)) if index}
        logs = np.log(np.maximum(_merged(seen, [columns.get(sign, 0) for sign in plain]), FLOOR))
        return cls(_with_floor(logs), columns, matrix.text.translate(simplified()))

    @property
    def steps(self) -> int:
        """How many steps the line has."""
        return len(self.logs)

    @property
    def signs(self) -> list[str]:
        """The character of each column: "" for the blank and for the floor."""
        listed = [""] * self.logs.shape[1]
        for sign, index in self.columns.items():
            listed[index] = sign
        return listed

    def column(self, sign: str) -> int:
        """Return the column of a character, the floor's where the line does not have it."""
        return self.columns.get(sign, self.logs.shape[1] - 1)

    def folded(self, signs: Sequence[str]) -> Line:
        """Return the line with the look-alikes of each of ``signs`` counted for it (`FOLDS`), the rest as it is."""
        seen = np.exp(self.logs)
        columns = dict(self.columns)
        for sign in signs:
            for twin in FOLDS.get(sign, ""):
                if twin in columns and sign in columns:
                    seen[:, columns[sign]] += seen[:, columns[twin]]
                    seen[:, columns.pop(twin)] = FLOOR
                elif twin in columns:
                    columns[sign] = columns.pop(twin)
        return Line(np.log(seen), columns, self.text)

    def only(self, alphabet: Sequence[str]) -> Line:
        """Return the line as if nothing but the blank and ``alphabet`` were possible, each step made to sum to 1.

        Look-alikes that are no members of the alphabet themselves count for the sign they stand for (`FOLDS`).
        """
        seen = np.exp(self.logs)
        kept = [seen[:, 0]]
        for sign in alphabet:
            twins = [twin for twin in FOLDS.get(sign, "") if twin in self.columns and twin not in alphabet]
            kept.append(seen[:, [self.column(sign), *(self.columns[twin] for twin in twins)]].sum(axis=1))
        part = np.stack(kept, axis=1)
        part /= part.sum(axis=1, keepdims=True)
        columns = {sign: index for index, sign in enumerate(alphabet, start=1)}
        return Line(_with_floor(np.log(np.maximum(part, FLOOR))), columns, self.text)

    def between(self, start: int, stop: int) -> Line:
        """Return the steps from ``start`` to before ``stop``."""
        return Line(self.logs[start:stop], self.columns, self.text)


def joined(lines: Sequence[Line]) -> Line:
    """Return lines one after the other as a single one, a blank between: what ran on over a line's end.

    Raises:
        ValueError: there is no line.
    """
    if len(lines) == 1:
        return lines[0]
    if not lines:
        raise ValueError("no line to join")
    columns: dict[str, int] = {}
    for line in lines:
        for sign in line.columns:
            columns.setdefault(sign, len(columns) + 1)
    width = len(columns) + 2
    parts: list[Logs] = []
    for line in lines:
        part = np.full((line.steps, width), np.log(FLOOR))
        part[:, 0] = line.logs[:, 0]
        part[:, [columns[sign] for sign in line.columns]] = line.logs[:, list(line.columns.values())]
        gap = np.full((1, width), np.log(FLOOR))
        gap[0, 0] = 0.0
        parts += [part, gap]
    return Line(np.concatenate(parts[:-1]), columns, "".join(line.text for line in lines))


@lru_cache(maxsize=1 << 15)
def _plain(sign: str) -> str:
    return sign.translate(simplified()).strip()


def _merged(seen: NDArray[np.float32], places: Sequence[int]) -> Logs:
    """Return the columns of ``seen`` summed into the ``places`` they have in a line; few share one."""
    _, first = np.unique(places, return_index=True)
    merged = seen[:, first].astype(np.float64)
    for column in sorted(set(range(len(places))) - set(first.tolist())):
        merged[:, places[column]] += seen[:, column]
    return merged


def _telling(blank: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which steps to keep: all but the later ones of a run of sure blanks."""
    sure = blank >= _SURE_BLANK
    return ~(sure & np.concatenate(([False], sure[:-1])))


def _with_floor(logs: Logs) -> Logs:
    return np.concatenate([logs, np.full((len(logs), 1), np.log(FLOOR))], axis=1)
