"""Lists of people in an import: what they know reaches the roster, where no handbook says it."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from formkit.cli import options
from formkit.pipeline import lists
from formkit.shipped import shipped
from tests.cli.conftest import Run


@pytest.fixture
def people(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["姓名", "性别", "身份证号", "纳入管理日期", "监护补助", "备注"],
        ["王桂兰", "女", "33019719540225442X", "2010-05-06", "是", "长期外出"],
    ):
        sheet.append(row)
    path = tmp_path / "名单.xlsx"
    book.save(path)
    return path


def cells(path: str) -> set[str]:
    book = openpyxl.load_workbook(path)
    return {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}


def test_columns_that_no_field_feeds_come_from_an_imported_list(run: Run, people: Path) -> None:
    first = run("import", people, "--store", "s.db")
    assert ("lists kept: 1" in first.output, first.exit_code) == (True, 0), first.output
    again = run("import", people, "--store", "s.db")
    assert again.exit_code == 0
    made = run("roster", "--store", "s.db", "-o", "r.xlsx", "--as-of", "2013-09-30")
    assert "1 person" in made.output
    assert {"王桂兰", "33019719540225442X", "长期外出", "2010-05-06 00:00:00"} <= cells("r.xlsx")


def test_a_list_whose_handbook_cannot_be_chosen_asks_for_it(
    run: Run, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "handbook_of_lists", lambda: None)
    result = run("import", people, "--store", "s.db")
    assert ("F113" in result.output, result.exit_code) == (True, 1)
    assert run("import", people, "--store", "s.db", "--handbook", "case-management").exit_code == 0


def kept_of(store: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(store)) as database:
        return database.execute("SELECT handbook, sha256, place FROM foreign_row ORDER BY place").fetchall()


def own_by_new(run: Run) -> None:
    assert run("new", "home-visits").exit_code == 0


def own_by_learning(run: Run) -> None:
    assert run("blank", "legacy-followup-2011", "-o", "form.pdf").exit_code == 0
    made = run("learn", "form.pdf", "-o", "mappings/learnt-form")
    assert Path("mappings/learnt-form").is_dir(), made.output


@pytest.mark.parametrize("make_own", [own_by_new, own_by_learning])
def test_a_list_is_imported_beside_an_own_mapping_as_it_is_without(run: Run, make_own: Callable[[Run], None]) -> None:
    (sample,) = shipped("samples").glob("*.xlsx")
    without = run("import", sample, "--store", "without.db", "--yes")
    make_own(run)
    beside = run("import", sample, "--store", "beside.db", "--yes")
    assert (beside.output, beside.exit_code) == (without.output, without.exit_code)
    assert "lists kept: 1" in beside.output
    assert kept_of("beside.db") == kept_of("without.db") != []


def test_import_takes_the_handbook_that_columns_shows(run: Run, people: Path) -> None:
    own_by_new(run)
    chosen = options.handbook_for_lists(None)
    assert chosen is not None
    assert run("import", people, "--store", "s.db").exit_code == 0
    assert {each[0] for each in kept_of("s.db")} == {chosen.id}
    assert json.loads(run("columns", people, "--json").stdout)["handbook"] == chosen.full_id


def test_a_folder_named_as_a_store_is_the_one_that_is_used_by_default(run: Run, people: Path) -> None:
    blank = ("blank", "case-management", "--for", people, "-o", "打印.pdf", "--store", "formkit-store")
    assert run(*blank).exit_code == 0
    assert Path("formkit-store/formkit.db").is_file()
    imported = run("import", people)
    assert ("lists kept: 1" in imported.output, imported.exit_code) == (True, 0), imported.output
    made = run("roster", "-o", "r.xlsx")
    assert ("1 person" in made.output, made.exit_code) == (True, 0), made.output
    assert "王桂兰" in cells("r.xlsx")


def packed(path: Path, *files: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return path


def test_a_list_in_an_archive_is_told_and_stored_by_its_name_in_the_archive(
    run: Run, people: Path, tmp_path: Path
) -> None:
    archive = packed(tmp_path / "寄来.zip", ("镇/名单.xlsx", people.read_bytes()), ("镇/坏.xlsx", b"PK\x03\x04xx"))
    first = run("import", archive, "--store", "s.db", "--report", "r.json", "--details")
    assert "lists kept: 1" in first.output
    with closing(sqlite3.connect("s.db")) as database:
        assert database.execute("SELECT DISTINCT name FROM foreign_row").fetchall() == [("寄来.zip/镇/名单.xlsx",)]
    again = run("import", packed(tmp_path / "again.zip", ("名单.xlsx", people.read_bytes())), "--store", "s.db")
    assert f"{tmp_path / 'again.zip'}/名单.xlsx: P057 " in again.output
    assert str(tempfile.gettempdir()) + "/formkit-" not in first.output + again.output


def test_an_unsure_list_in_an_archive_is_refused_by_its_name_in_the_archive(
    run: Run, tmp_path: Path
) -> None:
    text = "姓名,监护人,关系,联系电话\n王桂兰,王大山,父亲,13900000009\n"
    archive = packed(tmp_path / "a.zip", ("x/b.csv", text.encode()))
    result = run("import", archive, "--store", "s.db")
    assert result.exit_code == 1
    assert f"{archive}/x/b.csv: P047 " in result.output
    assert "formkit-" not in result.output.replace("formkit-store", "")
