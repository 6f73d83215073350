from __future__ import annotations

import cv2
import numpy as np

from formkit.media.scan.canvas import Grey
from formkit.media.scan.printed_rules import rules_and_squares


def paper() -> Grey:
    return np.full((600, 1200), 255, np.uint8)


def draw(page: Grey, *lines: tuple[int, int, int, int], thick: int = 3) -> None:
    for x0, y0, x1, y1 in lines:
        cv2.line(page, (x0, y0), (x1, y1), 0, thick)


def sign(page: Grey, x: int, y: int) -> None:
    """Draw something 36 pixels high and wide that hangs together and has no level stroke at its foot."""
    draw(page, (x, y, x + 36, y + 36), (x + 36, y, x, y + 36))


def test_a_level_stroke_amid_its_line_is_no_rule() -> None:
    page = paper()
    sign(page, 300, 200)
    draw(page, (350, 218, 430, 218))
    sign(page, 445, 200)
    assert rules_and_squares(page).flat == ()


def test_an_underscore_between_signs_is_a_rule() -> None:
    page = paper()
    sign(page, 300, 200)
    draw(page, (350, 238, 430, 238))
    sign(page, 445, 200)
    ((at, start, end),) = rules_and_squares(page).flat
    assert abs(at - 238) < 3
    assert abs(end - start - 80) < 8


def test_an_underscore_close_over_the_border_of_its_cell_is_a_rule() -> None:
    page = paper()
    draw(page, (100, 200, 1000, 200), (100, 300, 1000, 300), (100, 200, 100, 300), (1000, 200, 1000, 300))
    sign(page, 300, 256)
    draw(page, (350, 292, 500, 292))
    for x in range(300, 560, 50):
        sign(page, x, 306)
    assert any(abs(end - start - 150) < 8 for _, start, end in rules_and_squares(page).flat)


def test_the_rough_edge_of_a_border_is_no_underscore() -> None:
    page = paper()
    draw(page, (100, 200, 1000, 200), (100, 300, 1000, 300), (100, 200, 100, 300), (1000, 200, 1000, 300))
    draw(page, (350, 297, 500, 297))
    assert not any(end - start < 400 for _, start, end in rules_and_squares(page).flat)


def test_the_upper_stroke_of_a_sign_is_no_underscore_of_the_line_over_it() -> None:
    page = paper()
    sign(page, 300, 200)
    draw(page, (345, 244, 380, 244), (345, 248, 380, 284), (380, 248, 345, 284))
    assert rules_and_squares(page).flat == ()


def test_a_stroke_between_a_border_and_an_underscore_is_no_side_of_a_cell() -> None:
    page = paper()
    draw(page, (100, 200, 1000, 200), (100, 300, 1000, 300), (100, 200, 100, 300), (1000, 200, 1000, 300))
    draw(page, (400, 245, 550, 245), (402, 204, 402, 245))
    assert sorted(round(at / 100) for at, _, _ in rules_and_squares(page).upright) == [1, 10]


def test_an_underscore_close_over_the_next_line_of_print_is_a_rule() -> None:
    page = paper()
    for x in (200, 250, 500, 550):
        sign(page, x, 300)
    draw(page, (310, 338, 480, 338))
    for x in range(200, 600, 45):
        sign(page, x, 350)
    drawn = rules_and_squares(page)
    assert any(abs(at - 338) < 4 for at, _, _ in drawn.flat)


def test_a_side_of_a_cell_ends_at_its_edge_though_print_touches_it_there() -> None:
    page = paper()
    for y in (200, 300, 400):
        draw(page, (100, y, 700, y))
    for x in (100, 400, 700):
        draw(page, (x, 200, x, 300))
    for x in (100, 700):
        draw(page, (x, 300, x, 400))
    draw(page, (401, 300, 401, 345))
    drawn = rules_and_squares(page)
    (side,) = [line for line in drawn.upright if abs(line[0] - 400) < 5]
    assert side[2] < 312


def test_the_two_halves_of_a_sign_are_no_boxes() -> None:
    page = paper()
    cv2.rectangle(page, (300, 200), (324, 240), 0, 3)
    draw(page, (300, 220, 324, 220))
    assert rules_and_squares(page).squares == ()


def test_boxes_that_a_slash_joins_are_boxes() -> None:
    page = paper()
    cv2.rectangle(page, (300, 200), (330, 230), 0, 3)
    cv2.rectangle(page, (350, 200), (380, 230), 0, 3)
    draw(page, (331, 228, 349, 202))
    assert len(rules_and_squares(page).squares) == 2


def test_an_underscore_that_only_a_paler_seam_parts_from_a_border_is_a_rule() -> None:
    page = paper()
    draw(page, (100, 200, 1000, 200), (100, 300, 1000, 300), (100, 200, 100, 300), (1000, 200, 1000, 300))
    for x in (250, 560):
        sign(page, x, 256)
    draw(page, (350, 296, 500, 296), thick=2)
    page[298, 345:505] = 150
    assert any(abs(end - start - 150) < 12 for _, start, end in rules_and_squares(page).flat)


def crowded(*boxes: int, side: int = 30) -> int:
    """Return how many boxes are found of those at these x, the first of which print stands close over."""
    page = paper()
    for x in boxes:
        own = side if x == boxes[0] else 30
        cv2.rectangle(page, (x, 200), (x + own, 200 + own), 0, 3)
    draw(page, (boxes[0], 193, boxes[0] + side, 193), thick=2)
    return len(rules_and_squares(page).squares)


def test_a_box_that_print_stands_close_over_is_one_in_a_row_of_its_like_only() -> None:
    assert crowded(300, 500, 700) == 3
    assert crowded(300, 500) == 1
    assert crowded(300, 500, 700, side=22) == 2
