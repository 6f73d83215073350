"""From the scores of a field's options to its answer, by the field's own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.marks.pen import SidePen, strangeness
from formkit.media.scan.marks.place import FLOOR, MarkPlace, MarkScores, Scores, Shape, State
from formkit.model.handbook import Field, Kind, Mark, Option
from formkit.model.reading import Value

SURE = 4.0
"""Nats by which both readers must favour what they see at every option of a corrected field to let it pass."""
_OTHERWISE = 1.0
"""Nats by which one reader by itself, rare or not, must hold an option for struck out (or not) to differ."""
_RARE = 2.0
"""Nats by which an option is less likely to be struck out than the readers take it for: they were trained on pages
where that is ten times as frequent as on paper (``tools/marks/filling.py``). docs/marks.md has what it changes."""
_SIGNS = {
    Shape.TICK: frozenset("√✓✔☑"),
    Shape.CROSS: frozenset("×✗✘xX╳"),
    Shape.RING: frozenset("○〇OoО0"),
}
_PLAIN = frozenset("√✓✔×✗✘○")
"""Signs that are nothing else, so that they may stand among words."""

Table = NDArray[np.float64]


class Reason(StrEnum):
    """Why a person should look, whatever the measures say."""

    DIFFER = "the readers differ"
    SEVERAL = "several marks where one is right"
    EXCLUSIVE = "marked together with an option that stands alone"
    CORRECTED = "struck out and answered anew"
    SIGN = "another sign than those expected"


@dataclass(frozen=True, slots=True)
class MarkAnswer:
    """What a field's marks say.

    ``alternatives`` are other answers, the likeliest first. ``measures`` are kept with a reading; its confidence is
    fitted from some of them: ``margin`` (nats by which the more doubtful reader favours the answer at the most
    doubtful option; below 0 where it does not), ``both`` (the nats of both readers together, at the option where
    they are least), ``second`` (as margin, at the second most doubtful option), ``agree`` (1 where both readers
    give this answer by themselves), ``state_margin`` (between all three states, by the
    readers' own scores), ``marks`` and
    ``cancelled`` (how many), ``options``, ``coverage`` and ``gap`` of the weakest mark, ``stray`` (the most of a
    line that is met round an option that is not marked), ``ink`` of it, ``mark_ink`` (the most of a marked option's
    box that is covered; a tick that was crossed out covers more than a tick), ``pen`` (how unlike the side's pen
    the marks are).
    """

    value: Value
    alternatives: tuple[Value, ...]
    measures: Mapping[str, float]
    corrected: bool = False
    review_reason: str | None = None


def choose(
    field: Field, options: Sequence[MarkPlace], scores: MarkScores, pen: SidePen | None = None
) -> MarkAnswer:
    """Return the answer of a field.

    Args:
        field: its kind and options give the rules.
        options: its places on the side.
        scores: those of the same places, in the same order.
        pen: the pen of the rest of the side, where it is known.
    """
    if options and options[0].mark is Mark.SYMBOL:
        return _symbol(field, scores, pen)
    raw, scores = scores, _expected(scores)
    states = _states(scores)
    strength = odds(scores.crop), odds(scores.unrolled)
    both = strength[0] + strength[1]
    marked = [number for number, state in enumerate(states) if state is State.MARKED]
    cancelled = [number for number, state in enumerate(states) if state is State.CANCELLED]
    codes = [place.code for place in options]
    measures = _measures(raw, states, strength, pen)
    if not marked and not cancelled:
        # Where one reader sees a mark and the other none, the mark is likelier: most fields are answered.
        marked = _by_strength(both, _seen_by_one(scores))[:1]
    value = _value(field, [codes[number] for number in _by_strength(both, marked)], codes)
    reason = _reason(field, [codes[number] for number in marked], bool(cancelled), measures)
    return MarkAnswer(
        value, _alternatives(field, codes, scores, both, marked, value), measures,
        corrected=bool(cancelled), review_reason=reason,
    )


def _expected(scores: MarkScores) -> MarkScores:
    """Return the scores with how rarely options are struck out."""
    return replace(scores, crop=_rarely_cancelled(scores.crop), unrolled=_rarely_cancelled(scores.unrolled))


def _rarely_cancelled(log_probabilities: Scores) -> Scores:
    table = np.maximum(log_probabilities, FLOOR)
    table[:, State.CANCELLED] -= _RARE
    return np.asarray(table - np.logaddexp.reduce(table, axis=1, keepdims=True), np.float32)


def _joint(scores: MarkScores) -> Table:
    """Return the mean log-probabilities of both readers."""
    return np.asarray((np.maximum(scores.crop, FLOOR) + np.maximum(scores.unrolled, FLOOR)) / 2, np.float64)


def _states(scores: MarkScores) -> list[State]:
    return [State(int(column)) for column in _joint(scores).argmax(axis=1)]


def odds(log_probabilities: NDArray[np.floating]) -> Table:
    """Return in nats how much more likely each option is marked than not (none or cancelled)."""
    table = np.maximum(log_probabilities.astype(np.float64), FLOOR)
    others = np.logaddexp(table[:, State.NONE], table[:, State.CANCELLED])
    return np.asarray(table[:, State.MARKED] - others)


def _seen_by_one(scores: MarkScores) -> list[int]:
    """Return the options that either reader takes for marked."""
    return sorted({*_seen_in(scores.crop), *_seen_in(scores.unrolled)})


def _seen_in(log_probabilities: NDArray[np.floating]) -> list[int]:
    """Return the options that a reader takes for marked."""
    rows = log_probabilities.tolist()
    return [number for number, row in enumerate(rows) if row[State.MARKED] == max(row)]


def _by_strength(both: Table, which: Sequence[int]) -> list[int]:
    strength = both.tolist()
    return sorted(which, key=lambda number: -strength[number])


def _value(field: Field, strongest_first: Sequence[str], codes: Sequence[str]) -> Value:
    if not strongest_first:
        return None
    if field.kind is Kind.MULTI:
        return tuple(code for code in codes if code in strongest_first)
    return strongest_first[0]


def _reason(field: Field, marked: Sequence[str], corrected: bool, measures: Mapping[str, float]) -> str | None:
    if not measures["agree"] or measures["state_margin"] < -_OTHERWISE:
        return Reason.DIFFER.value
    if field.kind is Kind.SINGLE and len(marked) > 1:
        return Reason.SEVERAL.value
    if len(marked) > 1 and any(option.exclusive for code in marked if (option := field.option(code))):
        return Reason.EXCLUSIVE.value
    if corrected and measures["state_margin"] < SURE:
        return Reason.CORRECTED.value
    return None


def _measures(
    scores: MarkScores, states: Sequence[State], strength: tuple[Table, Table], pen: SidePen | None
) -> dict[str, float]:
    """Return the measures of a field; ``scores`` are the readers' own: where something was struck out, it is not rare.

    A field has a handful of options: lists take a third of the time that arrays take.
    """
    is_marked = [state is State.MARKED for state in states]
    marked = [number for number, each in enumerate(is_marked) if each]
    rest = [number for number, each in enumerate(is_marked) if not each]
    first, second = strength[0].tolist(), strength[1].tolist()
    favour = [(one, two) if each else (-one, -two) for each, one, two in zip(is_marked, first, second, strict=True)]
    margins = sorted(map(min, favour))
    coverage, ink, gap = scores.coverage.tolist(), scores.ink.tolist(), scores.gap.tolist()
    return {
        "margin": margins[0],
        "second": margins[min(1, len(margins) - 1)],
        "both": min(map(sum, favour)),
        "agree": float(margins[0] > 0),
        "state_margin": _state_margin(scores, states),
        "marks": float(len(marked)),
        "cancelled": float(sum(state is State.CANCELLED for state in states)),
        "options": float(len(states)),
        "coverage": min((coverage[number] for number in marked), default=0.0),
        "gap": max((gap[number] for number in marked), default=1.0),
        "stray": max((coverage[number] for number in rest), default=0.0),
        "ink": max((ink[number] for number in rest), default=0.0),
        "mark_ink": max((ink[number] for number in marked), default=0.0),
        "pen": strangeness(scores, is_marked, pen),
    }


def _state_margin(scores: MarkScores, states: Sequence[State]) -> float:
    """Return the least lead of the chosen state over the others, over all options and both readers."""
    leads: list[float] = []
    for table in (scores.crop, scores.unrolled):
        for state, row in zip(states, table.tolist(), strict=True):
            clipped = [max(each, FLOOR) for each in row]
            chosen = clipped.pop(state)
            leads.append(chosen - max(clipped))
    return min(leads)


def _alternatives(
    field: Field, codes: Sequence[str], scores: MarkScores, both: Table, marked: Sequence[int], value: Value
) -> tuple[Value, ...]:
    """Return what either reader sees alone, and the answer with the most doubtful option turned over."""
    found: list[Value] = []
    for table in (scores.crop, scores.unrolled):
        found.append(_value(field, [codes[number] for number in _by_strength(both, _seen_in(table))], codes))
    if field.kind is Kind.MULTI:
        doubtful = int(np.abs(both).argmin())
        turned = set(marked) ^ {doubtful}
        found.append(_value(field, [codes[number] for number in sorted(turned)], codes))
    else:
        found.extend(codes[number] for number in _by_strength(both, range(len(codes)))[:2])
    unlike = [other for other in found if other != value]
    return tuple(dict.fromkeys(unlike))


def _symbol(field: Field, scores: MarkScores, pen: SidePen | None) -> MarkAnswer:
    """One box takes a sign that is itself the answer."""
    states = _states(scores)
    measures = _measures(scores, states, (odds(scores.crop), odds(scores.unrolled)), pen)
    signs = {shape: option for option in field.options if (shape := _sign_of(option)) is not None}
    joint = (scores.crop_shape[0] + scores.unrolled_shape[0]) / 2
    ranked = sorted(Shape, key=lambda shape: -joint[shape])
    known = [signs[shape].code for shape in ranked if shape in signs]
    if states[0] is not State.MARKED:
        reason = None if measures["agree"] else Reason.DIFFER.value
        struck = states[0] is State.CANCELLED
        return MarkAnswer(None, tuple(known), measures, struck, Reason.CORRECTED.value if struck else reason)
    leads = _lead(scores.crop_shape[0], ranked[0]), _lead(scores.unrolled_shape[0], ranked[0])
    measures |= {
        "margin": min(measures["margin"], *leads), "both": min(measures["both"], sum(leads)),
        "agree": min(measures["agree"], float(min(leads) > 0)),
    }
    reason = None if measures["agree"] else Reason.DIFFER.value
    if ranked[0] not in signs:
        return MarkAnswer(known[0] if known else None, tuple(known[1:]), measures, False, Reason.SIGN.value)
    return MarkAnswer(known[0], tuple(known[1:]), measures, False, reason)


def _lead(log_probabilities: NDArray[np.floating], shape: Shape) -> float:
    """Return the lead of a shape over the best other one, in nats."""
    others = [float(value) for column, value in enumerate(log_probabilities) if column != shape]
    return float(log_probabilities[shape]) - max(others)


def _sign_of(option: Option) -> Shape | None:
    """Return which sign stands for an option: its code is one, or its label, or stands in its label."""
    for words in (option.code, option.label):
        for shape, signs in _SIGNS.items():
            if words.strip() in signs:
                return shape
    return next((shape for shape, signs in _SIGNS.items() if signs & _PLAIN & set(option.label)), None)
