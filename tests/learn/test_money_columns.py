"""Sums of money with a column for each figure: 千 百 十 元 角 分."""

from __future__ import annotations

from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.model.handbook import Kind
from tests.learn.paper import page, table

RANKS = list("千百十元角分")
EMPTY = [""] * 6
WIDTHS = [50.0, 20.0, *[8.0] * 6, 30.0]


def items(rows: list[list[str]], widths: list[float] | None = None) -> list[Found | FoundTable]:
    return analyse([page(*table(rows, widths or WIDTHS))]).items


def test_figures_under_one_head_are_one_number_in_every_row_and_in_the_sum() -> None:
    rows = [["品名", "数量", "金额", *["<"] * 5, "备注"], ["^", "^", *RANKS, "^"],
            ["", "", *EMPTY, ""], ["", "", *EMPTY, ""], ["合计", "<", *EMPTY, ""]]
    listed, *rest = items(rows)
    assert isinstance(listed, FoundTable)
    assert [column.label for column in listed.rows[0]] == ["品名", "数量", "金额", "备注"]
    money = listed.rows[1][2]
    assert (money.kind, money.box.x0, money.box.x1, money.sure) == (Kind.NUMBER, 80.0, 128.0, False)
    assert any(isinstance(each, Found) and each.kind is Kind.NUMBER and "合计" in each.label for each in rest)


def test_figures_without_a_head_are_a_sum_and_debit_beside_credit_are_two() -> None:
    [listed] = items([["摘要", *"百十元角分", "附件"], *[["", *[""] * 5, ""]] * 3], [60.0, *[8.0] * 5, 30.0])
    assert isinstance(listed, FoundTable)
    assert [column.label for column in listed.rows[0]] == ["摘要", "金额", "附件"]
    rows = [["科目", "借方金额", *["<"] * 3, "贷方金额", *["<"] * 3], ["^", *"佰拾元角佰拾元角"],
            *[["", *[""] * 8]] * 2]
    [listed] = items(rows, [60.0, *[8.0] * 8])
    assert isinstance(listed, FoundTable)
    assert [column.label for column in listed.rows[0]] == ["科目", "借方金额", "贷方金额"]


def test_single_signs_that_are_no_figures_of_a_sum_stay_columns() -> None:
    [listed] = items([["姓名", "上", "中", "下"], *[["", "", "", ""]] * 2], [60.0, 20.0, 20.0, 20.0])
    assert isinstance(listed, FoundTable)
    assert len(listed.rows[0]) == 4
