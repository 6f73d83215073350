"""The workbook as a clerk meets it: names, lists, protection, print, and text that stays text."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from formkit.errors import OutputError
from formkit.layout import build_layout
from formkit.media.xlsx import emit
from formkit.media.xlsx.fitting import fitting_size, lines_of
from formkit.media.xlsx.formats import NumberFormat, day_of, format_by_id
from formkit.media.xlsx.measure import Room, column_mm, column_units
from formkit.media.xlsx.names import id_of, looks_like_field, name_of
from formkit.model.ids import booklet_refs
from formkit.model.reading import Value
from tests.media.xlsx.workbooks import HANDBOOK, codes, place, written

_COUNTS = {"visit": 3}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    content, _ = written({}, tmp_path_factory.mktemp("blank"), _COUNTS)
    return openpyxl.load_workbook(io.BytesIO(content))


def _validation(book: Workbook, field_id: str) -> DataValidation | None:
    title, address = place(book, field_id)
    return next((each for each in book[title].data_validations.dataValidation if address in each.sqref), None)


def _filled(tmp_path: Path, values: dict[str, Value]) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(values, tmp_path)[0]))


def test_every_field_has_a_name_of_the_workbook_and_a_cell_of_its_own(blank: Workbook) -> None:
    ids = [ref.id for ref in booklet_refs(HANDBOOK, _COUNTS)]
    assert sorted(id_of(name) for name in blank.defined_names if looks_like_field(name)) == sorted(ids)
    assert len({place(blank, name) for name in ids}) == len(ids)


def test_name_is_the_id_with_each_dot_as_two_underscores() -> None:
    assert name_of("plan.1.items.3.problem") == "plan__1__items__3__problem"
    assert id_of("visit__2__goal_indicator") == "visit.2.goal_indicator"


def test_each_copy_is_a_worksheet_of_its_own(blank: Workbook) -> None:
    assert [(sheet.title, sheet.sheet_state) for sheet in blank.worksheets] == [
        ("封面", "visible"), ("随访记录1", "visible"), ("随访记录2", "visible"), ("随访记录3", "visible"),
        ("季度评估1", "visible"), ("选项", "veryHidden"),
    ]


def test_only_answers_can_be_typed_into(blank: Workbook) -> None:
    answers = {place(blank, ref.id) for ref in booklet_refs(HANDBOOK, _COUNTS)}
    for sheet in blank.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        for row in sheet.iter_rows():
            for cell in row:
                inside = any(cell.coordinate in area for area in sheet.merged_cells)
                if not cell.protection.locked and not inside:
                    assert (sheet.title, cell.coordinate) in answers
    assert all(not blank[title][address].protection.locked for title, address in answers)


@pytest.mark.parametrize("copy", [1, 2, 3])
def test_choice_has_a_list_of_its_options_in_every_copy(blank: Workbook, copy: int) -> None:
    rule = _validation(blank, f"visit.{copy}.sleep")
    assert rule is not None
    assert (rule.type, rule.errorStyle, rule.showErrorMessage) == ("list", "warning", True)
    title, _, cells = str(rule.formula1).rpartition("!")
    listed = [cell.value for (cell,) in blank[title.strip("'")][cells.replace("$", "")]]
    assert listed == ["1 良好", "2 一般", "3 较差"]


def test_other_kinds_have_their_checks_and_messages(blank: Workbook) -> None:
    date, whole, number = (_validation(blank, f"visit.2.{name}") for name in ("date", "times", "dose"))
    code, several, loose = (_validation(blank, name) for name in ("cover.no", "visit.2.symptoms", "cover.birth"))
    assert date is not None
    assert (date.type, date.errorStyle) == ("date", "warning")
    assert whole is not None
    assert (whole.type, whole.operator, whole.formula1, whole.formula2) == ("whole", "between", "0", "99")
    assert number is not None
    assert (number.type, number.operator) == ("decimal", "greaterThanOrEqual")
    assert code is not None
    assert (code.type, code.formula1) == ("textLength", "8")
    assert several is not None
    assert several.prompt is not None
    assert (several.type, "1 幻觉" in several.prompt, len(several.prompt) <= 255) == (None, True, True)
    assert loose is not None
    assert loose.type is None


def test_numbers_that_are_names_are_kept_as_text(blank: Workbook) -> None:
    formats = {name: blank[place(blank, name)[0]][place(blank, name)[1]].number_format
               for name in ("cover.no", "cover.idno", "cover.phone", "visit.1.symptoms", "visit.1.date", "cover.birth")}
    assert formats == {"cover.no": "@", "cover.idno": "@", "cover.phone": "@", "visit.1.symptoms": "@",
                       "visit.1.date": "yyyy-mm-dd", "cover.birth": "@"}


def test_every_worksheet_prints_on_upright_a4_one_page_wide(blank: Workbook) -> None:
    for sheet in blank.worksheets[:-1]:
        setup = sheet.page_setup
        assert (str(setup.paperSize), setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("9", "portrait", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.center.text == "小手册（1版）"
        assert sheet.oddFooter.right.text == "第&P页 共&N页"
    third = blank["随访记录3"]
    assert third.oddFooter.left.text == "随访记录　第3份"
    assert third.print_title_rows == "$1:$1"
    assert [each.id for each in third.row_breaks.brk] == [each.id for each in blank["随访记录1"].row_breaks.brk] != []


def test_one_worksheet_is_selected_so_that_typing_goes_into_one(blank: Workbook) -> None:
    assert [sheet.sheet_view.tabSelected for sheet in blank.worksheets] == [True] + [False] * 5


def test_options_are_printed_for_those_who_write_by_hand(blank: Workbook) -> None:
    texts = {cell.value for row in blank["随访记录1"].iter_rows() for cell in row if isinstance(cell.value, str)}
    assert "1 良好　2 一般　3 较差" in texts
    assert "服法\n1 口服 2 注射" in texts
    assert {"次", "mg"} <= texts


@pytest.mark.parametrize("text", ["=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_text_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    book = _filled(tmp_path, {"cover.remark": text, "visit.1.drugs.4.name": text})
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    title, address = place(book, "cover.remark")
    assert book[title][address].quotePrefix or str(book[title][address].value).startswith("\u2060")


def test_whole_dates_and_numbers_are_cells_that_count(tmp_path: Path) -> None:
    values: dict[str, Value] = {
        "visit.1.date": "2019-03-05", "visit.1.times": 3, "visit.1.dose": 2.5, "visit.2.date": "2019-03"
    }
    book = _filled(tmp_path, values)
    cells = {name: book[place(book, name)[0]][place(book, name)[1]] for name in values}
    assert [cell.data_type for cell in cells.values()] == ["d", "n", "n", "s"]
    assert cells["visit.1.date"].alignment.shrink_to_fit
    assert cells["visit.2.date"].value == "2019-03"


def test_choice_is_shown_with_its_words(tmp_path: Path) -> None:
    book = _filled(tmp_path, {"visit.1.sleep": "2", "visit.1.symptoms": ("1", "3")})
    shown = [book[place(book, name)[0]][place(book, name)[1]].value for name in ("visit.1.sleep", "visit.1.symptoms")]
    assert shown == ["2 一般", "1/3"]


def test_long_text_is_set_smaller_before_it_leaves_its_place(tmp_path: Path) -> None:
    book = _filled(tmp_path, {"cover.remark": "服药后嗜睡，" * 60})
    title, address = place(book, "cover.remark")
    assert book[title][address].value == "服药后嗜睡，" * 60
    assert 7.0 <= book[title][address].font.size < 10.5


def test_short_place_says_where_the_rest_is(tmp_path: Path) -> None:
    content, problems = written({"cover.remark": "服药后嗜睡，" * 600}, tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(content))
    title, address = place(book, "cover.remark")
    shown = book[title][address].value
    assert shown.startswith("服药后嗜睡，" * 20)
    assert shown.endswith("…〔见附页1〕")
    assert codes(problems) == ["X202"]
    assert book["附页"]["B3"].value == "封面·备注"


def test_unwritable_folder_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        emit(HANDBOOK, build_layout(HANDBOOK), {}, tmp_path / "none" / "out.xlsx")
    assert caught.value.problem.code == "X201"
    assert list(tmp_path.iterdir()) == []


def test_the_old_file_stays_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, _ = written({"cover.name": "王小明"}, tmp_path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError):
        written({"cover.name": "李小红"}, tmp_path)
    assert (tmp_path / "booklet.xlsx").read_bytes() == content
    assert sorted(each.name for each in tmp_path.iterdir()) == ["booklet.xlsx", "template.xlsx"]


def test_widths_in_millimetres_and_in_digits_agree() -> None:
    for width in (3.0, 17.5, 60.0, 178.0):
        assert column_mm(column_units(width)) == pytest.approx(width, abs=0.05)


@pytest.mark.parametrize(("code", "form"), [
    ("yyyy-mm-dd", NumberFormat(True, True, True, False)),
    ('yyyy"年"m"月"', NumberFormat(True, True, False, False)),
    ('m"月"d"日"', NumberFormat(True, False, True, False)),
    ("h:mm", NumberFormat(True, False, False, True)),
    ("00000000", NumberFormat(zeros=8)),
    ('0"次"', NumberFormat()),
    ("[Red]0.00", NumberFormat()),
])
def test_number_formats_are_understood(code: str, form: NumberFormat) -> None:
    assert format_by_id(164, {164: code}) == form


@pytest.mark.parametrize(("serial", "starts_1904", "day"), [
    (1, False, "1900-01-01"), (59, False, "1900-02-28"), (60, False, None), (61, False, "1900-03-01"),
    (43529, False, "2019-03-05"), (42067, True, "2019-03-05"), (0, False, None), (2958466, False, None),
])
def test_serial_numbers_follow_the_calendar_of_excel(serial: float, starts_1904: bool, day: str | None) -> None:
    found = day_of(serial, starts_1904=starts_1904)
    assert (found.isoformat() if found else None) == day


def test_lines_are_counted_for_the_tall_lines_of_substituted_fonts() -> None:
    room = Room(146.0, 30.0)
    text = "一二三四五六七八九，" * 22 + "一二三四五六七八"
    size = fitting_size(text, room, 10.5)
    assert size is not None
    noto_sans = 1.448 * 25.4 / 72
    assert lines_of(text, size, room.width) * size * noto_sans <= room.height
    assert lines_of("一二三四五六七八九十" * 4, 10.0, 37.5) > 4


def test_a_closing_sign_takes_its_character_to_the_next_line() -> None:
    width = (10 * 10.0 * 25.4 / 72 + 2.2) / 0.97 + 0.1
    assert lines_of("一二三四五六七八九十", 10.0, width) == 1
    assert lines_of("一二三四五六七八九十。一二三四五六七八九", 10.0, width) == 3
