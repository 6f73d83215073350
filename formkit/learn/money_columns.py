"""Sums of money with a column for each figure (千 百 十 元 角 分): the cells of a row are one answer under one head.

Such columns are put together before the table is read, so that all that is known of rows, heads and sums holds for
them as for one column headed 金额.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from formkit.learn.cells import around
from formkit.learn.found import Found
from formkit.learn.running import Running
from formkit.learn.tabular import Cell, same_columns
from formkit.model.handbook import Kind

_RANKS = "千百十亿千百十万千百十元角分厘"
"""The figures of a sum from the left; a form prints some of them that follow one another."""
_SAME = str.maketrans("仟佰拾圆块￥¥", "千百十元元  ")
_FEWEST = 3
_NEAR = 1.0
"""mm; edges that are no farther apart are the same."""


def joined_sums(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells of a table, those for the figures of one sum put together, and their heads too."""
    left = list(cells)
    for heads in _heads(left):
        over = _over(left, heads)
        for row in _rows(left, heads):
            left = [each for each in left if all(each is not one for one in row)] + [_joined(row)]
        left = [each for each in left if each is not over and all(each is not one for one in heads)]
        left.append(_head(heads, over))
    return left


def as_sum(found: Found) -> None:
    """Make a sum of money of what is written into such cells; read from paper, its decimals are to be looked at."""
    found.kind, found.format, found.unit, found.sure = Kind.NUMBER, None, found.unit or "元", False
    found.multiline = False


def _heads(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Return the runs of heads side by side that name the figures of a sum."""
    named = sorted((each for each in cells if _rank(each)), key=lambda each: (round(each.box.y0), each.box.x0))
    runs: list[list[Cell]] = []
    for cell in named:
        last = runs[-1][-1] if runs else None
        ranks = "".join(map(_rank, runs[-1])) + _rank(cell) if runs else ""
        if last is not None and _beside(last, cell) and ranks in _RANKS:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [run for run in runs if len(run) >= _FEWEST and _rank(run[-1]) in "元角分"]


def _rank(cell: Cell) -> str:
    words = cell.words.translate(_SAME).strip()
    return words if len(words) == 1 and words in _RANKS else ""


def _beside(first: Cell, second: Cell) -> bool:
    level = abs(first.box.y0 - second.box.y0) < _NEAR and abs(first.box.y1 - second.box.y1) < _NEAR
    return level and abs(first.box.x1 - second.box.x0) < _NEAR


def _over(cells: Sequence[Cell], heads: Sequence[Cell]) -> Cell | None:
    """Return the head over all figures: 金额."""
    whole = around(each.box for each in heads)
    return next((
        each for each in cells if abs(each.box.y1 - whole.y0) < _NEAR and same_columns(each.box, whole)
    ), None)


def _rows(cells: Sequence[Cell], heads: Sequence[Cell]) -> list[list[Cell]]:
    """Return the rows under the heads in which each figure has its empty cell; a sign of money may be printed."""
    columns = [[each for each in cells if each.box.y0 > head.box.y1 - _NEAR and same_columns(each.box, head.box)
                and not re.sub(r"[￥¥]", "", each.words)] for head in heads]
    rows = [[cell, *(each for column in columns[1:] for each in column if _level(cell, each))] for cell in columns[0]]
    return [row for row in rows if len(row) == len(heads)]


def _level(first: Cell, second: Cell) -> bool:
    return abs(first.box.y0 - second.box.y0) < _NEAR and abs(first.box.y1 - second.box.y1) < _NEAR


def _joined(row: Sequence[Cell]) -> Cell:
    box = around(each.box for each in row)
    return Cell(box, Running((), box), [], figures=True)


def _head(heads: Sequence[Cell], over: Cell | None) -> Cell:
    """Return one head in place of those of the figures and the one over them all, whose words it has."""
    whole = [*heads, over] if over is not None else list(heads)
    box = around(each.box for each in whole)
    signs = over.running.signs if over is not None else tuple(sign for each in heads for sign in each.running.signs)
    return Cell(box, Running(signs, box), [], figures=over is None)
