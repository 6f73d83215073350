"""The row of sums under a table, and what its columns are measured in."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.learn.labels import cleaned, name_kind
from formkit.learn.persons import SIGNING
from formkit.learn.tabular import Cell, Neighbours
from formkit.learn.units import IN_BRACKETS, kind_of_unit
from formkit.model.handbook import Kind

TOTAL = re.compile(r"^(?:合计|总计|小计|共计|累计|总分)")
"""What a row of sums is called."""
_NOT_SUMMED = re.compile(rf"(?:备注|原因|说明|意见|措施|情况|摘要|用途|名称|规格|型号|单位|{SIGNING}|依据|日期)$")
"""Heads of columns that have no sum."""

_AMOUNT = re.compile(r"(?:数量|数目|数额|[人户件台份次]数|金额|费用|面积)$")
"""The head of columns in which nothing but amounts stand: 数量 over 账面 and 实盘."""


def measured_head(cells: Neighbours, header: Cell | None) -> str:
    """Return the head over several columns that says what all of them are: 误差（μm）, 数量; "" without one."""
    group = cells.group(header) if header is not None else None
    while group is not None and header is not None:
        if _AMOUNT.search(group.label) and not _NOT_SUMMED.search(header.label):
            return group.label
        unit = IN_BRACKETS.search(group.label)
        if unit and kind_of_unit(unit["unit"]) is Kind.NUMBER:
            return group.label
        group = cells.group(group)
    return ""


def total_label(cells: Neighbours, cell: Cell) -> str:
    """Return 合计 and the head of the column for a cell in the row of sums, else ""."""
    first = cells.row(cell)[0]
    words = cleaned(first.words)
    header = cells.header(cell)
    if first.is_label and TOTAL.match(words) and header is not None:
        return f"{words} {header.label}"
    return ""


def is_beside_sum(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell in the row of sums is of a column that has none: 备注, or no number beside numbers."""
    header = cells.header(cell)
    if header is None or not total_label(cells, cell):
        return False
    row = [each for each in cells.row(cell) if each.empty]
    numbers = any(_summed(cells, each) for each in row)
    return bool(_NOT_SUMMED.search(header.label)) or (numbers and not _summed(cells, cell))


def _summed(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell stands in a column of numbers."""
    header = cells.header(cell)
    found = Found(header.label if header is not None else "", Kind.TEXT, cell.box, labelled=False)
    name_kind(found)
    if found.kind is Kind.TEXT:
        name_kind(found, measured_head(cells, header))
    return found.kind in (Kind.NUMBER, Kind.INTEGER)
