"""Codes in boxes become answers by the field's own rules."""

from __future__ import annotations

import numpy as np
import pytest

from formkit.media.scan.coded import CodeBoxes, answer_codes
from formkit.model.handbook import Field, Kind, Mark, Option

CODES = ("1", "2", "3", "12", "9")


def _field(kind: Kind) -> Field:
    options = (
        Option("1", "幻觉"), Option("2", "猜疑"), Option("3", "无", exclusive=True, accepts=("9",)),
        Option("12", "其他"),
    )
    return Field("symptoms", "目前症状", kind, mark=Mark.CODE, options=options)


def _boxes(*written: str) -> CodeBoxes:
    """Return boxes in which a code, "" (nothing), "/" (a stroke), "?" (no code) or "x" (struck out) is seen clearly."""
    count = len(written)
    logs = np.full((count, len(CODES)), -9.0)
    empty, foreign, corrected = (np.full(count, -9.0) for _ in range(3))
    stroke = np.full(count, -9.5)
    for row, text in enumerate(written):
        targets = {"": [empty], "?": [foreign], "/": [foreign, stroke], "x": [corrected]}.get(text)
        if targets is not None:
            for target in targets:
                target[row] = -0.01
        else:
            logs[row, CODES.index(text)] = -0.01
    return CodeBoxes(CODES, logs, empty, foreign, stroke, corrected, np.ones(count), np.zeros(count))


def test_a_single_code_is_the_answer() -> None:
    found = answer_codes(_field(Kind.SINGLE), _boxes("2"))
    assert (found.value, found.problem) == ("2", "")
    assert found.measures["margin"] > 5


def test_an_empty_box_is_no_answer() -> None:
    found = answer_codes(_field(Kind.SINGLE), _boxes(""))
    assert found.value is None
    assert found.blank


def test_codes_in_any_order_and_with_gaps_come_in_the_order_of_the_options() -> None:
    assert answer_codes(_field(Kind.MULTI), _boxes("12", "", "1", "2", "")).value == ("1", "2", "12")


def test_a_code_that_files_also_use_counts_for_its_option() -> None:
    assert answer_codes(_field(Kind.SINGLE), _boxes("9")).value == "3"


@pytest.mark.parametrize(("written", "problem"), [
    (("x",), "G202"), (("?",), "G203"), (("1", "1"), "G206"), (("1", "3"), "G205"),
])
def test_what_a_person_must_look_at_is_told(written: tuple[str, ...], problem: str) -> None:
    kind = Kind.SINGLE if len(written) == 1 else Kind.MULTI
    found = answer_codes(_field(kind), _boxes(*written))
    assert found.problem == problem
    assert not found.blank


def test_two_codes_that_look_alike_leave_a_small_margin() -> None:
    boxes = _boxes("1")
    boxes.logs[0, CODES.index("2")] = -0.6
    boxes.logs[0, CODES.index("1")] = -0.8
    assert answer_codes(_field(Kind.SINGLE), boxes).measures["margin"] == pytest.approx(0.2)


@pytest.mark.parametrize(("written", "kind", "value", "problem"), [
    ("x", Kind.SINGLE, "2", "G202"), ("?", Kind.SINGLE, "2", "G203"), ("2", Kind.SINGLE, "2", ""),
    ("x", Kind.MULTI, ("2",), "G202"), ("?", Kind.MULTI, None, "G203"),
])
def test_the_code_that_a_spoilt_box_is_likest_is_the_answer_and_a_person_confirms_it(
    written: str, kind: Kind, value: object, problem: str
) -> None:
    boxes = _boxes(written)
    boxes.logs[0, CODES.index("2")] = max(boxes.logs[0, CODES.index("2")], -5.0)
    found = answer_codes(_field(kind), boxes)
    assert (found.value, found.problem) == (value, problem)


def _strokes_like_ones(*written: str, by: float = 3.0) -> CodeBoxes:
    """Return boxes in which each "/" looks, by so many nats, rather like the code 1 than like a stroke."""
    boxes = _boxes(*("1" if text == "/" else text for text in written))
    for row, text in enumerate(written):
        if text == "/":
            boxes.foreign[row] = boxes.stroke[row] = boxes.logs[row, CODES.index("1")] - by
    return boxes


def test_strokes_that_close_a_row_are_no_codes_and_nothing_to_be_told() -> None:
    found = answer_codes(_field(Kind.MULTI), _strokes_like_ones("2", "/", "/", "/"))
    assert (found.value, found.problem) == (("2",), "")
    assert 0 < found.measures["lead"] < 10


@pytest.mark.parametrize("rest", [("?", "?", "?"), ("/", "?", "/"), ("/", "", ""), ("?", "", ""), ("x", "/", "/")])
def test_a_row_that_is_not_closed_by_strokes_alone_is_shown_to_a_person(rest: tuple[str, ...]) -> None:
    found = answer_codes(_field(Kind.MULTI), _boxes("2", *rest))
    assert "2" in (found.value or ())
    assert found.problem in ("G202", "G203")


def test_a_stroke_in_the_first_box_of_a_row_with_codes_behind_it_may_be_a_one_and_is_told() -> None:
    boxes = _boxes("/", "2", "")
    boxes.logs[0, CODES.index("1")] = boxes.foreign[0] - 3
    found = answer_codes(_field(Kind.MULTI), boxes)
    assert (found.value, found.problem) == (("1", "2"), "G203")


def test_a_code_that_is_made_of_a_sign_by_what_stands_beside_it_is_told() -> None:
    boxes = _boxes("", "?", "2")
    boxes.logs[1, CODES.index("1")] = boxes.foreign[1] - 1
    found = answer_codes(_field(Kind.MULTI), boxes)
    assert (found.value, found.problem) == (("1", "2"), "G203")


@pytest.mark.parametrize("sign", ["?", "/"])
def test_a_lone_sign_that_may_be_nothing_is_told(sign: str) -> None:
    boxes = _boxes("", "", sign, "")
    boxes.empty[2] = -2.0
    found = answer_codes(_field(Kind.MULTI), boxes)
    assert (found.value, found.problem, found.blank) == (None, "G203", False)


def test_codes_of_one_option_are_no_rivals_and_no_alternatives() -> None:
    boxes = _boxes("9")
    boxes.logs[0, CODES.index("3")] = boxes.logs[0, CODES.index("9")] = -0.7
    found = answer_codes(_field(Kind.SINGLE), boxes)
    assert found.value == "3"
    assert found.measures["margin"] > 5
    assert "3" not in found.alternatives


def test_a_spoilt_box_in_a_row_has_the_code_that_it_is_likest() -> None:
    boxes = _boxes("", "?", "")
    boxes.foreign[1], boxes.corrected[1], boxes.logs[1, CODES.index("2")] = -0.9, -0.8, -2.3
    assert answer_codes(_field(Kind.MULTI), boxes).value == ("2",)


def test_a_row_changes_no_box_that_is_clear() -> None:
    assert answer_codes(_field(Kind.MULTI), _boxes("2", "1", "12")).value == ("1", "2", "12")
