"""Dates in boxes and on a line."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.media.scan.text.dates import decode_date
from formkit.media.scan.text.sight import CellScores, Sight
from formkit.model.engine import LineMatrix
from formkit.model.handbook import Field, Kind, Precision
from tests.media.scan.text.boxes import boxes, doubtful
from tests.media.scan.text.matrices import matrix

DAY = Field("d", "日期", Kind.DATE)
COARSE = Field("d", "日期", Kind.DATE, min_precision=Precision.YEAR)


def parts(year: str, month: str, day: str) -> dict[str, CellScores]:
    return {"year": boxes(year), "month": boxes(month), "day": boxes(day)}


@pytest.mark.parametrize(("written", "value"), [
    (("2012", "03", "05"), "2012-03-05"),
    (("2012", "3_", "_5"), "2012-03-05"),
    (("2012", "_3", "5_"), "2012-03-05"),
    (("2012", "12", "31"), "2012-12-31"),
    (("2012", "03", "__"), "2012-03"),
    (("2012", "__", "__"), "2012"),
    (("____", "03", "05"), "--03-05"),
    (("__12", "03", "05"), "2012-03-05"),
])
def test_a_date_is_read_as_far_as_it_is_written(written: tuple[str, str, str], value: str) -> None:
    assert decode_date(COARSE, Sight(parts=parts(*written))).value == value


def test_empty_boxes_are_no_date() -> None:
    assert decode_date(DAY, Sight(parts=parts("____", "__", "__"))).value is None


def test_a_day_that_the_month_does_not_have_is_not_read() -> None:
    seen = parts("2013", "02", "29")
    seen["day"] = doubtful(seen["day"], 0, "1", "2")
    answer = decode_date(DAY, Sight(parts=seen))
    assert answer.value == "2013-02-19"


@given(st.dates(dt.date(1920, 1, 1), dt.date(2035, 12, 31)), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_the_line_and_the_boxes_together_settle_what_each_leaves_open(day: dt.date, seed: int) -> None:
    text = f"{day:%Y%m%d}"
    random = np.random.default_rng(seed)
    seen = parts(text[:4], text[4:6], text[6:])
    at = int(random.integers(2))
    other = str((int(text[6 + at]) + 1) % 10)
    seen["day"] = doubtful(seen["day"], at, text[6 + at], other)
    answer = decode_date(DAY, Sight(((matrix(text),),), parts=seen))
    assert answer.value == f"{day:%Y-%m-%d}"


@pytest.mark.parametrize("text", ["20120305", "2012年03月05日"])
def test_the_line_may_or_may_not_show_the_printed_signs(text: str) -> None:
    seen = parts("2012", "03", "05")
    seen["day"] = doubtful(seen["day"], 1, "5", "6", 0.5)
    doubted = matrix(text, doubts={text.rindex("5"): ("6", 0.2)})
    answer = decode_date(DAY, Sight(((doubted,),), parts=seen))
    assert answer.value == "2012-03-05"
    assert answer.alternatives[0] == "2012-03-06"
    assert answer.measures["agreement"] == 0.5


@pytest.mark.parametrize(("text", "value"), [
    ("2012年3月5日", "2012-03-05"), ("2012.3.5", "2012-03-05"), ("2012年3月", "2012-03"), ("二〇一二年三月", "2012-03"),
    ("2012", "2012"),
])
def test_a_date_on_a_line_is_read_in_the_spellings_that_people_use(text: str, value: str) -> None:
    answer = decode_date(DAY, Sight(((matrix(text),),)))
    assert (answer.value, answer.raw) == (value, text)
    assert answer.measures["fits"] == 1.0


def test_what_spells_no_date_is_given_as_it_stands() -> None:
    answer = decode_date(DAY, Sight(((matrix("2012.13.45"),),)))
    assert answer.measures["fits"] == 0.0
    assert answer.value == "2012.13.45"


def test_a_line_without_a_matrix_gives_nothing() -> None:
    assert decode_date(DAY, Sight(((LineMatrix("2012", 0.5),),))).value is None
