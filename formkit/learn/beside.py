"""Code boxes in a cell of their own, right of the cell whose options they belong to."""

from __future__ import annotations

import re
from collections.abc import Container

from formkit.geometry import Box
from formkit.learn.reading import answers
from formkit.learn.running import FREE, GAP, NEWLINE, SLOTS, Running, Sign
from formkit.learn.tabular import Neighbours
from formkit.model.handbook import Mark

_BOXES = re.compile(rf"[{FREE}{NEWLINE}]*[{SLOTS}](?:[{FREE}{NEWLINE}/／、]*[{SLOTS}])*[{FREE}{NEWLINE}]*")


def give_boxes(cells: Neighbours, taken: Container[int] = ()) -> None:
    """Give the boxes that stand alone in a cell, none of ``taken``, to the options left of it: 1 良好 2 一般 | □."""
    for cell in cells.cells:
        left = cells.left(cell)
        if id(cell) in taken or left is None or left.empty or not _BOXES.fullmatch(cell.running.text):
            continue
        both = answers(_with(left.running, cell.running), cell=True)
        own = [answer for answer in both if answer.mark is Mark.CODE and _within(cell.box, answer.box)]
        if own:
            left.answers, cell.answers = both, []


def _with(left: Running, boxes: Running) -> Running:
    """Return the print of two cells as one string, white paper between them."""
    end, start = left.signs[-1].box, boxes.signs[0].box
    gap = Sign(GAP, Box(end.x1, start.y0, start.x0, start.y1))
    return Running((*left.signs, gap, *boxes.signs), left.room.union(boxes.room))


def _within(room: Box, box: Box) -> bool:
    centre = box.centre
    return room.x0 <= centre.x <= room.x1 and room.y0 <= centre.y <= room.y1
