"""Matrices that an engine might give for a text."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from formkit.model.engine import LineMatrix


def matrix(text: str, sure: float = 0.97, doubts: Mapping[int, tuple[str, float]] | None = None) -> LineMatrix:
    """Return a matrix with two steps a character: the character, then a blank.

    ``doubts`` gives a place another character with its probability, taken from that of the right one.
    """
    doubts = doubts or {}
    signs = dict.fromkeys([*text, *(sign for sign, _ in doubts.values())])
    alphabet = ("", *signs)
    rows = np.full((2 * len(text) + 1, len(alphabet)), (1 - sure) / len(alphabet), np.float32)
    rows[0, 0] = sure
    for at, sign in enumerate(text):
        rows[2 * at + 1, alphabet.index(sign)] += sure
        rows[2 * at + 2, 0] += sure
        if at in doubts:
            other, chance = doubts[at]
            rows[2 * at + 1, alphabet.index(sign)] -= chance
            rows[2 * at + 1, alphabet.index(other)] += chance
    rows /= rows.sum(axis=1, keepdims=True)
    best = "".join(alphabet[at] for at in rows[1::2].argmax(axis=1))
    return LineMatrix(best, sure, rows, alphabet)
