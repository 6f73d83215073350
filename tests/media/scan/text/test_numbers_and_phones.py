"""Numbers and phones on lines and in boxes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.media.scan.text.fields import decode
from formkit.media.scan.text.numbers import decode_number
from formkit.media.scan.text.phone import decode_phone
from formkit.media.scan.text.sight import Sight
from formkit.model.handbook import Field, Format, Kind
from tests.media.scan.text.boxes import boxes, doubtful
from tests.media.scan.text.knowing import office
from tests.media.scan.text.matrices import matrix

DOSE = Field("d", "每次剂量", Kind.NUMBER, minimum=0, unit="mg")
TIMES = Field("t", "次数", Kind.INTEGER, minimum=1, unit="次")
SCORE = Field("s", "评分", Kind.INTEGER, minimum=0, maximum=7, cells=1)
BOTH = Field("b", "联系人、电话", Kind.TEXT, Format.NAME_PHONE)


@pytest.mark.parametrize(("text", "value"), [
    ("25", 25), ("0.5", 0.5), ("12.5mg", 12.5), ("300", 300), ("2片", 2), ("02", 0.2),
])
def test_a_dose_is_read_with_or_without_its_unit(text: str, value: float) -> None:
    assert decode_number(DOSE, Sight(((matrix(text),),))).value == value


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("12次", 12), ("03", 3)])
def test_a_count_is_whole(text: str, value: int) -> None:
    answer = decode_number(TIMES, Sight(((matrix(text),),)))
    assert (answer.value, answer.measures["fits"]) == (value, 1.0)


def test_a_number_outside_the_bounds_is_given_where_it_was_surely_written() -> None:
    answer = decode_number(TIMES, Sight(((matrix("0", 0.999),),)))
    assert (answer.value, answer.measures["fits"]) == (0, 0.0)
    seen = doubtful(boxes("7"), 0, "7", "9", 0.5)
    assert decode_number(SCORE, Sight(cells=seen)).value == 7


def test_boxes_and_line_are_added() -> None:
    seen = doubtful(boxes("3"), 0, "3", "5", 0.6)
    assert decode_number(SCORE, Sight(((matrix("3"),),), seen)).value == 3


def test_what_is_no_number_is_given_as_it_stands() -> None:
    answer = decode_number(TIMES, Sight(((matrix("月日月"),),)))
    assert (answer.value, answer.measures["fits"]) == ("月日月", 0.0)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
@settings(max_examples=20, deadline=None)
def test_a_mobile_is_read(number: str) -> None:
    sight = Sight(((matrix(number),),))
    answer = decode_phone(sight)
    assert (answer.value, answer.measures["fits"]) == (number, 1.0)


@pytest.mark.parametrize(("text", "value"), [
    ("0932-5551234", "0932-5551234"), ("138 1234 5678", "13812345678"),
    ("13812345678、0932-5551234", "13812345678、0932-5551234"),
    ("5551234", "5551234"), ("1381234567", "1381234567"),
])
def test_other_phones_are_read_as_they_stand(text: str, value: str) -> None:
    assert decode_phone(Sight(((matrix(text, 0.995),),))).value == value


def test_the_shape_of_a_phone_settles_a_doubtful_digit() -> None:
    seen = matrix("18812345678", doubts={0: ("7", 0.6)})
    answer = decode_phone(Sight(((seen,),)))
    assert answer.value == "18812345678"
    assert answer.margin < 8


@pytest.mark.parametrize(("text", "value"), [
    ("王建国13812345678", "王建国 13812345678"), ("13812345678", "13812345678"), ("王建国", "王建国"),
])
def test_a_name_and_a_phone_in_one_cell_are_parted(text: str, value: str) -> None:
    assert decode(BOTH, Sight(((matrix(text),),)), office()).value == value


def test_phones_on_two_lines_are_joined() -> None:
    sight = Sight(((matrix("13812345678"),), (matrix("0932-5551234"),)))
    assert decode_phone(sight).value == "13812345678、0932-5551234"
    assert decode_phone(Sight(((matrix("13812345678"),), (matrix("日"),)))).value == "13812345678"


def test_of_two_lines_the_one_that_is_a_number_counts() -> None:
    assert decode_number(TIMES, Sight(((matrix("月"),), (matrix("2"),)))).value == 2
