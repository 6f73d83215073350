"""Choices parted by lines: code boxes in a cell right of their options, options to tick in a cell each."""

from __future__ import annotations

import re
from collections.abc import Container

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.found import Found, count_options, without_blanks
from formkit.learn.reading import answers
from formkit.learn.running import FREE, GAP, NEWLINE, SLOTS, Running, Sign
from formkit.learn.tabular import Cell, Neighbours, bands
from formkit.model.handbook import Kind, Mark

_CLOSE = 40.0
"""mm; how far from boxes the list of their options stands at most."""
_BOXES = re.compile(rf"[{FREE}{NEWLINE}]*[{SLOTS}](?:[{FREE}{NEWLINE}/／、]*[{SLOTS}])*[{FREE}]*(?:$|{NEWLINE}(?s:.*))")


def give_boxes(cells: Neighbours, taken: Container[int] = ()) -> list[Cell]:
    """Give the boxes that stand alone in a cell, none of ``taken``, to the options left of it: 1 良好 2 一般 | □.

    Return the empty cells between them, in which nothing is written then.
    """
    between: list[Cell] = []
    for cell in cells.cells:
        left = cells.left(cell)
        spare = left if left is not None and left.empty and cells.header(left) is None else None
        left = cells.left(spare) if spare is not None else left
        if id(cell) in taken or left is None or left.empty or not _BOXES.fullmatch(cell.running.text):
            continue
        both = answers(_with(left.running, cell.running), cell=True)
        own = [answer for answer in both if answer.mark is Mark.CODE and _within(cell.box, answer.box)]
        if own:
            left.answers, cell.answers = both, []
            between += [spare] if spare is not None else []
    return between


def _with(left: Running, boxes: Running) -> Running:
    """Return the print of two cells as one string, white paper between them."""
    end, start = left.signs[-1].box, boxes.signs[0].box
    gap = Sign(GAP, Box(end.x1, start.y0, start.x0, start.y1))
    return Running((*left.signs, gap, *boxes.signs), left.room.union(boxes.room))


def _within(room: Box, box: Box) -> bool:
    centre = box.centre
    return room.x0 <= centre.x <= room.x1 and room.y0 <= centre.y <= room.y1


def share_options(cells: Neighbours, taken: Container[int] = ()) -> None:
    """Give the options printed once in a table, without boxes, to the rows of boxes with slashes above or under them.

    父亲 □/□/□ | 母亲 □/□/□ over 1 无 2 高血压 3 糖尿病: each may have several. None of ``taken`` is looked at.
    """
    for cell in cells.cells:
        boxes = cell.answers[0] if len(cell.answers) == 1 and id(cell) not in taken else None
        if boxes is None or boxes.kind is not Kind.CODE or {sign for _, sign in boxes.separators} != {"/"}:
            continue
        near = [each for each in cells.cells if _lists(each) and _spans(each.box, cell.box)]
        listed = min(near, key=lambda each: abs(each.box.centre.y - cell.box.centre.y), default=None)
        if listed is not None:
            boxes.kind, boxes.mark, boxes.separators = Kind.MULTI, Mark.CODE, ()
            boxes.options = without_blanks(listed.answers[0].options)
    for cell in cells.cells:
        if _lists(cell) and any(_takes(each, cell) for each in cells.cells):
            cell.answers = cell.answers[1:]


def _lists(cell: Cell) -> bool:
    """Say whether coded options stand in a cell that no box belongs to."""
    choice = cell.answers[0] if cell.answers else None
    return choice is not None and choice.mark is Mark.CIRCLE and len(choice.options) > 2 and not choice.label


def _takes(cell: Cell, listed: Cell) -> bool:
    """Say whether a cell has the options of the one that lists them."""
    own = cell.answers[0] if len(cell.answers) == 1 else None
    if own is None or own.mark is not Mark.CODE:
        return False
    return [each.box for each in own.options] == [each.box for each in listed.answers[0].options]


def _spans(listed: Box, cell: Box) -> bool:
    """Say whether a list of options is as wide as what stands over it, and close."""
    return listed.x0 <= cell.x0 + 1 and listed.x1 >= cell.x1 - 1 and abs(listed.centre.y - cell.centre.y) < _CLOSE


def spread_options(cells: Neighbours, taken: Container[int] = ()) -> list[list[Cell]]:
    """Return the cells side by side, none of ``taken``, that hold one option to tick each: 用电 | □安全 | □隐患."""
    found: list[list[Cell]] = []
    for band in bands(cell for cell in cells.cells if id(cell) not in taken):
        run: list[Cell] = []
        for cell in band:
            touches = bool(run) and cells.left(cell) is run[-1]
            if _one_option(cell) and (touches or not run):
                run.append(cell)
                continue
            found.append(run)
            run = [cell] if _one_option(cell) else []
        found.append(run)
    return [run for run in found if len(run) > 1]


def as_one(run: list[Cell]) -> Found:
    """Return the choice that options in cells side by side are."""
    for cell in run:
        for extra in cell.answers[1:]:
            extra.label = extra.label or cell.answers[0].options[0].label
            extra.labelled = False
    first, *others = [cell.answers[0] for cell in run]
    first.options = [*first.options, *(option for other in others for option in other.options)]
    count_options(first.options)
    first.box, first.sure = around([first.box, *(other.box for other in others)]), True
    return first


def _one_option(cell: Cell) -> bool:
    """Say whether all that is in a cell is one option to tick, without a label of its own."""
    if not cell.answers or cell.answers[0].mark is not Mark.BOX or len(cell.answers[0].options) != 1:
        return False
    option = cell.answers[0].options[0]
    extras = len(option.blanks)
    rest = cell.answers[1 + extras :]
    behind = len(rest) == 1 and rest[0].kind is Kind.TEXT and not rest[0].label
    return not cell.answers[0].label and (not rest or behind)
