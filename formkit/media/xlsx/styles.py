"""How the cells of a worksheet look."""

from __future__ import annotations

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from formkit.media.xlsx.grid import Block, BlockRole
from formkit.model.handbook import Field, Kind, Precision

FACE = "宋体"
"""SimSun is on every office machine in China; other systems put their own face in."""
ANSWER_SIZE = 10.5
TEXT_FORMAT = "@"
DATE_FORMAT = "yyyy-mm-dd"

_LABEL_FILL = PatternFill("solid", fgColor="FFF0F0F0")
_ANSWER_FILL = PatternFill("solid", fgColor="FFFFFBE0")
_LINE = Side("thin", color="FF808080")
_GREY = "FF606060"


def number_format(field: Field) -> str:
    """Return the number format of an empty answer cell.

    Whatever is no number or whole date is text, so that no program takes the zeros off a code,
    rounds an ID number, or makes a date of 1/3.
    """
    if field.kind is Kind.DATE and field.min_precision is Precision.DAY:
        return DATE_FORMAT
    return {Kind.INTEGER: "0", Kind.NUMBER: "General"}.get(field.kind, TEXT_FORMAT)


def dress(cell: Cell | MergedCell, block: Block, edges: str) -> None:
    """Give one cell of a block its look; ``edges`` are the rims of the block that the cell lies at."""
    left, top, right, bottom = (_LINE if key in edges and key in block.borders else None for key in "ltrb")
    cell.border = Border(left=left, top=top, right=right, bottom=bottom)
    cell.font = _font(block)
    cell.alignment = _alignment(block)
    if block.role is BlockRole.LABEL and block.borders:
        cell.fill = _LABEL_FILL
    if block.role is BlockRole.ANSWER and block.ref is not None:
        cell.fill = _ANSWER_FILL
        cell.protection = Protection(locked=False)
        cell.number_format = number_format(block.ref.field)


def _font(block: Block) -> Font:
    if block.role is BlockRole.HINT:
        return Font(name=FACE, size=block.size, color=_GREY)
    return Font(name=FACE, size=ANSWER_SIZE if block.role is BlockRole.ANSWER else block.size, bold=block.bold)


def _alignment(block: Block) -> Alignment:
    upright = "top" if block.role is BlockRole.HINT else "center"
    if block.ref is not None and block.ref.field.kind in (Kind.DATE, Kind.INTEGER, Kind.NUMBER):
        return Alignment(horizontal="left", vertical=upright, shrink_to_fit=True)
    return Alignment(horizontal=block.align, vertical=upright, wrap_text=True)
