"""Choices whose options are printed in the cells of a row: one of the numbers, or of the answers, is circled."""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.learn.cells import around
from formkit.learn.circled import as_circled
from formkit.learn.found import Found, FoundOption
from formkit.learn.replies import is_answer
from formkit.learn.tabular import Band, Cell, Neighbours, bands, same_columns

_SCORE = re.compile(r"(?P<points>\d{1,3})[ ]*分")
_SCORES = re.compile(r"(?:\d{1,3}[ ]*分[ \u3000、/／]*)+")
_NONE = re.compile(r"[—–\-－/／\\]+")
"""What is printed where a column has no answer for a row."""
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

    A label stands left of the run; print under which there is something to fill in heads its column instead. A score
    is the code of its own option; no option is where a dash says so.
    """
    found = []
    for band in bands(cells.cells):
        for run in _printed_answers(cells, band):
            named = [cell for cell in cells.row(run[0]) if cell.box.x1 <= run[0].box.x0 + 1 and cell.is_label]
            named = [cell for cell in named if not cell.is_number and cell not in run and not _answers(cell.label)]
            if not named:
                continue
            options = [option for cell in run for option in _options_of(cell)]
            if not _are_scores(run):
                for number, option in enumerate(options, 1):
                    option.code = str(number)
            choice = as_circled(options)
            choice.label, choice.labelled = named[-1].label, False
            found.append((run, choice))
    return found


def _options_of(cell: Cell) -> list[FoundOption]:
    """Return the option that is printed in a cell, or the scores that stand in it: 10分 5分."""
    text = cell.running.text
    scores = list(_SCORE.finditer(text)) if _SCORES.fullmatch(cell.label) else []
    if not scores:
        return [FoundOption("", cell.label, around(sign.box for sign in cell.running.signs))]
    return [
        FoundOption(score["points"], f"{score['points']}分", cell.running.box(score.start(), score.end()))
        for score in scores
    ]


def _answers(label: str) -> bool:
    return is_answer(label) or bool(_SCORES.fullmatch(label))


def _are_scores(run: Band) -> bool:
    return all(_SCORES.fullmatch(cell.label) for cell in run)


def _printed_answers(cells: Neighbours, band: Band) -> list[Band]:
    runs: list[Band] = []
    last: Cell | None = None
    for cell in band:
        beside = last is not None and cells.right(last) is cell
        if beside and _NONE.fullmatch(cell.words):
            last = cell
            continue
        if not (cell.is_label and _answers(cell.label)) or _heads_answers(cells, cell):
            continue
        last = cell
        if beside and runs and all(each.label != cell.label for each in runs[-1]):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [run for run in runs if len(run) > 1]


def _heads_answers(cells: Neighbours, cell: Cell) -> bool:
    """Say whether something else than answers of its kind stands right under a cell, in its column: 自理 over 10分."""
    under = [each for each in cells.cells if cells.over(each) is cell and same_columns(each.box, cell.box)]
    own = bool(_SCORES.fullmatch(cell.label))
    return any(not each.is_label or not _answers(each.label) or bool(_SCORES.fullmatch(each.label)) != own
               for each in under if not _NONE.fullmatch(each.words))
