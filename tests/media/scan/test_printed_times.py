"""Colons between two short underscores, where no other print stands."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.media.scan.canvas import Grey
from formkit.media.scan.printed_rules import rules_and_squares
from formkit.media.scan.printed_times import Times, times


def looked(*, colon: tuple[int, ...] = (200, 220), before: int = 58, after: int = 58, gap: int = 15) -> Times:
    """Return what is found of dots at these heights between two strokes of these lengths at 230."""
    page: Grey = np.full((600, 1200), 255, np.uint8)
    for y in colon:
        cv2.rectangle(page, (500, y), (505, y + 5), 0, -1)
    cv2.rectangle(page, (500 - gap - before, 230), (500 - gap, 232), 0, -1)
    cv2.rectangle(page, (505 + gap, 230), (505 + gap + after, 232), 0, -1)
    return times(rules_and_squares(page))


@pytest.mark.parametrize(("before", "after"), [(58, 58), (40, 66), (100, 100)])
def test_two_dots_between_underscores_are_a_colon_and_the_underscores_lines(before: int, after: int) -> None:
    found = looked(before=before, after=after)
    (colon,) = found.colons
    assert colon[0] == 500
    assert abs(colon[3] - 232) <= 1
    assert len(found.drawn.flat) == 2
    assert (found.drawn.rest == 255).all()


@pytest.mark.parametrize("colon", [(220,), (150, 220), (214, 220)])
def test_one_dot_and_dots_that_are_far_apart_or_touch_are_none(colon: tuple[int, ...]) -> None:
    assert looked(colon=colon).colons == ()


def test_a_colon_with_paper_around_it_is_print() -> None:
    assert looked(gap=120).colons == ()
    assert looked(after=0).colons == ()


def test_a_dash_in_the_middle_of_the_dots_is_no_underscore() -> None:
    assert looked(colon=(215, 240)).colons == ()
