"""Sheets with a column for each day, hour or week, items at the left, and who signs each of them below."""

from __future__ import annotations

import time

from formkit.learn.analyse import analyse
from formkit.learn.found import FoundTable
from formkit.model.handbook import Kind
from tests.learn.paper import page, table

ITEMS = ["机身清洁", "油位正常", "无异响"]


def drafted(rows: list[list[str]], widths: list[float]) -> list[FoundTable]:
    return [item for item in analyse([page(*table(rows, widths))]).items if isinstance(item, FoundTable)]


def sheet(days: list[str], names: list[str], *, width: float = 6.0, head: str = "点检项目") -> list[FoundTable]:
    rows = [[head, *days], *([name, *[""] * len(days)] for name in names)]
    return drafted(rows, [40.0, *[width] * len(days)])


def test_a_column_for_each_day_is_a_record_of_all_items_and_who_signs() -> None:
    [found] = sheet([str(day) for day in range(1, 24)], [*ITEMS, "点检人", "班长确认"])
    assert len(found.rows) == 23
    assert [each.label for each in found.rows[22]] == [*ITEMS, "点检人", "班长确认"]
    assert [each.kind for each in found.rows[0]][2:] == [Kind.TEXT, Kind.SIGNATURE, Kind.SIGNATURE]


def test_days_of_the_week_hours_and_weeks_are_columns_too() -> None:
    assert len(sheet([f"周{day}" for day in "一二三四五六日"], ITEMS, width=14.0)[0].rows) == 7
    assert len(sheet(list("日一二三四五六"), ITEMS, width=14.0)[0].rows) == 7
    assert len(sheet(["8:00", "12:00", "16:00", "20:00", "0:00"], ITEMS, width=14.0)[0].rows) == 5
    assert len(sheet(["1月", "2月", "3月"], ITEMS, width=20.0)[0].rows) == 3


def test_two_halves_with_the_same_items_are_one_sheet() -> None:
    first, second = [str(day) for day in range(1, 9)], [*(str(day) for day in range(9, 16)), ""]
    empty = [""] * 8
    rows = [["项目", *first], *([name, *empty] for name in ITEMS),
            ["项目", *second], *([name, *empty] for name in ITEMS)]
    [found] = drafted(rows, [40.0, *[8.0] * 8])
    assert (len(found.rows), len(found.rows[0])) == (15, 3)
    items = analyse([page(*table(rows, [40.0, *[8.0] * 8]))]).items
    assert items == [found]  # The column without a day asks for nothing.


def test_the_part_of_an_item_is_no_name_where_the_item_stands_beside_it() -> None:
    days = [str(day) for day in range(1, 11)]
    rows = [["序号", "点检项目及标准", "方法", *days], ["1", "系统压力3～5MPa", "看表", *[""] * 10],
            ["2", "油窗可见油滴", "目视", *[""] * 10], ["3", "低速无异响", "听", *[""] * 10]]
    [found] = drafted(rows, [10.0, 60.0, 12.0, *[7.0] * 10])
    assert [each.label for each in found.rows[0]] == ["系统压力3～5MPa", "油窗可见油滴", "低速无异响"]
    assert {each.kind for each in found.rows[0]} == {Kind.TEXT}


def test_morning_and_afternoon_of_each_day_are_records() -> None:
    days = [f"星期{day}" for day in "一二三四五"]
    rows = [["项目", *(sign for day in days for sign in (day, "<"))], ["^", *["上午", "下午"] * 5],
            *([name, *[""] * 10] for name in ITEMS)]
    [found] = drafted(rows, [40.0, *[10.0] * 10])
    assert len(found.rows) == 10


def test_rows_left_free_for_more_items_belong_to_the_sheet() -> None:
    [found] = sheet([str(day) for day in range(1, 9)], [*ITEMS, ""])
    assert len(found.rows[0]) == 4


def test_scores_and_days_of_persons_are_no_such_sheet() -> None:
    scores = analyse([page(*table([["项目", "1", "2", "3", "4", "5"], *([name, *[""] * 5] for name in ITEMS)],
                                  [40.0, *[20.0] * 5]))]).items
    assert not any(isinstance(item, FoundTable) for item in scores)
    [attendance] = sheet([str(day) for day in range(1, 11)], ["", "", ""], head="姓名")
    assert (len(attendance.rows), len(attendance.rows[0])) == (3, 11)


def test_a_thousand_cells_take_seconds() -> None:
    started = time.process_time()
    [found] = sheet([str(day) for day in range(1, 32)], [f"{number}号泵压力" for number in range(10, 43)], width=4.5)
    assert len(found.rows) * len(found.rows[0]) == 31 * 33
    assert time.process_time() - started < 30  # Looking at every cell from every cell took a minute and more.


def test_months_and_weeks_in_words_are_counted() -> None:
    assert len(sheet([f"{month}月" for month in ("一", "二", "三", "四", "五")], ITEMS, width=14.0)[0].rows) == 5
    assert len(sheet([f"第{week}周" for week in "一二三四"], ITEMS, width=18.0)[0].rows) == 4
    ends = [f"{month}月" for month in ("九", "十", "十一", "十二")]
    assert len(sheet(ends, ITEMS, width=18.0)[0].rows) == 4


def test_plan_and_result_of_each_item_are_named_by_it() -> None:
    months = [f"{month}月" for month in range(1, 7)]
    rows = [["项目", "类别", *months], ["消防演练", "计划", *[""] * 6], ["^", "实际", *[""] * 6],
            ["用电检查", "计划", *[""] * 6], ["^", "实际", *[""] * 6]]
    [found] = drafted(rows, [30.0, 20.0, *[15.0] * 6])
    assert [each.label for each in found.rows[0]] == [
        "消防演练 计划", "消防演练 实际", "用电检查 计划", "用电检查 实际"]


def test_shifts_of_a_week_are_asked_for_each_day() -> None:
    [found] = sheet([f"星期{day}" for day in "一二三四五六日"], ["早班", "中班", "夜班"], width=16.0)
    assert (len(found.rows), [each.label for each in found.rows[0]]) == (7, ["早班", "中班", "夜班"])


def test_halves_of_days_of_persons_who_are_written_in_are_no_items() -> None:
    days = [str(day) for day in range(1, 11)]
    rows = [["姓名", "时间", *days], *([name, part, *[""] * 10] for _ in range(3) for name, part in (
        ("", "上午"), ("^", "下午")))]
    items = analyse([page(*table(rows, [25.0, 15.0, *[10.0] * 10]))]).items
    assert all(len(item.rows) == 6 for item in items if isinstance(item, FoundTable) and len(item.rows[0]) > 5)


def test_days_that_are_crossed_out_and_answers_printed_in_every_cell_belong_to_the_sheet() -> None:
    days = [f"周{day}" for day in "一二三四五"]
    rows = [["项目", *days], ["擦窗", "", "", "/", "", ""], ["水电关闭", *["是/否"] * 5], ["值日生", *[""] * 5]]
    [found] = drafted(rows, [40.0, *[24.0] * 5])
    assert [(each.label, each.kind) for each in found.rows[2]] == [
        ("擦窗", Kind.TEXT), ("水电关闭", Kind.SINGLE), ("值日生", Kind.TEXT)]
    items = analyse([page(*table(rows, [40.0, *[24.0] * 5]))]).items
    assert items == [found]
