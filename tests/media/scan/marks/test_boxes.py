from __future__ import annotations

from formkit.geometry import Box
from formkit.media.scan.marks.place import Shape, State
from formkit.model.handbook import Mark
from tests.media.scan.marks.paper import Paper

NONE, MARKED, CANCELLED = State.NONE, State.MARKED, State.CANCELLED


def two_boxes() -> tuple[Paper, Box, Box]:
    paper = Paper()
    return paper, paper.square(20, 20), paper.square(45, 20)


def tick(paper: Paper, x: float, y: float, size: float = 4.0, width: float = 0.45) -> None:
    paper.line((x - size * 0.3, y - size * 0.3), (x, y), (x + size * 0.8, y - size), width=width)


def test_empty_boxes_are_empty_even_out_of_place() -> None:
    paper, _, _ = two_boxes()
    assert paper.seen() == [NONE, NONE]
    assert paper.seen(0.35, -0.3) == [NONE, NONE]


def test_a_tick_inside_is_read() -> None:
    paper, box, _ = two_boxes()
    tick(paper, box.centre.x, box.y1 - 0.7, 3.0)
    assert paper.seen() == [MARKED, NONE]


def test_a_tick_that_reaches_far_out_is_read() -> None:
    paper, box, _ = two_boxes()
    tick(paper, box.centre.x, box.y1, 9.0)
    assert paper.seen() == [MARKED, NONE]


def test_a_tick_on_the_edge_is_read() -> None:
    paper, _, box = two_boxes()
    tick(paper, box.x0 + 0.3, box.y1 - 0.5, 5.0)
    assert paper.seen() == [NONE, MARKED]


def test_a_cross_is_read() -> None:
    paper, box, _ = two_boxes()
    paper.line((box.x0 + 0.4, box.y0 + 0.4), (box.x1 - 0.4, box.y1 - 0.4))
    paper.line((box.x0 + 0.4, box.y1 - 0.4), (box.x1 - 0.4, box.y0 + 0.4))
    assert paper.seen() == [MARKED, NONE]


def test_a_filled_box_is_read() -> None:
    paper, box, _ = two_boxes()
    for step in range(12):
        y = box.y0 + 0.4 + step * 0.28
        paper.line((box.x0 + 0.4, y), (box.x1 - 0.4, y + 0.1))
    assert paper.seen() == [MARKED, NONE]


def test_a_pale_tick_is_read() -> None:
    paper, box, _ = two_boxes()
    paper.line((box.x0 + 0.8, box.centre.y), (box.centre.x, box.y1 - 0.6), (box.x1 + 1, box.y0 - 0.5), grey=160)
    assert paper.seen() == [MARKED, NONE]


def test_a_tick_struck_out_is_cancelled() -> None:
    paper, box, other = two_boxes()
    tick(paper, box.centre.x, box.y1 - 0.5)
    for off in (-0.7, 0.7):
        paper.line((box.x0 - 2, box.centre.y + off), (box.x1 + 2.5, box.centre.y + off - 0.3), width=0.35)
    tick(paper, other.centre.x, other.y1 - 0.5)
    assert paper.seen() == [CANCELLED, MARKED]


def test_a_speck_in_a_box_is_no_mark_that_both_readers_see() -> None:
    paper, box, _ = two_boxes()
    paper.dot(box.centre.x, box.centre.y, 0.2)
    scores = paper.judged()
    assert not (scores.crop[0].argmax() == scores.unrolled[0].argmax() == MARKED)
    assert scores.crop[1].argmax() == scores.unrolled[1].argmax() == NONE


def test_signs_are_told_apart() -> None:
    paper = Paper()
    first, second = paper.square(20, 20, 8.0, Mark.SYMBOL), paper.square(45, 20, 8.0, Mark.SYMBOL)
    tick(paper, first.centre.x - 0.5, first.y1 - 2, 4.5)
    paper.line((second.x0 + 2, second.y0 + 2), (second.x1 - 2, second.y1 - 2))
    paper.line((second.x0 + 2, second.y1 - 2), (second.x1 - 2, second.y0 + 2))
    scores = paper.judged()
    assert paper.seen() == [MARKED, MARKED]
    assert [Shape(int(column)) for column in scores.crop_shape.argmax(axis=1)] == [Shape.TICK, Shape.CROSS]
    assert [Shape(int(column)) for column in scores.unrolled_shape.argmax(axis=1)] == [Shape.TICK, Shape.CROSS]
