"""Rows that are graded by a tick under a number: 5 4 3 2 1 as heads over empty cells, what is asked at the left."""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.learn.cells import around
from formkit.learn.found import Found, FoundOption
from formkit.learn.row_names import QUESTION, row_label
from formkit.learn.tabular import Band, Cell, Neighbours, bands, same_columns
from formkit.learn.ticks import TICKED
from formkit.model.handbook import Kind, Mark

_GRADE = re.compile(r"(?P<number>\d{1,2})分?")
_FEWEST, _MOST = 3, 11
"""Grades side by side; more count days sooner."""
_GRADED = re.compile(r"评[价分估定议]|测评|满意|打分|程度")
"""What a table of grades says somewhere in its heads."""


def graded_rows(cells: Neighbours, notes: str) -> list[tuple[Band, Found]]:
    """Return the rows of which one cell is ticked under a grade, each with its choice.

    Only where a head says that something is graded, or the ``notes`` of the page that something is ticked.
    """
    found = []
    for band in bands(cells.cells):
        under = [(cell, head) for cell in band if cell.empty and (head := _grade_over(cells, cell)) is not None]
        run, heads = [cell for cell, _ in under], [head for _, head in under]
        if not _FEWEST <= len(run) <= _MOST or not _in_order(heads) or not _beside(run):
            continue
        if not (TICKED.search(notes) or any(_GRADED.search(each.words) for each in _heads(cells, heads))):
            continue
        if label := row_label(cells, run[0], QUESTION, heads[0]):
            options = [FoundOption(_number(head), head.label, cell.box, cell.box) for cell, head in under]
            choice = Found(label, Kind.SINGLE, around(cell.box for cell in run), mark=Mark.BOX, options=options,
                           labelled=False, sure=False)
            found.append((run, choice))
    return found


def _grade_over(cells: Neighbours, cell: Cell) -> Cell | None:
    """Return the grade at the head of the column of a cell."""
    over = cells.over(cell)
    while over is not None and over.empty:
        over = cells.over(over)
    graded = over is not None and _GRADE.fullmatch(over.words) and same_columns(over.box, cell.box)
    return over if graded else None


def _number(head: Cell) -> str:
    match = _GRADE.fullmatch(head.words)
    return match["number"] if match is not None else ""


def _in_order(heads: list[Cell]) -> bool:
    """Say whether grades stand in one row and follow one another, up or down by equal steps."""
    numbers = [int(_number(head)) for head in heads]
    steps = {second - first for first, second in pairwise(numbers)}
    return len(steps) == 1 and steps != {0} and len({round(head.box.y0) for head in heads}) == 1


def _beside(run: Band) -> bool:
    return all(abs(first.box.x1 - second.box.x0) < 1.0 for first, second in pairwise(run))


def _heads(cells: Neighbours, grades: list[Cell]) -> list[Cell]:
    """Return the heads beside grades, and the one over them all."""
    over = cells.above(grades[0])
    beside = [each for each in cells.level(grades[0]) if each.is_label]
    return [*beside, over] if over is not None else beside
