"""The data dictionary of a handbook: what it says of a field, and the file that says it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from formkit.errors import OutputError, UsageError
from formkit.export import write_codebook
from formkit.export.codebook import codebook_of
from formkit.export.codebook_words import BY_CODE, WORDS
from formkit.i18n import set_language
from formkit.mapping import available, load_handbook
from formkit.model.handbook import Format, Handbook, Kind, Mark, Precision
from formkit.model.ids import booklet_refs

pytestmark = pytest.mark.usefixtures("in_english")
BOOK = load_handbook("case-management@2017")


def field(handbook: Handbook, pattern: str) -> dict[str, object]:
    (found,) = (each for each in codebook_of(handbook).fields if each["id"] == pattern)
    return found


def columns(path: Path, sheet: str) -> list[dict[str, object]]:
    """Return the rows of a sheet by their headings, empty cells left out."""
    headings, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [
        {str(name): cell for name, cell in zip(headings, row, strict=True) if cell is not None} for row in rows
    ]


@pytest.mark.parametrize("name", [name for name, _folder in available()])
def test_every_field_of_a_booklet_stands_once_under_its_pattern(name: str) -> None:
    for edition in load_handbook(name).editions:
        handbook = load_handbook(f"{name}@{edition}")
        patterns = [str(each["id"]) for each in codebook_of(handbook).fields]
        assert len(patterns) == len(set(patterns))
        assert set(patterns) == {ref.pattern for ref in booklet_refs(handbook)}


def test_a_field_is_told_with_all_that_the_mapping_says() -> None:
    assert field(BOOK, "cover.idno") | {"checks": []} == {
        "id": "cover.idno", "label": "身份证号", "sheet": "cover", "sheet_title": "封面", "type": "text",
        "format": "id_number", "cells": 18, "concept": "person.id_number", "sensitive": True, "checks": [],
    }
    category = field(BOOK, "basic.disability_category")
    assert category["depends"] == {"basic.has_disability_card": ["2"]}
    assert {"code": "6", "label": "精神"} in category["options"]  # type: ignore[operator]
    assert field(BOOK, "basic.patient_name")["same_as"] == "cover.patient_name"
    times = field(BOOK, "supplement.impact_5_count")
    assert (times["min"], times["unit"]) == (0, "次")
    exclusive = [each for each in field(BOOK, "plan.N.care_mode")["options"] if each.get("exclusive")]  # type: ignore[attr-defined]
    assert [each["label"] for each in exclusive] == ["未治"]


def test_repeated_sheets_and_rows_stand_once_with_how_often_they_are_printed() -> None:
    assert field(BOOK, "followup.N.danger")["entries"] == 4
    drug = field(BOOK, "followup.N.drugs.N.name")
    assert (drug["entries"], drug["rows"], drug["table"]) == (4, 3, "drugs")
    items = field(BOOK, "plan.N.items.N.problem")
    assert (items["rows"], items["max_rows"]) == (3, 3)
    assert field(BOOK, "assessment.N.assess_date")["entries"] == 4
    assert field(BOOK, "assessment_page.N.year")["entries"] == 1
    assert "entries" not in field(BOOK, "cover.sex")


def test_a_field_names_the_checks_that_name_it() -> None:
    book = codebook_of(BOOK)
    by_number = {each["number"]: each for each in book.checks}
    named = [by_number[number]["rule"] for number in field(BOOK, "cover.idno")["checks"]]  # type: ignore[attr-defined]
    assert {"id_matches_sex", "id_matches_birth"} <= set(named)
    assert "class_fits_findings" in [
        by_number[number]["rule"] for number in field(BOOK, "followup.N.danger")["checks"]  # type: ignore[attr-defined]
    ]
    assert [each["number"] for each in book.checks] == list(range(1, len(BOOK.checks) + 1))


def test_the_workbook_has_fields_options_and_checks(tmp_path: Path) -> None:
    target = tmp_path / "字典.xlsx"
    count = write_codebook(BOOK, target)
    fields, options, checks = (columns(target, name) for name in ("Fields", "Options", "Checks"))
    assert count == len(fields) == len(codebook_of(BOOK).fields)
    (care,) = (each for each in fields if each["Id"] == "plan.N.care_mode")
    assert "6 = 未治 (alone)" in str(care["Options"]).split("\n")
    assert (care["Type"], care["Mark"]) == ("several choices", "circled")
    (untreated,) = (each for each in options if each["Id"] == "plan.N.care_mode" and each["Option"] == "未治")
    assert (untreated["Code of the option"], untreated["Alone"]) == ("6", "yes")
    (drug,) = (each for each in fields if each["Id"] == "followup.N.drugs.N.name")
    assert drug["Repeats"] == "4 entries, 3 rows of 用药情况"
    assert {each["Rule"] for each in checks} == {each.rule for each in BOOK.checks}


def test_the_headings_and_words_are_in_the_language_of_the_office(tmp_path: Path) -> None:
    set_language("zh_CN")
    target = tmp_path / "c.xlsx"
    write_codebook(BOOK, target)
    fields, checks = columns(target, "栏目"), columns(target, "检查")
    (sex,) = (each for each in fields if each["编号"] == "cover.sex")
    assert (sex["栏目名"], sex["类型"], sex["必填"]) == ("性别", "单选", "是")
    assert checks[0]["要求"] == "性别与身份证号一致（第 17 位奇数为男）。"


def test_the_json_says_the_same(tmp_path: Path) -> None:
    target = tmp_path / "c.json"
    write_codebook(BOOK, target)
    data = json.loads(target.read_text(encoding="utf-8"))
    assert data == json.loads(json.dumps(codebook_of(BOOK).to_json()))
    assert (data["handbook"], data["edition"], data["title"]) == ("case-management", "2017", BOOK.title)
    assert [each["id"] for each in data["sheets"]] == [each.id for each in BOOK.sheets]


def test_every_word_of_a_mapping_has_one_for_people() -> None:
    words = {each.value for kind in (Kind, Format, Precision) for each in kind}
    assert words | {each.value for each in Mark if each is not Mark.CODE} <= set(WORDS)
    assert BY_CODE


def test_a_file_that_may_be_somebodys_is_replaced_only_by_force(tmp_path: Path) -> None:
    target = tmp_path / "c.json"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        write_codebook(BOOK, target)
    assert (caught.value.problem.code, target.read_text(encoding="utf-8")) == ("E023", "mine")
    write_codebook(BOOK, target, force=True)
    workbook = tmp_path / "c.xlsx"
    write_codebook(BOOK, workbook)
    write_codebook(BOOK, workbook)
    openpyxl.Workbook().save(workbook)
    with pytest.raises(UsageError) as caught:
        write_codebook(BOOK, workbook)
    assert caught.value.problem.code == "E012"


@pytest.mark.parametrize("name", ["c.xlsx", "c.json"])
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError) as caught:
        write_codebook(BOOK, tmp_path / "none" / name)
    assert caught.value.problem.code == "E001"
    assert list(tmp_path.iterdir()) == []
