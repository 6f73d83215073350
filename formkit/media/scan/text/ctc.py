"""Connectionist temporal classification: how likely a line says a given text, exactly.

The forward pass of Graves et al. (2006), in probabilities that are scaled step by step instead of
logarithms: many texts are scored at once by a few array operations a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.text.line import Line

_RESCALE = 8
"""Steps between two scalings: eight floors of 2e-6 are far from the least number of a double."""
_MOST = 160
"""Texts that are scored exactly; of a larger lexicon, those that a cheap estimate puts first."""


@dataclass(frozen=True, slots=True)
class Greedy:
    """The best path: its text, each character's probability and the step where it starts."""

    text: str
    sure: tuple[float, ...]
    starts: tuple[int, ...]


def greedy(line: Line) -> Greedy:
    """Return the best character of every step, repetitions and blanks left out."""
    best = line.logs[:, :-1].argmax(axis=1)
    previous = np.concatenate(([0], best[:-1]))
    starts = np.flatnonzero((best != previous) & (best != 0))
    signs = line.signs
    sure = np.exp(line.logs[starts, best[starts]])
    return Greedy("".join(signs[best[at]] for at in starts), tuple(sure.tolist()), tuple(starts.tolist()))


def score(line: Line, text: str) -> float:
    """Return the log-probability that the line says ``text``, summed over all alignments; -inf if it cannot."""
    return float(scores(line, [text])[0])


def scores(line: Line, texts: Sequence[str]) -> NDArray[np.float64]:
    """Return `score` of each of ``texts``, in their order."""
    if not texts:
        return np.zeros(0)
    longest = max(1, max(map(len, texts)))
    lengths = np.array([len(text) for text in texts])
    labels = np.zeros((len(texts), longest), np.intp)
    for row, text in enumerate(texts):
        labels[row, : len(text)] = [line.column(sign) for sign in text]
    differs = _differs(texts, longest)
    seen = np.exp(line.logs)
    blank = np.zeros((len(texts), longest + 1))
    blank[:, 0] = 1.0
    sign = np.zeros((len(texts), longest))
    scale = np.zeros(len(texts))
    for step in range(line.steps):
        into = sign + blank[:, :-1]
        into[:, 1:] += differs[:, 1:] * sign[:, :-1]
        blank[:, 1:] += sign
        blank *= seen[step, 0]
        sign = into * seen[step, labels]
        if step % _RESCALE == _RESCALE - 1:
            most = np.maximum(np.maximum(blank.max(axis=1), sign.max(axis=1)), 1e-300)
            blank /= most[:, None]
            sign /= most[:, None]
            scale += np.log(most)
    rows = np.arange(len(texts))
    total = blank[rows, lengths] + np.where(lengths > 0, sign[rows, np.maximum(lengths - 1, 0)], 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total) + scale, np.float64)


def _differs(texts: Sequence[str], longest: int) -> NDArray[np.float64]:
    """Return where a character may follow the one before it without a blank: 1 where the two differ."""
    differs = np.zeros((len(texts), longest))
    for row, text in enumerate(texts):
        differs[row, 1 : len(text)] = [here != before for here, before in zip(text[1:], text, strict=False)]
    return differs


def likeliest(line: Line, texts: Sequence[str], most: int = _MOST) -> list[int]:
    """Return the places of the texts worth scoring: all of a few, of many the ``most`` with the least bound.

    The bound is what each text's characters cost at least: their best step against the best sign there.
    """
    if len(texts) <= most:
        return list(range(len(texts)))
    cost = (line.logs.max(axis=1, keepdims=True) - line.logs).min(axis=0)
    floor = float(cost[-1])
    by_sign = {sign: float(cost[index]) for sign, index in line.columns.items()}
    present = [sign for sign, least in by_sign.items() if least < 1.0]
    bound = np.array([
        sum(by_sign.get(sign, floor) for sign in text) + _missing(text, present) * floor / 4 for text in texts
    ])
    return sorted(np.argpartition(bound, most)[:most].tolist())


def _missing(text: str, present: Sequence[str]) -> int:
    """Return how many surely seen characters a text does not have."""
    return sum(sign not in text for sign in present)
