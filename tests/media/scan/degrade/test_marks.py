from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.degrade import circles, stray, strikes, ticks
from formkit.media.scan.degrade.path import Stroke, bounds
from tests.media.scan.degrade.drawn import layer_with, outline_of

SHORT, LONG, TWO_LINES = Box(20, 15, 27, 20), Box(5, 15, 52, 20), Box(20, 12, 38, 22)


def hull_covers(strokes: list[Stroke], box: Box) -> float:
    """Return the share of ``box`` that lies in the hull of the strokes."""
    hull = cv2.convexHull(outline_of(strokes))
    option = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]], np.float32)
    shared, _ = cv2.intersectConvexConvex(hull, option)
    return shared / (box.width * box.height)


@pytest.mark.parametrize("option", [SHORT, LONG, TWO_LINES], ids=["short", "long", "two lines"])
@pytest.mark.parametrize("sloppiness", [0.0, 0.5, 1.0])
def test_a_circle_encloses_its_option(option: Box, sloppiness: float) -> None:
    shares = [
        hull_covers(circles.any_circle(np.random.default_rng(seed), option, sloppiness), option) for seed in range(40)
    ]
    assert np.median(shares) > 0.85
    assert min(shares) > 0.4


def test_a_circle_leaves_other_options_outside() -> None:
    other = Box(40, 15, 47, 20)
    for seed in range(40):
        assert hull_covers(circles.circle(np.random.default_rng(seed), SHORT, 0.5), other) < 0.1


def test_a_touching_circle_reaches_its_neighbour_without_taking_it_in() -> None:
    neighbour = Box(32, 15, 42, 20)
    for seed in range(20):
        strokes = circles.circle(np.random.default_rng(seed), SHORT, 0.2, neighbour)
        assert bounds(strokes).x1 > neighbour.x0 - 1.5
        assert hull_covers(strokes, neighbour) < 0.4
        assert hull_covers(strokes, SHORT) > 0.4


def test_a_tick_has_its_foot_in_its_box_and_stays_within_reach() -> None:
    box = Box(20, 20, 24, 24)
    for seed in range(40):
        around = bounds(ticks.tick(np.random.default_rng(seed), box))
        assert around.overlaps(box)
        assert box.inset(-16).contains(around)


@pytest.mark.parametrize("kind", strikes.KINDS)
def test_every_strike_runs_through_what_it_takes_back(kind: str) -> None:
    for seed in range(10):
        found = strikes.strike(np.random.default_rng(seed), SHORT, kind)
        assert bounds(found).overlaps(SHORT.inset(1))


def test_a_double_line_is_two_strokes_across_the_whole() -> None:
    found = strikes.double_line(np.random.default_rng(3), SHORT)
    assert len(found) == 2
    assert all(bounds([each]).width > SHORT.width * 0.7 for each in found)


@pytest.mark.parametrize("kind", stray.KINDS)
def test_every_kind_of_stray_ink_leaves_ink(kind: str) -> None:
    found = stray.stray(np.random.default_rng(1), Box(10, 10, 30, 30), kind)
    assert layer_with(found).density.max() > 0.3


def test_the_same_seed_draws_the_same_mark() -> None:
    one, two = (circles.any_circle(np.random.default_rng(7), SHORT) for _ in range(2))
    assert np.array_equal(outline_of(one), outline_of(two))
