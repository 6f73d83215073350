"""Lists laid out in other ways than the known rosters."""

from __future__ import annotations

import datetime as dt
import json
import string
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.media.table.columns import propose
from formkit.media.table.read import read_people
from formkit.model.concepts import CONCEPTS, meaning
from tests.media_table.lists import HEAD, csv_file, id_number, workbook


def concepts(*headers: str) -> list[str | None]:
    return [proposal.concept for proposal in propose([(header,) for header in headers])]


@pytest.mark.parametrize(
    ("header", "concept"),
    [
        ("姓 名", "person.name"), ("*公民身份号码", "person.id_number"), ("危险性评估（级）", "visit.danger"),
        ("联系电话（手机）", "person.phone"), ("村（居）委会", "person.village"), ("患者现居住地址", "person.address"),
        ("初次发病时间", "illness.first_onset"), ("责任医生姓名", None), ("片区民警电话", None), ("收入", None),
    ],
)
def test_headings_lead_to_concepts(header: str, concept: str | None) -> None:
    assert concepts(header) == [concept]


def test_a_second_phone_after_the_guardian_is_the_guardians() -> None:
    assert concepts("姓名", "电话", "监护人", "关系", "电话") == [
        "person.name", "person.phone", "guardian.name", "guardian.relation", "guardian.phone",
    ]


def test_the_best_heading_gets_the_concept() -> None:
    assert concepts("曾用姓名", "姓名")[1] == "person.name"


def test_every_synonym_leads_to_its_concept() -> None:
    for concept in CONCEPTS.values():
        for header in concept.headers:
            assert concepts(header) == [concept.id], header


def test_a_class_written_as_a_code_has_no_meaning_of_its_own() -> None:
    assert meaning("visit.class", "1") is None
    assert meaning("visit.class", "病情稳定") == "稳定"
    assert meaning("visit.danger", "01") is None
    assert meaning("visit.danger", "3") == "3级"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [("姓名", "出生日期", "备注"), ("陈䶮", "1955.4.25", "外出"), ("王小花", "1960年3月", "")]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    table = read_people(csv_file(tmp_path / "名单.csv", text, encoding))
    assert [(row.values["person.name"], row.values["person.birth"]) for row in table.rows] == [
        ("陈䶮", "1955-04-25"), ("王小花", "1960-03"),
    ]


def test_a_list_of_names_alone_is_a_list(tmp_path: Path) -> None:
    table = read_people(workbook(tmp_path / "a.xlsx", [["患者名单"], ["姓名"], ["张三"], ["李四"]]))
    assert [row.values["person.name"] for row in table.rows] == ["张三", "李四"]


def test_the_village_may_stand_in_a_row_of_its_own(tmp_path: Path) -> None:
    rows = [["姓名", "性别"], ["一、三河村（2人）"], ["张三", "男"], ["李四", "女"], ["二、东湾村"], ["王五", "男"]]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert [row.values["person.village"] for row in table.rows] == ["三河村", "三河村", "东湾村"]


def test_the_village_may_be_the_name_of_the_sheet(tmp_path: Path) -> None:
    table = read_people(workbook(tmp_path / "a.xlsx", [["姓名", "性别"], ["张三", "男"]], name="柳河村"))
    assert table.rows[0].values["person.village"] == "柳河村"


def test_a_village_written_once_a_group_is_filled_down_with_a_warning(tmp_path: Path) -> None:
    rows = [["村名", "姓名"], ["柳河村", "张三"], [None, "李四"], [None, "王五"], ["东湾村", "赵六"]]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert [row.values["person.village"] for row in table.rows] == ["柳河村", "柳河村", "柳河村", "东湾村"]
    assert [found.code for found in table.problems] == ["P020"]


def test_one_forgotten_village_is_not_guessed(tmp_path: Path) -> None:
    rows = [["村名", "姓名"], *[["柳河村", f"张{sign}"] for sign in "甲乙丙丁戊"], [None, "王五"]]
    assert "person.village" not in read_people(workbook(tmp_path / "a.xlsx", rows)).rows[-1].values


def test_headings_repeated_on_every_page_are_dropped(tmp_path: Path) -> None:
    foot = [["总计：2人"], ["制表人：王五", None, "审核人：赵六"]]
    rows = [HEAD, ["张三", "男"], ["本页小计", 1], HEAD, ["李四", "女"], *foot]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert [row.values["person.name"] for row in table.rows] == ["张三", "李四"]
    assert table.problems == ()


def test_dates_are_read_however_they_are_stored(tmp_path: Path) -> None:
    stored = [dt.date(2012, 3, 5), 40973, 20120305, "2012-03-05", "2012年3月5日", "二〇一二年三月五日", 2012]
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "确诊日期"])
    for row, value in enumerate(stored, 1):
        sheet.write(row, 0, f"张{row}")
        if isinstance(value, dt.date):
            sheet.write_datetime(row, 1, value, book.add_format({"num_format": "yyyy/m/d"}))
        else:
            sheet.write(row, 1, value)
    book.close()
    read = [row.values["illness.diagnosed_on"] for row in read_people(path).rows]
    assert read == ["2012-03-05"] * 6 + ["2012"]


def test_hidden_sheets_are_told_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, person in (("本年", "张三"), ("去年", "李四")):
        sheet = book.add_worksheet(name)
        sheet.write_column(0, 0, ["姓名", person])
        sheet.write_column(0, 1, ["性别", "男"])
    sheet.hide()
    book.close()
    table = read_people(path)
    assert [row.values["person.name"] for row in table.rows] == ["张三"]
    assert [(found.code, found.where.detail) for found in table.problems] == [("P019", "去年")]


def test_json_lines_take_concepts_headings_and_other_keys(tmp_path: Path) -> None:
    lines = [
        {"person.name": "张三", "出生日期": "1970.1.2", "cover.case_no": "7"},
        {"person.name": "李四", "person.sex": "女", "followup.1.remark": ["甲", "乙"]},
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    first, second = read_people(csv_file(tmp_path / "a.jsonl", text)).rows
    assert (first.values["person.birth"], first.foreign) == ("1970-01-02", {"cover.case_no": "7"})
    assert (second.values["person.sex"], second.foreign) == ("女", {"followup.1.remark": "甲、乙"})
    assert (first.where.line, second.where.line) == (1, 3)


def test_sex_and_birth_follow_from_the_number_and_are_marked_so(tmp_path: Path) -> None:
    row = read_people(workbook(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["张三", id_number()]])).rows[0]
    assert (row.values["person.birth"], row.values["person.sex"]) == ("1970-01-02", "男")
    assert row.derived == {"person.birth", "person.sex"}


NAMES = st.text("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", min_size=2, max_size=4)
WORDS = st.text(string.ascii_letters + "村组路号院0123456789", min_size=1, max_size=12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    people=st.lists(st.tuples(NAMES, st.sampled_from("男女"), WORDS), min_size=1, max_size=12),
    order=st.permutations(["姓名", "性别", "现住址"]),
    above=st.lists(st.sampled_from(["××镇患者花名册", "填报单位：××卫生院", "2013年11月"]), max_size=4),
)
def test_what_is_written_is_read_in_any_order_of_columns(
    tmp_path: Path, people: list[tuple[str, str, str]], order: list[str], above: list[str]
) -> None:
    places = [["姓名", "性别", "现住址"].index(header) for header in order]
    rows = [*[[line] for line in above], order, *[[person[place] for place in places] for person in people]]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    read = [(row.values["person.name"], row.values["person.sex"], row.values["person.address"]) for row in table.rows]
    assert read == people
