"""Booklets for a list with faults: everybody is printed once, and nothing that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from formkit.mapping import load_handbook
from formkit.model.handbook import Handbook
from formkit.pipeline.prefill import Job, prepare
from tests.media_table.lists import id_number, workbook

HEAD = ("姓名", "身份证号", "联系电话", "患者编号")
GOOD = id_number()


@cache
def handbook() -> Handbook:
    return load_handbook("case-management@2017")


def job(tmp_path: Path, *rows: Sequence[object]) -> Job:
    path = workbook(tmp_path / "名单.xlsx", [HEAD, *rows])
    return prepare(handbook(), path, handbook().default_counts() | {"followup": 1})


def printed(found: Job) -> list[str]:
    return ["\n".join(str(value) for value in each.values.values()) for each in found.booklets]


def test_a_person_who_stands_twice_gets_one_booklet(tmp_path: Path) -> None:
    found = job(tmp_path, ("张三", GOOD, "", ""), ("李四", "", "", ""), ("张三", GOOD, "", ""))
    assert [text.split("\n")[0] for text in printed(found)] == ["张三", "李四"]
    assert [(each.code, each.where.detail) for each in found.problems] == [("P014", "名单!B4")]
    assert found.refused


def test_another_person_with_the_same_number_keeps_the_booklet_without_the_number(tmp_path: Path) -> None:
    first, second = printed(job(tmp_path, ("张三", GOOD, "", ""), ("李四", GOOD, "", "")))
    assert GOOD in first
    assert "李四" in second
    assert GOOD not in second
    assert "1970" not in second


@pytest.mark.parametrize(
    ("number", "code"), [(GOOD[:-1] + "X", "P012"), (330197197001021015, "P011"), ("12345", "P030")]
)
def test_a_wrong_number_is_left_blank_and_told_with_its_cell(tmp_path: Path, number: object, code: str) -> None:
    found = job(tmp_path, ("张三", number, "13900000001", ""))
    (text,) = printed(found)
    assert {"张三", "13900000001"} <= set(text.split("\n"))
    assert not set(text.split("\n")) & {str(number), "330197197001021000", "330197197001021056"}
    assert [(each.code, each.where.detail) for each in found.problems if each.code[0] == "P"] == [(code, "名单!B2")]
    assert found.refused


def test_a_value_that_a_field_refuses_is_told_once_with_its_cell(tmp_path: Path) -> None:
    found = job(tmp_path, ("张三", GOOD, "138", "3"))
    told = [each.where.detail for each in found.problems if each.code[0] == "V"]
    assert sorted(set(told)) == ["名单!C2", "名单!D2"]
    assert len(told) == len(set(told))
    assert "张三" in printed(found)[0]
    assert found.refused
    assert not {"3"} & {value for name, value in found.booklets[0].values.items() if name.endswith(("number", "_no"))}


def test_a_list_without_faults_is_printed_as_it_stands(tmp_path: Path) -> None:
    found = job(tmp_path, ("张三", GOOD, "13900000001", ""))
    assert (found.problems, found.refused) == ((), False)
    assert {"张三", GOOD, "13900000001"} <= set(printed(found)[0].split("\n"))


@pytest.mark.parametrize("copies", [1, 6])
def test_every_copy_that_the_booklet_has_bears_the_name_and_no_other(tmp_path: Path, copies: int) -> None:
    path = workbook(tmp_path / "名单.xlsx", [("姓名",), ("张三",)])
    (booklet,) = prepare(handbook(), path, handbook().default_counts() | {"followup": copies}).booklets
    named = {name for name in booklet.values if name.startswith("followup.") and name.endswith(".patient_name")}
    assert named == {f"followup.{number}.patient_name" for number in range(1, copies + 1)}


def test_columns_of_a_visit_are_told_since_a_blank_booklet_does_not_show_them(tmp_path: Path) -> None:
    head = ("姓名", "危险性评估", "病情分类", "服药情况", "最近随访日期", "备注")
    path = workbook(tmp_path / "名单.xlsx", [head, ("张三", "3", "稳定", "规律", "2013-03-05", "外出")])
    found = prepare(handbook(), path, handbook().default_counts() | {"followup": 1})
    told = {each.code: each.message for each in found.problems}
    assert set(told) == {"F108", "E016"}
    assert all(each in told["E016"] for each in head[1:5])
    assert "备注" not in told["E016"]
    assert not any(name.startswith("followup.") and name.endswith("danger") for name in found.booklets[0].values)
