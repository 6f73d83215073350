"""Lists beside merged names, and lists that go on beside themselves."""

from __future__ import annotations

import pytest

from formkit.learn.analyse import analyse
from formkit.learn.found import FoundTable
from formkit.model.handbook import Kind
from tests.learn.paper import page, table


def tables(rows: list[list[str]], widths: list[float]) -> list[FoundTable]:
    found = analyse([page(*table(rows, widths))]).items
    return [item for item in found if isinstance(item, FoundTable)]


HEADS = ["餐次", "序号", "食品名称", "留样量（g）", "留样人"]


def test_rows_that_count_anew_beside_each_name_are_a_list_each() -> None:
    rows = [HEADS, ["早餐", "1", "", "", ""], ["^", "2", "", "", ""],
            ["午餐", "1", "", "", ""], ["^", "2", "", "", ""], ["^", "3", "", "", ""]]
    breakfast, lunch = tables(rows, [20.0, 15.0, 50.0, 30.0, 30.0])
    assert [(each.label, len(each.rows)) for each in (breakfast, lunch)] == [("早餐", 2), ("午餐", 3)]
    assert breakfast.rows[0][2].kind is Kind.SIGNATURE


def test_rows_that_count_on_beside_each_name_are_one_list() -> None:
    rows = [HEADS, ["早餐", "1", "", "", ""], ["^", "2", "", "", ""], ["午餐", "3", "", "", ""], ["^", "4", "", "", ""]]
    (found,) = tables(rows, [20.0, 15.0, 50.0, 30.0, 30.0])
    assert len(found.rows) == 4


@pytest.mark.parametrize(("heads", "first", "rows", "order"), [
    (["姓名", "体温（℃）"], ["", ""], ["", ""], [0, 1, 0, 1]),
    (["姓名", "签名"], ["", ""], ["", ""], [0, 0, 1, 1]),
    (["序号", "姓名", "体温（℃）"], ["1", "", ""], ["2", "", ""], [0, 0, 1, 1]),
])
def test_a_list_beside_itself_goes_on_to_the_right_unless_it_is_signed_or_numbered_down(
        heads: list[str], first: list[str], rows: list[str], order: list[int]) -> None:
    def beside(row: list[str], by: int) -> list[str]:
        return [*row, *(str(int(each) + by) if each.isdigit() else each for each in row)]

    (found,) = tables([heads * 2, beside(first, 2), beside(rows, 2)], [25.0] * 2 * len(heads))
    middle = 10.0 + 25.0 * len(heads)
    assert [int(row[0].box.x0 >= middle) for row in found.rows] == order


def test_numbers_that_follow_each_other_across_say_that_the_list_goes_on_to_the_right() -> None:
    rows = [["序号", "姓名", "部门"] * 2, ["1", "", "", "2", "", ""], ["3", "", "", "4", "", ""]]
    (found,) = tables(rows, [25.0] * 6)
    assert [int(row[0].box.x0 > 80) for row in found.rows] == [0, 1, 0, 1]


def test_three_records_side_by_side_are_one_list() -> None:
    (found,) = tables([["姓名", "部门"] * 3, [""] * 6, [""] * 6], [30.0] * 6)
    assert (len(found.rows), [column.label for column in found.rows[0]]) == (6, ["姓名", "部门"])
