"""``formkit columns`` shows how a list is understood, and importing asks where that is not sure."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from formkit.store import open_store
from tests.cli.conftest import Run
from tests.media_table.lists import id_number, workbook

SURE = [
    ["姓名", "性别", "身份证号", "本人电话"], ["张三", "男", id_number(), "13900000001"],
    ["李四", "女", "1234567890", ""],
]
UNSURE = [
    ["姓名", "监护人", "联系电话", "爱好"], ["张三", "张大", "13900000001", "下棋"],
    ["李四", "李大", "13900000002", ""],
]


@pytest.fixture
def sure() -> Path:
    return workbook(Path("sure.xlsx"), SURE)


@pytest.fixture
def unsure() -> Path:
    return workbook(Path("unsure.xlsx"), UNSURE)


def test_columns_are_shown_with_reasons_and_what_is_left_by_cell(run: Run, unsure: Path) -> None:
    result = run("columns", unsure)
    assert result.exit_code == 0
    for part in ("NO 0.69", "may be the guardian's", "下棋", "名单!D2", "P049", "1 column is not sure"):
        assert part in result.output, part
    assert "All columns are sure" not in result.output
    assert not list(Path().glob("*.db*"))


def test_every_cell_of_a_problem_is_named(run: Run) -> None:
    rows = [["姓名", "确诊日期"], ["张三", "去年"], ["李四", "前年"], ["王五", "2012-3-5"], ["赵六", "2012-3-5"]]
    assert "also: 名单!B3" in run("columns", workbook(Path("a.xlsx"), rows)).output


def test_json_has_sheets_records_and_issues(run: Run, sure: Path) -> None:
    found = json.loads(run("columns", sure, "--json").output)
    assert found["sheets"]["名单"]["columns"] == {"A": "name", "B": "sex", "C": "idno", "D": "phone"}
    assert found["sheets"]["名单"]["header_rows"] == [1]
    assert found["records"][0] == {
        "sheet": "名单", "row": 2, "name": "张三", "sex": "男", "idno": id_number(), "phone": "13900000001",
    }
    assert [(each["cell"], each["field"], each["code"]) for each in found["issues"]] == [("C3", "idno", "P030")]
    assert found["unmapped"] == []


def test_a_contradiction_is_listed_at_both_cells(run: Run) -> None:
    path = workbook(Path("a.xlsx"), [["姓名", "性别", "身份证号"], ["张三", "女", id_number()]])
    issues = json.loads(run("columns", path, "--json").output)["issues"]
    assert {(each["cell"], each["field"]) for each in issues} == {("C2", "idno"), ("B2", "sex")}


def test_import_refuses_what_is_not_sure_until_somebody_agrees(run: Run, unsure: Path) -> None:
    refused = run("import", unsure, "--store", "s.db")
    assert ("P047" in refused.output, refused.exit_code) == (True, 1)
    assert run("import", unsure, "--store", "s.db", "--dry-run").exit_code == 1
    with open_store("s.db") as store:
        assert store.persons() == ()
    assert run("import", unsure, "--store", "s.db", "--yes").exit_code == 0
    with open_store("s.db") as store:
        assert {each.identity.phone for each in store.persons()} == {"13900000001", "13900000002"}


def test_a_corrected_file_of_columns_decides_what_is_stored_with_its_batch(run: Run, unsure: Path) -> None:
    written = run("columns", unsure, "-o", "c.toml")
    assert (written.exit_code, "The columns are in c.toml." in written.stderr) == (0, True)
    text = Path("c.toml").read_text(encoding="utf-8")
    Path("c.toml").write_text(text.replace('"phone"', '"guardian_phone"'), encoding="utf-8")
    result = run("import", unsure, "--store", "s.db", "--columns", "c.toml", "--batch", "第一批")
    assert result.exit_code == 0, result.output
    with open_store("s.db") as store:
        rows = [row for case in store.cases() for row in store.case_values(case.id).foreign]
    assert [row.batch for row in rows] == ["第一批", "第一批"]
    assert [row.columns.get("guardian.phone") for row in rows] == ["13900000001", "13900000002"]
    assert [row.columns.get("person.phone") for row in rows] == [None, None]
    assert rows[0].columns["爱好"] == "下棋"


def test_importing_a_list_again_adds_nothing_and_says_so(run: Run, sure: Path) -> None:
    run("import", sure, "--store", "s.db")
    again = run("import", sure, "--store", "s.db")
    assert ("P057" in again.output, again.exit_code) == (True, 0)
    assert "stored before: 1, lists kept: 0" in again.output
    assert "list kept" not in again.output
    with open_store("s.db") as store:
        assert len(store.persons()) == 2


def test_a_code_that_could_mean_two_things_never_gets_onto_the_roster(run: Run) -> None:
    path = workbook(Path("a.xlsx"), [["姓名", "危险性"], ["张三", "03"], ["李四", "04"]])
    assert run("import", path, "--store", "s.db", "--yes").exit_code == 0
    with open_store("s.db") as store:
        rows = [row for case in store.cases() for row in store.case_values(case.id).foreign]
    assert [("visit.danger" in row.columns, row.columns["危险性"]) for row in rows] == [(False, "03"), (False, "04")]


def test_a_file_of_columns_that_cannot_be_written_or_read_is_told(run: Run, sure: Path) -> None:
    result = run("columns", sure, "-o", "none/c.toml")
    assert ("E001" in result.output, "Traceback" in result.output, result.exit_code) == (True, False, 1)
    Path("c.toml").write_text("x = [", encoding="utf-8")
    result = run("columns", sure, "--columns", "c.toml")
    assert ("P050" in result.output, result.exit_code) == (True, 1)


def test_an_id_number_is_shown_whole_and_what_is_longer_shows_that_it_was_cut(run: Run) -> None:
    address = "北京市朝阳区望京街道花家地西里社区第一二三四五六七"
    rows = [["姓名", "身份证号", "现住址"], ["张三", id_number(), address]]
    told = run("columns", workbook(Path("a.xlsx"), rows)).output
    assert id_number() in told
    assert address[:19] + "…" in told


def test_the_help_says_that_one_list_is_looked_at(run: Run) -> None:
    assert "columns of one list" in run("columns", "--help").output


def test_each_field_is_shown_with_the_words_that_people_have_for_it(run: Run, sure: Path) -> None:
    told = run("columns", sure).output
    for part in ("name 姓名", "idno 身份证号", "phone 联系电话"):
        assert part in told, part


def test_a_column_of_damaged_numbers_is_not_called_sure_without_a_word(run: Run) -> None:
    rows = [["姓名", "身份证号"], ["张三", 110101194912310025], ["李四", 110101194912310033], ["王五", id_number()]]
    told = run("columns", workbook(Path("a.xlsx"), rows)).output
    assert "yes, but 2 cells are wrong 0.95" in told
    assert "but 2 cells are wrong; correct them" in told
    assert "All columns are sure" not in told


def test_a_dry_run_says_of_a_list_that_it_was_read_and_not_kept(run: Run, sure: Path) -> None:
    result = run("import", sure, "--store", "s.db", "--dry-run", "--report", "r.xlsx")
    assert result.exit_code == 0
    for part in ("list read", "lists read: 1", "nothing was stored"):
        assert part in result.output, part
    assert "kept" not in result.output.replace("kept as written", "")
    assert "list read" in [row[1] for row in openpyxl.load_workbook("r.xlsx")["Files"].values]
    assert "lists kept: 1" in run("import", sure, "--store", "s.db").output
