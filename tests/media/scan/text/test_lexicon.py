"""Listed words: taken where they are near to what stands there, and never in place of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formkit.media.scan.text.fields import decode
from formkit.media.scan.text.free import punctuated
from formkit.media.scan.text.lexicon import TAU, decode_listed
from formkit.media.scan.text.sight import Sight
from formkit.media.scan.text.vocabulary import running_words
from formkit.model.handbook import Field, Kind
from tests.media.scan.text.knowing import office
from tests.media.scan.text.matrices import matrix

DRUG = Field("name", "药物", Kind.TEXT)
OPINION = Field("o", "意见", Kind.TEXT, multiline=True)


def test_an_entry_wins_over_a_near_reading() -> None:
    seen = matrix("奥氨平", doubts={1: ("氮", 0.2)})
    answer = decode_listed(DRUG, Sight(((seen,),)), office().drugs, running_words(office()))
    assert (answer.value, answer.repaired) == ("奥氮平", True)
    assert 0.0 < answer.measures["gap"] < TAU


@example("苏丸丹")
@given(st.text("复方甘草片丹参滴丸大黄苏打六味地黄阿莫西林", min_size=3, max_size=7))
@settings(max_examples=25, deadline=None)
def test_an_entry_never_replaces_a_clear_reading(text: str) -> None:
    answer = decode_listed(DRUG, Sight(((matrix(text, 0.999),),)), office().drugs, running_words(office()))
    assert answer.value == text
    assert answer.measures["gap"] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("sure", [0.99, 0.999])
def test_an_entry_leaves_out_no_character_that_stands_clearly_beside_it(sure: float) -> None:
    listed = ("精神卫生中心", "人民医院")
    for text in ("省精神卫生中心", "精神卫生中心站", "新人民医院"):
        answer = decode_listed(DRUG, Sight(((matrix(text, sure),),)), listed, running_words(office()))
        assert answer.value == text


def test_an_entry_is_taken_where_what_stands_beside_it_is_hardly_a_character() -> None:
    seen = matrix("省精神卫生中心", doubts={0: ("", 0.4)})
    answer = decode_listed(DRUG, Sight(((seen,),)), ("精神卫生中心",), running_words(office()))
    assert answer.value == "精神卫生中心"


def test_running_text_is_read_as_it_stands() -> None:
    answer = decode(OPINION, Sight(((matrix("患者病情稳定"),), (matrix("继续服药"),))), office())
    assert answer.value == "患者病情稳定继续服药"
    assert answer.measures["lexicon"] == 0.0


@pytest.mark.parametrize(("seen", "text"), [
    ("稳定·能服药", "稳定，能服药"), ("5.5元", "5.5元"), ("头晕.乏力", "头晕，乏力"),
    ("目标:按时服药;复查", "目标：按时服药；复查"), ("1:30", "1:30"),
])
def test_small_signs_between_characters_are_commas(seen: str, text: str) -> None:
    assert punctuated(seen) == text


def test_nothing_is_known_of_an_empty_list() -> None:
    assert decode_listed(DRUG, Sight(((matrix("甲乙"),),)), (), running_words(office())).value == "甲乙"


def test_two_readings_of_a_line_are_weighed_together() -> None:
    first, second = matrix("甲乙", doubts={1: ("丙", 0.45)}), matrix("甲丙", 0.99)
    answer = decode_listed(OPINION, Sight(((first, second),)), (), running_words(office()))
    assert answer.value == "甲丙"
    assert answer.measures["agreement"] == 0.5
