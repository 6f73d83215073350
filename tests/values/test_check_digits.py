"""Vectors are the published examples of the standards or made up with right check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.values import gtin
from formkit.values.archive import ArchiveForm, read_archive
from formkit.values.disability import CardFault, card_faults, category_and_level, read_card
from formkit.values.idcard import (
    IdFault,
    check_character,
    id_faults,
    is_id_number,
    lengthened,
    normal,
    proposals,
    read_id,
)
from formkit.values.phone import PhoneKind, normal_phones, phone_after_name, phone_kind
from formkit.values.regions import Level, RegionFault, inside, level, region_faults, township_kind, village_part

PUBLISHED = "11010519491231002X"


@pytest.mark.parametrize("number", [PUBLISHED, "11010519491231002x", "440524188001010014", "370101190102039973"])
def test_published_numbers_are_right(number: str) -> None:
    assert id_faults(number) == ()


def test_what_a_number_tells() -> None:
    read = read_id(PUBLISHED)
    assert read is not None
    assert (read.sex, read.birth, read.county, read.province) == ("女", "1949-12-31", "110105", "北京市")
    other = read_id("440524188001010014")
    assert other is not None
    assert (other.sex, other.birth) == ("男", "1880-01-01")


@pytest.mark.parametrize(
    ("number", "faults"),
    [
        ("110105194912310021", (IdFault.CHECK,)),
        ("11010519491231002", (IdFault.SHAPE,)),
        ("X10105194912310021", (IdFault.SHAPE,)),
        ("", (IdFault.SHAPE,)),
        ("110105491231002", (IdFault.OLD,)),
    ],
)
def test_what_is_wrong_with_a_number(number: str, faults: tuple[IdFault, ...]) -> None:
    assert id_faults(number) == faults


def test_unknown_province_and_impossible_birth() -> None:
    for body, fault in (("99010519491231002", IdFault.PROVINCE), ("11010519490230002", IdFault.BIRTH)):
        assert id_faults(body + check_character(body)) == (fault,)


def test_old_numbers_are_lengthened_by_century_and_check_character() -> None:
    assert lengthened("110105491231002") == PUBLISHED
    assert is_id_number("110105491231002")
    for wrong in ("11010549123100X", PUBLISHED):
        with pytest.raises(ValueError, match="15 digits"):
            lengthened(wrong)


@given(st.from_regex(r"[0-9]{17}", fullmatch=True), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(body: str, place: int, by: int) -> None:
    number = body + check_character(body)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert IdFault.CHECK not in id_faults(number)
    assert IdFault.CHECK in id_faults(wrong)


def test_lookalikes_are_proposed_only_where_the_check_passes() -> None:
    assert proposals("1101O519491Z3I002x") == (PUBLISHED,)
    assert proposals("1101O519491Z3I0021") == ()
    assert proposals(PUBLISHED) == ()
    assert normal(" 110105 19491231002x") == PUBLISHED


@pytest.mark.parametrize(
    ("card", "faults"),
    [
        (f"{PUBLISHED}63", ()),
        (f"{PUBLISHED}83", (CardFault.CATEGORY,)),
        (f"{PUBLISHED}65", (CardFault.LEVEL,)),
        (f"{PUBLISHED}63B1", (CardFault.REISSUED,)),
        ("11010519491231002163", (CardFault.ID_NUMBER,)),
        (PUBLISHED, (CardFault.SHAPE,)),
    ],
)
def test_disability_cards(card: str, faults: tuple[CardFault, ...]) -> None:
    assert card_faults(card) == faults


def test_categories_and_levels_in_words() -> None:
    card = read_card(f"{PUBLISHED}63")
    assert card is not None
    assert card.words == "精神残疾三级"
    assert category_and_level("精神残疾一级") == ("6", "1")
    assert category_and_level("多重 残疾 二级") == ("7", "2")
    assert category_and_level("视力残疾4级") == ("1", "4")
    assert category_and_level("残疾") is None


@pytest.mark.parametrize("number", ["6901234567892", "6291041500213", "036000291452", "73513537"])
def test_published_trade_item_numbers_are_right(number: str) -> None:
    assert gtin.is_gtin(number)
    assert gtin.check_digit(number[:-1]) == number[-1]


@pytest.mark.parametrize("number", ["6901234567890", "690123456789", "69012345678921", "", "69012345678９2"])
def test_wrong_trade_item_numbers(number: str) -> None:
    assert not gtin.is_gtin(number)


def test_archive_numbers() -> None:
    short, full, legacy = (read_archive(text) for text in ("101-00023", "33010600110100023", "101-02-000023"))
    assert short is not None
    assert full is not None
    assert legacy is not None
    assert (short.form, short.village, short.resident) == (ArchiveForm.SHORT, "101", "00023")
    assert (full.form, full.town, full.village, full.resident) == (ArchiveForm.FULL, "330106001", "101", "00023")
    assert (legacy.form, legacy.village) == (ArchiveForm.LEGACY, "")
    assert [read_archive(text) for text in ("101-0023", "10-100023", "", "abc")] == [None] * 4


def test_levels_of_administrative_codes() -> None:
    codes = ("110000000000", "330100", "330106", "330106001", "330106001000", "330106001201")
    assert [level(code) for code in codes] == [
        Level.PROVINCE,
        Level.CITY,
        Level.COUNTY,
        Level.TOWNSHIP,
        Level.TOWNSHIP,
        Level.VILLAGE,
    ]
    assert [township_kind(code) for code in ("330106001", "330106101", "330106200", "330106400", "330106")] == [
        "街道",
        "镇",
        "乡",
        "政企合一单位",
        None,
    ]


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        ("330106001", ()),
        ("429004101", ()),
        ("990106001", (RegionFault.PROVINCE,)),
        ("338006001", (RegionFault.CITY,)),
        ("330100001", (RegionFault.COUNTY,)),
        ("330106700", (RegionFault.TOWNSHIP,)),
        ("330106000201", (RegionFault.TOWNSHIP,)),
        ("3301060", (RegionFault.SHAPE,)),
    ],
)
def test_faults_of_administrative_codes(code: str, faults: tuple[RegionFault, ...]) -> None:
    assert region_faults(code) == faults


def test_the_village_of_a_code() -> None:
    assert [village_part(code) for code in ("101", "330106001101", "330106001", "330106001000")] == [
        "101",
        "101",
        None,
        None,
    ]
    assert inside("330106001101", "330106001")
    assert inside("101", "330106001")
    assert not inside("330106002101", "330106001")


@pytest.mark.parametrize(
    ("text", "plain", "kind"),
    [
        ("13800138000", "13800138000", PhoneKind.MOBILE),
        ("138 0013 8000", "13800138000", PhoneKind.MOBILE),
        ("138-0013-8000", "13800138000", PhoneKind.MOBILE),
        ("+86 13800138000", "13800138000", PhoneKind.MOBILE),
        ("008613800138000", "13800138000", PhoneKind.MOBILE),
        ("8613800138000", "13800138000", PhoneKind.MOBILE),
        ("１３８００１３８０００", "13800138000", PhoneKind.MOBILE),
        ("(0571)88881234", "0571-88881234", PhoneKind.LANDLINE),
        ("0571 88881234", "0571-88881234", PhoneKind.LANDLINE),
        ("010—88881234", "010-88881234", PhoneKind.LANDLINE),
        ("0571-8888123转12", "0571-8888123转12", PhoneKind.LANDLINE),
        ("400-7000-690", "400-7000-690", PhoneKind.SERVICE),
        ("4007000690", "4007000690", PhoneKind.SERVICE),
        ("88881234", "88881234", PhoneKind.LOCAL),
        ("12345", "12345", None),
        ("1280013800", "1280013800", None),
        ("010-8888123", "010-8888123", None),
    ],
)
def test_phones(text: str, plain: str, kind: PhoneKind | None) -> None:
    assert normal_phones(text) == plain
    assert phone_kind(plain) is kind


def test_several_phones_in_a_cell_and_a_name_before_one() -> None:
    assert normal_phones("13800138000/0571-88881234") == "13800138000、0571-88881234"
    assert phone_after_name("王 明 0571-88881234") == "0571-88881234"
    assert phone_after_name("王明３组，１３８００１３８０００") == "13800138000"
    assert phone_after_name("王明 110") is None
