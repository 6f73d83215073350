"""How tables come onto paper: which paper, what every page repeats, and nothing smaller than can be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from formkit.export import RecordOrder, write_codebook, write_records
from formkit.export.tables import Table, write_tables
from formkit.model.reading import Value
from tests.export.test_record_files import BOOK, REFS, of, record

A4, A3 = 9, 8
EVERY: dict[str, Value] = dict.fromkeys(REFS)


def table(path: Path, *widths: int) -> Worksheet:
    write_tables(path, [Table("Files", [("File", width) for width in widths], [["a"] * len(widths)])])
    return first(path)


def exported(path: Path, order: RecordOrder, values: dict[str, Value]) -> Worksheet:
    write_records([of(record(values))], path, order)
    return first(path)


def first(path: Path) -> Worksheet:
    found = openpyxl.load_workbook(path).worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def paper(sheet: Worksheet) -> int:
    assert sheet.page_setup.orientation == "landscape"
    return int(sheet.page_setup.paperSize)


def is_one_page_wide(sheet: Worksheet) -> bool:
    if not sheet.sheet_properties.pageSetUpPr.fitToPage:
        return False
    assert int(sheet.page_setup.fitToHeight) == 0
    return int(sheet.page_setup.fitToWidth or 1) == 1


@pytest.mark.parametrize(("widths", "size"), [((50, 60, 34), A4), ((50,) * 4, A4), ((50,) * 6, A3)])
def test_a_table_prints_one_page_wide_on_the_smallest_paper_that_keeps_it_legible(
    tmp_path: Path, widths: tuple[int, ...], size: int
) -> None:
    sheet = table(tmp_path / "x.xlsx", *widths)
    assert (paper(sheet), is_one_page_wide(sheet)) == (size, True)
    assert sheet.print_title_rows == "$1:$1"
    assert not sheet.print_title_cols


def test_a_table_too_wide_for_one_page_repeats_its_first_column_and_stays_legible(tmp_path: Path) -> None:
    sheet = table(tmp_path / "x.xlsx", *(50,) * 8)
    assert (paper(sheet), is_one_page_wide(sheet), int(sheet.page_setup.scale)) == (A3, False, 65)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    assert sheet.page_setup.pageOrder == "overThenDown"


def test_every_page_has_the_name_of_its_sheet_and_its_number(tmp_path: Path) -> None:
    foot = table(tmp_path / "x.xlsx", 20).oddFooter
    assert (foot.left.text, foot.right.text) == ("&A", "&P / &N")


def test_wide_records_print_on_a3_with_their_headings_and_the_document_on_every_page(tmp_path: Path) -> None:
    sheet = exported(tmp_path / "x.xlsx", RecordOrder(), EVERY)
    assert (paper(sheet), is_one_page_wide(sheet)) == (A3, False)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$3", "$A:$A")


def test_long_records_print_one_page_wide(tmp_path: Path) -> None:
    sheet = exported(tmp_path / "x.xlsx", RecordOrder(long=True), {"cover.sex": "2"})
    assert (paper(sheet), is_one_page_wide(sheet), sheet.print_title_rows) == (A3, True, "$1:$2")


def test_every_sheet_of_a_codebook_is_set_up_for_printing(tmp_path: Path) -> None:
    write_codebook(BOOK, tmp_path / "x.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets
    assert [paper(sheet) for sheet in sheets] == [A3, A4, A4]
    assert [sheet.print_title_rows for sheet in sheets] == ["$1:$1"] * 3


def test_the_ids_above_records_are_wrapped_and_have_room_for_it(tmp_path: Path) -> None:
    sheet = exported(tmp_path / "x.xlsx", RecordOrder(), EVERY)
    assert all(cell.alignment.wrap_text for cell in sheet[3])
    longest = max(len(str(cell.value)) / sheet.column_dimensions[cell.column_letter].width for cell in sheet[3]
                  if cell.column_letter in sheet.column_dimensions)
    assert longest > 1
    assert sheet.row_dimensions[3].height >= 12 * longest


def test_the_time_of_storing_is_a_time_on_the_clock_of_this_computer(tmp_path: Path) -> None:
    sheet = exported(tmp_path / "x.xlsx", RecordOrder(), {"cover.sex": "2"})
    (cell,) = (below for head, below in zip(sheet[3], sheet[4], strict=True) if head.value == "formkit_stored_at")
    stored = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    assert cell.value == stored.astimezone().replace(tzinfo=None)
    assert cell.number_format == "yyyy-mm-dd hh:mm"
