"""The roster workbook: order, cells, notes, safety."""

from __future__ import annotations

import datetime as dt
import zipfile
from contextlib import nullcontext
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from formkit.errors import OutputError, UsageError
from formkit.export import written_file
from formkit.export.masking import mask_text, masked
from formkit.export.roster import RosterOrder, write_roster
from formkit.export.roster_columns import COLUMNS, SHORT, roster_row
from formkit.export.roster_groups import grouped, people_of
from formkit.media.table.read import read_people
from formkit.model.office import Office
from formkit.model.roster import RosterPerson, Status
from tests.export.people import AS_OF, DISTRICT, OFFICE, crowd, person

ORDER = RosterOrder(AS_OF)


def made(tmp_path: Path, people: list[RosterPerson], order: RosterOrder = ORDER, office: object = OFFICE) -> Path:
    target = tmp_path / "roster.xlsx"
    write_roster(people, office, target, order)  # type: ignore[arg-type]
    return target


def full(path: Path, sheet: str = "花名册") -> Worksheet:
    return openpyxl.load_workbook(path)[sheet]


def column(sheet: Worksheet, column_id: str) -> list[object]:
    index = [each.id for each in COLUMNS].index(column_id) + 1
    numbered = [row for row in sheet.iter_rows(min_row=5) if isinstance(row[0].value, int)]
    return [row[index - 1].value for row in numbered]


def test_people_stand_by_village_then_danger_then_class_then_name(tmp_path: Path) -> None:
    sheet = full(made(tmp_path, crowd()))
    assert column(sheet, "name") == ["钱二", "孙三", "李四", "赵一", "周五", "郑七", "吴六", "陈十"]
    assert column(sheet, "seq") == list(range(1, 9))
    assert column(sheet, "village") == ["柳河村"] * 5 + ["东湾村"] * 2 + ["无名村"]


def test_among_equals_the_unstable_stand_first(tmp_path: Path) -> None:
    kinds = ["稳定", "", "不稳定", "基本稳定"]
    sheet = full(made(tmp_path, [person("张三", visit_class=kind) for kind in kinds]))
    assert column(sheet, "visit_class") == ["不稳定", "基本稳定", "稳定", None]


def test_those_who_died_or_moved_stand_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    path = made(tmp_path, crowd())
    assert column(full(path, "死亡迁出"), "name") == ["冯九", "王八"]
    assert not {"王八", "冯九"} & set(column(full(path), "name"))


def test_unknown_villages_come_last_and_are_told_by_number_of_people() -> None:
    found, problems = grouped(crowd(), OFFICE, None)
    assert [group.name for group in found[0].groups] == ["柳河村", "东湾村", "无名村"]
    assert [(each.code, dict(each.context)["count"]) for each in problems] == [("E003", "1")]
    assert "陈十" not in problems[0].message


def test_a_village_that_may_be_misread_is_to_be_settled_in_review_before_the_office_profile_gets_it() -> None:
    strange = {"village": "柳可村", "village_code": ""}
    people = [person("张三", **strange, unsure=frozenset({"village"})), person("李四", **strange)]
    problems = grouped(people, OFFICE, None)[1]
    assert [(each.code, dict(each.context)["count"]) for each in problems] == [("E003", "1"), ("E027", "1")]
    assert ["review" in each.hint for each in problems] == [False, True]


@pytest.mark.parametrize("name", ["柳河村委会", "柳河村村民委员会", "柳河", "柳 河 村"])
def test_a_village_is_known_by_any_of_its_names(name: str) -> None:
    found, problems = grouped([person("张三", village=name, village_code="")], OFFICE, None)
    assert ([group.name for group in found[0].groups], problems) == (["柳河村"], [])


def test_every_town_has_its_sheets_and_all_have_statistics(tmp_path: Path) -> None:
    people = [*crowd(), person("褚一", town_code="330197102", village="上坪村", village_code="330197102201")]
    stray = person("卫二", town_code="440000000", village="别处", village_code="")
    path = tmp_path / "roster.xlsx"
    problems = write_roster([*people, stray], DISTRICT, path, ORDER)
    names = openpyxl.load_workbook(path).sheetnames
    assert {"青石镇 简表", "青石镇 花名册", "白石乡 花名册", "未归入乡镇 花名册", "全部统计"} <= set(names)
    assert column(full(path, "白石乡 花名册"), "name") == ["褚一"]
    assert [each.code for each in problems] == ["E003", "E004"]


@pytest.mark.parametrize("town", ["330197102", "102", "白石乡"])
def test_one_town_is_picked_by_code_or_name(tmp_path: Path, town: str) -> None:
    people = [person("张三"), person("褚一", town_code="330197102", village="上坪村", village_code="")]
    path = made(tmp_path, people, RosterOrder(AS_OF, town=town), DISTRICT)
    assert column(full(path), "name") == ["褚一"]


def test_an_unknown_town_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        made(tmp_path, [], RosterOrder(AS_OF, town="999"))
    assert "330197101 青石镇" in caught.value.problem.hint


def test_dates_are_dates_and_codes_are_text(tmp_path: Path) -> None:
    sheet = full(made(tmp_path, [person("张三", patient_no="00000007")]))
    row = next(row for row in sheet.iter_rows(min_row=5) if row[0].value == 1)
    cells = {each.id: cell for each, cell in zip(COLUMNS, row, strict=True)}
    assert cells["birth"].value == dt.datetime(1970, 1, 2)
    assert cells["birth"].number_format == "yyyy-mm-dd"
    assert (cells["first_onset"].value, cells["diagnosed_on"].value) == ("1990", "1991-03")
    for code in ("patient_no", "id_number", "phone"):
        assert (cells[code].data_type, cells[code].number_format) == ("s", "@")
    assert cells["danger"].value == 1


def test_visits_stand_in_their_quarters_up_to_the_day_of_the_roster() -> None:
    visits = ("2012-12-01", "2013-01-05", "2013-03-31", "2013-07-01", "2013-11-21", "2013-05", "2013")
    cells = roster_row(person("张三", visits=visits), AS_OF, 1).cells
    assert [cells[each] for each in ("q1", "q2", "q3", "q4")] == ["2013-03-31", "2013-05", "2013-07-01", None]
    assert cells["visit_count"] == 5


def test_birth_and_age_come_from_the_number_where_they_are_not_written() -> None:
    cells = roster_row(person("张三", birth=""), AS_OF, 1).cells
    assert (cells["birth"], cells["age"]) == ("1970-01-02", 43)


def test_dates_that_no_workbook_can_count_stay_text(tmp_path: Path) -> None:
    sheet = full(made(tmp_path, [person("张三", birth="1899-05-06", first_onset="--05-06")]))
    assert (column(sheet, "birth"), column(sheet, "first_onset")) == (["1899-05-06"], ["--05-06"])


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "+1+1", "-1", "@SUM(1)", "http://x", "007", "{=1}"])
def test_text_never_becomes_a_formula_a_link_or_a_number(tmp_path: Path, text: str) -> None:
    path = made(tmp_path, [person(text, remark=text, address=text)])
    assert column(full(path), "name") == [text]
    with zipfile.ZipFile(path) as archive:
        sheets = {name: archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name}
    assert "hyperlink" not in "".join(sheets).lower()
    formulas = [part.split("</f>")[0] for sheet in sheets.values() for part in sheet.split("<f>")[1:]]
    assert not [formula for formula in formulas if "HYPERLINK" in formula or formula == "1+1"]


def test_control_characters_do_not_break_the_workbook(tmp_path: Path) -> None:
    assert column(full(made(tmp_path, [person("张\x0b三\x00")])), "name") == ["张三"]


def test_a_masked_roster_has_no_whole_number_in_any_sheet(tmp_path: Path) -> None:
    one = person("张三", remark="家属13900000009，证331234197001020011", village_contact="李四 8000002")
    path = made(tmp_path, [one], RosterOrder(AS_OF, masked=True))
    with zipfile.ZipFile(path) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    for secret in (one.id_number, one.phone, "13900000009", "331234197001020011", "8000002", "8000001"):
        assert secret not in everything
    assert "139****0001" in everything


@pytest.mark.parametrize(
    "text",
    ["138-0013-8000", "0571 8765 4321", "张三 138 0013 8000", "330197 19700304 1239", "33019719700304123X63",
     "１３８００１３８０００", "(0571)87654321", "33019719700304123X"],
)
def test_masking_finds_numbers_in_every_grouping(text: str) -> None:
    shown = mask_text(text)
    assert shown.count("*") >= 4
    assert len(shown) == len(text)


def test_masking_leaves_dates_and_short_numbers() -> None:
    text = "2013-03-05 复诊，3组12号，20130305"
    assert mask_text(text) == text
    cells = masked(roster_row(person("张三"), AS_OF, 1)).cells
    assert (cells["birth"], cells["age"], cells["managed_since"]) == ("1970", 43, "2010-05-06")


def test_the_short_form_has_its_columns_and_prints_on_a4_landscape(tmp_path: Path) -> None:
    sheet = full(made(tmp_path, crowd()), "简表")
    assert [cell.value for cell in sheet[4]] == [each.header for each in SHORT]
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), int(setup.fitToHeight)) == ("landscape", 9, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "C5")
    assert int(full(tmp_path / "roster.xlsx").page_setup.paperSize) == 8


def test_title_lines_total_and_notes_are_printed(tmp_path: Path) -> None:
    sheet = full(made(tmp_path, crowd()))
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert texts[0] == "南屏县青石镇严重精神障碍患者花名册（2013年第四季度）"
    joined = "\n".join(texts)
    for words in ("填报单位：青石镇卫生院", "审核人：陶立新", "填报日期：2013年11月20日", "合  计", "单位公章",
                  "内部资料  注意保密", "柳河村  小计", "单位负责人"):
        assert words in joined
    note = next(text for text in texts if "没有对应项目" in text)
    assert "年度体检日期" in note
    assert "第 &P 页" in str(sheet.oddFooter.center.text)


def test_a_roster_of_nobody_has_its_headings_and_says_so(tmp_path: Path) -> None:
    target = tmp_path / "roster.xlsx"
    assert [each.code for each in write_roster([], OFFICE, target, ORDER)] == ["E006"]
    assert full(target)["C4"].value == "患者姓名"


def test_a_roster_can_be_read_back_as_a_list_of_people(tmp_path: Path) -> None:
    path = made(tmp_path, [person("张三"), person("李四", id_number="", birth="1960-01-01")])
    names = {row.values["person.name"] for row in read_people(path).rows}
    assert names == {"张三", "李四"}


def test_an_unwritable_folder_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_roster([person("张三")], OFFICE, tmp_path / "none" / "roster.xlsx", ORDER)
    assert caught.value.problem.code == "E001"
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(OutputError):
        write_roster([person("张三")], OFFICE, tmp_path / "folder.xlsx", ORDER)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_and_the_old_roster_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = made(tmp_path, [person("张三")])
    before = target.read_bytes()
    monkeypatch.setattr(written_file, "write_atomically", lambda path: nullcontext(Path("/dev/full")))
    with pytest.raises(OutputError) as caught:
        write_roster([person("李四")], OFFICE, target, ORDER)
    assert caught.value.problem.code == "E002"
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (before, [target])


def test_the_same_people_give_the_same_file(tmp_path: Path) -> None:
    assert made(tmp_path, crowd()).read_bytes() == made(tmp_path, crowd()).read_bytes()


def test_every_status_but_two_is_on_the_books() -> None:
    assert [status.value for status in Status if status.has_left] == ["死亡", "迁出"]


def test_a_text_too_long_for_a_cell_is_cut_off_and_told(tmp_path: Path) -> None:
    target = tmp_path / "roster.xlsx"
    problems = write_roster([person("张三", remark="长" * 40_000)], OFFICE, target, ORDER)
    assert [(each.code, dict(each.context)["column"]) for each in problems] == [("E008", "备注")]
    assert column(full(target), "remark") == ["长" * 32_767]


def test_people_without_a_village_are_told(tmp_path: Path) -> None:
    people = [person("张三", village="", village_code="")]
    problems = write_roster(people, OFFICE, tmp_path / "roster.xlsx", ORDER)
    assert [each.code for each in problems] == ["E007"]


def title_of(path: Path, sheet: str) -> object:
    return full(path, sheet)["A1"].value


def test_without_an_office_profile_the_title_names_the_town_of_the_records(tmp_path: Path) -> None:
    people = [person("张三", town="青石镇", town_code=""), person("李四", town=" 青石 镇", town_code="")]
    path = tmp_path / "roster.xlsx"
    assert write_roster(people, Office(), path, ORDER) == []
    assert title_of(path, "花名册") == "青石镇严重精神障碍患者花名册（2013年第四季度）"
    assert sorted(str(name) for name in column(full(path), "name")) == ["张三", "李四"]


def test_without_any_town_the_title_names_none(tmp_path: Path) -> None:
    path = made(tmp_path, [person("张三", town="", town_code="")], office=Office())
    texts = {str(cell.value) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row}
    assert title_of(path, "花名册") == "严重精神障碍患者花名册（2013年第四季度）"
    assert not any("未归入乡镇" in text for text in texts)


def test_towns_of_the_records_have_a_sheet_each(tmp_path: Path) -> None:
    towns = ("青石镇", "白石乡", "")
    path = made(tmp_path, [person(f"张{town}", town=town, town_code="") for town in towns], office=Office())
    assert {"青石镇 花名册", "白石乡 花名册", "未归入乡镇 花名册"} <= set(openpyxl.load_workbook(path).sheetnames)
    assert title_of(path, "未归入乡镇 花名册") == "严重精神障碍患者花名册（2013年第四季度）"


def test_a_town_cannot_be_picked_without_an_office_profile(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        made(tmp_path, [person("张三")], RosterOrder(AS_OF, town="330197101"), Office())
    assert caught.value.problem.code == "E009"
    assert "--office" in caught.value.problem.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    ["2010-05-06 12号复诊", "2010-05-06 2011-05-06", "2010.5.6-2011.6.7", "建设路12-3-1201室", "128-3-502"],
)
def test_masking_leaves_dates_beside_numbers_and_house_numbers(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("微信x13900000001", "微信x139****0001"),
        ("13900000001x13900000002", "139*****001x139****0002"),
        ("138 - 0013 - 8000", "138 - **** - 8000"),
        ("卡号6200123456789012345", "卡号620012*********2345"),
        ("13900000001 2010-05-06", "139****0001 2010-05-06"),
        ("330197-1970-03-04-1239", "330197-****-**-**-1239"),
        ("2010-12-3456", "201*-**-3456"),
    ],
)
def test_masking_finds_numbers_that_look_like_dates_or_stand_in_words(text: str, shown: str) -> None:
    assert mask_text(text) == shown


def test_who_stands_on_a_town_s_roster_is_known_before_it_is_written() -> None:
    people = [person("张三"), person("褚一", town_code="330197102", village="上坪村", village_code="")]
    assert [each.name for each in people_of(people, DISTRICT, "102")] == ["褚一"]
    assert people_of(people, DISTRICT, None) == people
    with pytest.raises(UsageError):
        people_of(people, DISTRICT, "999")


def test_a_text_that_is_too_long_in_another_town_is_not_told(tmp_path: Path) -> None:
    people = [person("张三", remark="长" * 40_000)]
    problems = write_roster(people, DISTRICT, tmp_path / "r.xlsx", RosterOrder(AS_OF, town="330197102"))
    assert [each.code for each in problems] == ["E006"]


def test_what_nobody_settled_is_marked_in_its_cell_and_told_in_the_notes(tmp_path: Path) -> None:
    doubted = person("张三", unsure=frozenset({"village", "danger"}), unsure_visits=frozenset({"2013-04-05"}))
    path = made(tmp_path, [doubted, person("李四")])
    for name, columns in (("花名册", COLUMNS), ("简表", SHORT)):
        sheet = full(path, name)
        people = {row[2 if name == "花名册" else 1].value: row for row in sheet.iter_rows(min_row=5)}
        marked = {
            each.id for each, cell in zip(columns, people["张三"], strict=False)
            if cell.font.italic and cell.fill.fgColor.rgb == "FFFCE4D6"
        }
        assert marked == {"seq", "village", "danger", "q2"} & {each.id for each in columns}
        assert not any(cell.font.italic for cell in people["李四"])
        assert any("橙色底" in str(row[0].value) for row in sheet.iter_rows())
    long_ago = person("张三", unsure=frozenset({"hospital"}), unsure_visits=frozenset({"2001-04-05"}))
    settled = full(made(tmp_path, [person("李四"), long_ago]))
    assert not any("橙色底" in str(row[0].value) for row in settled.iter_rows())
