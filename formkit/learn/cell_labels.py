"""What names a cell of a table: the label left of it, the head over it, both, or the part that it belongs to."""

from __future__ import annotations

import re

from formkit.learn.completed import says_little
from formkit.learn.row_names import names_things, row_label, signs_beside
from formkit.learn.sums import in_figures
from formkit.learn.tabular import NEAR, Cell, Neighbours
from formkit.learn.totals import total_label

_CURRENCY = re.compile(r"(?:小写)?[￥¥][：:]?")


def cell_label(cells: Neighbours, cell: Cell) -> str:
    """Return what names a cell: 合计 and its head, the label left of it, the head of its column, or both."""
    if figures := _figures_label(cells, cell):
        return figures
    total = total_label(cells, cell)
    if total:
        return total
    header = cells.header(cell)
    if header is not None and (signer := signs_beside(cells, cell)):
        return signer
    beside = row_label(cells, cell)
    if header is None:
        left = cells.left(cell)
        if left is not None and left.is_label:
            return _grouped(cells, left)
        if (spanned := _beside_some(cells, cell)) is not None:
            return spanned.label
        above = cells.above(cell)
        if above is not None and above.is_label and not (left is not None and beside):
            return above.label
        return beside
    open_cells = [each for each in cells.level(cell) if each.empty or each.answers]
    if not beside:
        return header.label
    if len(open_cells) == 1:
        return beside
    return f"{header.label} {beside}" if names_things(cells, header) else f"{beside} {header.label}"


def _beside_some(cells: Neighbours, cell: Cell) -> Cell | None:
    """Return the only label right beside a cell of several rows, in one of them; None where it has none, or several.

    护理等级 is beside □自理 □失能, which goes on in the next row, behind what that one asks for.
    """
    touching = [each for each in cells.level(cell) if abs(each.box.x1 - cell.box.x0) < NEAR]
    labels = [each for each in touching if each.is_label and not each.is_number]
    return labels[0] if len(touching) > 1 and len(labels) == 1 else None


def _figures_label(cells: Neighbours, cell: Cell) -> str:
    """Return what the sum right of the sign of a currency is called: 合计（大写） |      | ￥ |      |."""
    left = cells.left(cell)
    if left is None or not _CURRENCY.fullmatch(left.words):
        return ""
    named = [each for each in cells.row(cell) if each.box.x1 <= left.box.x0 + 1 and each.is_label and each.label]
    return in_figures(named[-1].label) if named else ""


def _grouped(cells: Neighbours, left: Cell) -> str:
    """Return a label, with the one left of it where it says nothing by itself."""
    label = left.label
    before = cells.left(left)
    if says_little(label) and before is not None and before.is_label:
        return f"{before.label} {label}"
    return label


def part_label(cells: Neighbours, cell: Cell) -> str:
    """Return the label of several rows that stands left of all labels of a row: 甲方 | 姓名 |    |."""
    row = [each for each in cells.row(cell) if each.box.x1 <= cell.box.x0 + 1]
    named = [each for each in row if each.is_label and each.box.height > 1.5 * cell.box.height]
    return named[-1].label if named else ""


def has_colon_before(cells: Neighbours, cell: Cell) -> bool:
    """Say whether the cell left of one ends in a colon: without lines, other empty cells only hold things apart."""
    left = cells.left(cell)
    return left is not None and bool(re.search(r"[：:]$", left.words))


def table_label(cells: Neighbours, first: Cell, heading: str) -> str:
    """Return what names a table that begins with a cell: the label left of it or over its heads, else its heading."""
    left = cells.left(first)
    if left is not None and left.is_label:
        return left.label
    header = cells.header(first)
    over = cells.above(header) if header is not None else None
    if over is not None and over.is_label and cells.left(over) is None and cells.right(over) is None:
        return over.label
    return heading
