"""The rows that are found are the best ones: every other row is tried here."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from formkit.media.scan.code_row import (
    AFTER_STROKE,
    CONTRARY,
    CORRECTED,
    EMPTY,
    FALLING,
    FOREIGN,
    GAP,
    MIXED,
    STROKE,
    TWICE,
    Row,
    RowLogs,
    read_row,
)

NATS = st.floats(-15, 0)


def _cost(kinds: tuple[int, ...], alone: int) -> float:
    """Return what a row costs by the words of the constants, with codes that are their own places in print."""
    cost, last, rest = 0.0, -1, 0
    for kind in kinds:
        if kind in (EMPTY, STROKE, FOREIGN):
            cost += MIXED * (rest not in (0, kind))
            rest = kind
        elif kind == CORRECTED:
            rest = 0
        else:
            cost += {0: 0.0, EMPTY: GAP, STROKE: AFTER_STROKE, FOREIGN: AFTER_STROKE}[rest]
            cost += TWICE * (kind == last) + FALLING * (kind < last)
            cost += CONTRARY * (-1 < last != kind and alone in (kind, last))
            last, rest = kind, 0
    return cost


COLUMNS = {0: 0, 1: 1, 2: 2, EMPTY: 3, STROKE: 4, CORRECTED: 5, FOREIGN: 6}


def _row(table: NDArray[np.float64]) -> Row:
    return read_row(
        RowLogs(table[:, :3], table[:, 3], table[:, 4], table[:, 5], table[:, 6]), (0, 1, 2), alone={2}
    )


@given(st.lists(st.lists(NATS, min_size=7, max_size=7), min_size=1, max_size=3))
def test_the_row_is_the_best_of_all_and_its_margins_are_those_of_the_best_others(seen: list[list[float]]) -> None:
    table = np.array(seen)
    assume(all(len(set(box)) == len(box) for box in seen))
    scores = {
        kinds: sum(table[box, COLUMNS[kind]] for box, kind in enumerate(kinds)) - _cost(kinds, alone=2)
        for kinds in product(COLUMNS, repeat=len(seen))
    }
    row = _row(table)
    best = max(scores.values())
    assert scores[row.kinds] == pytest.approx(best)
    ranked = np.sort(table, axis=1)
    by_themselves = all(table[box, COLUMNS[kind]] == ranked[box, -1] for box, kind in enumerate(row.kinds))
    for box, (kind, margin) in enumerate(zip(row.kinds, row.margins, strict=True)):
        other = max(score for kinds, score in scores.items() if kinds[box] != kind)
        if by_themselves and _cost(row.kinds, alone=2) == 0:
            assert margin == pytest.approx(ranked[box, -1] - ranked[box, -2])
            assert margin <= best - other + 1e-9
        else:
            assert margin == pytest.approx(best - other)


def test_a_code_that_is_hopeless_in_its_box_is_not_thought_of() -> None:
    table = np.full((2, 7), -40.0)
    table[:, 0] = -0.1
    table[1, 4] = -3.0
    assert _row(table).kinds == (0, STROKE), "the second 1 is the first one's twin, and 2 is 40 nats away"


@pytest.mark.parametrize(("kinds", "closed"), [
    ((1, STROKE, STROKE), True), ((0, 1, STROKE, STROKE, STROKE), True), ((1, STROKE), False),
    ((STROKE, STROKE), False), ((1, STROKE, EMPTY), False), ((1, STROKE, 2, STROKE), False), ((1, 2), False),
])
def test_a_row_is_closed_by_strokes_in_all_of_its_rest(kinds: tuple[int, ...], closed: bool) -> None:
    assert Row(kinds, (1.0,) * len(kinds)).is_closed() is closed
