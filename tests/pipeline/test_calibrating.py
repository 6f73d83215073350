"""An office's own calibration goes by the same policy as the shipped one."""

from __future__ import annotations

import random

from formkit.media.scan.confidence import Calibration, Model
from formkit.media.scan.fitting import MARGINAL, Judged
from formkit.pipeline.calibrating import MARGINALS, marginal_of, recalibrated

DATE, TEXT = "date/boxes@engine", "text@engine"
BASE = {name: Model({"margin": 1.0}, 0.0, 0.99) for name in (DATE, TEXT)}


def decided(wrong_of_100: float, count: int = 300) -> list[Judged]:
    """Return readings of which each is accepted by the model before, and so many of a hundred are wrong."""
    chance = random.Random(7)
    every = round(100 / wrong_of_100)
    return [Judged({"margin": chance.uniform(5.0, 9.0)}, number % every != every // 2) for number in range(count)]


def threshold(kind: str, own: list[Judged]) -> float:
    return recalibrated({kind: own}, Calibration(BASE))[0].models[kind].threshold


def test_a_corrected_date_does_not_take_back_what_the_shipped_calibration_allows() -> None:
    own = decided(1.0)
    assert threshold(DATE, own) == BASE[DATE].threshold
    assert threshold(TEXT, own) > BASE[TEXT].threshold


def test_dates_of_which_more_are_wrong_than_their_measure_allows_are_accepted_less() -> None:
    assert threshold(DATE, decided(10.0)) > BASE[DATE].threshold


def test_one_table_says_which_kinds_have_a_measure_of_their_own() -> None:
    assert marginal_of(DATE) == MARGINALS["date/boxes"] > MARGINAL
    assert marginal_of(TEXT) == MARGINAL
