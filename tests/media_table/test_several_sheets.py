"""A person who stands on several sheets of a file is one person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from formkit.export import RosterOrder, write_roster
from formkit.media.table import read_people
from tests.export.people import AS_OF, DISTRICT, number_of, person
from tests.media_table.lists import HEAD, id_number

ONE, OTHER = id_number(), id_number(sequence="202")


def sheets(path: Path, **rows: Sequence[Sequence[object]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, lines in rows.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return path


def test_our_own_roster_is_read_from_its_full_sheets_only(tmp_path: Path) -> None:
    people = [
        person("张三", remark="一"),
        person("李四", id_number=number_of("1960-01-01", 102), birth="1960-01-01", danger=3),
        person("褚一", id_number=number_of("1961-01-01", 103), birth="1961-01-01", town_code="330197102",
               village="上坪村", village_code="330197102201"),
    ]
    path = tmp_path / "roster.xlsx"
    write_roster(people, DISTRICT, path, RosterOrder(AS_OF))
    table = read_people(path)
    assert sorted(row.values["person.name"] for row in table.rows) == sorted(["张三", "李四", "褚一"])
    assert {column.sheet for column in table.columns} == {"青石镇 花名册", "白石乡 花名册"}
    assert not {"P014", "P015", "P033"} & {each.code for each in table.problems}


def test_people_on_several_sheets_are_taken_once_and_told_once(tmp_path: Path) -> None:
    short = [("姓名", "身份证号"), ("张三", ONE), ("李四", OTHER), ("王五", "")]
    full = [HEAD, ("张三", "男", ONE, "柳河村"), ("李四", "女", OTHER, "东湾村")]
    table = read_people(sheets(tmp_path / "a.xlsx", 简表=short, 全表=full))
    assert [(row.values["person.name"], row.values.get("person.village")) for row in table.rows] == [
        ("王五", None), ("张三", "柳河村"), ("李四", "东湾村"),
    ]
    assert [(each.code, dict(each.context)["count"]) for each in table.problems] == [("P033", "2")]


def test_who_stands_twice_on_one_sheet_is_still_told_by_the_row(tmp_path: Path) -> None:
    rows = [HEAD, ("张三", "男", ONE, "柳河村"), ("张三", "男", ONE, "柳河村")]
    table = read_people(sheets(tmp_path / "a.xlsx", 全表=rows))
    assert [each.code for each in table.problems] == ["P014"]
