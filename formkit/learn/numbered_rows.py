"""Rows that only a number is printed in, right of the label of them all: 主要问题 | 1. | 2. | 3."""

from __future__ import annotations

from formkit.geometry import Box
from formkit.learn.found import Found
from formkit.learn.labels import name_kind
from formkit.learn.tabular import NEAR, Cell, Neighbours
from formkit.model.handbook import Kind

_BEGINS, _WRITTEN = 4.0, 20.0
"""mm; the number stands so near the left edge of its cell, and has as much paper behind it."""
_FEWEST = 2
"""Rows that are numbered; one alone is numbered for another reason."""


def behind_number(cells: Neighbours, cell: Cell) -> Found | None:
    """Return the paper behind the number that is all that is printed in a cell, None where the cell asks for nothing.

    Its name is the label of all such rows, with the number.
    """
    left = cells.left(cell)
    if not _begins(cell) or left is None or not left.is_label or left.is_number:
        return None
    beside = [each for each in cells.level(left) if abs(each.box.x0 - left.box.x1) < NEAR]
    if len(beside) < _FEWEST or not all(_begins(each) for each in beside):
        return None
    number = 1 + sum(1 for each in beside if each.box.y0 < cell.box.y0 - NEAR)
    last = cell.running.signs[-1].box
    paper = Box(last.x1, cell.box.y0, cell.box.x1, cell.box.y1)
    found = Found(f"{left.label}{number}", Kind.TEXT, paper, labelled=False)
    name_kind(found, left.label)
    return found


def _begins(cell: Cell) -> bool:
    """Say whether a cell holds a number at its left edge and wide paper behind it."""
    if not cell.is_number or cell.answers:
        return False
    shown = [sign.box for sign in cell.running.signs if not sign.char.isspace()]
    return shown[0].x0 - cell.box.x0 < _BEGINS and cell.box.x1 - shown[-1].x1 >= _WRITTEN
