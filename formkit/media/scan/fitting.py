"""Fitting confidence: logistic models over measures, and thresholds with a bound on what they let pass."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.confidence import Model, term

LEVEL = 0.9
"""Confidence level of a threshold's bound."""
_RIDGE = 1e-2
_STEPS = 60
NEVER = 2.0
"""A threshold that accepts nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with known truth: its measures, and whether its value was right."""

    measures: Mapping[str, float]
    right: bool


def fit_weights(samples: Sequence[Judged], terms: Sequence[str]) -> Model:
    """Return the logistic model of ``terms`` by Newton's method with a small ridge; its threshold accepts nothing."""
    table = np.array([[1.0, *(term(name, each.measures) for name in terms)] for each in samples], np.float64)
    right = np.array([each.right for each in samples], np.float64)
    centre, spread = table[:, 1:].mean(0), table[:, 1:].std(0) + 1e-6
    table[:, 1:] = (table[:, 1:] - centre) / spread
    weights = _newton(table, right)
    scaled = weights[1:] / spread
    bias = float(weights[0] - (scaled * centre).sum())
    return Model(dict(zip(terms, map(float, scaled), strict=True)), bias, NEVER)


def _newton(table: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """One right and one wrong answer are added at the middle, so that separable samples stay finite."""
    weights = np.zeros(table.shape[1])
    ridge = _RIDGE * len(table) ** 0.5 * np.eye(table.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (right - chance) - ridge @ weights
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + ridge + 1e-9 * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-7:
            break
    return weights


def set_threshold(model: Model, samples: Sequence[Judged], target: float, level: float = LEVEL) -> Model:
    """Return the model with the lowest threshold that keeps to ``target``, and what ``samples`` show of it.

    Where the samples show it (`shown_threshold`), that is the threshold. Where they are too few, it is the lowest
    at which both the model's own mean probability of error and the errors seen among the accepted stay under
    ``target``; the bound that the samples do show at ``level`` goes with it.
    """
    shown = shown_threshold(model, samples, target, level)
    if shown is not None:
        return shown
    aimed = _aimed_threshold(model, samples, target, level)
    return aimed or replace(model, threshold=NEVER, accepted=0, wrong=0, bound=1.0)


def _aimed_threshold(model: Model, samples: Sequence[Judged], target: float, level: float) -> Model | None:
    chances, right = _ranked(model, samples)
    count = np.arange(1, len(right) + 1)
    expected = np.cumsum(1 - chances) / count
    seen = np.cumsum(~right) / count
    good = np.flatnonzero((expected <= target) & (seen <= target))
    if not len(good):
        return None
    last = int(good[-1])
    wrong = int((~right[: last + 1]).sum())
    bound = upper_bound(wrong, last + 1, level)
    return replace(model, threshold=float(chances[last]), accepted=last + 1, wrong=wrong, bound=bound)


def shown_threshold(model: Model, samples: Sequence[Judged], target: float, level: float = LEVEL) -> Model | None:
    """Return the model with the lowest threshold that ``samples`` show to keep to ``target``; None where none does."""
    chances, right = _ranked(model, samples)
    errors = np.cumsum(~right)
    best: Model | None = None
    for count in _steps(len(right)):
        wrong = int(errors[count - 1])
        bound = upper_bound(wrong, count, level)
        if bound <= target:
            best = replace(model, threshold=float(chances[count - 1]), accepted=count, wrong=wrong, bound=bound)
        elif best is not None:
            break
    return best


def _ranked(model: Model, samples: Sequence[Judged]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the probabilities, highest first, and which of the readings are right; ties keep wrong ones first."""
    chances = np.array([model.probability(each.measures) for each in samples])
    right = np.array([each.right for each in samples], bool)
    order = np.lexsort((right, -chances))
    return chances[order], right[order]


def _steps(total: int) -> list[int]:
    """Return the numbers of accepted readings to try: forty, evenly spread."""
    return sorted({max(1, round(total * step / 40)) for step in range(1, 41)}) if total else []


def upper_bound(wrong: int, total: int, level: float = LEVEL) -> float:
    """Return the Clopper–Pearson upper bound of an error rate, one-sided.

    Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934): the rate at which ``wrong`` or fewer errors in
    ``total`` have the probability 1 - ``level``.
    """
    if total <= 0 or wrong >= total:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(wrong, total, middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, total: int, rate: float) -> float:
    """Return the probability of at most ``wrong`` errors in ``total`` at ``rate``."""
    if rate <= 0:
        return 1.0
    if rate >= 1:
        return 0.0
    log_p, log_q = math.log(rate), math.log1p(-rate)
    whole = math.lgamma(total + 1)
    terms = [
        whole - math.lgamma(k + 1) - math.lgamma(total - k + 1) + k * log_p + (total - k) * log_q
        for k in range(wrong + 1)
    ]
    top = max(terms)
    return min(1.0, math.exp(top) * sum(math.exp(each - top) for each in terms))
