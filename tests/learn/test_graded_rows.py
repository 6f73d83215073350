"""Grades at the heads of columns, one of which is ticked in each row."""

from __future__ import annotations

import pytest

from formkit.learn.analyse import analyse
from formkit.learn.found import Found
from formkit.model.handbook import Kind, Mark
from tests.learn.paper import page, signs, table


def graded(head: str, grades: list[str], note: str = "") -> list[Found]:
    rows = [["序号", head, *grades, "备注"], *([str(number), name, *[""] * len(grades), ""] for number, name in (
        (1, "服务态度好"), (2, "处理及时")))]
    glyphs, rules = table(rows, [10.0, 50.0, *[15.0] * len(grades), 30.0])
    items = analyse([page([*glyphs, *signs(note, 10.0, 100.0)], rules)]).items
    return [each for each in items if isinstance(each, Found) and each.kind is Kind.SINGLE]


@pytest.mark.parametrize(("head", "grades", "note"), [
    ("评价内容", ["5", "4", "3", "2", "1"], ""), ("项目", ["1", "2", "3"], "请在相应栏内打√"),
    ("满意度调查项目", ["10分", "8分", "6分", "4分"], ""),
])
def test_a_grade_is_ticked_in_each_row(head: str, grades: list[str], note: str) -> None:
    found = graded(head, grades, note)
    assert [(each.label, each.mark) for each in found] == [("服务态度好", Mark.BOX), ("处理及时", Mark.BOX)]
    assert [option.code for option in found[0].options] == [grade.removesuffix("分") for grade in grades]
    assert found[1].options[0].box.y0 > found[0].options[0].box.y0


def test_numbers_over_measurements_are_no_grades() -> None:
    assert graded("测量项目", ["1", "2", "3"]) == []
    assert graded("评价内容", ["1", "5", "2"]) == []
