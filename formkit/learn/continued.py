"""A table that goes on on the next page without its heads: the heads of the page before are lent to it."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.tabular import Band, Cell, Neighbours, bands

_NEAR = 1.2
"""mm; how far columns may be moved against those of the page before, beside the table as a whole."""
_FEWEST = 3
"""Columns at least; tables of two columns are as wide as one another by chance."""


def lent_heads(before: Neighbours, cells: Sequence[Cell]) -> list[Cell]:
    """Return the heads over the last row of the table ``before``, moved over ``cells``, whose first row is like it.

    None where the columns are others, or the table begins with heads of its own.
    """
    last, first = _last_row(before), _first_row(cells)
    if len(first) < _FEWEST or all(each.is_label for each in first) or not _alike(last, first):
        return []
    heads = [head for cell in last if (head := before.header(cell) or before.heading(cell)) is not None]
    if len(heads) < len(last) - 1:
        return []
    for head in heads:  # It grows while it is gone through: a head over heads may have one over it.
        over = before.group(head)
        if over is not None and all(each is not over for each in heads):
            heads.append(over)
    right = first[0].box.x0 - last[0].box.x0
    down = min(each.box.y0 for each in first) - around(each.box for each in heads).y1
    return [_moved(head, right, down) for head in heads]


def _last_row(table: Neighbours) -> Band:
    rows = bands(table.cells)
    return max(rows, key=lambda row: row[0].box.y1) if rows else []


def _first_row(cells: Sequence[Cell]) -> Band:
    rows = bands(cells)
    return min(rows, key=lambda row: row[0].box.y0) if rows else []


def _alike(last: Band, first: Band) -> bool:
    """Say whether two rows have the same columns and ask in the same ones, on pages that may lie apart sideways."""
    if len(last) != len(first):
        return False
    right = first[0].box.x0 - last[0].box.x0
    edges = [abs(b.box.x0 - a.box.x0 - right) < _NEAR and abs(b.box.x1 - a.box.x1 - right) < _NEAR
             for a, b in zip(last, first, strict=True)]
    return all(edges) and any(each.empty or each.answers for each in first)


def _moved(head: Cell, right: float, down: float) -> Cell:
    box = Box(head.box.x0 + right, head.box.y0 + down, head.box.x1 + right, head.box.y1 + down)
    return Cell(box, head.running, [], figures=head.figures, lent=True)
