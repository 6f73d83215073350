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
    """Return `score` of each of ``texts``, in their order; what the line was asked before is not reckoned again."""
    known = line.scored
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if new:
        known.update(zip(new, _scores(line, new).tolist(), strict=True))
    return np.array([known[text] for text in texts], np.float64)


def _scores(line: Line, texts: Sequence[str]) -> NDArray[np.float64]:
    """Return `score` of each of some texts; of the line's columns only those of their characters are looked at."""
    longest = max(1, max(map(len, texts)))
    lengths = np.array([len(text) for text in texts])
    written = "".join(text.ljust(longest) for text in texts)
    codes = np.frombuffer(written.encode("utf-32-le"), np.uint32).reshape(len(texts), longest).T
    known, places = np.unique(codes, return_inverse=True)
    columns = np.array([line.column(chr(code)) for code in known], np.intp)
    seen = np.exp(np.concatenate([line.logs[:, :1], line.logs[:, columns]], axis=1))
    ways, scale = _forward(seen, 1 + places.reshape(codes.shape), codes[1:] != codes[:-1])
    texts_at = np.arange(len(texts))
    signed = np.where(lengths > 0, ways[2 * np.maximum(lengths, 1) - 1, texts_at], 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(ways[2 * lengths, texts_at] + signed) + scale, np.float64)


def _forward(
    seen: NDArray[np.float64], labels: NDArray[np.intp], differs: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mass of every state after the last step, and the logarithm of what it was divided by.

    States lie in rows, texts in columns: blank, first character, blank, second, and so on. A character follows
    the blank before it, and the character before that where the two differ.
    """
    count = labels.shape[1]
    emitted = np.zeros((2 * len(labels) + 1, count), np.intp)
    emitted[1::2] = labels
    skips = np.zeros(emitted.shape)
    skips[3::2] = differs
    padded = np.zeros((len(emitted) + 2, count))  # Two rows of nothing before the first state.
    before, one, two = padded[2:], padded[1:-1], padded[:-2]
    before[0] = 1.0
    made, part = np.empty(emitted.shape), np.empty(emitted.shape)
    scale = np.zeros(count)
    for step, row in enumerate(seen):
        np.add(before, one, out=made)
        np.multiply(skips, two, out=part)
        np.add(made, part, out=made)
        np.take(row, emitted, out=part, mode="clip")
        np.multiply(made, part, out=before)
        if step % _RESCALE == _RESCALE - 1:
            most = np.maximum(before.max(axis=0), 1e-300)
            before /= most
            scale += np.log(most)
    return before, scale


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
