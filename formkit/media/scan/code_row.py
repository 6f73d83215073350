"""A row of code boxes as a whole: what a box is depends on those beside it.

People write the codes of an answer into the first boxes, mostly in the order in which they are printed and none
twice, and leave the rest of the row empty or put the same stroke into every box of it. A stroke looks like a 1, and a 1
like a stroke: which of them it is, only the row tells. What each oddity costs was chosen on 436 rows of 91 simulated
booklets of the split "fit" (`bench/scans.py`).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Logs = NDArray[np.float64]

FALLING = 4.0
"""Nats that a code costs which comes before its left neighbour in print."""
TWICE = 7.0
"""Nats that the code of the left neighbour costs once more: it would say nothing."""
CONTRARY = 5.0
"""Nats that a code costs beside an option that stands alone, such as "none"."""
GAP, AFTER_STROKE = 1.0, 6.0
"""Nats that a code costs behind an empty box, and behind one with a stroke or another sign that is no code."""
MIXED = 3.0
"""Nats that it costs where empty boxes, strokes and other signs take turns."""
_HOPELESS = 16.0
"""Nats behind the best code of its box at which a code is not thought of."""

EMPTY, STROKE, CORRECTED, FOREIGN = -1, -2, -3, -4
"""What a box may be instead of holding the code of that number."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the boxes are, from left to right, and by how many nats each is rather that than anything else."""

    kinds: tuple[int, ...]
    margins: tuple[float, ...]

    def is_closed(self) -> bool:
        """Say whether codes come first and strokes, two at least, fill the rest: how people close a row."""
        codes = next((at for at, kind in enumerate(self.kinds) if kind < 0), len(self.kinds))
        rest = self.kinds[codes:]
        return codes > 0 and len(rest) > 1 and set(rest) == {STROKE}


@dataclass(frozen=True, slots=True)
class _State:
    """What lies to the left: the last code's place in print (-1 for none), and what the last box was if no code."""

    last: int = -1
    rest: int = 0


@dataclass(frozen=True, slots=True)
class _Rules:
    """The place in print of each code, and the places of options that stand alone."""

    order: Sequence[int]
    alone: Container[int]

    def cost(self, kinds: Sequence[int]) -> float:
        """Return what a row costs."""
        state, total = _State(), 0.0
        for kind in kinds:
            state, cost = self.step(state, kind)
            total += cost
        return total

    def step(self, left: _State, kind: int) -> tuple[_State, float]:
        """Return the state behind a box that is of that kind, and what the step costs."""
        if kind == CORRECTED:
            return _State(left.last), 0.0
        if kind in (EMPTY, STROKE, FOREIGN):
            return _State(left.last, kind), MIXED if left.rest not in (0, kind) else 0.0
        place = self.order[kind]
        cost = {0: 0.0, EMPTY: GAP}.get(left.rest, AFTER_STROKE)
        if place == left.last:
            cost += TWICE
        elif left.last >= 0:
            cost += FALLING if place < left.last else 0.0
            cost += CONTRARY if place in self.alone or left.last in self.alone else 0.0
        return _State(place), cost


@dataclass(frozen=True, slots=True)
class RowLogs:
    """Log-probabilities of the boxes of a row, from left to right.

    ``codes`` is (boxes, codes), the others are (boxes,): that nothing is written, that a stroke or a dash says that the
    box is not needed, that something was struck out, that it is anything else.
    """

    codes: Logs
    empty: Logs
    stroke: Logs
    corrected: Logs
    foreign: Logs


def read_row(logs: RowLogs, order: Sequence[int], alone: Container[int] = ()) -> Row:
    """Return the likeliest row.

    ``order`` gives each code's place in print, and codes at a place in ``alone`` go with no other. Something struck out
    may stand anywhere. Where the boxes by themselves make a row that costs nothing, no other can be
    likelier: each keeps its own margin then, which is no greater than the row's.
    """
    rules = _Rules(order, alone)
    choices = [
        {
            EMPTY: float(logs.empty[box]), STROKE: float(logs.stroke[box]), CORRECTED: float(logs.corrected[box]),
            FOREIGN: float(logs.foreign[box]), **_codes(logs.codes[box]),
        }
        for box in range(len(logs.empty))
    ]
    own = [sorted(((score, kind) for kind, score in ways.items()), reverse=True)[:2] for ways in choices]
    kinds = tuple(best[1] for best, _second in own)
    if rules.cost(kinds) == 0:
        return Row(kinds, tuple(best[0] - second[0] for best, second in own))
    return _weighed(choices, rules)


def _weighed(choices: Sequence[dict[int, float]], rules: _Rules) -> Row:
    before = _forward(choices, rules)
    after = _backward(choices, rules, before)
    kinds = _best(choices, rules, after)
    margins = []
    for box, ways in enumerate(choices):
        others = (
            score + own - cost + after[box + 1][state]
            for kind, own in ways.items() if kind != kinds[box]
            for left, score in before[box].items() for state, cost in [rules.step(left, kind)]
        )
        margins.append(after[0][_State()] - max(others))
    return Row(kinds, tuple(margins))


def _best(
    choices: Sequence[dict[int, float]], rules: _Rules, after: Sequence[dict[_State, float]]
) -> tuple[int, ...]:
    """Return the best row, box by box from the left."""
    state, kinds = _State(), []
    for ways, right in zip(choices, after[1:], strict=True):
        steps = {kind: (own, *rules.step(state, kind)) for kind, own in ways.items()}
        kind = max(steps, key=lambda each: steps[each][0] - steps[each][2] + right[steps[each][1]])
        kinds.append(kind)
        state = steps[kind][1]
    return tuple(kinds)


def _codes(logs: Logs) -> dict[int, float]:
    return {int(code): float(logs[code]) for code in np.flatnonzero(logs >= logs.max(initial=-np.inf) - _HOPELESS)}


def _forward(choices: Sequence[dict[int, float]], rules: _Rules) -> list[dict[_State, float]]:
    """Return for each gap between boxes the best score of every state that what lies to its left may leave."""
    before = [{_State(): 0.0}]
    for ways in choices:
        reached: dict[_State, float] = {}
        for left, score in before[-1].items():
            for kind, own in ways.items():
                state, cost = rules.step(left, kind)
                reached[state] = max(reached.get(state, -np.inf), score + own - cost)
        before.append(reached)
    return before


def _backward(
    choices: Sequence[dict[int, float]], rules: _Rules, before: Sequence[dict[_State, float]]
) -> list[dict[_State, float]]:
    """Return for each gap and state the best score of the boxes to its right."""
    after = [dict.fromkeys(before[-1], 0.0)]
    for ways, states in zip(reversed(choices), reversed(before[:-1]), strict=True):
        right = after[0]
        steps = {left: [(own, *rules.step(left, kind)) for kind, own in ways.items()] for left in states}
        after.insert(0, {left: max(own - cost + right[state] for own, state, cost in steps[left]) for left in states})
    return after
