from __future__ import annotations

from pathlib import Path

import pytest

from formkit.catalogue.entry import Severity
from formkit.mapping import load_handbook
from formkit.model.handbook import Cell, CellRole, Condition, Handbook, Kind, Mark, Precision, Row
from formkit.model.ids import booklet_refs
from tests.mapping.conftest import BASE


def loaded(tmp_path: Path, old: str = "", new: str = "") -> Handbook:
    assert not old or BASE.count(old) == 1
    (tmp_path / "mapping.yaml").write_text(BASE.replace(old, new) if old else BASE, encoding="utf-8")
    return load_handbook(tmp_path)


def test_the_default_edition_is_loaded(tmp_path: Path) -> None:
    handbook = loaded(tmp_path)
    assert (handbook.full_id, handbook.editions) == ("visits@2017", ("2011", "2017"))
    assert Path(handbook.folder) == tmp_path
    assert {sheet.edition for sheet in handbook.sheets} == {"2017"}
    assert load_handbook(f"{tmp_path}@2011").edition == "2011"


def test_fields_keep_what_the_mapping_says(tmp_path: Path) -> None:
    visit = loaded(tmp_path).sheets[1]
    state, words = visit.field("state"), visit.field("words")
    assert state is not None
    assert words is not None
    assert (state.kind, state.mark) == (Kind.SINGLE, Mark.CODE)
    assert [(option.code, option.text_field) for option in state.options] == [("1", None), ("2", "words")]
    assert words.depends == Condition("state", ("2",))
    assert (visit.repeats, visit.default_count, visit.entries) == (True, 2, 1)


@pytest.mark.parametrize(
    ("given", "finest", "coarsest"),
    [("", "day", "day"), (", precision: month", "month", "month"), (", min_precision: year", "day", "year")],
)
def test_the_coarsest_precision_is_the_finest_unless_given(
    tmp_path: Path, given: str, finest: str, coarsest: str
) -> None:
    day = loaded(tmp_path, "kind: date}", f"kind: date{given}}}").sheets[1].fields[0]
    assert (day.precision, day.min_precision) == (Precision(finest), Precision(coarsest))


def test_a_table_row_becomes_its_header_and_its_printed_rows(tmp_path: Path) -> None:
    header, first, second = loaded(tmp_path).sheets[1].sides[0].rows[2:]
    assert [(cell.text, cell.width) for cell in header.cells] == [("序号", 20), ("药名", 70), ("剂量", 60)]
    assert [cell.text for cell in (first.cells[0], second.cells[0])] == ["1", "2"]
    assert [cell.field for cell in second.cells[1:]] == ["drugs.2.name", "drugs.2.dose"]
    assert {row.height for row in (header, first, second)} == {9}


def test_a_table_row_can_name_its_rows_and_have_a_higher_header(tmp_path: Path) -> None:
    short = "{height: 9, table: drugs, number: 20, widths: [70, 60]}"
    rows = loaded(tmp_path, short, '{height: 9, table: drugs, number: 20, row_label: "药物{row}", header_height: 12}')
    header, first, second = rows.sheets[1].sides[0].rows[2:]
    assert (header.height, header.cells[0].text) == (12, "")
    assert [row.cells[0].text for row in (first, second)] == ["药物1", "药物2"]
    assert {cell.width for cell in second.cells[1:]} == {None}


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("heading: 走访手册", Cell(CellRole.LABEL, "走访手册", align="center", bold=True, borders="")),
        ("heading: 走访手册, size: 20, align: left", Cell(CellRole.LABEL, "走访手册", bold=True, size=20, borders="")),
        ("text: 请如实填写", Cell(CellRole.TEXT, "请如实填写", borders="")),
        ("gap: true", Cell(CellRole.GAP, borders="")),
    ],
)
def test_short_rows_become_one_cell(tmp_path: Path, row: str, cell: Cell) -> None:
    made = loaded(tmp_path, "heading: 走访手册", row)
    assert made.sheets[0].sides[0].rows[0] == Row(12, (cell,))


def test_cells_take_their_defaults(tmp_path: Path) -> None:
    cells = r'[{label: "姓\n名"}, {field: person_name}, {gap: true}, {text: 甲\n乙, borders: lr, span: 2, size: 9}]'
    made = loaded(tmp_path, "[{label: 姓名, width: 30}, {field: person_name}]", cells)
    assert made.sheets[0].sides[0].rows[1].cells == (
        Cell(CellRole.LABEL, "姓\n名", align="center"),
        Cell(CellRole.FIELD, field="person_name"),
        Cell(CellRole.GAP),
        Cell(CellRole.TEXT, "甲\n乙", borders="lr", span=2, size=9),
    )


def test_each_entry_stands_side_by_side_and_page_fields_once(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(
        """\
formkit: 1
id: quarters
title: 季度
editions: ["1"]
default_edition: "1"
sheets:
  - id: quarter
    title: 季度
    repeats: true
    entries: 3
    fields:
      - {id: year, label: 年度, kind: code, length: 4, scope: page}
      - {id: score, label: 得分, kind: integer}
    sides:
      - rows:
          - {height: 9, cells: [{label: 年度}, {field: year}]}
          - {height: 9, cells: [{label: "第{entry}季度", each_entry: true}]}
          - {height: 9, cells: [{label: 得分}, {field: score, each_entry: true, width: 30}]}
""",
        encoding="utf-8",
    )
    handbook = load_handbook(tmp_path)
    rows = handbook.sheets[0].sides[0].rows
    assert [cell.text for cell in rows[1].cells] == ["第1季度", "第2季度", "第3季度"]
    assert [(cell.field, cell.entry, cell.width) for cell in rows[2].cells[1:]] == [("score", n, 30) for n in (1, 2, 3)]
    ids = [ref.id for ref in booklet_refs(handbook)]
    assert ids == ["quarter_page.1.year", "quarter.1.score", "quarter.2.score", "quarter.3.score"]


def test_checks_have_the_severity_of_their_rule_unless_given(tmp_path: Path) -> None:
    (check,) = loaded(tmp_path).checks
    assert (check.rule, check.argument("field"), check.severity) == ("dates_in_order", "visit.N.day", Severity.WARNING)
    (stricter,) = loaded(tmp_path, "field: visit.N.day}", "field: visit.N.day, severity: error, note: 规范}").checks
    assert (stricter.severity, stricter.note) == (Severity.ERROR, "规范")


def test_a_handbook_can_be_hashed_and_compared(tmp_path: Path) -> None:
    first = loaded(
        tmp_path, "{rule: dates_in_order, field: visit.N.day}", "{rule: not_in_future, fields: [visit.N.day]}"
    )
    assert hash(first) == hash(load_handbook(tmp_path))
    assert first.checks[0].argument("fields") == ("visit.N.day",)
