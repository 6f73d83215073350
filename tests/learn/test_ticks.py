"""Columns that are ticked in every row, answers printed over several cells, and columns that belong together."""

from __future__ import annotations

from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.model.handbook import Format, Kind, Mark
from formkit.model.printed import Glyph, Rule
from tests.learn.paper import page, signs, table


def under_group(group: str, heads: list[str], rows: int = 3, note: str = "") -> FoundTable:
    """Return the table of a form whose heads stand under one head over several columns, a text column beside them."""
    width = 12.0
    wide = width * len(heads)
    glyphs: list[Glyph] = [*signs("设备", 12.0, 36.0), *signs(group, 62.0, 31.0)]
    rules: list[Rule] = []
    rules += [Rule(False, 30.0, 10.0, 60.0 + wide), Rule(False, 38.0, 60.0, 60.0 + wide)]
    for number, head in enumerate(heads):
        glyphs += signs(head, 61.0 + number * width, 39.0)
        rules.append(Rule(True, 60.0 + number * width, 38.0, 46.0 + rows * 8))
    rules += [Rule(False, 46.0 + number * 8, 10.0, 60.0 + wide) for number in range(rows + 1)]
    rules += [Rule(True, x, 30.0, 46.0 + rows * 8) for x in (10.0, 60.0, 60.0 + wide)]
    if note:
        glyphs += signs(note, 10.0, 100.0)
    tables = [item for item in analyse([page(glyphs, rules)]).items if isinstance(item, FoundTable)]
    return tables[0]


def test_opposites_under_a_head_are_one_choice_in_every_row() -> None:
    found = under_group("控制状态", ["自动", "手动"])
    column = found.rows[2][1]
    assert (column.label, column.kind, column.mark) == ("控制状态", Kind.SINGLE, Mark.BOX)
    assert [option.label for option in column.options] == ["自动", "手动"]
    assert column.options[0].box.y1 < 46.0
    assert column.options[0].tick is not None
    assert column.options[0].tick.y0 > 60.0


def test_answers_under_a_head_are_one_choice_in_every_row() -> None:
    assert [len(row) for row in under_group("结果", ["合格", "不合格"]).rows] == [2, 2, 2]


def test_many_states_of_which_a_note_says_that_they_are_ticked_may_be_ticked_together() -> None:
    found = under_group("运行情况", ["正常", "故障", "火警", "漏报"], note="在对应项目栏中打“√”")
    assert (found.rows[0][1].kind, len(found.rows[0][1].options)) == (Kind.MULTI, 4)


def test_what_is_measured_under_a_head_stays_columns_of_its_own() -> None:
    assert len(under_group("温度", ["A相", "B相", "C相"]).rows[0]) == 4


def test_answers_printed_in_cells_beside_what_is_asked_are_circled() -> None:
    rows = [["1", "安装牢固", "是", "否"], ["2", "通电正常", "是", "否"], ["3", "现场清理", "有", "无"]]
    found = [item for item in analyse([page(*table(rows, [10.0, 90.0, 30.0, 30.0]))]).items if isinstance(item, Found)]
    assert [(item.label, item.mark) for item in found] == [
        ("安装牢固", Mark.CIRCLE), ("通电正常", Mark.CIRCLE), ("现场清理", Mark.CIRCLE)]
    assert [option.label for option in found[2].options] == ["有", "无"]


def test_answers_that_head_empty_columns_are_ticked_there() -> None:
    rows = [["序号", "项目", "是", "否"], ["1", "安装牢固", "", ""], ["2", "通电正常", "", ""]]
    found = [item for item in analyse([page(*table(rows, [14.0, 90.0, 30.0, 30.0]))]).items if isinstance(item, Found)]
    assert [(item.label, item.mark) for item in found] == [("安装牢固", Mark.BOX), ("通电正常", Mark.BOX)]


def test_rows_named_by_shifts_are_records() -> None:
    for listed in ("早 中 夜", "早班 中班 晚班", "上午 下午 晚上", "星期一 星期二 星期三"):
        names = listed.split()
        rows = [["班次", "运行情况", "遗留问题", "接班人"]] + [[name, "", "", ""] for name in names]
        (found,) = analyse([page(*table(rows, [20.0, 60.0, 60.0, 30.0]))]).items
        assert isinstance(found, FoundTable)
        assert [column.label for column in found.rows[0]] == ["运行情况", "遗留问题", "接班人"]


def test_records_side_by_side_end_where_another_list_with_heads_begins() -> None:
    rows = [["项目", "早班", "中班", "夜班", "班次", "遗留问题"]]
    names = ["变压器声响", "仪表指示灯", "电容补偿柜", "消防器材"]
    rows += [[name, "□好□坏", "□好□坏", "□好□坏", number, ""] for name, number in zip(names, "一二三四", strict=True)]
    tables = [item for item in analyse([page(*table(rows, [35.0, 25.0, 25.0, 25.0, 15.0, 40.0]))]).items
              if isinstance(item, FoundTable)]
    assert [column.label for column in tables[0].rows[0]] == names
    assert len(tables[0].rows) == 3


def test_when_something_was_done_is_a_time_where_the_day_is_asked_for_itself() -> None:
    rows = [["型号", "检查时间", "结果"]] + [["", "", ""]] * 3
    glyphs, rules = table(rows, [50.0, 30.0, 50.0])
    alone = analyse([page(glyphs, rules)]).items[0]
    dated = analyse([page([*signs("日期：____年__月__日", 10.0, 20.0), *glyphs], rules)]).items[-1]
    assert isinstance(alone, FoundTable)
    assert isinstance(dated, FoundTable)
    assert alone.rows[0][1].kind is Kind.DATE
    assert dated.rows[0][1].format is Format.TIME


def test_a_row_of_sums_has_sums_only_where_numbers_stand_over_it() -> None:
    rows = [["日期", "重量（公斤）", "件数", "交接人"]] + [["", "", "", ""]] * 3 + [["合计", "", "", ""]]
    items = analyse([page(*table(rows, [30.0, 40.0, 30.0, 40.0]))]).items
    assert [item.label for item in items if isinstance(item, Found)] == ["合计 重量（公斤）", "合计 件数"]


def test_records_without_heads_may_differ_in_width() -> None:
    rows = [[name, "", "", ""] for name in ("取样时间", "代表性气体", "分析结果/%", "分析人")]
    (found,) = analyse([page(*table(rows, [40.0, 40.0, 45.0, 52.0]))]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[2]][2:] == [Kind.NUMBER, Kind.SIGNATURE]


def test_heads_may_say_with_which_sign_they_are_marked() -> None:
    rows = [["项目", "正常√", "异常×", "备注"], ["门窗完好", "", "", ""], ["照明正常", "", "", ""]]
    items = analyse([page(*table(rows, [60.0, 20.0, 20.0, 50.0]))]).items
    assert [(item.kind, len(item.options)) for item in items if isinstance(item, Found) and item.options] == [
        (Kind.SINGLE, 2), (Kind.SINGLE, 2)]


def test_words_with_a_slash_in_every_row_are_circled_however_short() -> None:
    rows = [["名称", "借出时", "归还时"]] + [["", "好/坏", "全新/旧"]] * 3
    (found,) = analyse([page(*table(rows, [60.0, 30.0, 30.0]))]).items
    assert isinstance(found, FoundTable)
    listed = [[option.label for option in column.options] for column in found.rows[1]]
    assert listed == [[], ["好", "坏"], ["全新", "旧"]]


def question(group: str, heads: list[str], widths: list[float], item: str) -> list[Found]:
    """Return what is found where rows under a head of two rows are ticked."""
    rows = [["条款", "内容", group, *["<"] * (len(heads) - 1)], ["^", "^", *heads],
            ["4.1", item, *[""] * len(heads)], ["8.5.2", "现场整洁", *[""] * len(heads)]]
    draft = analyse([page(*table(rows, [15.0, 80.0, *widths]))])
    return [each for each in draft.items if isinstance(each, Found)]


def test_cells_under_one_head_are_ticked_whatever_the_width_of_their_words() -> None:
    for group, heads in (("检查结果（划√）", ["完好", "需维护", "缺损"]), ("判定", ["符合", "观察项", "不符合"])):
        found = question(group, heads, [12.0, 17.0, 15.0], "门扇启闭轻便")
        assert [[option.label for option in each.options] for each in found] == [heads, heads]
        assert [each.label for each in found] == ["门扇启闭轻便", "现场整洁"]  # Not by the number of the clause.


def test_words_beside_ticks_under_one_head_stay_words() -> None:
    found = question("结果", ["符合", "不符合", "存在问题"], [15.0, 18.0, 30.0], "门扇启闭轻便")
    assert [each.kind for each in found] == [Kind.SINGLE, Kind.TEXT, Kind.SINGLE, Kind.TEXT]


def test_columns_of_states_are_ticked_where_a_note_says_so_and_one_of_them_is_an_answer() -> None:
    rows = [["部位", "完好", "松动", "锈蚀", "处理措施"], ["门扇", "", "", "", ""], ["铰页", "", "", "", ""]]
    drawn, rules = table(rows, [40.0, 15.0, 15.0, 15.0, 60.0])
    told = analyse([page([*drawn, *signs("注：在相应栏内打√", 10.0, 100.0)], rules)]).items
    assert [[option.label for option in each.options] for each in told if isinstance(each, Found)] == [
        ["完好", "松动", "锈蚀"], [], ["完好", "松动", "锈蚀"], []]
