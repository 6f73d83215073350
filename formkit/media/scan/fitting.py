"""Fitting confidence: logistic models over measures, and thresholds with a bound on what they let pass."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.confidence import Model, term

LEVEL = 0.9
"""Confidence level of a threshold's bound."""
MARGINAL = 8.0
"""Readings are accepted as long as the error among those just accepted is under this many times the target; that among
all accepted is then well under it."""
_RIDGE = 1e-2
_STEPS = 60
_MOST_TERMS = 2000
"""Terms of a continued fraction; a hundred thousand readings need some hundreds."""
NEVER = 2.0
"""A threshold that accepts nothing."""


LEAST_MARGIN = 1.0
"""Nats between the best and the second answer under which nothing is accepted, whatever else speaks for it: the second
would be the right one in a quarter of cases. Where two readers look at a mark it is asked of either on the average."""
LEAST_CONFIDENCE = 0.95
"""Nothing is accepted of which the model holds more than one in twenty wrong, however few wrong ones were seen."""
LEAST_STROKE = 3.2
"""Millimetres of the longest stroke under which nothing is accepted as a signature: the grey of a fax comes as dots and
short lines, and has as much ink for its longest stroke as a name. Of 1,807 signatures on our own pages one was shorter,
of 796 on forms with small places 73."""
DIRECTIONS = MappingProxyType({
    "margin": 1, "both": 1, "second": 1, "state_margin": 1, "lead": 1, "listed": 1, "line": 1, "sure_least": 1,
    "sure_mean": 1, "per_sign": 1, "agreement": 1, "peers": 1, "share": 1, "slot_least": 1, "fits": 1,
    "breadth": 1, "coverage": 1, "rivals": -1, "foreign": -1, "residual_mm": -1, "gap": -1, "repaired": -1,
    "stray": -1, "faint": -1,
    "touching": -1, "cancelled": -1, "ink": -1, "stroke": -1, "loose_ends": -1,
    "run": -1,
})
"""Which way a measure may count: a poorer registration, say, never makes an answer surer, though few samples may make
it look so."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with known truth: its measures, and whether its value was right."""

    measures: Mapping[str, float]
    right: bool


def fit_weights(samples: Sequence[Judged], terms: Sequence[str]) -> Model:
    """Return the logistic model of ``terms`` by Newton's method with a small ridge; its threshold accepts nothing.

    Terms that come out against their direction (`DIRECTIONS`) get the weight 0, the worst first.
    """
    table = np.array([[1.0, *(term(name, each.measures) for name in terms)] for each in samples], np.float64)
    right = np.array([each.right for each in samples], np.float64)
    centre, spread = table[:, 1:].mean(0), table[:, 1:].std(0) + 1e-6
    table[:, 1:] = (table[:, 1:] - centre) / spread
    ways = np.array([DIRECTIONS.get(name.rpartition(":")[2], 0) for name in terms], np.float64)
    kept = np.arange(len(terms))
    weights = _newton(table, right)
    while (against := weights[1:] * ways[kept]).min(initial=0.0) < 0:
        kept = np.delete(kept, int(against.argmin()))
        weights = _newton(table[:, np.concatenate(([0], kept + 1))], right)
    scaled = np.zeros(len(terms))
    scaled[kept] = weights[1:] / spread[kept]
    bias = float(weights[0] - (scaled * centre).sum())
    return Model(dict(zip(terms, map(float, scaled), strict=True)), bias, NEVER, _least(terms))


def _least(terms: Sequence[str]) -> dict[str, float]:
    """Return the measures without which nothing is accepted, by what a kind is judged by."""
    names = {each.rpartition(":")[2] for each in terms}
    least = {"stroke": LEAST_STROKE} if "breadth" in names else {}
    if "both" in names:
        return {**least, "both": 2 * LEAST_MARGIN}
    return {**least, "margin": LEAST_MARGIN} if "margin" in names else least


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


def fit_crosswise(
    samples: Sequence[Judged], groups: Sequence[int], terms: Sequence[str], target: float, *, as_whole: bool = False,
    marginal: float = MARGINAL,
) -> Model:
    """Return a model fitted on all samples, its threshold set on what models of the other half said of each half.

    ``groups`` (0 or 1) part the samples into halves that have nothing in common, such as booklets. ``as_whole`` accepts
    as many as the model holds to keep to ``target`` taken together, where the samples do not speak against it: for
    kinds with so few wrong ones that the error cannot be told slice by slice. ``marginal`` is how many times ``target``
    the error among those just accepted may be.
    """
    chances = np.zeros(len(samples))
    for held in (0, 1):
        model = fit_weights([each for each, group in zip(samples, groups, strict=True) if group != held], terms)
        for index, (each, group) in enumerate(zip(samples, groups, strict=True)):
            if group == held:
                chances[index] = _chance(model, each)
    right = np.array([each.right for each in samples], bool)
    model = fit_weights(samples, terms)
    return _with_threshold(model, chances, right, target, LEVEL, as_whole=as_whole, marginal=marginal)


def set_threshold(
    model: Model, samples: Sequence[Judged], target: float, level: float = LEVEL, *, marginal: float = MARGINAL
) -> Model:
    """Return the model with the lowest threshold that keeps to ``target`` on ``samples``, not those of the fit.

    It lies where the error among readings of such confidence passes ``marginal`` times ``target``: as counted, or as
    the model has it where the samples do not speak against it. Where there are enough samples to show the target by
    their bound (`shown_threshold`), no more of the accepted are wrong than that either. The bound that the samples do
    show at ``level`` goes with it.
    """
    return _with_threshold(model, *_judgements(model, samples), target, level, marginal=marginal)


def shown_threshold(model: Model, samples: Sequence[Judged], target: float, level: float = LEVEL) -> Model | None:
    """Return the model with the lowest threshold that ``samples`` show to keep to ``target``; None where none does.

    Thresholds are tried from the strictest down (fixed-sequence testing), each by the exact upper bound of Clopper
    and Pearson; the first that fails after one that held ends the search. So with probability ``level`` the error
    among accepted readings of the same sort is at most ``target``.
    """
    chances, right = _judgements(model, samples)
    count = _shown_count(*_ranked(chances, right), target, level)
    return None if count is None else _cut(model, chances, right, count, level)


def _judgements(model: Model, samples: Sequence[Judged]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return what a model says of readings, and which of them are right."""
    return np.array([_chance(model, each) for each in samples]), np.array([each.right for each in samples], bool)


def _chance(model: Model, each: Judged) -> float:
    """Return the probability of a reading; 0 where it can never be accepted."""
    return model.probability(each.measures) if model.allows(each.measures) else 0.0


def _with_threshold(
    model: Model, chances: NDArray[np.float64], right: NDArray[np.bool_], target: float, level: float, *,
    as_whole: bool = False, marginal: float = MARGINAL,
) -> Model:
    ranked, good = _ranked(chances, right)
    most = marginal * target
    shown = _shown_count(ranked, good, target, level) or 0
    count = max(_marginal_count(good, most), _believed_count(ranked, good, most))
    if as_whole:
        count = max(count, _expected_count(ranked, good, target))
    if shown:
        count = max(shown, _kept_count(good[:count], target))
    count = min(count, int((ranked >= LEAST_CONFIDENCE).sum()))
    if not count:
        return replace(model, threshold=NEVER, accepted=0, wrong=0, bound=1.0)
    return _cut(model, chances, right, count, level)


def _marginal_count(good: NDArray[np.bool_], most: float) -> int:
    """Return how many of the ranked readings lie before the error rate, made monotone, passes ``most``.

    Pool adjacent violators (R. E. Barlow and others, Statistical Inference under Order Restrictions, 1972): a wrong
    reading is shared out among the right ones around it, so one that ranks high does not decide alone.
    """
    blocks: list[tuple[int, int]] = []
    for right in good:
        blocks.append((int(not right), 1))
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            (wrong, size), (last_wrong, last_size) = blocks[-2:]
            blocks[-2:] = [(wrong + last_wrong, size + last_size)]
    count = 0
    for wrong, size in blocks:
        if wrong > most * size:
            break
        count += size
    return count


def _believed_count(ranked: NDArray[np.float64], good: NDArray[np.bool_], most: float) -> int:
    """Return how many readings are wrong with a probability of at most ``most``, as their model has it.

    None of them count where more are wrong than the model lets expect: where as many would be in fewer than one of ten
    such samples (Poisson).
    """
    count = int((ranked >= 1 - most).sum())
    return count if _is_borne_out(ranked[:count], good[:count]) else 0


def _expected_count(ranked: NDArray[np.float64], good: NDArray[np.bool_], target: float) -> int:
    """Return of how many readings the model expects no more than ``target`` to be wrong, taken together.

    None of them count where more are wrong than that (`_is_borne_out`).
    """
    count = int((np.cumsum(1 - ranked) <= target * np.arange(1, len(ranked) + 1)).sum())
    return count if _is_borne_out(ranked[:count], good[:count]) else 0


def _is_borne_out(ranked: NDArray[np.float64], good: NDArray[np.bool_]) -> bool:
    """Say whether no more are wrong than the probabilities let expect in one of ten such samples (Poisson)."""
    expected, wrong = float((1 - ranked).sum()), int((~good).sum())
    fewer = sum(math.exp(k * math.log(max(expected, 1e-9)) - expected - math.lgamma(k + 1)) for k in range(wrong))
    return 1 - fewer > 1 - LEVEL


def _kept_count(good: NDArray[np.bool_], target: float) -> int:
    """Return how many of the ranked readings may be accepted with at most ``target`` wrong among them."""
    kept = np.flatnonzero(np.cumsum(~good) <= target * np.arange(1, len(good) + 1))
    return int(kept[-1]) + 1 if len(kept) else 0


def _shown_count(
    ranked: NDArray[np.float64], good: NDArray[np.bool_], target: float, level: float
) -> int | None:
    errors = np.cumsum(~good)
    best: int | None = None
    for count in _steps(len(ranked)):
        if upper_bound(int(errors[count - 1]), count, level) <= target:
            best = count
        elif best is not None:
            break
    return best


def _cut(model: Model, chances: NDArray[np.float64], right: NDArray[np.bool_], count: int, level: float) -> Model:
    """Return the model with the threshold that accepts the ``count`` likeliest."""
    ranked, good = _ranked(chances, right)
    wrong = int((~good[:count]).sum())
    bound = upper_bound(wrong, count, level)
    return replace(model, threshold=float(ranked[count - 1]), accepted=count, wrong=wrong, bound=bound)


def _ranked(
    chances: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the probabilities, highest first, and which of the readings are right; ties keep wrong ones first."""
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


def error_interval(wrong: float, total: float, level: float = 0.95) -> tuple[float, float]:
    """Return the Clopper–Pearson interval of an error rate, two-sided.

    The counts may be broken ones, as those of weighted samples are: the binomial tails are those of the beta
    distribution, which knows no whole numbers.
    """
    tail = (1 - level) / 2
    low = 0.0 if wrong <= 0 else _quantile(tail, wrong, total - wrong + 1)
    high = 1.0 if wrong >= total else _quantile(1 - tail, wrong + 1, total - wrong)
    return low, high


def _quantile(chance: float, first: float, second: float) -> float:
    """Return where the beta distribution reaches a probability, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _beta_below(middle, first, second) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_below(rate: float, first: float, second: float) -> float:
    """Return the regularised incomplete beta function by its continued fraction.

    Source: DLMF 8.17.22, evaluated by the method of Lentz; on the side where it converges fast, else of the rest.
    """
    if rate <= 0 or rate >= 1:
        return float(rate >= 1)
    if rate > (first + 1) / (first + second + 2):
        return 1 - _beta_below(1 - rate, second, first)
    whole = math.lgamma(first + second) - math.lgamma(first) - math.lgamma(second)
    front = math.exp(whole + first * math.log(rate) + second * math.log1p(-rate)) / first
    value, above, below = 1.0, 1.0, 0.0
    for step in range(1, _MOST_TERMS):
        term = _beta_term(step, rate, first, second)
        below, above = 1 / (1 + term * below), 1 + term / above
        value *= above * below
        if abs(above * below - 1) < 1e-13:
            break
    return front / value


def _beta_term(step: int, rate: float, first: float, second: float) -> float:
    half, odd = divmod(step, 2)
    if odd:
        return -(first + half) * (first + second + half) * rate / ((first + 2 * half) * (first + 2 * half + 1))
    return half * (second - half) * rate / ((first + 2 * half - 1) * (first + 2 * half))
