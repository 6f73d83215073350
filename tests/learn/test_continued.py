"""A table that goes on on the next page without its heads."""

from __future__ import annotations

from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.model.handbook import Kind
from tests.learn.paper import page, table

HEADS = [["序号", "检查内容", "判定", "<", "<", "备注"], ["^", "^", "符合", "观察项", "不符合", "^"]]
WIDTHS = [12.0, 70.0, 15.0, 17.0, 18.0, 30.0]


def questions(names: list[str]) -> list[list[str]]:
    return [[str(number), name, "", "", "", ""] for number, name in enumerate(names, 1)]


def test_rows_on_the_next_page_have_the_heads_of_the_page_before() -> None:
    pages = [page(*table([*HEADS, *questions(["通道畅通", "标识清楚"])], WIDTHS)),
             page(*table(questions(["灭火器有效", "应急灯完好"]), WIDTHS, x=11.5, y=20.0)),
             page(*table(questions(["门锁完好"]), WIDTHS, y=20.0))]
    items = [item for item in analyse(pages).items if isinstance(item, Found)]
    assert [(each.page, each.label, each.kind) for each in items if each.page] == [
        (1, "灭火器有效", Kind.SINGLE), (1, "灭火器有效 备注", Kind.TEXT), (1, "应急灯完好", Kind.SINGLE),
        (1, "应急灯完好 备注", Kind.TEXT), (2, "门锁完好", Kind.SINGLE), (2, "门锁完好 备注", Kind.TEXT)]
    first = next(each for each in items if each.page == 1)
    assert all(option.box.y0 >= 20.0 for option in first.options)


def test_a_list_goes_on_under_the_same_names() -> None:
    heads, rows = ["品名", "数量", "备注"], [["", "", ""]] * 3
    pages = [page(*table([heads, *rows], [60.0, 30.0, 60.0])), page(*table(rows, [60.0, 30.0, 60.0], y=20.0))]
    lists = [item for item in analyse(pages).items if isinstance(item, FoundTable)]
    assert [[each.label for each in item.rows[0]] for item in lists] == [heads, heads]


def test_a_table_of_other_columns_or_with_heads_of_its_own_borrows_none() -> None:
    rows = [["", "", ""]] * 3
    first = page(*table([["品名", "数量", "备注"], *rows], [60.0, 30.0, 60.0]))
    own = page(*table([["姓名", "工时", "签名"], *rows], [60.0, 30.0, 60.0]))
    other = page(*table([["姓名", "", "电话", ""]] * 2, [20.0, 55.0, 20.0, 55.0]))
    lists = [item for item in analyse([first, own]).items if isinstance(item, FoundTable)]
    assert [each.label for each in lists[1].rows[0]] == ["姓名", "工时", "签名"]
    assert "品名" not in [each.label for each in analyse([first, other]).items if each.page == 1]
