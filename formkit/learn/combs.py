"""Cells of a table that hold one character each: 身份证号 over eighteen cells is one answer."""

from __future__ import annotations

import re

from formkit.learn.cells import around
from formkit.learn.found import Found
from formkit.learn.labels import is_numbered, name_kind
from formkit.learn.tabular import Cell, Neighbours
from formkit.model.handbook import Kind

_NARROW = 12.0
"""mm; a cell as narrow takes one character, where several stand side by side."""
_WIDE = 20.0
"""mm; the same where the label asks for a number of digits: 证号后两位."""
_FEWEST = 4
"""Narrow cells side by side that are a comb whatever their label says."""
_ALIKE = 1.2
"""mm; how far the widths of the cells of a comb may differ."""
_DIGITS = re.compile(r"[后前末首][一二三四五六七八九十\d]+位|[（(][一二三四五六七八九十\d]+位")


def combs(cells: Neighbours) -> list[list[Cell]]:
    """Return the rows of empty cells that take one character each, the label of each left of it."""
    found = []
    for label in cells.cells:
        if not label.is_label:
            continue
        run = _run(cells, label)
        widest = max((cell.box.width for cell in run), default=0.0)
        asked = len(run) > 1 and widest <= _WIDE and _asks_digits(label.label)
        if asked or (len(run) >= _FEWEST and widest <= _NARROW):
            found.append(run)
    return found


def comb(run: list[Cell], label: str) -> Found:
    """Return the one answer that is written into all cells of a run."""
    boxes = tuple(cell.box for cell in run)
    found = Found(label, Kind.CODE, around(boxes), cells=boxes, labelled=False)
    name_kind(found)
    return found


def _asks_digits(label: str) -> bool:
    return bool(_DIGITS.search(label)) or is_numbered(label)


def _run(cells: Neighbours, label: Cell) -> list[Cell]:
    run: list[Cell] = []
    cell = cells.right(label)
    while cell is not None and cell.empty and cells.header(cell) is None:
        if run and (abs(cell.box.width - run[0].box.width) > _ALIKE or abs(cell.box.y0 - run[0].box.y0) > _ALIKE):
            break
        run.append(cell)
        cell = cells.right(cell)
    return run
