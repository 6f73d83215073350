"""Cells whose label stands at their top, with the paper under it to write on: 事故经过 over ten free lines."""

from __future__ import annotations

import re

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.tabular import NEAR, Cell, Neighbours, same_columns

_HIGH = 8.0
"""mm; paper under a label that is as high is there to write on."""
_LINE = 3.2
"""mm; the same where the other labels of the table stand in the middle of their cells, and this one does not."""
_LEVEL = 1.2
"""mm; a label whose cell has about as much paper over it as under it stands in the middle."""
_ALIKE = 1.7
"""How many times as wide as another a cell beside it is at most, where none is the label of the other."""
_TOP = 3.0
"""mm; how far from the top of its cell such a label stands at most."""
_ALMOST = 0.8
"""How high an empty cell of a column is at least against one with blanks, to be of the same use."""
_FEWEST = 4
"""Labels that stand in the middle of their cells, of as many is it the manner of a table."""
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z（()）、/／]{2,16}[：:]?")


def centred(cells: Neighbours) -> bool:
    """Say whether labels stand in the middle of their cells in a table."""
    spare = [_spare(cell) for cell in cells.cells if cell.is_label]
    roomy = [(over, under) for over, under in spare if over + under > 2 * _LEVEL]
    level = sum(1 for over, under in roomy if abs(over - under) < _LEVEL)
    return level >= _FEWEST and level > 0.7 * len(roomy)


def paper_under(cells: Neighbours, cell: Cell, *, middle: bool) -> Box | None:
    """Return the paper under the label of a cell where it is to be written on, None elsewhere.

    Args:
        cells: all cells of the table.
        cell: one with print in it and no answer.
        middle: whether labels stand in the middle of their cells here.
    """
    if not _NAME.fullmatch(cell.words) or _names_others(cells, cell):
        return None
    over, under = _spare(cell)
    odd = middle and under - over > 2 * _LEVEL and under > _LINE
    if not odd and (over > _TOP or not _stands_alone(cells, cell, under)):
        return None
    return Box(cell.box.x0, cell.box.y1 - under, cell.box.x1, cell.box.y1)


def paper_of_column(cells: Neighbours, cell: Cell) -> Box | None:
    """Return the paper under what a cell asks for in its first lines, where it may be written on like others.

    It is high, and so is an empty cell of its column, which is there for words: 审核记录 under 抽查____台.
    """
    head = cells.header(cell)
    if head is None or cell.empty or not cell.answers or any(answer.options for answer in cell.answers):
        return None
    over, under = _spare(cell)
    column = [each for each in cells.cells if each.empty and same_columns(each.box, cell.box)]
    like = any(cells.header(each) is head and each.box.height > _ALMOST * cell.box.height for each in column)
    if over > _TOP or under < _HIGH or not like:
        return None
    return Box(cell.box.x0, cell.box.y1 - under, cell.box.x1, cell.box.y1)


def _spare(cell: Cell) -> tuple[float, float]:
    """Return how much paper there is over and under the print of a cell."""
    print_of = around(sign.box for sign in cell.running.signs)
    return print_of.y0 - cell.box.y0, cell.box.y1 - print_of.y1


def _stands_alone(cells: Neighbours, cell: Cell, under: float) -> bool:
    """Say whether a cell is high, and so are all others of its row, as wide as it: none is the label of another."""
    row = cells.level(cell)
    widths = [each.box.width for each in row]
    return under >= _HIGH and max(widths) < _ALIKE * min(widths) and all(
        each.is_label and _spare(each)[1] >= _HIGH and abs(each.box.y1 - cell.box.y1) < NEAR for each in row
    )


def _names_others(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a label is one of cells to be filled in right of it, or in the column under it."""
    right = [each for each in cells.cells if abs(each.box.x0 - cell.box.x1) < NEAR and each in cells.level(cell)]
    under = [each for each in cells.under(cell) if same_columns(each.box, cell.box)]
    return len(right) > 1 or any(each.empty or each.answers for each in (*right, *under))
