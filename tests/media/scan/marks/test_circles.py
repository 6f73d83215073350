from __future__ import annotations

import pytest

from formkit.geometry import Box
from formkit.media.scan.marks.place import State
from tests.media.scan.marks.paper import Paper

NONE, MARKED, CANCELLED = State.NONE, State.MARKED, State.CANCELLED


def three_words() -> tuple[Paper, list[Box]]:
    paper = Paper()
    boxes = [paper.option(10, 20, "良好"), paper.option(29, 20, "一般"), paper.option(48, 20, "较差")]
    return paper, boxes


def test_nothing_drawn_is_nothing() -> None:
    paper, _ = three_words()
    assert paper.seen() == [NONE, NONE, NONE]


@pytest.mark.parametrize("sweep", [290, 330, 370, 420, 720])
def test_open_closed_and_double_circles_are_read(sweep: float) -> None:
    paper, boxes = three_words()
    paper.ring(boxes[1], sweep=sweep)
    assert paper.seen() == [NONE, MARKED, NONE]


@pytest.mark.parametrize("tilt", [-25, -12, 12, 25])
def test_a_tilted_circle_round_a_short_word_is_read(tilt: float) -> None:
    paper, boxes = three_words()
    paper.ring(boxes[0], tilt=tilt)
    assert paper.seen() == [MARKED, NONE, NONE]


@pytest.mark.parametrize("tilt", [-5, -3, 0, 3, 5])
def test_a_tilted_circle_round_an_option_of_forty_millimetres_is_read(tilt: float) -> None:
    paper = Paper()
    upper = paper.option(10, 20, "能够按时服药并且接受定期随访")
    paper.option(10, 29, "拒绝服药")
    paper.option(40, 29, "间断服药")
    assert upper.width > 40
    paper.ring(upper, tilt=tilt, above=1.2)
    assert paper.seen() == [MARKED, NONE, NONE]


def test_a_circle_round_two_lines_is_read() -> None:
    paper = Paper()
    box = paper.option(10, 25, "与家人同住", "由家人照料")
    paper.option(40, 25, "独居")
    paper.ring(box)
    assert paper.seen() == [MARKED, NONE]


def test_a_circle_that_cuts_into_the_neighbour_counts_for_its_own_option_only() -> None:
    paper = Paper()
    first, second = paper.option(10, 20, "是"), paper.option(17, 20, "否")
    assert second.x0 - first.x1 < 2
    paper.ring(first, beside=2.0)
    assert paper.seen() == [MARKED, NONE]


def test_circles_of_the_rows_above_and_below_do_not_count() -> None:
    paper = Paper()
    rows = [paper.option(10, y, "定期复查肝功能") for y in (18, 26, 34)]
    paper.ring(rows[0], above=1.3)
    paper.ring(rows[2], above=1.3)
    assert paper.seen() == [MARKED, NONE, MARKED]


@pytest.mark.parametrize("lines", [2, 3])
def test_a_circle_struck_through_by_thin_lines_is_cancelled(lines: int) -> None:
    paper, boxes = three_words()
    paper.ring(boxes[0])
    for number in range(lines):
        y = boxes[0].centre.y - 0.7 + 1.4 * number / max(lines - 1, 1)
        paper.line((boxes[0].x0 - 2, y + 0.4), (boxes[0].x1 + 2, y - 0.4), width=0.3)
    paper.ring(boxes[2])
    assert paper.seen() == [CANCELLED, NONE, MARKED]


def test_a_circle_crossed_out_is_cancelled() -> None:
    paper, boxes = three_words()
    box = boxes[1]
    paper.ring(box)
    paper.line((box.x0 - 0.5, box.y0 - 1), (box.x1 + 0.5, box.y1 + 1))
    paper.line((box.x0 - 0.5, box.y1 + 1), (box.x1 + 0.5, box.y0 - 1))
    assert paper.seen() == [NONE, CANCELLED, NONE]


def test_a_circle_under_a_zigzag_is_cancelled() -> None:
    paper, boxes = three_words()
    box = boxes[1]
    paper.ring(box)
    xs = [box.x0 - 1 + (box.width + 2) * step / 14 for step in range(15)]
    paper.line(*((x, box.centre.y + (2.6 if number % 2 else -2.6)) for number, x in enumerate(xs)))
    assert paper.seen() == [NONE, CANCELLED, NONE]


def test_a_long_option_struck_out_is_cancelled() -> None:
    paper = Paper()
    box = paper.option(10, 20, "能够按时服药并且接受定期随访")
    other = paper.option(10, 32, "间断服药")
    paper.ring(box)
    for off in (-0.6, 0.6):
        paper.line((box.x0 - 1, box.centre.y + off + 0.5), (box.x1 + 1, box.centre.y + off - 0.5), width=0.3)
    paper.ring(other)
    assert paper.seen() == [CANCELLED, MARKED]


@pytest.mark.parametrize("grey", [110, 150, 175])
def test_a_pale_pencil_is_read(grey: int) -> None:
    paper, boxes = three_words()
    paper.ring(boxes[2], grey=grey, width=0.4)
    assert paper.seen() == [NONE, NONE, MARKED]


def test_a_bilevel_scan_is_read() -> None:
    paper, boxes = three_words()
    paper.ring(boxes[0], sweep=350)
    assert paper.seen(bilevel=True) == [MARKED, NONE, NONE]


@pytest.mark.parametrize(("dx", "dy"), [(0.4, 0.0), (-0.3, 0.3), (0.0, -0.4)])
def test_print_out_of_place_is_no_ink_and_hides_none(dx: float, dy: float) -> None:
    paper, boxes = three_words()
    assert paper.seen(dx, dy) == [NONE, NONE, NONE]
    paper.ring(boxes[1])
    assert paper.seen(dx, dy) == [NONE, MARKED, NONE]


def test_dots_dashes_holes_and_lines_across_are_nothing() -> None:
    paper, boxes = three_words()
    paper.dot(boxes[0].centre.x, boxes[0].centre.y - 1, 0.4)
    paper.line((boxes[0].x1, boxes[0].y1), (boxes[0].x1 + 2.5, boxes[0].y1))
    paper.dot(boxes[1].x0 - 1, boxes[1].y0 - 1.5, 2.9, grey=40)
    paper.line((boxes[2].x0 - 8, boxes[2].y1 + 6), (boxes[2].x1 + 9, boxes[2].y0 - 5))
    assert paper.seen().count(MARKED) == 0


def test_handwriting_in_the_row_above_is_nothing() -> None:
    paper = Paper()
    paper.option(10, 30, "有"), paper.option(24, 30, "无")
    for step in range(10):
        x = 9 + step * 2.2
        paper.line((x, 20), (x + 1.5, 26 - step % 3), (x + 0.4, 21 + step % 4), (x + 2, 25))
    assert paper.seen() == [NONE, NONE]


@pytest.mark.parametrize(("beside", "over", "size", "grey"), [(-1.5, 0, 3, 20), (0, 0, 3.5, 120), (4, 1.5, 5, 120)])
def test_a_tick_over_words_that_are_to_be_circled_is_read(beside: float, over: float, size: float, grey: int) -> None:
    paper = Paper()
    boxes = [paper.option(x, 20, words) for x, words in ((10, "自购药品"), (35, "社区康复"), (60, "未治"))]
    paper.option(35, 29, "社区诊疗")
    x, y = boxes[1].x0 + beside, boxes[1].centre.y - over
    paper.line((x, y), (x + size * 0.35, y + size * 0.45), (x + size, y - size * 0.7), grey=grey)
    assert paper.seen() == [NONE, MARKED, NONE, NONE]
