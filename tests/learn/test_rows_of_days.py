"""Rows under days or months that are ticked, rows of examples, rows with a star at their number, heads with a slash."""

from __future__ import annotations

import pytest

from formkit.learn.found import Found, FoundTable
from formkit.model.handbook import Kind, Mark
from tests.learn.test_ruled import learnt

WEEK = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]


@pytest.mark.parametrize("heads", [WEEK, [f"星期{day}" for day in "一二三四五六日"], [f"{n}月" for n in range(1, 8)]])
def test_days_that_are_ticked_are_one_choice_for_each_row(heads: list[str]) -> None:
    rows = [["时段", *heads], ["上午", *[""] * 7], ["下午", *[""] * 7]]
    draft = learnt(rows, [24, *[16.0] * 7], below="注：在可参加的时间打“√”，可多选。")
    assert [(found.label, found.kind, found.mark) for found in draft.items if isinstance(found, Found)] == [
        ("上午", Kind.MULTI, Mark.BOX), ("下午", Kind.MULTI, Mark.BOX),
    ]
    assert [option.label for option in draft.items[0].options] == heads  # type: ignore[union-attr]


def test_days_of_which_nothing_says_that_they_are_ticked_are_written_into() -> None:
    (found,) = learnt([["时段", *WEEK], ["上午", *[""] * 7], ["下午", *[""] * 7]], [24, *[16.0] * 7]).items
    assert isinstance(found, FoundTable)
    assert not any(column.options for column in found.rows[0])


def test_items_that_are_ticked_off_each_day_are_records_of_days() -> None:
    rows = [["项目", *WEEK], ["地面清洁", *[""] * 7], ["门窗完好", *[""] * 7]]
    (found,) = learnt(rows, [24, *[16.0] * 7], below="注：正常打“√”。").items
    assert isinstance(found, FoundTable)
    assert len(found.rows) == 7


@pytest.mark.parametrize("name", ["例", "示例", "（例）", "填写示例"])
def test_a_row_of_examples_heads_nothing_and_asks_for_nothing(name: str) -> None:
    rows = [
        ["序号", "领药日期", "药品名称", "数量"], [name, "3月5日", "奥氮平片", "2"],
        ["1", "　　月　　日", "", ""], ["2", "　　月　　日", "", ""],
    ]
    (found,) = learnt(rows, [20, 50, 40, 30]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[0]] == ["领药日期", "药品名称", "数量"]


def test_a_star_at_the_number_of_a_row_does_not_name_it() -> None:
    rows = [["序号", "内容", "是", "否"]]
    rows += [["1*", "对生活满意", "", ""], ["2", "经常厌烦", "", ""], ["3＊", "精神好", "", ""]]
    labels = [found.label for found in learnt(rows, [16, 60, 16, 16]).items]
    assert labels == ["对生活满意", "经常厌烦", "精神好"]


def test_a_head_with_a_slash_over_printed_things_is_no_choice() -> None:
    rows = [
        ["改造项目", "规格/类型", "数量", "金额（元）"], ["地面改造", "防滑处理", "____㎡", ""],
        ["扶手安装", "一字/L形", "____处", ""], ["沐浴椅", "基础", "____把", ""],
    ]
    found = [item for item in learnt(rows, [40, 40, 40, 40]).items if isinstance(item, Found)]
    assert [each.label for each in found] == [
        f"{thing} {asked}" for thing in ("地面改造", "扶手安装", "沐浴椅") for asked in ("数量", "金额（元）")
    ]


@pytest.mark.parametrize("label", ["活动照片", "现场照片", "票据粘贴处"])
def test_what_is_pasted_into_a_cell_is_not_written(label: str) -> None:
    assert [item.label for item in learnt([[label, ""], ["活动小结", ""]], [40, 100]).items] == ["活动小结"]


@pytest.mark.parametrize("most", ["　　　　／28", "　　　　/100分"])
def test_paper_before_the_most_that_can_be_reached_is_a_number(most: str) -> None:
    found = next(item for item in learnt([["总分", most], ["评语", ""]], [40, 60]).items if item.label == "总分")
    assert isinstance(found, Found)
    assert found.kind is Kind.INTEGER


def test_points_beside_a_label_that_says_so_are_numbers_at_each_visit() -> None:
    rows = [
        ["评估日期", "<", "　年　月　日", "　年　月　日"], ["功能评分", "服药", "", ""],
        ["功能评分", "料理", "", ""], ["签名", "<", "", ""],
    ]
    (found,) = learnt(rows, [20, 30, 50, 50]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]] == [Kind.DATE, Kind.INTEGER, Kind.INTEGER, Kind.SIGNATURE]


def test_numbered_rows_that_differ_in_signs_only_repeat_as_a_scan_may_show_them() -> None:
    rows = [["序号", "姓名", "电话", "备注", "领取人"]]
    rows += [[str(number), "", "", "", words] for number, words in enumerate(("① ② ③", "O②3", "①②③"), 1)]
    tables = [item for item in learnt(rows, [16, 30, 40, 30, 40]).items if isinstance(item, FoundTable)]
    assert [len(found.rows) for found in tables] == [3]


def test_columns_behind_one_that_some_rows_do_not_show_are_kept() -> None:
    rows = [["序号", "姓名", "电话", "领取人", "签名"]]
    rows += [[str(number), "", "", words, ""] for number, words in enumerate(("① ② ③", "① ② ③", "O②3"), 1)]
    (found,) = learnt(rows, [16, 30, 40, 40, 30]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[0]] == ["姓名", "电话", "签名"]
    assert not found.sure
