"""Empty cells that are signed: beside or under a head that says so for several, and the last row under who must."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.learn.persons import OFFICES, POSTS, SOMEBODY, is_signature
from formkit.learn.signed import make_signature
from formkit.learn.tabular import Cell, Neighbours, bands
from formkit.model.handbook import Format, Kind

_HIGH = 10.0
"""mm; the last row of a table is as high at least where persons sign in it."""
_PAIRS = 3
"""Persons beside empty cells in the last row, of as many all sign; of fewer, one may be named."""
_FOOT = 25.0
"""mm over the lower edge of a table, where such rows end at most."""
_LAST = 2
"""Rows at the foot of a table in which persons sign, at most."""
_LEVEL = 1.0
"""mm; cells whose lower edges are no farther apart end together."""
_BODY = re.compile(
    rf"(?:{OFFICES}|部门|单位|公司|[组班]|机构|机关|方|人|员|{POSTS}|业主|家属|"
    r"财务|客服|仓库|仓管|质检|品质|采购|销售|生产|技术|工程|行政|人事|出纳|会计)$"
)
"""Who may sign: an office, a party, a person by what he does. More than sign before a bare day (`persons.is_office`):
a high last row without print is there for nothing else."""
_PERSON = re.compile(rf"(?:{SOMEBODY})$")
"""Where one of those named is a person, they sign; offices alone may head what is counted of them."""
_NAMED = re.compile(r"(?:单位|公司|部门|机构|中心)$")
"""What is named beside its label sooner than it signs there."""
_DAY = re.compile(r"日期$|时间$")


def sign_empty(cells: Neighbours, cell: Cell, found: Found) -> None:
    """Make a signature of the answer in an empty cell where the head of its group, or its place, says so."""
    plain = found.kind is Kind.TEXT and found.format in (None, Format.NAME)
    if plain and (_in_signed_group(cells, cell) or _at_foot(cells, cell)):
        make_signature(found)


def _in_signed_group(cells: Neighbours, cell: Cell) -> bool:
    """Say whether the label of a cell belongs to one that asks for signatures: 验收人签名 | 业主 | ."""
    left, header = cells.left(cell), cells.header(cell)
    while left is not None and not left.is_label:
        left = cells.left(left)
    over = [cells.left(left) if left is not None else None, cells.group(header) if header is not None else None]
    return any(each is not None and each.is_label and is_signature(each.label) for each in over)


def _at_foot(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell is in a high last row of a table, of which every cell is empty and under who may sign.

    Or in rows at the foot that ask for persons beside their labels.
    """
    end = max(each.box.y1 for each in cells.cells)
    row = [each for each in cells.cells if abs(each.box.y1 - end) < _LEVEL]
    last = len(row) > 1 and any(each is cell for each in row)
    if last and all(each.empty and each.box.height >= _HIGH and _is_body(cells.header(each)) for each in row):
        return True
    return end - cell.box.y1 < _FOOT and _in_signed_rows(cells, cell)


def _in_signed_rows(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell stands in the last row of a table, or the last two, that ask for persons and days only."""
    names: list[Cell] = []
    rows = list(reversed(bands(cells.cells)))[:_LAST]
    for number, row in enumerate(rows):
        pairs = list(zip(row[::2], row[1::2], strict=False))
        if 2 * len(pairs) != len(row) or not all(_asks_who(name, each) for name, each in pairs):
            return False
        names += [name for name, _ in pairs if not _DAY.search(name.label)]
        inside = any(each is cell for each in row[1::2]) or (number and cell in rows[0][1::2])
        if inside and len(names) >= _PAIRS:
            return any(_PERSON.search(name.label) for name in names) and _is_body(cells.left(cell))
    return False


def _asks_who(name: Cell, asked: Cell) -> bool:
    """Say whether a label asks beside itself who did something, or on which day."""
    who = _DAY.search(name.label) or (_is_body(name) and not _NAMED.search(name.label))
    return name.is_label and (asked.empty or bool(asked.answers)) and bool(who)


def _is_body(header: Cell | None) -> bool:
    return header is not None and bool(_BODY.search(header.label))
