"""Templates: restyled by an office they still work, and what no longer fits is told."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook

from formkit.errors import InputError
from formkit.layout import build_layout
from formkit.media.xlsx import build_template, emit, template_problems
from formkit.media.xlsx.names import name_of
from tests.media.xlsx.workbooks import HANDBOOK, changed, codes, place, reread, template_bytes, values_of, written

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def _template(tmp_path: Path, change: Callable[[Workbook], None] | None = None) -> Path:
    path = tmp_path / "restyled.xlsx"
    path.write_bytes(changed(template_bytes(), change) if change else template_bytes())
    return path


def test_built_template_has_no_problems(tmp_path: Path) -> None:
    build_template(HANDBOOK, tmp_path / "new.xlsx")
    assert template_problems(HANDBOOK, tmp_path / "new.xlsx") == []


def test_template_that_is_not_there_or_unreadable_is_told(tmp_path: Path) -> None:
    assert codes(template_problems(HANDBOOK, tmp_path / "none.xlsx")) == ["X306"]
    (tmp_path / "bad.xlsx").write_bytes(template_bytes()[:2000])
    assert codes(template_problems(HANDBOOK, tmp_path / "bad.xlsx")) == ["X301"]
    with pytest.raises(InputError, match="X301"):
        emit(HANDBOOK, build_layout(HANDBOOK), {}, tmp_path / "out.xlsx", template=tmp_path / "bad.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_lost_broken_and_unknown_names_are_told(tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        del book.defined_names[name_of("cover.name")]
        book.defined_names[name_of("cover.no")].attr_text = "'封面'!#REF!"
        book.defined_names["cover__nmae"] = DefinedName("cover__nmae", attr_text="'封面'!$A$1")

    found = template_problems(HANDBOOK, _template(tmp_path, spoil))
    assert [(each.code, each.field) for each in found] == [("X302", "cover.name"), ("X302", "cover.no"), ("X303", None)]


def test_template_older_than_the_mapping_is_stale(tmp_path: Path) -> None:
    cover, *others = HANDBOOK.sheets
    fields = (replace(cover.fields[0], label="患者姓名"), *cover.fields[1:])
    newer = replace(HANDBOOK, sheets=(replace(cover, fields=fields), *others))
    assert codes(template_problems(newer, _template(tmp_path))) == ["X304"]


def test_template_without_its_hidden_sheet_is_told(tmp_path: Path) -> None:
    assert "X307" in codes(template_problems(HANDBOOK, _template(tmp_path, lambda book: book.remove(book["选项"]))))


def test_sheet_spread_over_two_worksheets_is_told(tmp_path: Path) -> None:
    def spread(book: Workbook) -> None:
        book.create_sheet("别处")
        book.defined_names[name_of("cover.name")].attr_text = "'别处'!$A$1"

    assert codes(template_problems(HANDBOOK, _template(tmp_path, spread))) == ["X305"]


def test_restyled_template_keeps_its_look_in_every_copy(tmp_path: Path) -> None:
    def restyle(book: Workbook) -> None:
        title, address = place(book, "visit.1.other")
        sheet = book[title]
        sheet.title = "随访"
        for defined in book.defined_names.values():
            defined.attr_text = defined.attr_text.replace(f"'{title}'", "'随访'")
        sheet["A60"] = "青石镇卫生院"
        sheet["A60"].font = Font(name="楷体", size=20)
        sheet["Z61"] = sheet[address].value
        book.defined_names[name_of("visit.1.other")].attr_text = "'随访'!$Z$61"
        sheet["Z61"].font = Font(name="楷体", size=9)
        sheet.add_image(Image(io.BytesIO(_PIXEL)), "A62")

    template = _template(tmp_path, restyle)
    assert template_problems(HANDBOOK, template) == []
    content, problems = written({"visit.2.other": "头晕"}, tmp_path, template=template)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert problems == []
    assert place(book, "visit.2.other") == ("随访2", "Z61")
    assert book["随访2"]["A60"].font.name == "楷体"
    assert [len(book[title]._images) for title in ("随访", "随访2")] == [1, 1]
    assert values_of(reread(content)) == {"visit.2.other": "头晕"}
    assert reread(content).problems == ()


def test_value_whose_name_the_template_lost_goes_to_the_addendum(tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        del book.defined_names[name_of("cover.name")]

    content, problems = written({"cover.name": "王小明"}, tmp_path, template=_template(tmp_path, spoil))
    assert codes(problems) == ["X302", "X203"]
    assert values_of(reread(content)) == {"cover.name": "王小明"}


def test_a_name_that_the_template_lost_is_told_as_a_warning_though_nothing_was_written_there(tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        del book.defined_names[name_of("visit.1.other")]

    _, problems = written({}, tmp_path, {"visit": 3}, template=_template(tmp_path, spoil))
    assert [(each.code, each.field, each.severity.value) for each in problems] == [
        ("X302", "visit.1.other", "warning")
    ]


def test_sheets_that_are_not_wanted_are_left_out(tmp_path: Path) -> None:
    content, _ = written({}, tmp_path, {"visit": 0})
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [sheet.title for sheet in book.worksheets] == ["封面", "季度评估1", "选项"]
    assert [name for name in book.defined_names if name.startswith("visit")] == []
    assert {name.split(".")[0] for name in reread(content).readings} == {"cover", "quarter", "quarter_page"}
