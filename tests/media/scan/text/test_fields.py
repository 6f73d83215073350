"""Every written field of the handbook has its decoder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from formkit.mapping import load_handbook
from formkit.media.scan.text.answer import FAR
from formkit.media.scan.text.fields import decode, entries_for, reads_digits
from formkit.media.scan.text.lexicons import office_lexicons
from formkit.media.scan.text.sight import Sight
from formkit.model.engine import LineMatrix
from formkit.model.gb11643 import check_character
from formkit.model.handbook import Field, Format, Handbook, Kind
from tests.media.scan.text.boxes import boxes
from tests.media.scan.text.knowing import office
from tests.media.scan.text.matrices import matrix

ID = "62112119800315123"
ID += check_character(ID)
CARD = Field("c", "残疾人证号", Kind.CODE, Format.DISABILITY_CARD, length=20, lengths=(21, 22))


def written(handbook: Handbook) -> Iterator[Field]:
    for sheet in handbook.sheets:
        fields = [*sheet.fields, *(column for table in sheet.tables for column in table.columns)]
        yield from (each for each in fields if not each.kind.is_choice and each.kind is not Kind.SIGNATURE)


@pytest.mark.parametrize("edition", ["2011", "2017"])
def test_every_written_field_gives_a_value_of_its_kind(edition: str) -> None:
    handbook = load_handbook(f"case-management@{edition}")
    texts = {Kind.DATE: "2012年3月5日", Kind.INTEGER: "3", Kind.NUMBER: "2.5", Kind.CODE: "12345678"}
    for field in written(handbook):
        answer = decode(field, Sight(((matrix(texts.get(field.kind, "张小明")),),)), office())
        kind = {Kind.INTEGER: int, Kind.NUMBER: float}.get(field.kind, str)
        assert isinstance(answer.value, kind), field.id
        assert 0.0 <= answer.margin <= FAR, field.id
        assert len(answer.alternatives) <= 5
        assert {"margin", "signs", "sure_least", "sure_mean", "per_sign"} <= answer.measures.keys(), field.id


def test_nothing_seen_is_nothing_or_what_was_printed() -> None:
    field = Field("n", "姓名", Kind.TEXT, Format.NAME, preprinted="张小明")
    assert decode(field, Sight(), office()).value == "张小明"
    assert decode(Field("n", "姓名", Kind.TEXT, Format.NAME), Sight(), office()).value is None


def test_an_engine_without_a_matrix_gives_what_could_have_been_typed() -> None:
    date = decode(Field("d", "日期", Kind.DATE), Sight(((LineMatrix("2012年3月5日", 0.8),),)), office())
    assert (date.value, date.margin) == ("2012-03-05", 0.0)
    assert decode(Field("t", "文", Kind.TEXT), Sight(((LineMatrix("", 0.0),),)), office()).value is None


def test_lexicons_follow_the_meaning_of_a_field() -> None:
    known = office()
    assert "奥氮平" in entries_for(Field("name", "药物", Kind.TEXT), known)
    assert "精神分裂症" in entries_for(Field("d", "诊断", Kind.TEXT, concept="illness.diagnosis"), known)
    assert "清河镇" in entries_for(Field("t", "乡镇", Kind.TEXT, concept="person.town"), known)
    assert "通渭县人民医院" in entries_for(Field("h", "医院", Kind.TEXT, concept="illness.hospital"), known)
    assert entries_for(Field("o", "意见", Kind.TEXT, multiline=True), known) == ()
    assert "奥氮平" not in entries_for(Field("x", "药物不良反应表现", Kind.TEXT), known)


def test_a_code_of_the_office_settles_a_doubtful_digit() -> None:
    field = Field("t", "编码", Kind.CODE, Format.TOWN_CODE, length=9)
    seen = matrix("621121702", doubts={6: ("1", 0.25)})
    assert decode(field, Sight(((seen,),)), office()).value == "621121102"
    assert decode(field, Sight(((seen,),)), office_lexicons()).value == "621121702"


@pytest.mark.parametrize("number", [f"{ID}63", f"{ID}63B1"])
def test_a_disability_card_is_an_identity_number_with_category_and_level(number: str) -> None:
    answer = decode(CARD, Sight(((matrix(number),),)), office())
    assert (answer.value, answer.measures["fits"]) == (number, 1.0)


def test_a_card_number_is_settled_by_its_identity_number() -> None:
    other = "7" if ID[3] != "7" else "4"
    seen = matrix(f"{ID}63", doubts={3: (other, 0.6)})
    answer = decode(CARD, Sight(((seen,),)), office())
    assert (answer.value, answer.repaired) == (f"{ID}63", True)


def test_an_identity_number_in_boxes_and_on_the_line() -> None:
    field = Field("i", "身份证号", Kind.TEXT, Format.ID_NUMBER, cells=18)
    cells = boxes(ID, symbols="0123456789X")
    answer = decode(field, Sight(((matrix(ID),),), cells), office())
    assert (answer.value, answer.measures["agreement"]) == (ID, 1.0)


@pytest.mark.parametrize("seen", ["一", "1", "·", "(", "-"])
def test_a_stray_stroke_is_no_text(seen: str) -> None:
    for field in (Field("n", "姓名", Kind.TEXT, Format.NAME), Field("o", "意见", Kind.TEXT, multiline=True)):
        assert decode(field, Sight(((matrix(seen),),)), office()).value is None


def test_a_text_of_one_character_is_one() -> None:
    relation = Field("r", "关系", Kind.TEXT, concept="guardian.relation")
    assert decode(relation, Sight(((matrix("母"),),)), office()).value == "母"
    assert decode(Field("l", "结果", Kind.TEXT), Sight(((matrix("无"),),)), office()).value == "无"


def test_fields_of_digits_are_told() -> None:
    assert reads_digits(Field("p", "电话", Kind.TEXT, Format.PHONE))
    assert reads_digits(Field("d", "剂量", Kind.NUMBER))
    assert not reads_digits(Field("n", "姓名", Kind.TEXT, Format.NAME))
