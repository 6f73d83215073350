"""Empty cells that take numbers because of their row, or of what stands over their heads."""

from __future__ import annotations

import pytest

from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.model.handbook import Kind
from tests.learn.paper import page, table


def kinds(rows: list[list[str]], widths: list[float]) -> dict[str, Kind]:
    found = analyse([page(*table(rows, widths))]).items
    return {item.label: item.kind for item in found if isinstance(item, Found)}


def test_results_are_numbers_where_the_item_has_a_unit_or_its_limits_are_numbers() -> None:
    rows = [["检测项目", "标准限值", "检测结果", "备注"], ["浑浊度（NTU）", "见附录", "", ""],
            ["pH", "6.5～8.5", "", ""], ["臭和味", "无异臭", "", ""]]
    found = kinds(rows, [40.0, 30.0, 40.0, 40.0])
    assert found["浑浊度（NTU） 检测结果"] is found["pH 检测结果"] is Kind.NUMBER
    assert found["臭和味 检测结果"] is found["pH 备注"] is Kind.TEXT


def test_what_was_only_looked_at_is_said_in_words_whatever_its_limits() -> None:
    rows = [["检查项目", "标准", "检查结果", "处理"], ["气压", "≥0.5MPa", "", ""], ["油位", "≥20", "", ""]]
    assert Kind.NUMBER not in kinds(rows, [40.0, 30.0, 40.0, 40.0]).values()


def test_columns_under_an_amount_are_amounts_but_for_its_remarks() -> None:
    rows = [["品名", "批次", "数量", "<", "<"], ["^", "^", "账面", "实盘", "备注"], *[["", "", "", "", ""]] * 3]
    (found,) = analyse([page(*table(rows, [40.0, 30.0, 25.0, 25.0, 30.0]))]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]][2:] == [Kind.INTEGER, Kind.INTEGER, Kind.TEXT]


def test_points_of_each_column_are_said_once_over_all() -> None:
    rows = [["演练评估（每项25分）", "<", "<"], ["可操作性", "到位情况", "评语"], ["", "", ""]]
    found = kinds(rows, [40.0, 40.0, 40.0])
    assert [found[name] for name in ("可操作性", "到位情况", "评语")] == [Kind.INTEGER, Kind.INTEGER, Kind.TEXT]


@pytest.mark.parametrize(("label", "kind"), [
    ("其中不良", Kind.INTEGER), ("其中：女", Kind.INTEGER), ("盘亏", Kind.INTEGER), ("接种剂次", Kind.INTEGER),
    ("剂量（ml或粒）", Kind.NUMBER), ("规格（剂/支或粒）", Kind.TEXT), ("菌落总数（CFU/mL）", Kind.NUMBER),
])
def test_heads_that_count(label: str, kind: Kind) -> None:
    (found,) = analyse([page(*table([["名称", label], ["", ""], ["", ""]], [50.0, 60.0]))]).items
    assert isinstance(found, FoundTable)
    assert found.rows[0][1].kind is kind


def test_a_choice_beside_what_is_measured_has_the_name_of_its_head_too() -> None:
    rows = [["项目", "检测结果", "<", "单项判定（√）", "<"], ["^", "清洗前", "清洗后", "合格", "不合格"],
            ["色度（度）", "", "", "", ""], ["浑浊度（NTU）", "", "", "", ""]]
    assert "色度 单项判定" in kinds(rows, [40.0, 30.0, 30.0, 20.0, 20.0])
