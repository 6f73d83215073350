"""Boxes that show given characters, as the reader of boxes would tell."""

from __future__ import annotations

import numpy as np

from formkit.media.scan.text.sight import CellScores

DIGITS = "0123456789"


def boxes(text: str, sure: float = 0.98, symbols: str = DIGITS) -> CellScores:
    """Return a box for each character of ``text``; ``_`` is an empty box and ``?`` one with something foreign."""
    little = np.log((1 - sure) / (len(symbols) + 1))
    logs = np.full((len(text), len(symbols)), little)
    empty, foreign = np.full(len(text), little), np.full(len(text), little)
    for at, sign in enumerate(text):
        if sign == "_":
            empty[at] = np.log(sure)
        elif sign == "?":
            foreign[at] = np.log(sure)
        else:
            logs[at, symbols.index(sign)] = np.log(sure)
    return CellScores(symbols, logs, empty, foreign)


def doubtful(cells: CellScores, at: int, here: str, other: str, chance: float = 0.55) -> CellScores:
    """Return the boxes with box ``at`` showing ``other`` with ``chance`` and ``here`` with nearly the rest."""
    logs = cells.logs.copy()
    logs[at, cells.symbols.index(here)] = np.log(0.98 - chance)
    logs[at, cells.symbols.index(other)] = np.log(chance)
    return CellScores(cells.symbols, logs, cells.empty, cells.foreign)
