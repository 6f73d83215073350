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
    """Return boxes in which a code, "" (nothing), "?" (no code) or "x" (struck out) is seen clearly."""
    count = len(written)
    logs = np.full((count, len(CODES)), -9.0)
    empty, foreign, corrected = (np.full(count, -9.0) for _ in range(3))
    for row, text in enumerate(written):
        target = {"": empty, "?": foreign, "x": corrected}.get(text)
        if target is not None:
            target[row] = -0.01
        else:
            logs[row, CODES.index(text)] = -0.01
    return CodeBoxes(CODES, logs, empty, foreign, corrected, np.ones(count), np.zeros(count))


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
def test_over_a_small_box_the_likest_code_is_the_answer_and_a_person_confirms_it(
    written: str, kind: Kind, value: object, problem: str
) -> None:
    boxes = _boxes(written)
    boxes.logs[0, CODES.index("2")] = max(boxes.logs[0, CODES.index("2")], -5.0)
    found = answer_codes(_field(kind), boxes, small=True)
    assert (found.value, found.problem) == (value, problem)


def test_a_small_box_with_nothing_in_it_is_empty() -> None:
    assert answer_codes(_field(Kind.SINGLE), _boxes(""), small=True).blank
