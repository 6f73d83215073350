from __future__ import annotations

import pytest

from formkit.checks import check_values
from formkit.checks.formats import FORMAT_CHECKS, check_format
from formkit.errors import Severity
from formkit.model.handbook import Format
from formkit.model.ids import find
from formkit.model.reading import Value
from formkit.values.idcard import check_character
from formkit.values.typed import parse
from tests.checks.booklet_design import COVER, TODAY, found, handbook

PUBLISHED = "11010519491231002X"
BORN_LATER = "11010520991231002"


@pytest.mark.parametrize(
    ("local", "value"),
    [
        ("patient_name", "张三"),
        ("patient_name", "买买提·吐尔逊"),
        ("patient_name", "Anna O'Neil-Li"),
        ("birth", "1949-12"),
        ("idno", PUBLISHED),
        ("phone", "13800138000、0571-88881234"),
        ("phone", "400-7000-690"),
        ("contact", "王明13800138000"),
        ("address", "任何文字 3-2-101"),
        ("postcode", "010020"),
        ("visit_time", "09:30"),
        ("town_code", "330106001"),
        ("village_code", "101"),
        ("village_code", "330106001101"),
        ("archive_no", "10100023"),
        ("card", f"{PUBLISHED}63"),
        ("gtin", "6901234567892"),
        ("pages", 0),
        ("income", 0.5),
        ("version", "CM01"),
        ("version", "CM01-C01"),
        ("plain_no", "12345678"),
        ("plain_no", "12345678901234567"),
        ("signed", True),
        ("sex", "9"),
        ("created", "2012-02-29"),
    ],
)
def test_right_values_have_no_problem(local: str, value: Value) -> None:
    assert found({f"cover.{local}": value}) == []


@pytest.mark.parametrize(
    ("local", "value", "codes"),
    [
        ("patient_name", "张3", ["V120"]),
        ("birth", "1949", ["V106"]),
        ("birth", "1949-12-31", ["V107"]),
        ("created", "--03-05", ["V108"]),
        ("created", "2012-02-30", ["V002"]),
        ("created", "2012-03", ["V106"]),
        ("idno", "1101051949123100", ["V110"]),
        ("idno", "99010519491231002" + check_character("99010519491231002"), ["V111"]),
        ("idno", "11010519490230002" + check_character("11010519490230002"), ["V112"]),
        ("idno", "110105194912310021", ["V113"]),
        ("idno", "110105491231002", ["V114"]),
        ("idno", BORN_LATER + check_character(BORN_LATER), ["V115"]),
        ("idno", "440524188001010014", ["V116"]),
        ("phone", "12345", ["V121"]),
        ("phone", "、", ["V121"]),
        ("phone", "88881234", ["V122"]),
        ("contact", "王明", ["V123"]),
        ("postcode", "３１００００", ["V124"]),
        ("postcode", "31000", ["V103"]),
        ("visit_time", "25:00", ["V125"]),
        ("town_code", "990106001", ["V127"]),
        ("town_code", "330106700", ["V128"]),
        ("town_code", "330106000", ["V128"]),
        ("village_code", "330106001000", ["V128"]),
        ("archive_no", "10102000023", ["V131"]),
        ("card", PUBLISHED, ["V132"]),
        ("card", "11010519491231002163", ["V133"]),
        ("card", f"{PUBLISHED}83", ["V134"]),
        ("card", f"{PUBLISHED}65", ["V135"]),
        ("card", f"{PUBLISHED}63B1", ["V136"]),
        ("gtin", "69012", ["V137"]),
        ("gtin", "6901234567890", ["V138"]),
        ("pages", -1, ["V101"]),
        ("pages", 8, ["V102"]),
        ("pages", "八", ["V003"]),
        ("pages", 1.5, ["V003"]),
        ("income", "很少", ["V004"]),
        ("version", "CM01-C1", ["V105"]),
        ("plain_no", "1234567A", ["V104"]),
        ("plain_no", "1234567", ["V103"]),
        ("signed", "张三", ["V009"]),
        ("sex", "3", ["V006"]),
    ],
)
def test_wrong_values_have_their_problem(local: str, value: Value, codes: list[str]) -> None:
    told = [code for code, field in found({f"cover.{local}": value}) if field == f"cover.{local}"]
    assert told == codes


@pytest.mark.parametrize(("value", "code"), [(("1", "7"), "V007"), ("幻觉等", "V007"), (("1", "1"), "V008")])
def test_lists_of_options(value: Value, code: str) -> None:
    assert (code, "visit.1.symptoms") in found({"visit.1.symptoms": value})


def test_wrong_check_digits_are_errors_and_doubtful_ages_warnings() -> None:
    values: dict[str, Value] = {"cover.idno": "110105194912310021", "cover.guardian_idno": "440524188001010014"}
    problems = {each.field: each.severity for each in check_values(handbook(), values, today=TODAY)}
    assert problems["cover.idno"] is Severity.ERROR
    assert problems["cover.guardian_idno"] is Severity.WARNING


def test_what_could_not_be_read_is_told_once_by_reader_and_check() -> None:
    field = COVER.field("created")
    assert field is not None
    read = parse(field, "2012年2月30日", field_id="cover.created")
    told = [
        each for each in check_values(handbook(), {"cover.created": read.value}, today=TODAY) if each.code == "V002"
    ]
    assert told == list(read.problems)


@pytest.mark.parametrize(
    ("local", "value", "code"),
    [
        ("town_code", "330106", "V126"),
        ("town_code", "33010600A", "V126"),
        ("village_code", "1011", "V129"),
        ("village_code", "990106001101", "V127"),
        ("archive_no", "1010023", "V130"),
    ],
)
def test_codes_of_other_shapes(local: str, value: str, code: str) -> None:
    ref = find(handbook(), f"cover.{local}")
    assert ref is not None
    assert [each.code for each in check_format(ref, value, TODAY)] == [code]


def test_every_format_has_a_check() -> None:
    assert set(FORMAT_CHECKS) == set(Format)


def test_unknown_ids_and_blanks_are_passed_over() -> None:
    assert check_values(handbook(), {"cover.nothing": "1", "else.1.x": "2", "cover.sex": None}, today=TODAY) == []


def test_messages_name_the_field_and_keep_the_value_to_themselves() -> None:
    problem = next(each for each in check_values(handbook(), {"cover.idno": "110105194912310021"}, today=TODAY)
                   if each.code == "V113")  # fmt: skip
    assert "身份证号 (cover.idno)" in problem.message
    assert "1949" not in str(problem.to_json())
