"""Codes in boxes and on a line."""

from __future__ import annotations

import numpy as np
import pytest

from formkit.media.scan.text.digits import decode_code
from formkit.media.scan.text.sight import Sight
from formkit.model.handbook import Field, Kind
from tests.media.scan.text.boxes import boxes, doubtful
from tests.media.scan.text.matrices import matrix

CODE = Field("c", "编号", Kind.CODE, length=8, lengths=(17,))
SHORT = Field("c", "编号", Kind.CODE, length=3, separators=((1, "-"),))


def test_boxes_alone_give_a_code() -> None:
    answer = decode_code(CODE, Sight(cells=boxes("62012345")))
    assert answer.value == "62012345"
    assert answer.measures["fits"] == 1.0
    assert answer.measures["agreement"] == 1.0


def test_a_line_alone_gives_a_code() -> None:
    assert decode_code(CODE, Sight(((matrix("62012345"),),))).value == "62012345"


def test_two_readers_are_added_and_one_cannot_overrule_the_other_by_a_single_place() -> None:
    seen = doubtful(boxes("62012345"), 2, "0", "6", 0.6)
    answer = decode_code(CODE, Sight(((matrix("62012345"),),), seen))
    assert answer.value == "62012345"
    assert answer.measures["agreement"] == pytest.approx(7 / 8)
    assert "62612345" in answer.alternatives


def test_the_longer_code_written_over_the_boxes_is_read_from_the_line() -> None:
    answer = decode_code(CODE, Sight(((matrix("62012310020012345"),),), boxes("????????")))
    assert answer.value == "62012310020012345"


def test_a_code_that_is_too_short_is_given_as_it_stands() -> None:
    answer = decode_code(CODE, Sight(((matrix("620123"),),), boxes("620123__")))
    assert answer.value == "620123"
    assert answer.measures["fits"] == 0.0


def test_a_printed_separator_is_no_part_of_the_value() -> None:
    assert decode_code(SHORT, Sight(((matrix("1-23"),),))).value == "123"


def test_letters_come_from_the_fields_alphabet() -> None:
    field = Field("c", "证号", Kind.CODE, length=4, alphabet="0123456789ABX")
    assert decode_code(field, Sight(((matrix("12X×"),),))).value == "12XX"
    assert decode_code(field, Sight(cells=boxes("12BX", symbols="0123456789ABX"))).value == "12BX"


def test_something_foreign_in_a_box_is_a_measure() -> None:
    clean = decode_code(CODE, Sight(cells=boxes("62012345")))
    struck = decode_code(CODE, Sight(cells=boxes("6201234?")))
    assert clean.measures["foreign"] < 0.1 < struck.measures["foreign"]


def test_nothing_seen_is_no_answer() -> None:
    assert decode_code(CODE, Sight()).value is None


def test_a_second_reading_of_the_line_counts_as_much_as_the_first() -> None:
    sure, wrong = matrix("62012345", 0.99), matrix("62012845", 0.6, {5: ("3", 0.2)})
    answer = decode_code(CODE, Sight(((wrong, sure),)))
    assert answer.value == "62012345"
    assert np.isfinite(answer.margin)
