"""The boxes of a page together: small ones by two looks, and emptiness only where a frame is to be seen."""

from __future__ import annotations

import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.boxes import read_boxes
from formkit.media.scan.canvas import Grey
from formkit.media.scan.ink import UNKNOWN_PEN, covered, page_ink
from formkit.media.scan.page_boxes import PageBoxes, look_at_boxes
from formkit.media.scan.small_boxes import is_small, read_any_boxes
from tests.media.scan.cells.drawn import blank, boxes, scanned, write

CODES = tuple("123456789")


def small(count: int) -> list[Box]:
    """Return boxes of 3 mm in a row."""
    return [Box.at(6 + 6 * at, 8, 3.0, 3.0) for at in range(count)]


def looked(page: Grey, bare: Grey, places: list[Box], *, measured: bool = True) -> PageBoxes:
    ink = page_ink(page, bare)
    return look_at_boxes(
        page, bare, places, {box: covered(ink, box) for box in places}, UNKNOWN_PEN, measured=measured
    )


def codes_of(found: PageBoxes) -> list[str]:
    return [CODES[at] for at in found.scores.codes(CODES).logs.argmax(axis=1)]


def test_a_box_is_small_by_its_shorter_side() -> None:
    assert [is_small(Box(0, 0, *size)) for size in ((3, 3), (9, 4), (6.5, 8))] == [True, True, False]


def test_digits_that_overrun_small_boxes_are_read() -> None:
    places = small(9)
    bare = blank(places)
    page = bare.copy()
    for box, digit in zip(places, CODES, strict=True):
        write(page, box.inset(-1.4).moved(0, 0.6), digit, share=1.0)
    found = looked(scanned(page), bare, places)
    assert codes_of(found) == list(CODES)
    assert found.scores.filled().all()


def test_small_boxes_on_paper_of_dots_are_looked_at_however_little_ink_they_seem_to_have() -> None:
    places = small(2)
    bare = blank(places)
    dots = np.random.default_rng(1).random(bare.shape) < 0.15
    never = looked(scanned(bare), bare, places).scores
    found = looked(np.where(dots, 0, scanned(bare)).astype(np.uint8), bare, places).scores
    assert not np.array_equal(found.logs.kinds, never.logs.kinds)


def test_a_large_box_is_looked_at_once() -> None:
    places = boxes(2)
    bare = blank(places)
    page = bare.copy()
    write(page, places[0], "4")
    scan = scanned(page)
    once = read_boxes(scan, bare, [0.1, 0.0], places, [True, False])
    both = read_any_boxes(scan, bare, [0.1, 0.0], places, [True, False])
    assert np.array_equal(once.logs.kinds, both.logs.kinds)


def test_small_boxes_that_nobody_asked_for_stay_empty() -> None:
    places = small(2)
    bare = blank(places)
    page = bare.copy()
    write(page, places[0], "4", share=1.0, pen=3)
    found = read_any_boxes(scanned(page), bare, [0.2, 0.0], places, [True, False])
    assert found.filled().tolist() == [True, False]
    assert found.empty_margin() < 0


@pytest.mark.parametrize(("lost", "doubtful"), [(0, False), (1, False), (2, True), (3, True)])
def test_boxes_are_surely_empty_where_most_of_their_frames_came_through(lost: int, doubtful: bool) -> None:
    places = small(4)
    bare = blank(places)
    page = bare.copy()
    for box in places[:lost]:
        page[round(box.y0 * 8) - 4 : round(box.y1 * 8) + 4, round(box.x0 * 8) - 4 : round(box.x1 * 8) + 4] = 255
    found = looked(scanned(page), bare, places)
    assert not found.scores.filled().any()
    assert found.may_hold(places) is doubtful


def test_frames_that_formkit_prints_are_not_looked_for() -> None:
    places = small(2)
    bare = blank(places)
    assert not looked(scanned(np.full_like(bare, 255)), bare, places, measured=False).may_hold(places)
