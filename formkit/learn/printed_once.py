"""Options that are printed once, in the label left of all records: 走访方式 1上门 2电话 | □ | □ | □ |."""

from __future__ import annotations

from collections.abc import Iterable

from formkit.learn.found import Found, without_blanks
from formkit.learn.tabular import Cell, Neighbours
from formkit.model.handbook import Kind, Mark


def listed_choice(label: Cell | None) -> Found | None:
    """Return the choice whose options are printed in a label, None where it has none."""
    answers = label.answers if label is not None else []
    return next((answer for answer in answers if len(answer.options) > 1), None)


def listed_name(label: Cell | None) -> str:
    """Return what a label with options calls what is chosen, "" where it has none."""
    choice = listed_choice(label)
    return choice.label if choice is not None else ""


def listed_beside(cells: Neighbours, column: Iterable[Cell]) -> list[Cell]:
    """Return the labels of a record that print options for its boxes: nothing is asked for in them."""
    lefts = ((cell, cells.left(cell)) for cell in column)
    return [left for cell, left in lefts if left is not None and listed_choice(left) is not None and _boxes(cell)]


def take_options(cell: Cell, label: Cell | None) -> None:
    """Give the code box or boxes of a record the options printed in its label; a blank beside them is for words."""
    boxes, choice = _boxes(cell), listed_choice(label)
    if boxes is None or choice is None:
        return
    several = boxes.kind is Kind.CODE or (choice.kind is Kind.MULTI and bool(boxes.cells))
    boxes.kind, boxes.mark, boxes.separators = Kind.MULTI if several else Kind.SINGLE, Mark.CODE, ()
    boxes.format, boxes.multiline, boxes.cells = None, False, boxes.cells or (boxes.box,)
    boxes.options = without_blanks(choice.options)
    for answer in cell.answers:
        if answer is not boxes and not answer.label and answer.kind is Kind.TEXT and not answer.unit:
            answer.label = f"{choice.label} 说明"


def _boxes(cell: Cell) -> Found | None:
    """Return the answer of a cell that is a box for a code, or several."""
    if cell.lone_box is not None and len(cell.answers) == 1 and cell.answers[0].kind is Kind.TEXT:
        return cell.answers[0]
    return next((answer for answer in cell.answers if answer.kind is Kind.CODE and answer.cells), None)
