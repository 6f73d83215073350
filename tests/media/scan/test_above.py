"""A digit that is written above its box is seen; what reaches there from elsewhere is none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.above import with_writing_above

BOX = Box.at(40, 40, 8, 8)
OVER = Box.at(40, 28, 8, 8)
"""A box of another field, above it."""


def page() -> np.ndarray:
    return np.zeros((800, 800), np.uint8)


def two(ink: np.ndarray, x: float, y: float, size: float = 3.5) -> None:
    """Write a 2 whose top left is at (x, y) mm."""
    points = [(0, 0.25), (0.4, 0), (0.9, 0.2), (0.5, 0.6), (0, 1), (0.9, 1)]
    at = [(round((x + a * size) * 8), round((y + b * size) * 8)) for a, b in points]
    cv2.polylines(ink, [np.array(at, np.int32)], False, 200, 4, cv2.LINE_AA)


def seen(ink: np.ndarray) -> bool:
    return bool(with_writing_above(ink, [BOX], [BOX, OVER]))


def test_a_digit_above_a_box_is_seen_though_a_printed_line_cuts_it() -> None:
    ink = page()
    two(ink, 42, 36.2, 3.2)
    assert seen(ink)
    ink[round(37.6 * 8) : round(38.0 * 8)] = 0
    assert seen(ink)


def test_a_digit_within_its_box_or_beside_it_is_none() -> None:
    ink = page()
    two(ink, 42, 41.5, 5)
    two(ink, 51, 36)
    assert not seen(ink)


def test_a_digit_of_the_box_above_that_hangs_down_is_none() -> None:
    ink = page()
    two(ink, 42, 31, 6)
    assert not seen(ink)


def test_specks_a_line_and_the_edge_of_the_page_are_none() -> None:
    ink = page()
    for x in range(41, 48):
        ink[37 * 8 : 37 * 8 + 3, x * 8 : x * 8 + 3] = 255
    cv2.line(ink, (0, 300), (799, 296), 255, 4)
    assert not seen(ink)
    assert not with_writing_above(np.full((80, 80), 255, np.uint8), [Box.at(1, 1, 8, 8)], [])


@pytest.mark.parametrize("faint", [30, 50])
def test_what_is_too_pale_to_be_ink_is_none(faint: int) -> None:
    ink = page()
    two(ink, 42, 36)
    assert not seen(np.minimum(ink, faint))
