"""A row that shows how a list is filled in: it asks for nothing, and the heads over it are those of the rows below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from formkit.geometry import Box
from formkit.learn.tabular import Cell, bands

_EXAMPLE = re.compile(r"[（(]?(?:例如?|(?:填写|填表|填报)?(?:示例|样例|范例|举例))\d?[）)]?[：:]?")
_LEVEL = 0.8
"""mm; edges that are no farther apart are one."""


def without_examples(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a table without the rows of examples; the heads above reach down over their place."""
    kept = list(cells)
    for band in bands(cells):
        if len(band) < 2 or not _EXAMPLE.fullmatch(band[0].words):
            continue
        top, bottom = band[0].box.y0, band[0].box.y1
        over = [cell for cell in kept if abs(cell.box.y1 - top) < _LEVEL]
        if not over or not all(cell.is_label for cell in over):
            continue
        lowered = {id(cell): _down_to(cell, bottom) for cell in over}
        shown = {id(cell) for cell in band}
        kept = [lowered.get(id(cell), cell) for cell in kept if id(cell) not in shown]
    return kept


def _down_to(cell: Cell, bottom: float) -> Cell:
    return replace(cell, box=Box(cell.box.x0, cell.box.y0, cell.box.x1, bottom))
