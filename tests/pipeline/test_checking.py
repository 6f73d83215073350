"""Checking a mapping: what does not fit on paper is told at its line in the mapping."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from formkit.errors import Problem
from formkit.mapping import format_problem, start_mapping
from formkit.pipeline import checking
from formkit.pipeline.checking import check_all
from formkit.shipped import shipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "mappings" / "case-management"
    shutil.copytree(shipped("mappings") / "case-management", copied)
    return copied


def _changed(folder: Path, name: str, old: str, new: str) -> tuple[Path, int]:
    """Change a sheet file; return it with the line of the change, from 1."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path, text[: text.index(old)].count("\n") + 1


def _layout_problems(folder: Path) -> list[Problem]:
    """Return what does not fit; the templates, which take most of a check and have tests of their own, are left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "_template_problems", lambda _handbook: ())
        return [each for each in check_all(folder) if each.code.startswith("L")]


def test_a_row_that_is_too_wide_is_told_at_its_line(folder: Path) -> None:
    path, line = _changed(folder, "cover.yaml", "{label: 患者编号, width: 38", "{label: 患者编号, width: 138")
    (told,) = _layout_problems(folder)
    assert (told.code, told.where.file, told.where.line) == ("L002", str(path), line - 2)
    assert told.where.column == 9
    assert told.where.detail == ""
    assert f"{path}:{line - 2}:9: L002" in format_problem(told)


def test_a_cell_that_is_too_small_is_told_at_its_line(folder: Path) -> None:
    path, line = _changed(folder, "cover.yaml", "{field: patient_no, width: 62", "{field: patient_no, width: 42")
    (told,) = _layout_problems(folder)
    assert (told.code, told.where.file, told.where.line) == ("L003", str(path), line)
    assert "field: patient_no, width: 42" in told.source_line


def test_rows_made_from_one_row_are_told_once(folder: Path) -> None:
    path, line = _changed(folder, "plan.yaml", "{height: 60, table: items", "{height: 7, table: items")
    found = _layout_problems(folder)
    assert [(each.code, each.where.file, each.where.line) for each in found] == [
        ("L007", str(path), line), ("L004", str(path), line)
    ]


def test_cells_made_for_each_entry_are_told_once(folder: Path) -> None:
    _, line = _changed(
        folder, "assessment.yaml", "{field: assess_date, width: 37, each_entry: true}",
        "{field: assess_date, width: 31, each_entry: true}\n          - {gap: true}",
    )
    found = _layout_problems(folder)
    assert [(each.code, each.where.line) for each in found] == [("L006", line)]


def test_a_side_that_is_too_high_is_told_at_the_side(folder: Path) -> None:
    path, line = _changed(folder, "plan.yaml", "{height: 13, heading: 个案", "{height: 290, heading: 个案")
    (told,) = _layout_problems(folder)
    assert (told.code, told.where.file, told.where.line) == ("L001", str(path), line - 1)


def test_what_only_one_edition_has_is_told_with_the_edition(folder: Path) -> None:
    _changed(folder, "basic.yaml", '"2017": {height: 85}', '"2017": {height: 50}')
    assert {(each.code, each.where.detail) for each in _layout_problems(folder)} == {("L004", "2017")}


def test_a_started_mapping_has_nothing_to_tell(tmp_path: Path) -> None:
    made = start_mapping("house-calls", tmp_path / "mappings")
    assert _layout_problems(made.parent) == []
