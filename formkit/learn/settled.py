"""Which cells are labels, and which ask for something: told by what stands beside them, before answers are made."""

from __future__ import annotations

import re
from collections.abc import Container

from formkit.geometry import Box
from formkit.learn.beside import share_options
from formkit.learn.circled import circled
from formkit.learn.found import Found
from formkit.learn.tabular import Cell, Neighbours, same_columns
from formkit.learn.units import UNIT
from formkit.model.handbook import Kind

_SPACE = 8.0
"""mm; white paper before a unit that is as wide is there to write on."""

_ROOM = 2.0
"""How many times as high as its label a cell under it is where one writes in it, not behind the label's colon."""


def settle_seals(cells: Neighbours) -> None:
    """Take the seal from cells that only say how the next ones are signed: 管理单位确认（签名） |    |    |."""
    for cell in cells.cells:
        if _only_seal(cell) and _names_next(cells, cell):
            cell.answers = []


def settle_labels(cells: Neighbours, taken: Container[int]) -> None:
    """Take from cells what looked like an answer and is a label, and the other way round; not from those taken."""
    share_options(cells, taken)
    open_cells = [cell for cell in cells.cells if id(cell) not in taken]
    for cell in open_cells:
        right = cells.right(cell)
        beside = right is not None and right.empty and not right.figures
        named = _only_colon(cell) and (beside or _room_under(cells, cell))
        if named or (_only_seal(cell) and _names_next(cells, cell)):
            cell.answers = []
        elif cell.is_label:
            cell.answers = _unit_alone(cells, cell)
    for cell in open_cells:
        if not cell.is_label or cells.heads(cell) or _among_heads(cells, cell):
            continue
        if cells.header(cell) is not None or cells.heading(cell) is not None:
            found = circled(cell.running, must_know=not _alone_under_head(cells, cell), repeated=_repeated(cells, cell))
            cell.answers = [found] if found is not None else []
            continue
        left, right = cells.left(cell), cells.right(cell)
        governed = left is not None and left.is_label and not (right is not None and right.empty)
        found = circled(cell.running, must_know=not governed)
        if found is not None and left is not None and left.is_label and not left.is_number:
            cell.answers = [found]


def _unit_alone(cells: Neighbours, cell: Cell) -> list[Found]:
    """Return the white paper before a unit that is all that is printed right of a label: 使用年限 |    年."""
    left, unit = cells.left(cell), UNIT.fullmatch(cell.words)
    space = min((sign.box.x0 for sign in cell.running.signs), default=cell.box.x0) - cell.box.x0
    if unit is None or left is None or not left.is_label or cells.header(cell) is not None or space < _SPACE:
        return []
    first = cell.running.signs[0].box
    return [Found("", Kind.TEXT, Box(cell.box.x0, first.y0, first.x0, first.y1), unit=unit["unit"])]


def _names_next(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell names the empty one right of it or under it."""
    right = cells.right(cell)
    if right is not None and right.empty:
        return True
    under = cells.under(cell)
    return any(each.empty and same_columns(each.box, cell.box) for each in under)


def _among_heads(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell stands over printed things among the heads of a table: 项目 | 规格/类型 | 数量."""
    under = [each for each in cells.under(cell) if same_columns(each.box, cell.box)]
    other = any(each.is_label and each.words != cell.words for each in under)
    return other and any(cells.heads(each) for each in cells.level(cell))


def _room_under(cells: Neighbours, cell: Cell) -> bool:
    """Say whether an empty cell under one is so much higher that it is where one writes."""
    under = [each for each in cells.under(cell) if same_columns(each.box, cell.box)]
    return bool(under) and under[0].empty and under[0].box.height > _ROOM * cell.box.height


def _alone_under_head(cells: Neighbours, cell: Cell) -> bool:
    """Say whether words with slashes stand beside something to fill in, and no others under their head."""
    column = [each for each in cells.cells if each.box.y0 > cell.box.y0 and same_columns(each.box, cell.box)]
    other = any(not each.empty and each.words != cell.words for each in column)
    row = [each for each in cells.row(cell) if each is not cell]
    return bool(re.search(r"[/／]", cell.words)) and not other and any(each.empty or each.answers for each in row)


def _repeated(cells: Neighbours, cell: Cell) -> bool:
    """Say whether the same words stand in the records above and below, beside empty cells."""
    if not any(each.empty for each in cells.row(cell)):
        return False
    same = [each for each in cells.cells if each is not cell and same_columns(each.box, cell.box)]
    return any(each.running.text == cell.running.text for each in same)


def _only_colon(cell: Cell) -> bool:
    return len(cell.answers) == 1 and bool(re.fullmatch(r"[^：:]{1,20}[：:]\s*", cell.running.text))


def _only_seal(cell: Cell) -> bool:
    """Say whether all that a cell asks for is the signature or seal that its print ends with: 负责人（签字）."""
    seals = bool(cell.answers) and all(answer.kind is Kind.SIGNATURE and not answer.sure for answer in cell.answers)
    return seals and bool(re.search(r"[）)]$", cell.words)) and not re.search(r"[：:]", cell.words)
