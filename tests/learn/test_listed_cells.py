"""Cells of lists: who is named in one, paper under its blanks, parts of a label, labels over the room they name."""

from __future__ import annotations

from formkit.geometry import Box
from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.model.handbook import Format, Kind
from tests.learn.paper import page, table


def items(rows: list[list[str]], widths: list[float], *, height: float = 8.0) -> list[Found]:
    draft = analyse([page(*table(rows, widths, height=height))])
    return [each for each in draft.items if not isinstance(each, FoundTable)]


def test_who_is_named_in_the_column_of_answers_signs_right_of_his_name() -> None:
    rows = [["序号", "措施", "是否涉及", "确认人"], ["1", "可燃物已清除", "□涉及 □不涉及", ""],
            ["2", "配备灭火器____具、灭火毯____张", "□涉及 □不涉及", ""], ["3", "其他措施：", "编制人", ""]]
    found = items(rows, [10.0, 80.0, 45.0, 25.0])
    assert (found[-1].label, found[-1].kind) == ("编制人", Kind.SIGNATURE)
    assert "可燃物已清除 确认人" in [each.label for each in found]
    assert "配备灭火器、灭火毯 确认人" in [each.label for each in found]


def test_paper_under_the_blanks_of_a_high_cell_is_written_on_like_the_other_cells_of_its_column() -> None:
    rows = [["条款", "内容", "审核记录"], ["6.2", "目标是否分解", "目标值____％"], ["7.1", "资源是否充分", ""]]
    found = items(rows, [15.0, 60.0, 60.0], height=18.0)
    assert [(each.label, each.kind) for each in found] == [
        ("目标值", Kind.NUMBER), ("目标是否分解", Kind.TEXT), ("资源是否充分", Kind.TEXT)]
    assert found[1].box.y0 > found[0].box.y1 - 1
    assert len(items(rows, [15.0, 60.0, 60.0], height=9.0)) == 2  # No room is left there.


def test_two_times_under_a_label_of_two_parts_have_a_part_each() -> None:
    found = items([["到场/完工", "____:____／____:____", "电话", ""]], [25.0, 60.0, 25.0, 50.0])
    assert [(each.label, each.format) for each in found[:2]] == [("到场时间", Format.TIME), ("完工时间", Format.TIME)]


def test_a_label_with_a_colon_over_a_high_cell_names_it() -> None:
    rows = [["品名", "数量", "特约事项："], ["", "", ""], ["", "", "^"], ["", "", "^"]]
    [found] = items(rows, [60.0, 30.0, 60.0])
    assert (found.label, found.box) == ("特约事项", Box(100.0, 38.0, 160.0, 62.0))


def test_a_sum_in_words_and_in_figures_bears_what_it_is_of() -> None:
    found = items([["费用总计", "人民币（大写）：________________ ￥________"]], [30.0, 120.0])
    assert all("费用总计" in each.label for each in found)


def test_what_is_graded_within_printed_ends_is_a_number() -> None:
    found = items([["满意度（1～10）", ""], ["气源压力≥0.5MPa", ""], ["白细胞（4～10）", ""]], [50.0, 60.0])
    assert [each.kind for each in found] == [Kind.INTEGER, Kind.TEXT, Kind.NUMBER]


def test_the_cell_right_of_the_sign_of_a_currency_is_the_sum_in_figures() -> None:
    found = items([["合计（大写）", "", "￥", ""]], [30.0, 90.0, 10.0, 40.0])
    assert [(each.label, each.kind) for each in found] == [("合计（大写）", Kind.TEXT), ("合计金额", Kind.NUMBER)]


def test_points_under_who_gave_them_are_numbers() -> None:
    rows = [["考核内容", "自评", "互评", "评语"], ["遵纪守法", "", "", ""], ["业务水平", "", "", ""]]
    found = items(rows, [60.0, 20.0, 20.0, 60.0])
    assert [each.kind for each in found[:3]] == [Kind.INTEGER, Kind.INTEGER, Kind.TEXT]


def test_the_limits_of_what_is_measured_leave_its_unit() -> None:
    rows = [["日期", "冷藏柜（0～8℃）", "<", "记录人"], ["^", "上午", "下午", "^"],
            *([f"{day}日", "", "", ""] for day in range(1, 5))]
    draft = analyse([page(*table(rows, [20.0, 30.0, 30.0, 40.0]))])
    [listed] = [each for each in draft.items if isinstance(each, FoundTable)]
    assert [each.kind for each in listed.rows[0]] == [Kind.NUMBER, Kind.NUMBER, Kind.SIGNATURE]


def test_days_that_are_written_in_at_the_head_of_records_are_no_items() -> None:
    rows = [["项目", *["__月__日"] * 3], *([name, "", "", ""] for name in ("室温", "门窗", "地面", "检查人"))]
    draft = analyse([page(*table(rows, [40.0, 40.0, 40.0, 40.0]))])
    [listed] = [each for each in draft.items if isinstance(each, FoundTable)]
    assert listed.rows[0][0].label == "日期"
