"""Rosters with the habits of many offices: what is read, and what is told instead of guessed."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from formkit.errors import FormkitError
from formkit.mapping import load_handbook
from formkit.media.table import read_people
from formkit.media.table.people import PeopleTable
from formkit.model.handbook import Handbook
from tests.media_table.lists import csv_file, id_number, workbook

ONE, OTHER = id_number(), id_number(sequence="202")


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load_handbook("case-management")


def merged(path: Path, rows: Sequence[Sequence[object]], *areas: tuple[int, int, int, int]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名单")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    for top, left, bottom, right in areas:
        sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return path


def shown(path: Path, *cells: tuple[object, str | None], epoch_1904: bool = False) -> Path:
    """Write one date column whose cells have these values and number formats."""
    book = xlsxwriter.Workbook(str(path), {"date_1904": epoch_1904})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名", "确诊日期"])
    for row, (value, code) in enumerate(cells, 1):
        sheet.write(row, 0, "张三李四王五赵六孙七"[2 * row - 2:2 * row])
        form = book.add_format({"num_format": code}) if code else None
        (sheet.write_datetime if isinstance(value, dt.date) else sheet.write)(row, 1, value, form)
    book.close()
    return path


def values(table: PeopleTable, concept: str) -> list[str | None]:
    return [row.values.get(concept) for row in table.rows]


def meanings(table: PeopleTable, concept: str) -> list[str | None]:
    return [row.meanings.get(concept) for row in table.rows]


def told(table: PeopleTable) -> list[tuple[str, str]]:
    return [(each.code, each.where.detail.rpartition("!")[2]) for each in table.problems]


def mapped(table: PeopleTable) -> dict[str, str | None]:
    return {column.letter: column.concept for column in table.columns}


def test_names_and_phones_of_three_groups_are_kept_apart(tmp_path: Path) -> None:
    rows = [
        ["序号", "患者", None, "现住址", None, None, "村医", None, "监护人", None],
        [None, "姓名", "身份证号", "乡镇", "村", "组", "姓名", "电话", "姓名", "电话"],
        [1, "张三", ONE, "青石镇", "柳河村", "3组", "李医", "13700001111", "张大", "13900001111"],
        [2, "李四", OTHER, "青石镇", "东湾村", "3组", "李医", "13700001111", "李大", "13900001112"],
    ]
    areas = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 5), (0, 6, 0, 7), (0, 8, 0, 9)]
    table = read_people(merged(tmp_path / "a.xlsx", rows, *areas))
    assert mapped(table) == {
        "A": "row.number", "B": "person.name", "C": "person.id_number", "D": "person.town", "E": "person.village",
        "F": None, "G": None, "H": None, "I": "guardian.name", "J": "guardian.phone",
    }
    assert not table.unsure


def test_a_name_under_a_group_of_nobody_known_is_asked_about(tmp_path: Path) -> None:
    rows = [["甲方", None, "病情"], ["姓名", "电话", "诊断"], ["张三", "13900001111", "精神分裂症"]]
    table = read_people(merged(tmp_path / "a.xlsx", rows, (0, 0, 0, 1)))
    assert [column.letter for column in table.unsure] == ["A", "B"]


def test_a_heading_reaches_as_far_as_its_merged_cells(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "监护人"], [None, None, "姓名"], ["张三", "男", "张大"], ["李四", "女", "李大"]]
    sheet = read_people(merged(tmp_path / "a.xlsx", rows, (0, 0, 1, 0), (0, 1, 1, 1))).sheets[0]
    assert (sheet.header_rows, sheet.note_rows, len(sheet.people)) == ((1, 2), (), 2)


def test_lists_side_by_side_and_below_each_other_are_all_read(tmp_path: Path) -> None:
    beside = [["序号", "姓名", "性别", "序号", "姓名", "性别"], [1, "张三", "男", 3, "王五", "女"], [2, "李四", "女"]]
    below = [
        ["一、在管患者"], ["序号", "姓名", "性别"], [1, "张三", "男"], [],
        ["二、死亡患者"], ["序号", "村", "姓名", "死亡原因"], [1, "上塘村", "王五", "疾病"],
    ]
    assert values(read_people(workbook(tmp_path / "a.xlsx", beside)), "person.name") == ["张三", "李四", "王五"]
    table = read_people(workbook(tmp_path / "b.xlsx", below))
    assert [(row.values["person.name"], row.values.get("person.village")) for row in table.rows] == [
        ("张三", None), ("王五", "上塘村"),
    ]
    assert [sheet.title_rows for sheet in table.sheets] == [(1, 5), ()]


def test_hints_numbers_of_columns_examples_and_numbered_blanks_are_no_people(tmp_path: Path) -> None:
    rows = [
        ["序号", "姓名", "年龄", "发病时间"], [None, None, "（岁）", "（年月）"], ["甲", 1, 2, 3],
        ["例", "张某某", 40, "2001.5"],
        [1, "张三", "43岁", "2001.5"], [2], [3], ["填表说明："], ["1. 每村一表，按时上报"],
    ]
    sheet = read_people(workbook(tmp_path / "a.xlsx", rows)).sheets[0]
    assert [person.values["person.age"] for person in sheet.people] == ["43"]
    assert (sheet.repeated_rows, sheet.note_rows) == ((2, 3), (4, 8, 9))


def test_villages_and_towns_in_rows_of_their_own_reach_down(tmp_path: Path) -> None:
    rows = [
        ["序号", "姓名", "性别"], ["李家村："], [1, "张三", "男"], ["张家社区居委会", "共2人"], [2, "王五", "女"],
        ["南屏镇"], [3, "赵六", "女"], ["【石桥村】"], [4, "孙七", "女"],
    ]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert values(table, "person.village") == ["李家村", "张家社区居委会", None, "石桥村"]
    assert values(table, "person.town") == [None, None, "南屏镇", "南屏镇"]
    assert table.sheets[0].section_rows == (2, 4, 6, 8)


def test_text_between_people_that_says_something_else_is_told(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "性别"], [1, "张三", "男"], ["以下为死亡患者"], [2, "王五", "女"], ["注：内部资料"]]
    assert told(read_people(workbook(tmp_path / "a.xlsx", rows))) == [("P046", "A3")]


def test_signatures_in_several_cells_are_no_person(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "性别", "诊断"], [1, "张三", "男", "癫痫"], ["制表人：", "王五", None, "审核人：赵六"]]
    assert values(read_people(workbook(tmp_path / "a.xlsx", rows)), "person.name") == ["张三"]


def test_a_form_with_one_person_is_no_list(tmp_path: Path) -> None:
    rows = [["姓名", "张三", "性别", "男"], ["身份证号", ONE, "住址", "柳河村"], ["姓名", "李四", "性别", "女"]]
    with pytest.raises(FormkitError) as caught:
        read_people(workbook(tmp_path / "a.xlsx", rows))
    assert caught.value.problem.code == "P003"


def test_a_lone_phone_behind_the_guardian_is_asked_about(tmp_path: Path) -> None:
    rows = [["姓名", "监护人", "关系", "联系电话"], ["张三", "张大", "父亲", "13900000009"]]
    assert [column.concept for column in read_people(workbook(tmp_path / "a.xlsx", rows)).unsure] == ["person.phone"]


def test_content_that_contradicts_its_heading_is_refused(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "联系电话"], ["张三", "13900000001", ONE], ["李四", "13900000002", OTHER]]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert values(table, "person.phone") == [None, None]
    assert ("P053", "B1") in told(table)
    assert [(column.letter, column.concept) for column in table.unsure] == [("C", "person.id_number")]


def test_words_that_do_not_look_like_their_heading_are_asked_about(tmp_path: Path) -> None:
    rows = [["姓名", "诊断"], ["张三", "张大"], ["李四", "李大"]]
    assert [column.concept for column in read_people(workbook(tmp_path / "a.xlsx", rows)).unsure] == [
        "illness.diagnosis",
    ]


@pytest.mark.parametrize("header", ["患者男女", "类型"])
def test_answers_like_no_others_are_proposed_without_a_known_heading(tmp_path: Path, header: str) -> None:
    rows = [["姓名", "诊断", header], ["张三", "精神分裂症", "男"], ["李四", "双相障碍", "女"]]
    assert [column.concept for column in read_people(workbook(tmp_path / "a.xlsx", rows)).unsure] == ["person.sex"]


def test_codes_with_a_legend_are_read_by_it(tmp_path: Path, handbook: Handbook) -> None:
    rows = [
        ["姓名", "病情分类", "服药（1规律 2间断 3不服药）"], ["张三", 1, 1], ["李四", 3, 3],
        ["注：病情分类：1稳定，2基本稳定，3不稳定"],
    ]
    table = read_people(workbook(tmp_path / "a.xlsx", rows), handbook=handbook)
    assert meanings(table, "visit.class") == ["稳定", "不稳定"]
    assert meanings(table, "visit.adherence") == ["规律", "不服药"]
    assert not table.unsure


def test_codes_without_a_legend_are_read_as_the_handbook_says_and_asked_about(
    tmp_path: Path, handbook: Handbook
) -> None:
    path = workbook(tmp_path / "a.xlsx", [["姓名", "病情分类"], ["张三", 1], ["李四", 3]])
    table = read_people(path, handbook=handbook)
    assert meanings(table, "visit.class") == ["不稳定", "稳定"]
    assert [column.concept for column in table.unsure] == ["visit.class"]
    assert ("P025", "B2") in told(read_people(path))


@pytest.mark.parametrize(
    ("codes", "levels", "sure"),
    [
        (["01", "06"], ["0级", "5级"], True), (["00", "03"], ["0级", "3级"], True), (["01", "03"], [None, None], False),
        (["1", "3级"], ["1级", "3级"], True), (["三级", "Ⅱ级"], ["3级", "2级"], True),
        (["7", "3"], [None, "3级"], True),
    ],
)
def test_levels_of_the_security_line_are_not_taken_for_those_of_the_health_line(
    tmp_path: Path, codes: list[str], levels: list[str | None], sure: bool
) -> None:
    table = read_people(workbook(tmp_path / "a.xlsx", [["姓名", "危险性"], ["张三", codes[0]], ["李四", codes[1]]]))
    assert meanings(table, "visit.danger") == levels
    assert (not table.unsure) is sure
    assert {cell for code, cell in told(table) if code == "P045"} == {
        f"B{row}" for row, level in enumerate(levels, 2) if level is None
    }


def test_day_numbers_count_from_the_year_of_the_workbook(tmp_path: Path) -> None:
    day = dt.datetime(2012, 3, 5)
    table = read_people(shown(tmp_path / "a.xlsx", (day, "yyyy-mm-dd"), (39511, None), epoch_1904=True))
    assert values(table, "illness.diagnosed_on") == ["2012-03-05"] * 2
    table = read_people(shown(tmp_path / "b.xlsx", (day, "yyyy-mm-dd"), (40973, None)))
    assert values(table, "illness.diagnosed_on") == ["2012-03-05"] * 2


def test_dates_are_read_as_they_are_shown(tmp_path: Path) -> None:
    path = shown(
        tmp_path / "a.xlsx", (dt.datetime(2012, 3, 1), 'yyyy"年"m"月"'), (dt.datetime(2012, 8, 11), 'm"月"d"日"'),
        (2012.1, None), (2012.11, None), (7, "yyyy-mm-dd"),
    )
    table = read_people(path)
    assert values(table, "illness.diagnosed_on") == ["2012-03", "2012-08-11", None, "2012-11", "1900-01-07"]
    assert told(table) == [("P040", "B3"), ("P041", "B4"), ("P042", "B6")]


def test_a_month_cut_by_a_csv_is_told_unless_october_stands_there(tmp_path: Path) -> None:
    cut = read_people(csv_file(tmp_path / "a.csv", "姓名,确诊日期\n张三,2012.1\n李四,2012.3\n"))
    whole = read_people(csv_file(tmp_path / "b.csv", "姓名,确诊日期\n张三,2012.1\n李四,2012.10\n"))
    assert (values(cut, "illness.diagnosed_on"), told(cut)) == ([None, "2012-03"], [("P041", "B2")])
    assert (values(whole, "illness.diagnosed_on"), told(whole)) == (["2012-01", "2012-10"], [])


def test_zeros_that_a_number_format_shows_are_kept(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "患者编号"])
    sheet.write_row(1, 0, ["张三"])
    sheet.write_number(1, 1, 12, book.add_format({"num_format": "00000000"}))
    book.close()
    assert values(read_people(tmp_path / "a.xlsx"), "person.number") == ["00000012"]


@pytest.mark.parametrize("cut", [ONE[:15] + "000", f"{float(ONE):.14E}", f"{float(ONE[:15] + '000'):.0f}"])
def test_an_id_number_that_a_program_shortened_is_never_taken(tmp_path: Path, cut: str) -> None:
    table = read_people(csv_file(tmp_path / "a.csv", f"姓名,身份证号\n张三,{cut}\n李四,{OTHER}\n"))
    assert values(table, "person.id_number") == [None, OTHER]
    assert {code for code, cell in told(table) if cell == "B2"} <= {"P011", "P034"}
    assert ("B2" in {cell for _, cell in told(table)}) is True


def test_a_column_of_floating_point_numbers_is_known_by_all_of_them(tmp_path: Path) -> None:
    numbers = [id_number(f"19{year}0102", f"{year}1") for year in range(40, 60)]
    whole = [number for number in numbers if number[-1] != "X"]
    cut = [str(int(float(number))) for number in whole]
    text = "姓名,身份证号\n" + "".join(f"张{chr(0x4E00 + row)},{number}\n" for row, number in enumerate(cut))
    assert values(read_people(csv_file(tmp_path / "a.csv", text)), "person.id_number") == [None] * len(cut)
    text = "姓名,身份证号\n" + "".join(f"张{chr(0x4E00 + row)},{number}\n" for row, number in enumerate(whole))
    assert values(read_people(csv_file(tmp_path / "b.csv", text)), "person.id_number") == whole


def test_words_in_place_of_an_id_number_are_not_taken_for_one(tmp_path: Path) -> None:
    table = read_people(workbook(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["张三", "待查"], ["李四", OTHER]]))
    assert (values(table, "person.id_number"), told(table)) == ([None, OTHER], [("P030", "B2")])


@pytest.mark.parametrize(
    ("written", "first", "second", "codes"),
    [
        ("13900000001、0571-80001111", "13900000001", "0571-80001111", []),
        ("139-0000-0001", "13900000001", None, []), ("（0571）80001111", "0571-80001111", None, []),
        ("0571 80001111", "0571-80001111", None, []), ("8000111", "8000111", None, []), ("无", None, None, []),
        ("1390000000", "1390000000", None, ["P035"]), ("找李四转", "找李四转", None, ["P035"]),
        ("1.39E+10", None, None, ["P043"]),
    ],
)
def test_phones_are_brought_to_plain_form_or_told(
    tmp_path: Path, written: str, first: str | None, second: str | None, codes: list[str]
) -> None:
    table = read_people(csv_file(tmp_path / "a.csv", f"姓名,电话\n张三,{written}\n李四,13900000009\n王五,8000222\n"))
    row = table.rows[0]
    assert (row.values.get("person.phone"), row.values.get("person.phone_2")) == (first, second)
    assert [code for code, cell in told(table) if cell == "B2"] == codes


def test_a_name_with_its_phone_is_parted_and_one_with_more_is_told(tmp_path: Path) -> None:
    rows = [["姓名", "监护人及电话"], ["张三", "张大 13900000001"], ["李四（亡）", "李大"], ["王五", "王大（父）139"]]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert values(table, "guardian.phone") == ["13900000001", None, None]
    assert told(table) == [("P036", "A3"), ("P036", "B4")]


def test_what_stands_for_the_cell_above_is_filled_and_told(tmp_path: Path) -> None:
    rows = [["村", "姓名", "现住址"], ["柳河村", "张三", "1组"], ["同上", "李四", "〃"], [None, "王五", "2组"]]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert values(table, "person.address") == ["1组", "1组", "2组"]
    assert {code for code, _ in told(table)} == {"P020", "P037"}


def test_a_forgotten_village_is_told(tmp_path: Path) -> None:
    rows = [["村", "姓名"], *[["柳河村", f"张{sign}"] for sign in "甲乙丙丁戊"], [None, "王五"]]
    assert told(read_people(workbook(tmp_path / "a.xlsx", rows))) == [("P055", "A7")]


def test_hidden_rows_and_sheets_without_a_list_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    people, counts = book.add_worksheet("名单"), book.add_worksheet("汇总")
    people.write_column(0, 0, ["姓名", "张三", "李四"])
    people.write_column(0, 1, ["性别", "男", "女"])
    people.set_row(2, None, None, {"hidden": True})
    counts.write_row(0, 0, ["村名", "患者数"])
    book.close()
    table = read_people(path)
    assert values(table, "person.name") == ["张三", "李四"]
    assert {(each.code, each.where.detail) for each in table.problems} == {("P038", "名单!A3"), ("P039", "汇总")}
    assert table.sheets[0].hidden_rows == (3,)


def test_a_column_named_number_that_counts_the_rows_is_no_number_of_persons(tmp_path: Path) -> None:
    rows = [["编号", "姓名"], *[[row, f"张{sign}"] for row, sign in enumerate("甲乙丙丁", 1)]]
    assert mapped(read_people(workbook(tmp_path / "a.xlsx", rows)))["A"] == "row.number"


def test_rows_of_a_csv_count_as_office_programs_show_them(tmp_path: Path) -> None:
    text = '姓名,备注,确诊日期\n张三,"外出;\n已两年",2012-3-5\n李四,,去年\n王五,,2012-3-6\n'
    table = read_people(csv_file(tmp_path / "a.csv", text))
    assert table.rows[0].values["remark"] == "外出;\n已两年"
    assert told(table) == [("P016", "C3")]


@pytest.mark.libreoffice
def test_an_old_workbook_is_read_like_a_new_one(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice")
    rows = [["名单"], ["村", "姓名", "身份证号"], ["柳河村", "张三", ONE], [None, "李四", float(OTHER[:15] + "000")]]
    path = merged(tmp_path / "a.xlsx", rows, (0, 0, 0, 2), (2, 0, 3, 0))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )
    new, old = read_people(path), read_people(tmp_path / "a.xls")
    assert values(old, "person.village") == ["柳河村", "柳河村"]
    assert [row.values for row in old.rows] == [row.values for row in new.rows]
    assert told(old) == told(new) == [("P011", "C4")]


def test_a_group_of_somebody_else_counts_even_where_no_other_column_needs_it(tmp_path: Path) -> None:
    rows = [
        ["东湾村患者名单"], ["患者信息", None, "责任医生"], ["姓名", "性别", "电话"], ["张三", "男", "13700001111"],
        ["李四", "女", "13700001111"],
    ]
    table = read_people(merged(tmp_path / "a.xlsx", rows, (0, 0, 0, 2), (1, 0, 1, 1)))
    assert mapped(table) == {"A": "person.name", "B": "person.sex", "C": None}
    assert table.sheets[0].header_rows == (2, 3)


def test_a_second_address_or_a_phone_further_off_is_the_guardians_only_if_somebody_says_so(tmp_path: Path) -> None:
    rows = [
        ["姓名", "家庭住址", "电话", "监护人", "诊断", "联系电话", "现住址"],
        ["张三", "柳河村1组", "13900000001", "张大", "精神分裂症", "13900000002", "东湾村2组"],
    ]
    unsure = read_people(workbook(tmp_path / "a.xlsx", rows)).unsure
    assert [column.concept for column in unsure] == ["guardian.phone", "guardian.address"]


@pytest.mark.parametrize("written", ["08-11", "8月11日", "8.11"])
def test_a_day_without_its_year_is_told(tmp_path: Path, written: str) -> None:
    rows = [["姓名", "下次随访日期"], ["张三", written], ["李四", "2013-3-5"], ["王五", "2013-3-6"]]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert (values(table, "visit.next_date")[0], told(table)) == ("--08-11", [("P028", "B2")])


def test_a_stroke_is_no_answer(tmp_path: Path) -> None:
    rows = [["姓名", "关系", "备注"], ["张三", "/", "无"], ["李四", "父亲", "—"]]
    table = read_people(workbook(tmp_path / "a.xlsx", rows))
    assert (values(table, "guardian.relation"), values(table, "remark")) == ([None, "父亲"], ["无", None])


def test_a_shortened_number_of_a_person_is_not_taken(tmp_path: Path) -> None:
    text = "姓名,档案编号\n张三,3.30197E+16\n李四,33019710120100023\n王五,33019710120100024\n"
    from_text = read_people(csv_file(tmp_path / "a.csv", text))
    assert (values(from_text, "person.number")[0], told(from_text)) == (None, [("P043", "B2")])
    rows = [["姓名", "档案编号"], ["张三", 33019710120100023.0], ["李四", "33019710120100023"]]
    from_number = read_people(workbook(tmp_path / "b.xlsx", rows))
    assert (values(from_number, "person.number"), told(from_number)) == (
        [None, "33019710120100023"], [("P043", "B2")],
    )
