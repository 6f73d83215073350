"""One-character boxes and code boxes: numbers are read, other marks are told apart, nothing is made up."""

from __future__ import annotations

import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.canvas import Grey
from formkit.media.scan.cells.classifier import (
    BLANK,
    NO_TENS,
    NUMBER,
    X_ONES,
    BoxLogs,
    classify,
    classify_apart,
    number_logs,
    together,
)
from formkit.media.scan.cells.pictures import SIZE, TYPES, pictures
from tests.media.scan.cells.drawn import blank, boxes, line, scanned, write


def read(page: Grey, places: list[Box]) -> BoxLogs:
    return classify(pictures(scanned(page), blank(places), places))


def row(*texts: str, width: float = 7.0, ink: int = 30, pen: int = 4) -> tuple[Grey, list[Box]]:
    places = boxes(len(texts), width)
    page = blank(places)
    for text, box in zip(texts, places, strict=True):
        write(page, box, text, ink, pen=pen)
    return page, places


def kinds(logs: BoxLogs) -> list[str]:
    return [TYPES[each] for each in logs.kinds.argmax(axis=1)]


def digit_at(logs: BoxLogs, least: float) -> list[bool]:
    """Tell which boxes hold some single digit with at least this probability."""
    return [bool(each) for each in np.exp(number_logs(logs, list("0123456789")).max(axis=1)) >= least]


@pytest.mark.parametrize("pen", [3, 6])
def test_every_digit_is_read(pen: int) -> None:
    logs = read(*row(*"0123456789", pen=pen))
    assert kinds(logs) == ["number"] * 10
    assert number_logs(logs, list("0123456789")).argmax(axis=1).tolist() == list(range(10))


def test_a_pale_pencil_is_read_as_a_dark_pen_is() -> None:
    logs = read(*row(*"258", ink=165))
    assert number_logs(logs, list("0123456789")).argmax(axis=1).tolist() == [2, 5, 8]


def test_two_digits_in_one_box_are_a_number() -> None:
    codes = [str(each) for each in range(1, 13)]
    logs = read(*row("10", "11", "12", "7", width=9.0))
    assert [codes[each] for each in number_logs(logs, codes).argmax(axis=1)] == ["10", "11", "12", "7"]


def test_boxes_with_nothing_in_them_are_blank() -> None:
    places = boxes(5)
    logs = read(blank(places), places)
    assert kinds(logs) == ["blank"] * 5
    assert np.exp(logs.kinds[:, BLANK]).min() > 0.9


def test_a_frame_a_little_out_of_place_is_no_ink() -> None:
    places = boxes(4)
    moved = np.roll(blank(places), (2, -2), (0, 1))
    assert kinds(read(moved, places)) == ["blank"] * 4


def test_marks_that_are_no_numbers_do_not_become_digits_with_confidence() -> None:
    places = boxes(4)
    page = blank(places)
    line(page, places[0], [(0.15, 0.5), (0.38, 0.85), (0.95, 0.1)])
    line(page, places[1], [(0.15, 0.15), (0.85, 0.85)])
    line(page, places[1], [(0.85, 0.15), (0.15, 0.85)])
    line(page, places[2], [(0.2, 0.3), (0.8, 0.35), (0.2, 0.5), (0.8, 0.55), (0.2, 0.7), (0.8, 0.75), (0.2, 0.85)])
    line(page, places[3], [(0.2, 0.5), (0.8, 0.5)])
    assert digit_at(read(page, places), 0.9) == [False] * 4


def test_a_digit_struck_out_with_two_lines_is_not_read_as_that_digit() -> None:
    page, places = row(*"3825")
    for box in places:
        line(page, box, [(0.05, 0.42), (0.95, 0.40)])
        line(page, box, [(0.05, 0.62), (0.95, 0.60)])
    logs = read(page, places)
    assert digit_at(logs, 0.9) == [False] * 4
    assert kinds(logs).count("corrected") >= 3


def test_probabilities_of_each_head_sum_to_one() -> None:
    logs = read(*row("4", "9"))
    for head, columns in ((logs.kinds, len(TYPES)), (logs.tens, 11), (logs.ones, 11)):
        assert head.shape == (2, columns)
        assert np.exp(head).sum(axis=1) == pytest.approx([1.0, 1.0])


def test_both_networks_read_the_digits_each_by_itself() -> None:
    page, places = row(*"0123456789")
    apart = classify_apart(pictures(scanned(page), blank(places), places))
    assert [each.ones.argmax(axis=1).tolist() for each in apart] == [list(range(10))] * 2
    assert not np.allclose(apart[0].ones, apart[1].ones)


def test_a_digit_that_the_networks_see_differently_is_doubtful() -> None:
    logs = together([certain(NO_TENS, 2), certain(NO_TENS, 9)])
    assert np.exp(number_logs(logs, list("0123456789")).max()) < 0.99
    alike = together([certain(NO_TENS, 2), certain(NO_TENS, 2)])
    assert np.exp(number_logs(alike, list("0123456789")).max()) > 0.99


def test_no_boxes_are_no_answer() -> None:
    logs = classify(np.zeros((0, 2, SIZE, SIZE), np.uint8))
    assert (logs.kinds.shape, logs.tens.shape, logs.ones.shape) == ((0, len(TYPES)), (0, 11), (0, 11))
    assert number_logs(logs, ["1", "2"]).shape == (0, 2)


def test_a_box_is_read_the_same_alone_and_among_many() -> None:
    page, places = row(*"0123456789" * 7)
    looked_at = pictures(scanned(page), blank(places), places)
    alone = [classify(looked_at[number : number + 1]).ones[0] for number in range(len(places))]
    assert np.allclose(classify(looked_at).ones, np.stack(alone), atol=1e-3)


def certain(tens: int, ones: int) -> BoxLogs:
    def head(columns: int, at: int) -> np.ndarray:
        return np.where(np.arange(columns) == at, -0.001, -9.0)[None]

    return BoxLogs(head(len(TYPES), NUMBER), head(11, tens), head(11, ones))


@pytest.mark.parametrize(
    ("tens", "ones", "code"), [(NO_TENS, 7, "7"), (0, 7, "7"), (1, 2, "12"), (9, 9, "99"), (NO_TENS, X_ONES, "X")]
)
def test_a_code_is_worth_what_its_digits_are_worth(tens: int, ones: int, code: str) -> None:
    codes = ["7", "12", "99", "X", "2", "1"]
    worth = number_logs(certain(tens, ones), codes)[0]
    assert codes[int(worth.argmax())] == code
    assert worth.max() > -0.1


def test_a_code_that_no_box_can_hold_is_out_of_the_question() -> None:
    assert number_logs(certain(NO_TENS, 1), ["A1", "1"])[0, 0] <= -30
