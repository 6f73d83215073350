"""Options that are printed once, in the label of a row whose columns hold a box each."""

from __future__ import annotations

from formkit.learn.analyse import analyse
from formkit.learn.found import FoundTable
from formkit.model.handbook import Kind, Mark
from tests.learn.paper import page, table

ROWS = [["走访日期", "", "", "", ""], ["方式 1上门 2电话", "　　□", "　　□", "　　□", "　　□"],
        ["困难（可多选）1无 2就医", *["____ □/□"] * 4], ["慰问金（元）/慰问品", *["____元/____"] * 4],
        ["记录", "", "", "", ""]]


def test_boxes_in_columns_of_quarters_take_the_options_of_their_row() -> None:
    heads = ["内容", "第一季度", "第二季度", "第三季度", "第四季度"]
    items = analyse([page(*table([heads, *ROWS], [60.0, *[30.0] * 4]))]).items
    (found,) = items  # Nothing is asked for in the labels.
    assert isinstance(found, FoundTable)
    assert [(column.label, column.kind) for column in found.rows[3]] == [
        ("走访日期", Kind.DATE), ("方式", Kind.SINGLE), ("困难 说明", Kind.TEXT), ("困难", Kind.MULTI),
        ("慰问金（元）", Kind.NUMBER), ("慰问品", Kind.TEXT), ("记录", Kind.TEXT),
    ]
    way = found.rows[3][1]
    assert ([option.label for option in way.options], way.mark) == (["上门", "电话"], Mark.CODE)
    assert len(way.cells) == 1  # The code is written into the box.


def test_boxes_in_columns_without_heads_that_count_take_them_too() -> None:
    heads = ["", "疫苗1", "疫苗2"]
    rows = [["疫苗名称", "", ""], ["批号", "", ""], ["组织形式 1常规 2临时", "□", "□"], ["接种部位", "", ""]]
    (found,) = analyse([page(*table([heads, *rows], [60.0, 40.0, 40.0]))]).items
    assert isinstance(found, FoundTable)
    assert (found.rows[1][2].label, found.rows[1][2].kind) == ("组织形式", Kind.SINGLE)


def test_a_row_that_prints_its_options_is_named_by_itself_and_not_by_its_group() -> None:
    rows = [
        ["日期", "<", "", ""], ["起止时间", "<", "___:___至___:___", "___:___至___:___"],
        ["身体状况", "进食 1正常 2减少", "□", "□"], ["^", "睡眠 1好 2一般 3差", "□", "□"],
        ["症状", "1头痛 2头晕", "□", "□"], ["签名", "<", "", ""],
    ]
    (found,) = analyse([page(*table(rows, [25.0, 60.0, 45.0, 45.0]))]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[1]] == [
        "日期", "起止时间 起", "起止时间 止", "进食", "睡眠", "症状", "签名",
    ]
