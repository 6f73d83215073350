from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.model.handbook import Precision
from formkit.values.dates import (
    age,
    bounds,
    compare,
    date_digits,
    days_between,
    is_date,
    may_be_same,
    precision_of,
    surely_after,
    surely_not_before,
)

DAYS = st.dates()
PARTIAL = DAYS.flatmap(lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]]))


@pytest.mark.parametrize("text", ["2012", "2012-03", "2012-03-05", "--03-05", "--02-29", "2012-02-29", "0001-01-01"])
def test_the_four_iso_forms_are_dates(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "2012-3",
        "2012-13",
        "2012-00",
        "2011-02-29",
        "--02-30",
        "--13-01",
        "---05",
        "--03",
        "2012-03-05 ",
        "２０１２",
        "0000",
        "2012-03-05T00",
        "2012/03",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_date(text)
    assert date_digits(text) == ("", "", "")
    assert precision_of(text) is None


def test_the_digits_of_a_date_part_by_part() -> None:
    assert date_digits("2012-03-05") == ("2012", "03", "05")
    assert date_digits("2012-03") == ("2012", "03", "")
    assert date_digits("2012") == ("2012", "", "")
    assert date_digits("--03-05") == ("", "03", "05")


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        ("2012", "2012-03-05", None),
        ("2012", "2012", None),
        ("2011", "2012-03-05", -1),
        ("2012-04", "2012-03-05", 1),
        ("2012-03-05", "2012-03-05", 0),
        ("2012-03-05", "2012-03-06", -1),
        ("--03-05", "2012-03-05", None),
        ("x", "2012", None),
    ],
)
def test_order_is_told_only_where_the_written_parts_tell_it(left: str, right: str, order: int | None) -> None:
    assert compare(left, right) == order
    assert compare(right, left) == (None if order is None else -order)


@given(DAYS, DAYS)
def test_whole_dates_compare_like_days(left: dt.date, right: dt.date) -> None:
    assert compare(str(left), str(right)) == (left > right) - (left < right)
    assert days_between(str(left), str(right)) == ((right - left).days,) * 2


@given(PARTIAL, PARTIAL)
def test_what_is_surely_later_is_later_for_every_day_it_can_mean(left: str, right: str) -> None:
    first, second = bounds(left), bounds(right)
    assert first is not None
    assert second is not None
    assert surely_after(left, right) == (first[0] > second[1])
    assert surely_not_before(left, right) == (first[0] >= second[1])
    assert may_be_same(left, right) == (first[0] <= second[1] and second[0] <= first[1])


def test_a_missing_year_agrees_with_any() -> None:
    assert may_be_same("--03-05", "2012-03-05")
    assert may_be_same("--03-05", "2012")
    assert not may_be_same("--03-05", "2012-03-06")


def test_precision_and_age() -> None:
    assert [precision_of(text) for text in ("2012", "2012-03", "--03-05")] == [
        Precision.YEAR,
        Precision.MONTH,
        Precision.DAY,
    ]
    assert age("1949-12-31", dt.date(2020, 12, 30)) == 70
    assert age("1949-12-31", dt.date(2020, 12, 31)) == 71
    assert age("--12-31", dt.date(2020, 12, 31)) is None
