"""What people do to a workbook: type, paste, move, insert, copy, convert."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook

from formkit.media.xlsx.names import IDENTITY, name_of
from formkit.model.reading import FieldStatus, Reading, Value
from tests.media.xlsx.workbooks import (
    changed,
    codes,
    place,
    put,
    reread,
    sheet_parts,
    template_bytes,
    values_of,
    with_part,
    without_part,
    written,
)

_SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def _typed(tmp_path: Path, field_id: str, value: object, number_format: str | None = None) -> tuple[Reading, list[str]]:
    content, _ = written({}, tmp_path)
    booklet = reread(changed(content, lambda book: put(book, field_id, value, number_format)))
    return booklet.readings[field_id], codes(booklet.problems)


@pytest.mark.parametrize(("field_id", "typed", "value"), [
    ("visit.1.sleep", "1 良好", "1"),
    ("visit.1.sleep", "较差", "3"),
    ("visit.1.sleep", 2, "2"),
    ("visit.1.symptoms", "1/3", ("1", "3")),
    ("visit.1.symptoms", "4、2", ("2", "4")),
    ("visit.1.symptoms", 13, ("1", "3")),
    ("visit.1.date", dt.date(2019, 3, 5), "2019-03-05"),
    ("visit.1.date", dt.datetime(2019, 3, 5, 10, 30), "2019-03-05"),
    ("visit.1.date", "2019年3月5日", "2019-03-05"),
    ("visit.1.date", 20190305, "2019-03-05"),
    ("cover.birth", 1962, "1962"),
    ("cover.birth", "1962.7", "1962-07"),
    ("visit.1.times", "3次", 3),
    ("visit.1.times", 3.0, 3),
    ("visit.1.dose", 2.5, 2.5),
    ("visit.1.dose", 0.1, 0.1),
    ("cover.phone", 13012345678, "13012345678"),
    ("cover.no", "００１２３４５６", "00123456"),
    ("visit.1.signed", True, True),
    ("visit.1.signed", "李四", True),
    ("cover.name", " 王 小 明 ", "王小明"),
])
def test_what_people_type_is_understood(tmp_path: Path, field_id: str, typed: object, value: object) -> None:
    reading, problems = _typed(tmp_path, field_id, typed)
    assert (reading.value, reading.status, problems) == (value, FieldStatus.ACCEPTED, [])


def test_text_as_typed_is_kept_beside_the_value(tmp_path: Path) -> None:
    reading, _ = _typed(tmp_path, "visit.1.date", "2019年3月5日")
    assert reading.raw == "2019年3月5日"


@pytest.mark.parametrize(("field_id", "typed", "form", "code"), [
    ("cover.idno", 110105194912310021, None, "X105"),
    ("cover.no", 123456, None, "X106"),
    ("visit.1.other", dt.date(2019, 3, 5), None, "X107"),
    ("visit.1.symptoms", dt.date(2019, 1, 3), 'm"月"d"日"', "X107"),
    ("visit.1.date", dt.date(2026, 3, 5), 'm"月"d"日"', "X107"),
    ("cover.name", "=A1&A2", None, "X103"),
    ("visit.1.sleep", "9", None, "V006"),
    ("visit.1.date", "不详", None, "V002"),
])
def test_what_may_be_damaged_is_for_a_person_to_look_at(
    tmp_path: Path, field_id: str, typed: object, form: str | None, code: str
) -> None:
    reading, problems = _typed(tmp_path, field_id, typed, form)
    assert (reading.status, problems) == (FieldStatus.REVIEW, [code])


def test_code_that_lost_its_zeros_offers_them_as_an_alternative(tmp_path: Path) -> None:
    reading, _ = _typed(tmp_path, "cover.no", 123456)
    assert (reading.value, reading.alternatives) == ("123456", ("00123456",))


def test_zeros_that_a_number_format_shows_belong_to_the_code(tmp_path: Path) -> None:
    reading, problems = _typed(tmp_path, "cover.no", 123456, "00000000")
    assert (reading.value, reading.status, problems) == ("00123456", FieldStatus.ACCEPTED, [])


def test_bare_serial_number_of_a_date_is_read_with_a_warning(tmp_path: Path) -> None:
    reading, problems = _typed(tmp_path, "visit.1.date", 43529, "General")
    assert (reading.value, reading.raw, problems) == ("2019-03-05", "43529", ["X108"])


def test_date_shown_by_the_month_is_a_month_where_months_are_allowed(tmp_path: Path) -> None:
    assert _typed(tmp_path, "cover.birth", dt.date(1962, 7, 1), "mmm-yy")[0].value == "1962-07"
    assert _typed(tmp_path, "visit.1.date", dt.date(2019, 7, 1), "mmm-yy")[0].value == "2019-07-01"


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    content, _ = written({"visit.1.date": "2019-03-05"}, tmp_path)
    shifted = with_part(content, "xl/workbook.xml", lambda xml: re.sub(
        rb"<workbookPr\b[^>]*/>", b'<workbookPr date1904="1"/>', xml))
    assert reread(shifted).readings["visit.1.date"].value == "2023-03-06"


def test_error_of_the_program_is_no_value(tmp_path: Path) -> None:
    content, _ = written({}, tmp_path)

    def spoil(book: Workbook) -> None:
        title, address = place(book, "cover.name")
        book[title][address].value = "#N/A"

    booklet = reread(changed(content, spoil))
    assert booklet.readings["cover.name"].value is None
    assert booklet.readings["cover.name"].status is FieldStatus.REVIEW
    assert codes(booklet.problems) == ["X104"]


def test_result_of_a_formula_is_the_value(tmp_path: Path) -> None:
    content, _ = written({}, tmp_path)
    formula = changed(content, lambda book: put(book, "visit.1.times", "=1+2"))
    for name in sheet_parts(formula):
        formula = with_part(
            formula, name, lambda xml: re.sub(rb"<f>1\+2</f><v ?(/>|></v>)", b"<f>1+2</f><v>3</v>", xml)
        )
    booklet = reread(formula)
    assert (booklet.readings["visit.1.times"].value, booklet.problems) == (3, ())


def test_moved_cells_and_renamed_worksheets_are_followed_by_their_names(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "王小明", "visit.2.other": "头晕"}, tmp_path)

    def rearrange(book: Workbook) -> None:
        title, address = place(book, "cover.name")
        book[title]["K30"] = book[title][address].value
        book[title][address].value = None
        book.defined_names[name_of("cover.name")].attr_text = f"'{title}'!$K$30"
        sheet = book[place(book, "visit.2.other")[0]]
        old = sheet.title
        sheet.title = "O'Neil 的表"
        for defined in book.defined_names.values():
            defined.attr_text = defined.attr_text.replace(f"'{old}'", "'O''Neil 的表'")

    booklet = reread(changed(content, rearrange))
    assert values_of(booklet) == {"cover.name": "王小明", "visit.2.other": "头晕"}
    assert booklet.problems == ()


def test_field_whose_name_is_lost_or_broken_is_for_review(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "王小明", "cover.no": "00123456"}, tmp_path)

    def spoil(book: Workbook) -> None:
        del book.defined_names[name_of("cover.name")]
        book.defined_names[name_of("cover.no")].attr_text = "'封面'!#REF!"

    booklet = reread(changed(content, spoil))
    assert {name: booklet.readings[name].status for name in ("cover.name", "cover.no")} == {
        "cover.name": FieldStatus.REVIEW, "cover.no": FieldStatus.REVIEW,
    }
    assert codes(booklet.problems) == ["X101", "X101", "X110", "X110"]


def test_removed_worksheet_is_missing_and_told_once(tmp_path: Path) -> None:
    content, _ = written({"visit.1.other": "头晕"}, tmp_path)

    def remove(book: Workbook) -> None:
        title = place(book, "visit.2.other")[0]
        for name, defined in list(book.defined_names.items()):
            if f"'{title}'" in defined.attr_text:
                del book.defined_names[name]
        book.remove(book[title])

    booklet = reread(changed(content, remove))
    assert {each.status for name, each in booklet.readings.items() if name.startswith("visit.2.")} == {
        FieldStatus.MISSING
    }
    assert codes(booklet.problems) == ["X102"]
    assert booklet.readings["visit.1.other"].value == "头晕"


def test_rows_that_a_person_inserted_take_the_next_numbers(tmp_path: Path) -> None:
    values = {f"visit.1.drugs.{row}.name": f"药{row}" for row in (1, 2, 3)}
    content, _ = written(values, tmp_path)

    def insert(book: Workbook) -> None:
        title, third = place(book, "visit.1.drugs.3.name")
        _, freq = place(book, "visit.1.drugs.3.freq")
        sheet = book[title]
        row = sheet[third].row
        below = [area for area in sheet.merged_cells.ranges if area.min_row >= row]
        sheet.insert_rows(row)
        for area in below:
            area.shift(row_shift=1)
        for defined in book.defined_names.values():
            head, _, number = defined.attr_text.rpartition("$")
            if f"'{title}'" in head and ":" not in head and int(number) >= row:
                defined.attr_text = f"{head}${int(number) + 1}"
        sheet[third].value = "第四种药"
        sheet[freq].value = 2

    booklet = reread(changed(content, insert))
    assert values_of(booklet) == values | {"visit.1.drugs.4.name": "第四种药", "visit.1.drugs.4.freq": 2}
    assert booklet.readings["visit.1.drugs.4.way"].status is FieldStatus.BLANK
    assert codes(booklet.problems) == ["X109"]


def test_text_beside_the_fields_is_reported_and_printed_text_is_not(tmp_path: Path) -> None:
    content, _ = written({"visit.1.drugs.4.name": "第四种药", "cover.remark": "很长的话。" * 500}, tmp_path)
    assert reread(content).problems == ()

    def scribble(book: Workbook) -> None:
        book["封面"]["Z40"] = "另有情况"

    found = reread(changed(content, scribble)).problems
    assert [(each.code, each.where.detail) for each in found] == [("X110", "封面!Z40")]
    assert "另有情况" not in str(found[0])


def test_formulas_of_the_office_are_print(tmp_path: Path) -> None:
    content, _ = written({}, tmp_path)

    def repeat_name(book: Workbook) -> None:
        book["随访记录1"]["Z1"] = "=封面!A1"

    assert reread(changed(content, repeat_name)).problems == ()


def test_copied_worksheet_is_taken_as_the_next_visit(tmp_path: Path) -> None:
    content, _ = written({"visit.2.other": "头晕"}, tmp_path)

    def copy(book: Workbook) -> None:
        title = place(book, "visit.2.other")[0]
        made = book.copy_worksheet(book[title])
        for name, defined in book.defined_names.items():
            if f"'{title}'" in defined.attr_text and name.startswith("visit__2__"):
                local = DefinedName(name, attr_text=defined.attr_text.replace(f"'{title}'", f"'{made.title}'"))
                made.defined_names[name] = local
        made[place(book, "visit.2.other")[1]].value = "好转"

    booklet = reread(changed(content, copy))
    assert values_of(booklet) == {"visit.2.other": "头晕", "visit.3.other": "好转"}
    assert codes(booklet.problems) == ["X114"]


def test_copied_worksheet_without_names_is_reported(tmp_path: Path) -> None:
    content, _ = written({"visit.2.other": "头晕"}, tmp_path)
    booklet = reread(changed(content, lambda book: book.copy_worksheet(book[place(book, "visit.2.other")[0]])))
    assert codes(booklet.problems) == ["X112"]


def test_place_and_addendum_that_differ_are_for_review(tmp_path: Path) -> None:
    content, _ = written({"cover.remark": "很长的话。" * 500}, tmp_path)
    booklet = reread(changed(content, lambda book: put(book, "cover.remark", "改短了")))
    reading = booklet.readings["cover.remark"]
    assert (reading.value, reading.status) == ("改短了", FieldStatus.REVIEW)
    assert reading.alternatives == ("很长的话。" * 500,)
    assert codes(booklet.problems) == ["X111"]


def test_two_fields_in_one_cell_are_for_review(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "王小明"}, tmp_path)

    def join(book: Workbook) -> None:
        book.defined_names[name_of("cover.no")].attr_text = book.defined_names[name_of("cover.name")].attr_text

    assert codes(reread(changed(content, join)).problems) == ["X113"]


def test_identity_is_found_when_a_program_dropped_the_property(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "王小明"}, tmp_path, {"visit": 3})
    bare = without_part(content, "docProps/custom.xml")
    assert bare != content
    assert reread(bare).imprint == reread(content).imprint


def test_hidden_cell_of_the_identity_has_the_whole_of_it(tmp_path: Path) -> None:
    content, _ = written({}, tmp_path)
    held: list[str] = []

    def look(book: Workbook) -> None:
        title, address = next(book.defined_names[IDENTITY].destinations)
        held.append(book[title][address.replace("$", "")].value)
        held.append(book[title].sheet_state)

    changed(content, look)
    assert held == [reread(content).imprint.to_text(), "veryHidden"]


@pytest.mark.libreoffice
@pytest.mark.skipif(_SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["xls", "xlsx"])
def test_values_survive_being_saved_by_another_program(tmp_path: Path, form: str) -> None:
    values = {
        "cover.name": "欧阳 小明", "cover.no": "00123456", "cover.idno": "11010519491231002X", "cover.birth": "1962-07",
        "cover.remark": "第一行\n=1+1\n" + "很长的话。" * 900, "visit.1.date": "2019-03-05", "visit.1.times": 3,
        "visit.1.dose": 2.5, "visit.1.sleep": "2", "visit.1.symptoms": ("1", "3"), "visit.1.signed": True,
        "visit.1.other": "_x0041_", "visit.2.other": "=cmd|' /C calc'!A0", "visit.1.drugs.4.name": "第四种药",
        "visit.2.drugs.1.way": "2", "quarter.2.day": "2012-02-30", "quarter_page.1.year": "2019",
    }
    content, _ = written(values, tmp_path)
    source, out = tmp_path / "in.xlsx", tmp_path / "out"
    source.write_bytes(content)
    subprocess.run(
        [str(_SOFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", form,
         "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=180,
    )
    booklet = reread((out / f"in.{form}").read_bytes(), f"in.{form}")
    assert values_of(booklet) == values
    assert booklet.problems == ()


@pytest.mark.parametrize("row", [1, 2, 4, 5])
def test_rows_moved_without_their_names_send_the_worksheet_to_review(tmp_path: Path, row: int) -> None:
    content, _ = written({"visit.1.sleep": "1", "visit.1.signed": True, "cover.name": "王"}, tmp_path)

    def insert(book: Workbook) -> None:
        book[place(book, "visit.1.date")[0]].insert_rows(row)

    booklet = reread(changed(content, insert))
    of_visit = {each.status for name, each in booklet.readings.items() if name.startswith("visit.1.")}
    assert of_visit == {FieldStatus.REVIEW}
    assert codes(booklet.problems).count("X115") == 1
    assert booklet.readings["cover.name"].status is FieldStatus.ACCEPTED
    assert booklet.readings["visit.2.sleep"].status is FieldStatus.BLANK


def test_rows_deleted_without_their_names_send_the_worksheet_to_review(tmp_path: Path) -> None:
    content, _ = written({"visit.1.sleep": "1", "visit.1.other": "头晕"}, tmp_path)

    def delete(book: Workbook) -> None:
        book[place(book, "visit.1.date")[0]].delete_rows(1)

    booklet = reread(changed(content, delete))
    assert booklet.readings["visit.1.other"].status is FieldStatus.REVIEW
    assert "X115" in codes(booklet.problems)


def test_rows_moved_with_their_names_are_read_as_ever(tmp_path: Path) -> None:
    values: dict[str, Value] = {"visit.1.sleep": "1", "visit.1.other": "头晕", "visit.1.drugs.2.name": "氯氮平"}
    content, _ = written(values, tmp_path)

    def insert(book: Workbook) -> None:
        title = place(book, "visit.1.date")[0]
        sheet = book[title]
        merged = [str(area) for area in sheet.merged_cells.ranges]
        for area in merged:
            sheet.unmerge_cells(area)
        sheet.insert_rows(1)
        for area in merged:
            left, top, right, bottom = range_boundaries(area)
            sheet.merge_cells(start_row=top + 1, start_column=left, end_row=bottom + 1, end_column=right)
        for name, defined in book.defined_names.items():
            if defined.attr_text.startswith(f"'{title}'!") and not name.startswith("formkit_"):
                head, _, address = defined.attr_text.rpartition("$")
                defined.attr_text = f"{head}${int(address) + 1}"

    booklet = reread(changed(content, insert))
    assert values_of(booklet) == values
    assert booklet.problems == ()


def test_an_office_may_reword_its_template(tmp_path: Path) -> None:
    def reword(book: Workbook) -> None:
        for row in book[place(book, "visit.1.date")[0]].iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value += "（改）"

    template = tmp_path / "office.xlsx"
    template.write_bytes(changed(template_bytes(), reword))
    content, _ = written({"visit.2.sleep": "1"}, tmp_path, template=template)
    booklet = reread(content)
    assert (values_of(booklet), booklet.problems) == ({"visit.2.sleep": "1"}, ())


def test_a_row_that_stands_only_in_the_addendum_has_all_its_columns(tmp_path: Path) -> None:
    content, _ = written({"visit.1.drugs.4.name": "氯氮平"}, tmp_path)
    readings = reread(content).readings
    row = {name: readings[f"visit.1.drugs.4.{name}"].value for name in ("name", "freq", "way")}
    assert row == {"name": "氯氮平", "freq": None, "way": None}


@pytest.mark.parametrize(
    ("value", "form", "raw"),
    [(dt.datetime(2013, 5, 17), "yyyy-mm-dd", "2013-05-17"), (41411, "General", "41411")],
)
def test_a_day_in_a_cell_is_cut_to_what_the_field_takes(tmp_path: Path, value: object, form: str, raw: str) -> None:
    content, _ = written({}, tmp_path)
    reading = reread(changed(content, lambda book: put(book, "quarter_page.1.year", value, form))).readings[
        "quarter_page.1.year"
    ]
    assert (reading.value, reading.raw, reading.status) == ("2013", raw, FieldStatus.ACCEPTED)


def test_a_filled_date_finer_than_its_field_comes_back_unchanged(tmp_path: Path) -> None:
    content, _ = written({"quarter_page.1.year": "2013-05-17"}, tmp_path)
    assert reread(content).readings["quarter_page.1.year"].value == "2013-05-17"
