"""Choices whose options are printed in the cells of a row: one of the numbers, or of the answers, is circled."""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.learn.cells import around
from formkit.learn.circled import as_circled
from formkit.learn.found import Found, FoundOption
from formkit.learn.replies import is_answer
from formkit.learn.tabular import Band, Cell, Neighbours, bands, same_columns

_FEWEST, _MOST = 3, 11
"""How many numbers a scale has: 1 to 3, 0 to 10."""


def number_rows(cells: Neighbours) -> list[tuple[Band, Found]]:
    """Return the rows of numbers that count up or down under heads, each with the choice of the one circled."""
    found = []
    for band in bands(cells.cells):
        run = _counting(band)
        heads = [_first_head(cells, cell) for cell in run]
        asked = [cell for cell in band if run and cell.box.x1 <= run[0].box.x0 + 1 and cell.is_label]
        named = [cell for cell in asked if not cell.is_number]
        if not run or not named or not all(heads):
            continue
        options = [
            FoundOption(cell.words, head, around(sign.box for sign in cell.running.signs if not sign.char.isspace()))
            for cell, head in zip(run, heads, strict=True)
        ]
        choice = as_circled(options)
        choice.label, choice.labelled = named[-1].label, False
        found.append(([*asked, *run], choice))
    return found


def _counting(band: Band) -> Band:
    """Return the cells at the end of a row in which numbers stand that count up or down by one."""
    run: Band = []
    for cell in reversed(band):
        if not re.fullmatch(r"\d{1,2}", cell.words):
            break
        run.insert(0, cell)
    steps = {int(after.words) - int(before.words) for before, after in pairwise(run)}
    return run if _FEWEST <= len(run) <= _MOST and steps in ({1}, {-1}) else []


def _first_head(cells: Neighbours, cell: Cell) -> str:
    """Return the head of a column; of two that say one thing in two ways (没有 over 根本不) the first."""
    label = ""
    above = cells.above(cell)
    while above is not None and same_columns(above.box, cell.box):
        if above.is_label and not above.is_number:
            label = above.label
        above = cells.above(above)
    return label


def answer_rows(cells: Neighbours) -> list[tuple[Band, Found]]:
    """Return the runs of cells in which answers are printed side by side (是 | 否), each with the choice of one.

    A label stands left of the run; print under which there is something to fill in heads its column instead.
    """
    found = []
    for band in bands(cells.cells):
        for run in _printed_answers(cells, band):
            named = [cell for cell in cells.row(run[0]) if cell.box.x1 <= run[0].box.x0 + 1 and cell.is_label]
            named = [cell for cell in named if not cell.is_number and cell not in run and not is_answer(cell.label)]
            if not named:
                continue
            options = [
                FoundOption(str(number), cell.label, around(sign.box for sign in cell.running.signs))
                for number, cell in enumerate(run, 1)
            ]
            choice = as_circled(options)
            choice.label, choice.labelled = named[-1].label, False
            found.append((run, choice))
    return found


def _printed_answers(cells: Neighbours, band: Band) -> list[Band]:
    runs: list[Band] = []
    for cell in band:
        if not (cell.is_label and is_answer(cell.label)) or _heads_answers(cells, cell):
            continue
        goes_on = runs and cells.right(runs[-1][-1]) is cell and all(each.label != cell.label for each in runs[-1])
        if goes_on:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [run for run in runs if len(run) > 1]


def _heads_answers(cells: Neighbours, cell: Cell) -> bool:
    """Say whether something else than answers stands right under a cell, in its column."""
    under = [each for each in cells.cells if cells.over(each) is cell and same_columns(each.box, cell.box)]
    return any(not (each.is_label and is_answer(each.label)) for each in under)
