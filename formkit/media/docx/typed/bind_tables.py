"""Binding a repeat table: its printed rows are alike, and heads or words in the cells name the columns."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.media.docx.typed.blank import Blank
from formkit.media.docx.typed.flow import Row
from formkit.media.docx.typed.form import BoundTable, Spot
from formkit.media.docx.typed.pairing import fits, in_order, label_score
from formkit.media.docx.typed.sites import Site
from formkit.model.handbook import Table

_ALIKE = 0.4


def bind_table(table: Table, blank: Blank, sites: Sequence[Site]) -> BoundTable | None:
    """Return the rows of a table and the spots of its columns; None where no rows of the blank are like it."""
    best: tuple[float, BoundTable] | None = None
    for start in range(len(blank.flow) - table.rows + 1):
        rows = tuple(range(start, start + table.rows))
        if not _are_alike(blank, rows):
            continue
        score, bound = _columns(table, blank, rows, sites)
        if bound is not None and (best is None or score > best[0] + 1e-9):
            best = (score, bound)
    return best[1] if best is not None else None


def _are_alike(blank: Blank, rows: Sequence[int]) -> bool:
    """Say whether rows of one table have the same cells with the same print, numbers aside."""
    shapes = {shape_of(blank, row) for row in rows}
    return len(shapes) == 1 and None not in shapes


def shape_of(blank: Blank, number: int) -> tuple[object, ...] | None:
    """Return what makes rows alike: the columns and the print of their cells without digits."""
    row = blank.flow[number]
    if not isinstance(row, Row):
        return None
    cells = [
        (cell.column, cell.span, "" if cell.continued else _without_digits(blank.units[number, place].text()))
        for place, cell in enumerate(row.cells)
    ]
    # What is merged over all rows of a table ("用药情况") stands in the first of them only.
    words = [cells[0][:2] if len(cells) > 1 and row.cells[0].span == 1 and _begins_merge(blank, number) else cells[0]]
    return (row.table, *words, *cells[1:])


def _begins_merge(blank: Blank, number: int) -> bool:
    row = blank.flow[number]
    if not isinstance(row, Row) or not row.cells:
        return False
    if row.cells[0].continued:
        return True
    below = blank.flow[number + 1] if number + 1 < len(blank.flow) else None
    return isinstance(below, Row) and below.table == row.table and bool(below.cells) and below.cells[0].continued


def _without_digits(text: str) -> str:
    return "".join(sign for sign in text if not sign.isdigit())


def _columns(
    table: Table, blank: Blank, rows: Sequence[int], sites: Sequence[Site]
) -> tuple[float, BoundTable | None]:
    """Return how well the columns of a table fit some rows, and the binding."""
    in_first = [site for site in sites if site.unit[0] == rows[0]]
    scores = [
        [label_score(column, site.contexts) + fits(column, site) for site in in_first] for column in table.columns
    ]
    pairs = in_order(table.columns, in_first, scores, _ALIKE)
    if len(pairs) * 2 <= len(table.columns):
        return 0.0, None
    total = sum(label_score(column, site.contexts) for column, site in pairs)
    by_row = [{column.id: Spot(column, None, site) for column, site in pairs}]
    for row in rows[1:]:
        own = {(site.unit[1], site.start): site for site in sites if site.unit[0] == row}
        spots = {
            column.id: Spot(column, None, own[site.unit[1], site.start])
            for column, site in pairs if (site.unit[1], site.start) in own
        }
        by_row.append(spots)
    return total, BoundTable(table.id, tuple(rows), tuple(by_row))
