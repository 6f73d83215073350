"""Choices over the cells of a row: boxes or empty cells under heads that answer, options in a cell each."""

from __future__ import annotations

import pytest

from formkit.learn.found import Found, FoundTable
from formkit.learn.replies import is_answer
from formkit.model.handbook import Kind, Mark
from tests.learn.test_ruled import learnt


def chosen(rows: list[list[str]], widths: list[float]) -> list[tuple[str, list[str]]]:
    """Return label and options of the choices of a table."""
    items = learnt(rows, widths).items
    return [
        (item.label, [option.label for option in item.options])
        for item in items if isinstance(item, Found) and item.options and item.mark is Mark.BOX
    ]


def test_boxes_under_heads_are_one_choice_for_each_row() -> None:
    rows = [["评价内容", "很满意", "还行", "太差"], ["态度", "□", "□", "□"], ["环境", "□", "□", "□"]]
    heads = ["很满意", "还行", "太差"]
    assert chosen(rows, [60, 30, 30, 30]) == [("态度", heads), ("环境", heads)]


def test_heads_over_boxes_may_be_numbers_and_questions_may_be_long() -> None:
    question = "社区工作人员的服务态度是否热情耐心并且能够及时回应您的诉求"
    rows = [["内容", "3", "2", "1"], [question, "□", "□", "□"], ["总体", "□", "□", "□"]]
    assert chosen(rows, [130, 15, 15, 15])[0] == (question, ["3", "2", "1"])


def test_brackets_under_heads_are_ticked_and_remarks_beside_them_are_written() -> None:
    rows = [["内容", "完成", "未完成", "备注"], *[[what, "（ ）", "（ ）", ""] for what in ("走访", "回访")]]
    items = learnt(rows, [50, 20, 20, 30]).items
    assert [(item.label, item.kind) for item in items if isinstance(item, Found)] == [
        ("走访", Kind.SINGLE), ("走访 备注", Kind.TEXT), ("回访", Kind.SINGLE), ("回访 备注", Kind.TEXT),
    ]


def test_the_same_heads_under_two_heads_are_two_choices() -> None:
    rows = [["项目", "自评", "<", "互评", "<"], ["项目", "优", "差", "优", "差"], ["出勤", "□", "□", "□", "□"]]
    assert [label for label, _ in chosen(rows, [40, 20, 20, 20, 20])] == ["出勤 自评", "出勤 互评"]


def test_the_same_heads_once_more_are_of_the_next_question() -> None:
    rows = [["项目", "是", "否", "项目", "是", "否"], ["抽烟", "□", "□", "喝酒", "□", "□"]]
    assert [label for label, _ in chosen(rows, [40, 20, 20, 40, 20, 20])] == ["抽烟", "喝酒"]


def test_records_with_boxes_under_heads_have_one_column_for_them() -> None:
    rows = [["序号", "姓名", "到场", "缺席"], *[[str(number), "", "□", "□"] for number in (1, 2, 3)]]
    (found,) = learnt(rows, [15, 50, 20, 20]).items
    assert isinstance(found, FoundTable)
    assert [(column.label, column.kind) for column in found.rows[0]] == [
        ("姓名", Kind.TEXT), ("结果", Kind.SINGLE),
    ]


def test_empty_cells_as_wide_beside_answers_are_answers_too() -> None:
    rows = [["内容", "从来没有", "几天", "一半以上天数", "天天都有"], ["做事提不起劲", "", "", "", ""]]
    (found,) = chosen(rows, [60, 25, 25, 25, 25])
    assert found == ("做事提不起劲", ["从来没有", "几天", "一半以上天数", "天天都有"])


def test_options_in_a_cell_each_are_one_choice() -> None:
    rows = [["安全用电", "□是", "□否：____"], ["安全用气", "□是", "□否：____"]]
    items = learnt(rows, [50, 25, 50]).items
    assert [(item.label, item.kind) for item in items if isinstance(item, Found)] == [
        ("安全用电", Kind.SINGLE), ("安全用电 否", Kind.TEXT), ("安全用气", Kind.SINGLE), ("安全用气 否", Kind.TEXT),
    ]


@pytest.mark.parametrize("word", ["基本符合", "不太满意", "几乎每天", "已整改", "弱阳性", "3分", "未见异常", "无帮助"])
def test_words_that_answer(word: str) -> None:
    assert is_answer(word)


@pytest.mark.parametrize("word", ["整改", "处理", "备注", "姓名", "高度", "天数", "安全", "结果", "时间"])
def test_words_that_ask(word: str) -> None:
    assert not is_answer(word)


@pytest.mark.parametrize("part", [["一", "消防设施"], ["一、消防设施", "<"]])
def test_heads_hold_past_the_heading_of_a_part(part: list[str]) -> None:
    rows = [["序号", "项目", "有", "无", "备注"], [*part, "<", "<", "<"], ["1", "灭火器", "□", "□", ""]]
    rows += [[*part, "<", "<", "<"], ["2", "消火栓", "□", "□", ""]]
    assert chosen(rows, [12, 60, 20, 20, 30]) == [("灭火器", ["有", "无"]), ("消火栓", ["有", "无"])]


def test_the_last_of_options_in_a_cell_each_may_ask_for_words() -> None:
    items = learnt([["服务内容", "□理发", "□洗衣", "□其他："]], [30, 25, 25, 50]).items
    assert [item.label for item in items] == ["服务内容", "服务内容 其他"]


def test_a_slash_in_every_row_under_a_head_is_filled_in_on_both_sides() -> None:
    rows = [["序号", "姓名", "血压（mmHg）"], *[[str(number), "", "　　　　/"] for number in (1, 2, 3)]]
    (found,) = learnt(rows, [15, 40, 40]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[2]] == ["姓名", "收缩压", "舒张压"]
