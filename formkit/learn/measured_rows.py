"""Empty cells that take a number because of what stands beside or over their heads: limits, units, 数量, 每项25分."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.learn.tabular import Cell, Neighbours
from formkit.learn.units import IN_BRACKETS, UNIT_WORD, kind_of_unit
from formkit.model.handbook import Kind

_RESULT = re.compile(
    r"(?:检测|测量|测试|测定|化验|检验|监测|分析)(?:结果|数据|数值|值)$|实测(?:结果|数据|值)?$|^测[得试量]?值$"
)
"""The head of what was measured; what was only looked at (检查结果) is said in words."""
_LIMITS = re.compile(r"标准|限[值度量]|范围|允许|允差|公差|正常值|参考值|要求|指标|规定值|额定值")
"""The head of how what is measured is to be."""
_BOUND = r"[-+＋－]?\d{1,6}(?:\.\d{1,4})?"
_VALUE = re.compile(
    rf"(?:[≤≥<>＜＞≯≮]=?|不[大小高低超]于?过?)?{_BOUND}(?:[～~\-－—–至±]{_BOUND})?(?:{UNIT_WORD})?"
)
"""Limits and nothing else: ≤15, 6.5～8.5, 20±2℃."""
_EACH = re.compile(r"每(?:小?项|题|条|个项目)(?:满分|最高)?\d{1,3}分")
"""Said in the heading of a part whose columns are given points."""
_WORDS = re.compile(r"备注|说明|意见|问题|原因|姓名|签|[人者员]$|日期|时间|结论|判定|评语")
"""Heads of what is no number in such a row or part."""


def name_measured_cell(cells: Neighbours, cell: Cell, header: Cell, found: Found) -> None:
    """Make a number of the answer in an empty cell whose row is measured, or whose part is given points."""
    if found.kind is not Kind.TEXT or found.format is not None or _WORDS.search(header.label):
        return
    if _of_points(cells, header):
        found.kind = Kind.INTEGER
    elif any(_RESULT.search(each.label) for each in _heads(cells, header)):
        found.kind = _measured(cells, cell) or found.kind


def _heads(cells: Neighbours, header: Cell) -> list[Cell]:
    """Return the head of a column and those over it."""
    found = [header]
    while (over := cells.group(found[-1])) is not None:
        found.append(over)
    return found


def _measured(cells: Neighbours, cell: Cell) -> Kind | None:
    """Return the kind of what the row measures: its item has a unit, or numbers are its limits."""
    for label in (each for each in cells.row(cell) if each.is_label and each.box.x1 <= cell.box.x0 + 1):
        if unit := IN_BRACKETS.search(label.label):
            return kind_of_unit(unit["unit"])
        head = cells.heading(label)
        if head is not None and _LIMITS.search(head.label) and _VALUE.fullmatch(label.words):
            return Kind.NUMBER
    return None


def _of_points(cells: Neighbours, header: Cell) -> bool:
    """Say whether the heading over all heads of a part says how many points each may have."""
    over = cells.above(header)
    alone = over is not None and over.is_label and len(cells.row(over)) == 1
    return alone and over is not None and bool(_EACH.search(over.words))
