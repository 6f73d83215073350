"""Names: known persons, common names, and names that nobody knows."""

from __future__ import annotations

import pytest

from formkit.media.scan.text.lexicons import office_lexicons
from formkit.media.scan.text.names import NamePrior, decode_name, worth_of_being_known
from formkit.media.scan.text.sight import Sight
from formkit.model.engine import LineMatrix
from tests.media.scan.text.knowing import office
from tests.media.scan.text.matrices import matrix


def test_a_clear_name_is_read_as_it_stands() -> None:
    answer = decode_name(Sight(((matrix("赵铁柱"),),)), office())
    assert (answer.value, answer.repaired) == ("赵铁柱", False)
    assert answer.measures["lexicon"] == 0.0
    assert answer.measures["agreement"] == 1.0


def test_a_known_person_is_preferred_to_a_near_reading() -> None:
    seen = matrix("张小朋", doubts={2: ("明", 0.3)})
    answer = decode_name(Sight(((seen,),)), office())
    assert answer.value == "张小明"
    assert answer.measures["lexicon"] == 1.0
    assert "张小朋" in answer.alternatives


@pytest.mark.parametrize("written", ["刘大勇", "张大明", "李英"])
def test_a_known_person_never_replaces_a_clear_name(written: str) -> None:
    assert decode_name(Sight(((matrix(written, 0.999),),)), office()).value == written


def test_a_surname_is_likelier_than_a_character_that_is_none() -> None:
    seen = matrix("末建国", doubts={0: ("宋", 0.4)})
    assert decode_name(Sight(((seen,),)), office_lexicons()).value == "宋建国"


def test_traditional_forms_are_read_as_simplified() -> None:
    assert decode_name(Sight(((matrix("黃強"),),)), office_lexicons()).value == "黄强"


def test_two_character_surnames_are_surnames() -> None:
    prior = NamePrior(office_lexicons())
    assert prior.whole("欧阳明") > prior.whole("欧嵌明")
    assert prior.whole("张明") > prior.whole("5明")


def test_blanks_between_characters_are_no_part_of_a_name() -> None:
    assert decode_name(Sight(((matrix("王 芳"),),)), office_lexicons()).value == "王芳"


def test_the_more_persons_the_less_being_known_is_worth() -> None:
    worths = [worth_of_being_known(number) for number in (1, 300, 3000, 10**6)]
    assert worths == sorted(worths, reverse=True)
    assert worths[0] <= 8.0
    assert worths[-1] >= 4.0


def test_a_reader_without_a_matrix_gives_no_name() -> None:
    assert decode_name(Sight(((LineMatrix("张三", 0.9),),)), office()).value is None
