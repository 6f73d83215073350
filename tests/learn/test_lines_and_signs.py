"""Answers of one cell that several lines ask for, boxes beside brackets, days and reasons that sentences name."""

from __future__ import annotations

import pytest

from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.learn.reading import answers
from formkit.model.handbook import Kind
from tests.learn.paper import ROOM, line, page, signs, table


def read(text: str, *, cell: bool = True) -> list[Found]:
    return answers(line(text), cell=cell)


def in_table(rows: list[list[str]], widths: list[float], height: float = 8.0) -> list[Found]:
    items = analyse([page(*table(rows, widths, height=height))]).items
    return [item for item in items if isinstance(item, Found)]


@pytest.mark.parametrize("space", ["", " "])
def test_lines_that_ask_for_the_same_are_told_apart_by_what_they_begin_with(space: str) -> None:
    found = read(f"批次一：{space}批号____ 数量____\n批次二：批号{space}____ 数量____\n备注：____")
    assert [each.label for each in found] == ["批次一 批号", "批次一 数量", "批次二 批号", "批次二 数量", "备注"]


@pytest.mark.parametrize("blank", ["____ ", "\u3000\u3000\u3000\u3000"])
def test_a_label_before_its_blank_is_no_beginning_of_a_line(blank: str) -> None:
    found = read(f"姓名：{blank}电话：____\n配偶：{blank}电话：____")
    assert [each.label for each in found] == ["姓名", "电话", "配偶", "电话"]


def test_boxes_and_brackets_in_one_cell_are_two_choices() -> None:
    method, items = (each for each in read("热力（ ） 洗碗机（ ） 药物（ ）\n温度____℃\n□碗 □盘 □筷") if each.options)
    assert [option.label for option in method.options] == ["热力", "洗碗机", "药物"]
    assert [option.label for option in items.options] == ["碗", "盘", "筷"]


def test_numbered_questions_on_a_line_are_no_options_of_the_box_behind_the_last() -> None:
    found = read("2. 姓名 ____　3. 性别 1男 2女 □", cell=False)
    choice = next(each for each in found if each.options)
    assert (choice.label, [option.label for option in choice.options]) == ("性别", ["男", "女"])


@pytest.mark.parametrize(("text", "label"), [
    ("（限　　年　　月　　日前完成）", "完成期限"),
    ("自____时____分至____时____分", "开始时间"),
    ("（未就学的，写明原因：____）", "未就学原因"),
    ("□低保 □残疾（□一级 □二级）", "残疾等级"),
])
def test_words_around_an_answer_name_it(text: str, label: str) -> None:
    assert label in [each.label for each in read(text)]


def test_both_sides_that_are_ticked_are_named_by_their_cell() -> None:
    found = in_table([["上肢", "左：□正常 □受限　右：□正常 □受限"]], [30.0, 140.0])
    assert [each.label for each in found] == ["上肢 左", "上肢 右"]


def test_what_is_signed_over_a_seal_and_a_day_is_one_signature() -> None:
    sign, day = in_table([["客户确认", "\n\n（签章）　　　　　　年　月　日"]], [30.0, 120.0], height=24.0)
    assert (sign.label, sign.kind, day.kind) == ("客户确认", Kind.SIGNATURE, Kind.DATE)
    assert sign.box.width > 100


@pytest.mark.parametrize(("heads", "kind"), [
    (["纠正措施", "责任人", "计划完成", "实际完成"], Kind.DATE),
    (["产品内容", "产量", "计划完成", "实际完成"], Kind.TEXT),
    (["姓名", "部门", "计划完成", "实际完成"], Kind.TEXT),
])
def test_days_are_planned_beside_actions_and_amounts_beside_amounts(heads: list[str], kind: Kind) -> None:
    (found,) = analyse([page(*table([heads, [""] * 4, [""] * 4], [40.0] * 4))]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]][2:] == [kind, kind]


def test_the_weather_is_circled() -> None:
    (found,) = in_table([["天气", "晴 阴 雨"]], [30.0, 60.0])
    assert [option.label for option in found.options] == ["晴", "阴", "雨"]


def test_those_that_are_ticked_if_they_are_sound_may_be_several_and_end_with_their_line() -> None:
    glyphs = signs("附属设施（完好的打√）：（ ）人孔盖加锁（ ）溢流管防虫网（ ）消毒器", ROOM.x0, 20.0)
    glyphs += signs("发现缺陷：____________________", ROOM.x0, 28.0)
    choice, text = (item for item in analyse([page(glyphs)]).items if isinstance(item, Found))
    assert (choice.label, choice.kind, len(choice.options)) == ("附属设施", Kind.MULTI, 3)
    assert (choice.options[-1].label, text.label) == ("消毒器", "发现缺陷")


def test_what_some_may_leave_out_says_nothing_of_the_kind() -> None:
    (found,) = in_table([["愿望（七周岁以下可不填）", ""]], [60.0, 90.0])
    assert (found.label, found.kind) == ("愿望", Kind.TEXT)
