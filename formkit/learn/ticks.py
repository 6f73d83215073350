"""Columns of a repeat table that are ticked: 自动 | 手动 under 控制状态 are the options of one choice in every row."""

from __future__ import annotations

import re
from itertools import groupby

from formkit.learn.cells import around
from formkit.learn.found import Found, FoundOption
from formkit.learn.replies import is_answer
from formkit.learn.tabular import Cell, Neighbours
from formkit.model.handbook import Kind, Mark

TICKED = re.compile(r"[打画划][“\"‘']?[√✓对勾]|[√✓]")
"""What is said where something is ticked."""
_STATE = re.compile(r"[\u4e00-\u9fff]{1,5}|[A-Z]{1,3}")
"""The head of a column that is ticked, where only a note says so."""
_NARROW = 14.0
"""mm; a column as narrow takes a tick and no words."""
_OPPOSITES = frozenset({
    "自动手动", "手动自动", "开关", "开启关闭", "开停", "运行停止", "运行停机", "主机备机", "常用备用", "进出",
    "新旧", "公私",
})
"""Heads of two columns that are states of one thing."""
_EXCLUSIVE = 3
"""States that are as many may be one of a kind; of more, several may be ticked."""


def ticked_columns(cells: Neighbours, band: list[Cell], notes: str) -> list[list[Cell]]:
    """Return the neighbouring cells of a row, empty or with a box each, two or more, of which one or some are ticked.

    Their heads are answers or opposites, or stand together under one that says that they are ticked; where only
    ``notes`` of the page say so, they are narrow and their heads are short.
    """
    found = []
    for group, run in groupby(band, lambda cell: _outermost(cells, cell)):
        columns = [cell for cell in run if (cell.empty or cell.lone_box) and cells.header(cell) is not None]
        for part in _alike_wide(columns):
            if len(part) > 1 and _is_choice(cells, part, group, notes):
                found += _parted(cells, part)
    return found


def ticked_choice(cells: Neighbours, run: list[Cell]) -> Found:
    """Return the choice of one row; its words stand in the heads."""
    options = []
    for number, cell in enumerate(run, 1):
        head = cells.header(cell)
        if head is not None:
            words = around(sign.box for sign in head.running.signs if not sign.char.isspace())
            options.append(FoundOption(str(number), head.label, words, cell.lone_box or cell.box))
    group = _nearest_group(cells, run)
    label = group.label if group is not None else "结果"
    many = group is not None and group.many
    several = len(options) > _EXCLUSIVE and not all(is_answer(option.label) for option in options)
    box = around([*(option.box for option in options), *(cell.box for cell in run)])
    return Found(label, Kind.MULTI if many or several else Kind.SINGLE, box, mark=Mark.BOX, options=options,
                 labelled=False, sure=False)


def _groups(cells: Neighbours, cell: Cell) -> list[Cell]:
    """Return the heads over several columns above a cell, from the nearest to the outermost."""
    found: list[Cell] = []
    head = cells.header(cell)
    while head is not None and (head := cells.group(head)) is not None:
        found.append(head)
    return found


def _outermost(cells: Neighbours, cell: Cell) -> int | None:
    groups = _groups(cells, cell)
    return id(groups[-1]) if groups else None


def _nearest_group(cells: Neighbours, run: list[Cell]) -> Cell | None:
    """Return the nearest head that stands over all cells of a run."""
    shared = [{id(group) for group in _groups(cells, cell)} for cell in run]
    return next((group for group in _groups(cells, run[0]) if all(id(group) in each for each in shared)), None)


def _alike_wide(columns: list[Cell]) -> list[list[Cell]]:
    """Return the cells in runs of neighbours of about one width."""
    runs: list[list[Cell]] = []
    for cell in columns:
        last = runs[-1][-1] if runs else None
        if last is not None and abs(last.box.x1 - cell.box.x0) < 1.0 and _of_one_shape(last, cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _of_one_shape(first: Cell, second: Cell) -> bool:
    """Say whether both or none of two cells have a box, and they are about as wide."""
    narrow, wide = sorted((first.box.width, second.box.width))
    return first.empty == second.empty and (wide < 1.5 * narrow or not first.empty)


def _is_choice(cells: Neighbours, run: list[Cell], group: int | None, notes: str) -> bool:
    heads = [head.label for cell in run if (head := cells.header(cell)) is not None]
    if len(set(heads)) < len(heads):
        return False
    if run[0].lone_box is not None or all(is_answer(head) for head in heads) or "".join(heads) in _OPPOSITES:
        return True
    if group is None:
        return False
    if any(TICKED.search(each.words) for each in _groups(cells, run[0])):
        return True
    narrow = all(cell.box.width <= _NARROW for cell in run) and all(_STATE.fullmatch(head) for head in heads)
    return narrow and bool(TICKED.search(notes))


def _parted(cells: Neighbours, run: list[Cell]) -> list[list[Cell]]:
    """Return a run in the parts that stand under heads of their own below the outermost one; else whole."""
    parts = [list(part) for _, part in groupby(run, lambda cell: id(next(iter(_groups(cells, cell)), None)))]
    own = all(len(part) > 1 and len(_groups(cells, part[0])) > 1 for part in parts)
    return parts if own else [run]
