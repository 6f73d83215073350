"""Addresses: places of the country and the office, numbers, and places that nobody knows."""

from __future__ import annotations

import pytest

from formkit.media.scan.text.address import AddressPrior, decode_address, prior_of
from formkit.media.scan.text.places import Places, spellings
from formkit.media.scan.text.sight import Sight
from formkit.model.engine import LineMatrix
from formkit.model.handbook import Field, Format, Kind
from tests.media.scan.text.knowing import office
from tests.media.scan.text.matrices import matrix

ADDRESS = Field("a", "住址", Kind.TEXT, Format.ADDRESS)


def read(*lines: LineMatrix) -> object:
    sight = Sight(tuple((line,) for line in lines))
    return decode_address(ADDRESS, sight.all_readings(), office())


@pytest.mark.parametrize("text", [
    "甘肃省定西市通渭县清河镇柳河村3组12号", "清河镇柳沟村三社", "通渭县石桥镇石桥村", "石桥镇东街社区2号楼1单元301室",
    "陕西省渭南市临渭区某某街道8号", "柳河村11组",
])
def test_a_clear_address_is_read_as_it_stands(text: str) -> None:
    answer = read(matrix(text))
    assert answer.value == text
    assert answer.repaired is False


def test_a_place_of_the_office_settles_a_doubtful_character() -> None:
    answer = read(matrix("清河镇抑河村3组", doubts={3: ("柳", 0.05)}))
    assert answer.value == "清河镇柳河村3组"
    assert answer.measures["lexicon"] == 1.0
    assert answer.measures["place"] == pytest.approx(6 / 8)


def test_a_place_outside_the_lists_is_not_replaced() -> None:
    answer = read(matrix("红星镇柳湾村3组", 0.999))
    assert answer.value == "红星镇柳湾村3组"
    assert answer.measures["lexicon"] == 0.0


def test_a_stroke_before_the_group_is_a_one() -> None:
    assert read(matrix("柳河村/组")).value == "柳河村1组"


def test_a_doubtful_number_leaves_the_place_sure() -> None:
    answer = read(matrix("清河镇柳河村3组", doubts={6: ("8", 0.45)}))
    assert answer.value == "清河镇柳河村3组"
    assert answer.measures["number_margin"] < 1.0 < 5.0 < answer.measures["place_margin"]
    assert answer.alternatives[0] == "清河镇柳河村8组"


def test_an_address_goes_on_on_the_next_line() -> None:
    assert read(matrix("通渭县清河"), matrix("镇柳河村3组")).value == "通渭县清河镇柳河村3组"


def test_a_village_lies_in_its_town() -> None:
    prior = AddressPrior(Places(office()))
    assert prior_of(prior, "清河镇柳河村") == pytest.approx(0.0)
    assert prior_of(prior, "石桥镇柳河村") < -1.0
    assert prior.place_of("清河镇柳河村3组") == "清河镇柳河村"
    assert prior.place_of("某某镇3组") == ""


def test_committees_are_written_as_villages_too() -> None:
    names = {unit.name: unit for unit in office().local}
    assert "柳河村" in spellings(names["柳河村村委会"])
    assert "柳沟村" in spellings(names["柳沟村村民委员会"])
    assert "东街社区" in spellings(names["东街社区居委会"])
