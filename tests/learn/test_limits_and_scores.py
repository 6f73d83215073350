"""Rows of limits under the heads, scores that are circled, lists without boxes, and words that join a day to others."""

from __future__ import annotations

import pytest

from formkit.geometry import Box
from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.learn.reading import answers
from formkit.model.handbook import Kind, Mark
from formkit.model.printed import Glyph, Rule
from tests.learn.paper import line, page, signs, table
from tests.learn.test_ruled import learnt


def read(text: str, *, cell: bool = True) -> list[Found]:
    return answers(line(text), cell=cell)


def test_a_row_of_limits_between_heads_and_records_is_passed_over() -> None:
    rows = [
        ["气体", "检测时间", "氧气（%）", "甲烷（%LEL）", "检测人"], ["^", "标准值", "19.5～23.5", "≤10", "——"],
        *[["^", "__时__分", "", "", ""]] * 3,
    ]
    (found,) = learnt(rows, [15, 35, 35, 35, 35]).items
    assert isinstance(found, FoundTable)
    assert [(column.label, column.kind) for column in found.rows[0]] == [
        ("检测时间", Kind.TEXT), ("氧气（%）", Kind.NUMBER), ("甲烷（%LEL）", Kind.NUMBER), ("检测人", Kind.SIGNATURE),
    ]
    assert len(found.rows) == 3


def test_scores_in_a_row_are_options_and_the_words_over_them_are_heads() -> None:
    rows = [
        ["序号", "项目", "自理", "部分依赖", "完全依赖"], ["1", "进食", "10分", "5分", "0分"],
        ["2", "洗澡", "5分", "——", "0分"], ["3", "行走", "15分", "10分　5分", "0分"],
    ]
    found = [item for item in learnt(rows, [15, 35, 35, 35, 35]).items if isinstance(item, Found)]
    assert [(item.label, [option.code for option in item.options]) for item in found] == [
        ("进食", ["10", "5", "0"]), ("洗澡", ["5", "0"]), ("行走", ["15", "10", "5", "0"]),
    ]
    assert all(item.mark is Mark.CIRCLE for item in found)


@pytest.mark.parametrize(("text", "words"), [
    ("防常规武器：\n常5级 / 常6级", ["常5级", "常6级"]),
    ("防核武器：\n核4级 核5级 核6级 核6B级", ["核4级", "核5级", "核6级", "核6B级"]),
    ("性别：男·女", ["男", "女"]), ("姓名____ 性别男/女 年龄____岁", ["男", "女"]),
])
def test_words_side_by_side_are_options_whatever_parts_them(text: str, words: list[str]) -> None:
    assert [option.label for each in read(text) for option in each.options] == words


def test_ranks_with_one_word_behind_them_are_options_of_each_record() -> None:
    rows = [["序号", "部位", "分期", "渗液量"], *[[str(number), "", "Ⅰ Ⅱ Ⅲ 不明确", ""] for number in (1, 2, 3)]]
    (found,) = learnt(rows, [15, 40, 60, 40]).items
    assert isinstance(found, FoundTable)
    assert [option.label for option in found.rows[0][1].options] == ["Ⅰ", "Ⅱ", "Ⅲ", "不明确"]


def test_where_one_goes_on_is_no_part_of_an_option() -> None:
    (found,) = read("压疮：（ ）无 （ ）有（填下表）")
    assert [option.label for option in found.options] == ["无", "有"]


def test_what_is_printed_of_a_number_is_no_label_of_it() -> None:
    found = read("移交编号：人防交字第____号", cell=False)[0]
    assert (found.label, found.kind) == ("移交编号", Kind.CODE)


def test_the_number_of_a_document_is_one_though_nothing_names_it() -> None:
    found = read("警鸣报〔2026〕____号", cell=False)[0]
    assert (found.label, found.kind) == ("编号", Kind.CODE)


def test_the_sign_of_a_diameter_is_no_name() -> None:
    (found,) = learnt([["水表口径", "DN____"]], [40, 60]).items
    assert isinstance(found, Found)
    assert found.label == "水表口径"


def test_who_is_to_fill_in_a_blank_is_no_name_of_it() -> None:
    assert read("法定代表人____（单位填写）", cell=False)[0].label == "法定代表人"


@pytest.mark.parametrize("who", ["自检（操作者）", "专检（检验员）"])
def test_an_inspection_with_who_makes_it_is_signed(who: str) -> None:
    assert read(f"{who}：____", cell=False)[0].kind is Kind.SIGNATURE


def test_boxes_with_slashes_that_go_on_in_the_next_line_are_of_one_question() -> None:
    (found,) = learnt([["指导", "1摆放 2活动 3坐立 4行走", "□/□\n□/□"]], [30, 100, 30], height=16.0).items
    assert isinstance(found, Found)
    assert (found.kind, len(found.cells)) == (Kind.MULTI, 4)


def test_an_empty_cell_between_options_and_their_boxes_asks_nothing() -> None:
    rows = [["症状", "1头痛 2头晕 3心悸 4无", "", "□/□/□"], ["吸烟", "1是 2否", "", "□"]]
    found = [item for item in learnt(rows, [30, 80, 30, 40]).items if isinstance(item, Found)]
    assert [(item.label, item.kind, item.mark, len(item.options)) for item in found] == [
        ("症状", Kind.MULTI, Mark.CODE, 4), ("吸烟", Kind.SINGLE, Mark.CODE, 2),
    ]


def test_a_line_drawn_under_the_title_is_not_written_on() -> None:
    glyphs, rules = table([["姓名", "", "性别", ""]], [30, 60, 30, 60])
    title = [Glyph(each.text, Box(each.box.x0 * 2, 10.0, each.box.x0 * 2 + 8, 18.0)) for each in signs("随访表")]
    draft = analyse([page(title + glyphs, [*rules, Rule(False, 20.0, 10.0, 190.0)])])
    assert [item.label for item in draft.items if isinstance(item, Found)] == ["姓名", "性别"]


def test_a_pressure_beside_other_measures_is_two_numbers() -> None:
    found = learnt([["血压（mmHg）", "____/____　　脉搏____次/分　　体重____kg"]], [40, 140]).items
    assert [item.label for item in found if isinstance(item, Found)] == ["收缩压", "舒张压", "脉搏", "体重"]


def test_the_ends_of_a_term_may_be_parted_by_a_comma() -> None:
    rows = [["作业时间", "自____年__月__日__时__分起，至____年__月__日__时__分止"]]
    days = [item for item in learnt(rows, [30, 150]).items if isinstance(item, Found) and item.kind is Kind.DATE]
    assert [day.label for day in days] == ["作业时间 起", "作业时间 止"]


def test_a_day_and_an_hour_under_the_word_for_time_are_told_apart() -> None:
    day, hour = read("求助时间：____年__月__日__时__分", cell=False)
    assert (day.label, hour.label) == ("求助日期", "求助时间")


def test_a_word_that_only_joins_a_day_to_its_sentence_names_nothing() -> None:
    day, hour = learnt([["转运记录", "于____年__月__日__时__分"]], [30, 120]).items
    assert isinstance(day, Found)
    assert isinstance(hour, Found)
    assert (day.label, hour.label) == ("转运记录 日期", "转运记录 时间")


def test_lines_of_underscores_that_end_nearly_together_are_one_answer() -> None:
    (found,) = read("经过：" + "_" * 60 + "\n" + "_" * 68 + "\n" + "_" * 68, cell=False)
    assert len(found.lines) == 3


def test_what_eyes_see_is_a_number_where_each_examination_is_a_column() -> None:
    rows = [["检查日期", "<", *["　年　月　日"] * 3], ["裸眼视力", "右眼", "", "", ""], ["^", "左眼", "", "", ""],
            ["医生签名", "<", "", "", ""]]
    (found,) = learnt(rows, [25, 15, 40, 40, 40]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]] == [Kind.DATE, Kind.NUMBER, Kind.NUMBER, Kind.SIGNATURE]
