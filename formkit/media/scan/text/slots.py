"""Lines of known length: what stands in each of exactly n places, whatever the alignment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.text.line import Line, Logs

LOG_FLOOR = -14.0
"""No place is held less likely than e**-14, so that one bad step of a reader cannot overrule another reader."""
_TINY = 1e-300

_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Slots:
    """``logs`` is (places, symbols), each row a distribution; ``total`` the log-probability of that many places."""

    logs: Logs
    total: float


def slots(line: Line, alphabet: str, places: int) -> Slots | None:
    """Return the posterior of every place, given that the line holds exactly ``places`` of ``alphabet``.

    A forward and a backward pass over the states "in place i with symbol s" and "blank after i places"; equal
    neighbours need a blank between. The line should be reduced to the alphabet (`Line.only`). None where the
    line has too few steps.
    """
    if places < 1 or line.steps < places:
        return None
    seen = np.exp(line.logs)
    symbols = seen[:, [line.column(sign) for sign in alphabet]]
    entered, before, end = _forward(seen[:, 0], symbols, places)
    rest, after = _backward(seen[:, 0], symbols, places)
    if end <= 0.0:
        return None
    share = before[:-1] + after
    posterior = (entered * rest * np.exp(share - share.max())[:, None, None]).sum(axis=0)
    posterior /= np.maximum(posterior.sum(axis=1, keepdims=True), _TINY)
    total = float(np.log(end) + before[-1])
    return Slots(np.maximum(np.log(np.maximum(posterior, _TINY)), LOG_FLOOR), total)


def _forward(blanks: _Array, symbols: _Array, places: int) -> tuple[_Array, _Array, float]:
    """Return the mass that enters each place at each step, the log scale after each step, and the mass at the end."""
    steps, count = symbols.shape
    inside = np.zeros((places, count))
    blank = np.zeros(places + 1)
    blank[0] = 1.0
    entered = np.zeros((steps, places, count))
    scale = np.zeros(steps + 1)
    for step in range(steps):
        left = inside.sum(axis=1)
        into = np.repeat(blank[:-1, None], count, axis=1)
        into[1:] += left[:-1, None] - inside[:-1]
        into = np.maximum(into, 0.0) * symbols[step]
        entered[step] = into
        blank[1:] += left
        blank *= blanks[step]
        inside = into + inside * symbols[step]
        most = max(float(inside.sum() + blank.sum()), _TINY)
        inside /= most
        blank /= most
        scale[step + 1] = scale[step] + np.log(most)
    return entered, scale, float(inside[-1].sum() + blank[-1])


def _backward(blanks: _Array, symbols: _Array, places: int) -> tuple[_Array, _Array]:
    """Return the mass of what follows each place and symbol after each step, and its log scale."""
    steps, count = symbols.shape
    rest = np.zeros((steps, places, count))
    scale = np.zeros(steps)
    inside = np.zeros((places, count))
    inside[-1] = 1.0
    blank = np.zeros(places + 1)
    blank[-1] = 1.0
    rest[-1] = inside
    for step in range(steps - 1, 0, -1):
        onward = inside * symbols[step]
        arriving = onward.sum(axis=1)
        through = blanks[step] * blank
        inside = onward + through[1:, None]
        inside[:-1] += np.maximum(arriving[1:, None] - onward[1:], 0.0)
        blank = through.copy()
        blank[:-1] += arriving
        most = max(float(inside.max()), float(blank.max()), _TINY)
        inside /= most
        blank /= most
        scale[step - 1] = scale[step] + np.log(most)
        rest[step - 1] = inside
    return rest, scale
