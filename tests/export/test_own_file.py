"""Which files a roster may replace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from formkit.errors import UsageError
from formkit.export import RosterOrder, check_target, write_roster
from tests.export.people import AS_OF, OFFICE, person


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        check_target(path)
    return caught.value.problem.code


def roster(path: Path) -> Path:
    write_roster([person("张三")], OFFICE, path, RosterOrder(AS_OF))
    return path


def test_a_roster_of_ours_and_a_new_name_are_free(tmp_path: Path) -> None:
    check_target(roster(tmp_path / "r.xlsx"))
    check_target(tmp_path / "new.XLSX")


@pytest.mark.parametrize("content", [b"", b"notes", b"PK\x03\x04broken"])
def test_a_file_of_somebody_else_is_kept_unless_forced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    assert refusal(path) == "E012"
    check_target(path, force=True)


def test_a_workbook_of_the_office_is_kept(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "名单.xlsx")
    assert refusal(tmp_path / "名单.xlsx") == "E012"


def test_a_roster_that_a_clerk_corrected_is_kept(tmp_path: Path) -> None:
    path = roster(tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(path)
    book.properties.modified = dt.datetime(2026, 1, 2)
    book.save(path)
    assert refusal(path) == "E012"


@pytest.mark.parametrize(("name", "code"), [("r.xls", "U001"), ("r.pdf", "U001"), ("r", "E013")])
def test_only_workbooks_are_written(tmp_path: Path, name: str, code: str) -> None:
    assert refusal(tmp_path / name) == code


def test_a_name_that_the_system_does_not_even_look_up_is_left_to_the_writing(tmp_path: Path) -> None:
    check_target(tmp_path / f"{'x' * 300}.xlsx")
