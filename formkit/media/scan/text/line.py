"""A line as the decoders see it: log-probabilities by step and character, with a floor for all the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
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


@dataclass(frozen=True)
class Line:
    """``logs`` is (steps, characters + 2): the blank at 0, the characters, and last the floor of all others.

    It has no slots, so that what is asked of a line again and again is reckoned once.
    """

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
        plain = list(map(_PLAIN.__getitem__, matrix.alphabet))
        columns = dict(zip(dict.fromkeys(plain), count()))
        logs = _merged(seen, np.fromiter(map(columns.__getitem__, plain), np.intp, len(plain)))
        del columns[""]
        np.log(np.maximum(logs, FLOOR, out=logs), out=logs)
        return cls(logs, columns, matrix.text.translate(simplified()))

    @property
    def steps(self) -> int:
        """How many steps the line has."""
        return len(self.logs)

    @cached_property
    def signs(self) -> Sequence[str]:
        """The character of each column: "" for the blank and for the floor."""
        listed = [""] * self.logs.shape[1]
        for sign, index in self.columns.items():
            listed[index] = sign
        return listed

    @cached_property
    def scored(self) -> dict[str, float]:
        """The texts that `ctc.scores` has scored, with what it found."""
        return {}

    def column(self, sign: str) -> int:
        """Return the column of a character, the floor's where the line does not have it."""
        return self.columns.get(sign, self.logs.shape[1] - 1)

    def folded(self, signs: Sequence[str]) -> Line:
        """Return the line with the look-alikes of each of ``signs`` counted for it (`FOLDS`), the rest as it is."""
        logs = self.logs.copy()
        columns = dict(self.columns)
        for sign in signs:
            for twin in FOLDS.get(sign, ""):
                if twin in columns and sign in columns:
                    own, other = columns[sign], columns.pop(twin)
                    logs[:, own] = np.logaddexp(logs[:, own], logs[:, other])
                    logs[:, other] = np.log(FLOOR)
                elif twin in columns:
                    columns[sign] = columns.pop(twin)
        return Line(logs, columns, self.text)

    def only(self, alphabet: Sequence[str]) -> Line:
        """Return the line as if nothing but the blank and ``alphabet`` were possible, each step made to sum to 1.

        Look-alikes that are no members of the alphabet themselves count for the sign they stand for (`FOLDS`).
        """
        kept = [np.exp(self.logs[:, 0])]
        for sign in alphabet:
            twins = [twin for twin in FOLDS.get(sign, "") if twin in self.columns and twin not in alphabet]
            columns = [self.column(sign), *(self.columns[twin] for twin in twins)]
            kept.append(np.exp(self.logs[:, columns]).sum(axis=1))
        part = np.stack(kept, axis=1)
        part /= part.sum(axis=1, keepdims=True)
        places = {sign: index for index, sign in enumerate(alphabet, start=1)}
        return Line(_with_floor(np.log(np.maximum(part, FLOOR))), places, self.text)

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
    signs = dict.fromkeys(sign for line in lines for sign in line.columns)
    columns = {sign: index for index, sign in enumerate(signs, start=1)}
    logs = np.full((sum(line.steps + 1 for line in lines) - 1, len(columns) + 2), np.log(FLOOR))
    logs[:, 0] = 0.0
    start = 0
    for line in lines:
        part = logs[start : start + line.steps]
        part[:, 0] = line.logs[:, 0]
        part[:, [columns[sign] for sign in line.columns]] = line.logs[:, list(line.columns.values())]
        start += line.steps + 1
    return Line(logs, columns, "".join(line.text for line in lines))


class _Plain(dict[str, str]):
    """The simplified form of a character, "" of a space; each is looked up once, for a line may have thousands."""

    def __missing__(self, sign: str) -> str:
        plain = self[sign] = sign.translate(simplified()).strip()
        return plain


_PLAIN = _Plain()


def _merged(seen: NDArray[np.float32], places: NDArray[np.intp]) -> Logs:
    """Return the columns of ``seen`` summed into the ``places`` they have in a line, few share one, and one of zeros.

    Places are numbered as they come, so a column is the first of its place where that is greater than all before.
    """
    is_first = np.diff(np.maximum.accumulate(places), prepend=-1) > 0
    merged = np.zeros((len(seen), np.count_nonzero(is_first) + 1))
    merged[:, :-1] = seen[:, is_first]
    rest = np.flatnonzero(~is_first)
    while len(rest):
        shared, once = np.unique(places[rest], return_index=True)
        merged[:, shared] += seen[:, rest[once]]
        rest = np.delete(rest, once)
    return merged


def _telling(blank: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which steps to keep: all but the later ones of a run of sure blanks."""
    sure = blank >= _SURE_BLANK
    return ~(sure & np.concatenate(([False], sure[:-1])))


def _with_floor(logs: Logs) -> Logs:
    return np.concatenate([logs, np.full((len(logs), 1), np.log(FLOOR))], axis=1)
