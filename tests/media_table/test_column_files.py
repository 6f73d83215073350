"""Files that settle what columns hold: written, corrected, used again, and refused when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.errors import FormkitError
from formkit.media.table import column_file_text, read_column_file, read_people, vocabulary
from formkit.media.table.people import Column
from tests.media_table.lists import workbook

ROWS = [
    ["姓名", "监护人", "电话", "编码"],
    ["张三", "张大", "13900000001", "甲"],
    ["李四", "李大", "13900000002", "乙"],
]


def written(folder: Path, text: str) -> Path:
    path = folder / "columns.toml"
    path.write_text(text, encoding="utf-8")
    return path


def saved(folder: Path, path: Path, *changes: tuple[str, str]) -> Path:
    text = column_file_text(read_people(path).columns, path.name)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return written(folder, text)


def test_a_saved_file_makes_sure_what_was_not(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    assert [column.letter for column in read_people(path).unsure] == ["C"]
    settled = read_column_file(saved(tmp_path, path), vocabulary())
    assert not read_people(path, columns=settled).unsure


def test_a_corrected_field_holds_for_the_heading_wherever_it_stands(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    settled = read_column_file(saved(tmp_path, path, ('"phone"', '"guardian_phone"')), vocabulary())
    moved = workbook(tmp_path / "b.xlsx", [[row[2], row[0], row[1]] for row in ROWS])
    row = read_people(moved, columns=settled).rows[0]
    assert (row.values.get("person.phone"), row.values["guardian.phone"]) == (None, "13900000001")


def test_of_columns_with_one_heading_each_is_settled_by_its_number(tmp_path: Path) -> None:
    rows = [["姓名", "电话", "电话"], ["张三", "13900000001", "13900000002"]]
    path = workbook(tmp_path / "a.xlsx", rows)
    text = 'formkit_columns = 1\n[[column]]\nheading = "电话"\nnumber = 2\nfield = "guardian_phone"\n'
    settled = read_column_file(written(tmp_path, text), vocabulary())
    values = read_people(path, columns=settled).rows[0].values
    assert (values["person.phone"], values["guardian.phone"]) == ("13900000001", "13900000002")


def test_answers_say_what_codes_mean(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["姓名", "危险性"], ["张三", "01"], ["李四", "03"]])
    settled = read_column_file(saved(tmp_path, path, ('"01" = ""', '"01" = "0级"')), vocabulary())
    table = read_people(path, columns=settled)
    assert [row.meanings.get("visit.danger") for row in table.rows] == ["0级", None]
    assert [(each.code, each.where.detail) for each in table.problems] == [("P045", "名单!B3")]


def test_content_that_contradicts_a_settled_column_is_asked_about(tmp_path: Path) -> None:
    text = 'formkit_columns = 1\n[[column]]\nheading = "编码"\nfield = "idno"\n'
    settled = read_column_file(written(tmp_path, text), vocabulary())
    table = read_people(workbook(tmp_path / "a.xlsx", ROWS), columns=settled)
    assert "person.id_number" in {column.concept for column in table.unsure}


def test_a_heading_that_the_list_lacks_is_told(tmp_path: Path) -> None:
    text = 'formkit_columns = 1\n[[column]]\nheading = "血型"\nfield = "remark"\n'
    settled = read_column_file(written(tmp_path, text), vocabulary())
    found = read_people(workbook(tmp_path / "a.xlsx", ROWS), columns=settled).problems
    assert "P052" in {each.code for each in found}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("formkit_columns = ", "P050"), ("", "P050"), ("formkit_columns = 2\n[[column]]\n", "P050"),
        ("formkit_columns = 1\n[[column]]\nfield = 'name'\n", "P050"),
        ("formkit_columns = 1\n[[column]]\nheading = '姓名'\nnumber = 'two'\n", "P050"),
        ("formkit_columns = 1\n[[column]]\nheading = '姓名'\nfield = 'surname'\n", "P051"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(FormkitError) as caught:
        read_column_file(written(tmp_path, text), vocabulary())
    assert caught.value.problem.code == code


@settings(deadline=None, max_examples=40)
@given(headers=st.lists(st.text(min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=6))
def test_any_heading_survives_writing_and_reading(headers: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    columns = [Column("", "A", 0, header, "remark") for header in headers]
    path = written(tmp_path_factory.mktemp("columns"), column_file_text(columns, "a.xlsx"))
    read = read_column_file(path, vocabulary())
    assert all(
        decision.concept == "remark" and decision.header in headers for decision in read.decisions
    )


