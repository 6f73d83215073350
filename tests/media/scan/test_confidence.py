"""Confidence is fitted on truth, thresholds carry a bound, and a poor registration caps both."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.media.scan.confidence import UNKNOWN, Calibration, Model, from_json, shipped_calibration
from formkit.media.scan.fitting import (
    LEAST_MARGIN,
    LEAST_STROKE,
    MARGINAL,
    NEVER,
    Judged,
    fit_crosswise,
    fit_weights,
    set_threshold,
    upper_bound,
)


def _samples(count: int, seed: int, middle: float = 3.0) -> list[Judged]:
    """Return readings that are right with a chance that grows with their margin."""
    rng = np.random.default_rng(seed)
    margins = rng.normal(middle, 3, count)
    right = rng.random(count) < 1 / (1 + np.exp(-(margins - 0.5) * 1.4))
    return [Judged({"margin": float(m)}, bool(r)) for m, r in zip(margins, right, strict=True)]


def test_a_fitted_model_says_how_often_it_is_right() -> None:
    model = fit_weights(_samples(4000, 1), ["margin"])
    fresh = _samples(6000, 2)
    chances = np.array([model.probability(each.measures) for each in fresh])
    right = np.array([each.right for each in fresh])
    for low in np.arange(0.0, 1.0, 0.2):
        own = (chances >= low) & (chances < low + 0.2)
        assert abs(right[own].mean() - chances[own].mean()) < 0.05


def test_what_a_threshold_lets_pass_keeps_to_its_target_on_fresh_readings() -> None:
    model = set_threshold(fit_weights(_samples(3000, 1), ["margin"]), _samples(6000, 2), 0.01)
    passed = [each.right for each in _samples(20000, 3) if model.probability(each.measures) >= model.threshold]
    assert len(passed) > 5000
    assert 1 - np.mean(passed) < 0.012
    assert model.wrong <= 0.01 * model.accepted


def test_one_wrong_reading_among_the_surest_does_not_close_what_comes_after() -> None:
    samples = sorted(_samples(4000, 2), key=lambda each: -each.measures["margin"])
    fitted = fit_weights(_samples(3000, 1), ["margin"])
    plain = set_threshold(fitted, samples, 0.0005)
    samples[40:40] = [Judged(samples[40].measures, False)]
    assert set_threshold(fitted, samples, 0.0005).accepted > 0.6 * plain.accepted > 500


def test_a_model_is_not_believed_where_more_is_wrong_than_it_expects() -> None:
    trusting = Model({"margin": 2.0}, 0.0, NEVER)
    samples = [Judged({"margin": 8.0}, number % 20 > 0) for number in range(400)]
    assert set_threshold(trusting, samples, 0.001).accepted == 0


def test_a_kind_that_is_hardly_ever_wrong_is_accepted_as_far_as_it_keeps_to_its_target_as_a_whole() -> None:
    target, samples = 0.002, _samples(3000, 5, middle=6.0)
    sliced = fit_crosswise(samples, [number % 2 for number in range(3000)], ["margin"], target)
    whole = fit_crosswise(samples, [number % 2 for number in range(3000)], ["margin"], target, as_whole=True)
    assert whole.accepted > sliced.accepted
    passed = [
        each.right for each in _samples(40000, 6, middle=6.0)
        if whole.accepts(whole.probability(each.measures), each.measures)
    ]
    assert len(passed) > 30000
    assert passed.count(False) <= target * len(passed)


def test_a_kind_of_which_the_last_ones_may_cost_more_has_more_accepted() -> None:
    samples, halves = _samples(3000, 5), [number % 2 for number in range(3000)]
    strict, usual, loose = (
        fit_crosswise(samples, halves, ["margin"], 0.001, marginal=each) for each in (2.0, MARGINAL, 20.0)
    )
    assert strict.accepted < usual.accepted < loose.accepted
    assert usual == fit_crosswise(samples, halves, ["margin"], 0.001)


def test_too_few_readings_cannot_show_a_strict_target_and_say_what_they_show() -> None:
    model = set_threshold(fit_weights(_samples(300, 1), ["margin"]), _samples(100, 2), 0.0001)
    assert model.wrong == 0
    assert model.bound > 0.0001
    accepted = [each for each in _samples(100, 2) if model.probability(each.measures) >= model.threshold]
    assert all(each.right for each in accepted)


def test_a_kind_with_nothing_right_accepts_nothing() -> None:
    samples = [Judged({"margin": float(n)}, False) for n in range(50)]
    model = set_threshold(fit_weights(samples, ["margin"]), samples, 0.01)
    assert model.threshold == NEVER
    assert not model.accepts(model.probability({"margin": 99.0}), {"margin": 99.0})


def test_what_the_model_itself_doubts_is_not_accepted_where_nothing_wrong_was_seen() -> None:
    model = Model({"margin": 1.0}, 0.0, NEVER)
    samples = [Judged({"margin": margin}, True) for margin in (1.5, 2.0, 6.0, 7.0) for _ in range(50)]
    assert set_threshold(model, samples, 0.001).threshold > 0.95


@given(st.integers(0, 40), st.integers(1, 4000))
def test_the_bound_lies_above_the_rate_and_falls_with_more_readings(wrong: int, more: int) -> None:
    total = wrong + more
    bound = upper_bound(wrong, total)
    assert wrong / total < bound <= 1
    assert upper_bound(wrong, total * 2) < bound + 1e-9


@pytest.mark.parametrize(("wrong", "total", "bound"), [(0, 230, 0.01), (0, 767, 0.003), (0, 2302, 0.001)])
def test_the_bound_agrees_with_published_figures(wrong: int, total: int, bound: float) -> None:
    assert upper_bound(wrong, total) == pytest.approx(bound, rel=0.01)


def test_a_poor_registration_caps_confidence() -> None:
    calibration = Calibration({"circle": Model({"margin": 2.0}, 1.0, 0.9)})
    assert calibration.judge("circle", {"margin": 9, "residual_mm": 0.1})[1]
    confidence, accepted = calibration.judge("circle", {"margin": 9, "residual_mm": 0.9})
    assert confidence <= 0.5
    assert not accepted


def test_a_registration_that_is_half_a_millimetre_out_leaves_confidence_as_it_is() -> None:
    calibration = Calibration({"circle": Model({"margin": 2.0}, 1.0, 0.9)})
    near, far = ({"margin": 9, "residual_mm": residual} for residual in (0.1, 0.5))
    assert calibration.judge("circle", near) == calibration.judge("circle", far)


@pytest.mark.parametrize(
    ("peers", "rivals", "accepted"), [(0, 0, True), (1, 1, True), (2, 0, True), (0, 1, False), (1, 2, False)]
)
def test_a_value_that_as_many_places_contradict_is_never_accepted(peers: int, rivals: int, accepted: bool) -> None:
    calibration = Calibration({"name": Model({"margin": 2.0}, 1.0, 0.9)})
    assert calibration.judge("name", {"margin": 9, "peers": peers, "rivals": rivals})[1] is accepted


def test_a_kind_that_was_never_calibrated_goes_to_a_person() -> None:
    assert Calibration({}).judge("stamp", {"margin": 99}) == (UNKNOWN, False)


def test_a_calibration_survives_being_written() -> None:
    shipped = shipped_calibration()
    assert from_json(json.loads(json.dumps(shipped.to_json()))) == shipped
    assert {"circle", "code"} <= shipped.models.keys()


def test_a_measure_that_would_count_the_wrong_way_does_not_count() -> None:
    chance = random.Random(7)
    samples = []
    for _ in range(3000):
        right = chance.random() < 0.9
        # By accident of these samples a poorer registration goes with right answers.
        residual = chance.uniform(0.2, 0.5) if right else chance.uniform(0.0, 0.3)
        samples.append(Judged({"margin": chance.gauss(6 if right else 3, 1.5), "residual_mm": residual}, right))
    model = fit_weights(samples, ["margin", "residual_mm"])
    assert model.weights["residual_mm"] == 0
    assert model.weights["margin"] > 0


def test_an_answer_with_a_close_rival_is_never_accepted() -> None:
    samples = _samples(4000, 3)
    model = set_threshold(fit_weights(samples, ["margin"]), samples, 0.2)
    assert not model.accepts(1.0, {"margin": 0.9})
    assert model.accepts(1.0, {"margin": 5.0})


@pytest.mark.parametrize("kind", ["signature", "signature:measured"])
def test_ink_in_short_strokes_is_never_accepted_as_a_signature(kind: str) -> None:
    name = {"ink": 0.06, "stroke": 9.0, "breadth": 2.5, "share": 1.0, "residual_mm": 0.1}
    assert shipped_calibration().judge(kind, name)[1]
    assert not shipped_calibration().judge(kind, {**name, "stroke": 1.2})[1]


def test_a_model_of_signatures_that_is_fitted_anew_asks_for_a_stroke_as_well() -> None:
    samples = [Judged({"breadth": 2.0 + n % 3, "stroke": 9.0}, n % 40 > 0) for n in range(400)]
    model = fit_weights(samples, ["log:breadth"])
    assert model.allows({"breadth": 3.0, "stroke": LEAST_STROKE})
    assert not model.allows({"breadth": 3.0, "stroke": LEAST_STROKE - 0.1})


def test_of_marks_the_least_lead_is_asked_of_both_readers_together_and_of_text_of_the_answer() -> None:
    samples = [Judged({"both": both, "margin": both / 2}, both > 3.0) for both in np.linspace(0.0, 20.0, 200)]
    marks = fit_weights(samples, ("cap:both", "cap:margin"))
    assert marks.allows({"both": 2 * LEAST_MARGIN, "margin": LEAST_MARGIN / 4})
    assert not marks.allows({"both": 2 * LEAST_MARGIN - 0.1, "margin": LEAST_MARGIN})
    text = fit_weights(samples, ("cap:margin",))
    assert text.allows({"margin": LEAST_MARGIN})
    assert not text.allows({"margin": LEAST_MARGIN - 0.1})
