"""What an office does to a template in Word, and prints of the copy that formkit makes to measure it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from formkit.geometry import Box, mm_to_points
from formkit.layout import build_layout
from formkit.layout.paper import PAGE_HEIGHT, PAGE_WIDTH
from formkit.media.docx import MeasuringCopy
from formkit.media.docx.office import office_program
from formkit.model.handbook import Handbook
from formkit.model.layout import SlotRole
from formkit.shipped import shipped

OFFICE = pytest.mark.skipif(
    office_program() is None, reason="LibreOffice is not installed: restyled templates are NOT measured by it"
)


def restyle(template: Path, to: Path, *changes: Callable[[etree._Element], None], size: float | None = None) -> None:
    """Save a template as Word would after ``changes`` of its body, its words in another size."""
    document = docx.Document(str(template))
    for style in document.styles:
        if size is not None and style.style_id in ("FormkitLabel", "FormkitText"):
            style.font.size = Pt(size)
    for change in changes:
        change(document.element.body)
    to.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(to))


def wider_first_column(mm: float, table: int = 0) -> Callable[[etree._Element], None]:
    """Make the first column of a table wider and its last one narrower."""

    def change(body: etree._Element) -> None:
        changed = body.findall(qn("w:tbl"))[table]
        columns = changed.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        widths = [int(each.get(qn("w:w"))) for each in columns]
        step = round(mm_to_points(mm) * 20)
        widths[0], widths[-1] = widths[0] + step, widths[-1] - step
        for column, width in zip(columns, widths, strict=True):
            column.set(qn("w:w"), str(width))
        for row in changed.findall(qn("w:tr")):
            at = 0
            for cell in row.findall(qn("w:tc")):
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                count = int(span.get(qn("w:val"))) if span is not None else 1
                cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").set(qn("w:w"), str(sum(widths[at : at + count])))
                at += count

    return change


def higher_row(mm: float, table: int = 0, row: int = 0) -> Callable[[etree._Element], None]:
    """Make a row higher: all that stands below it moves down."""

    def change(body: etree._Element) -> None:
        found = body.findall(qn("w:tbl"))[table].findall(qn("w:tr"))[row]
        height = found.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
        height.set(qn("w:val"), str(int(height.get(qn("w:val"))) + round(mm_to_points(mm) * 20)))

    return change


def control(body: etree._Element, tag: str) -> etree._Element:
    """Return the content control with a tag."""
    return next(each.getparent().getparent() for each in body.iter(qn("w:tag")) if each.get(qn("w:val")) == tag)


def without_control(tag: str) -> Callable[[etree._Element], None]:
    """Delete a content control, as happens when somebody types over a cell."""

    def change(body: etree._Element) -> None:
        found = control(body, tag)
        found.getparent().remove(found)

    return change


def with_control_in_the_cell_of(tag: str, other: str, *, moved: bool = False) -> Callable[[etree._Element], None]:
    """Put a control, or a second one of it, into the cell of another."""

    def change(body: etree._Element) -> None:
        found = control(body, tag)
        control(body, other).addnext(found if moved else copy.deepcopy(found))

    return change


def print_by_hand(made: MeasuringCopy, handbook: Handbook, move: Callable[[Box], Box], out: Path, *,
                  areas: Sequence[Mapping[int, Box]] | None = None) -> None:
    """Draw what a print of the copy would show: the sides plain, and then every cell in its colour.

    Each stands where formkit has it, moved by ``move``; the codes are unmoved.
    """
    canvas = Canvas(str(out), pagesize=(mm_to_points(PAGE_WIDTH), mm_to_points(PAGE_HEIGHT)), invariant=True)
    registerFont(TTFont("print", str(shipped("fonts") / "formkit-sans-core.ttf")))
    given = [coloured(made, handbook, move, number) for number in range(len(made.sides))] if areas is None else areas
    for side in made.sides:
        words = {cell.colour: cell.text for cell in side.cells}
        boxes = coloured(made, handbook, move, made.sides.index(side))
        canvas.setFont("print", 10)
        for colour, text in words.items():
            if text and colour in boxes:
                _write(canvas, text, boxes[colour])
        canvas.showPage()
    for drawn in given:
        for colour, box in drawn.items():
            canvas.setFillColorRGB((colour >> 16) / 255, (colour >> 8 & 255) / 255, (colour & 255) / 255)
            left, bottom = mm_to_points(box.x0), mm_to_points(PAGE_HEIGHT - box.y1)
            canvas.rect(left, bottom, mm_to_points(box.width), mm_to_points(box.height), stroke=0, fill=1)
        canvas.showPage()
    canvas.save()


def _write(canvas: Canvas, text: str, box: Box) -> None:
    canvas.drawString(mm_to_points(box.x0 + 1), mm_to_points(PAGE_HEIGHT - box.centre.y) - 3.5, text)


def coloured(made: MeasuringCopy, handbook: Handbook, move: Callable[[Box], Box], number: int) -> dict[int, Box]:
    """Return the boxes of the cells and codes of a side by their colours."""
    layout = build_layout(handbook.as_restyled(None), {sheet.id: 1 for sheet in handbook.sheets})
    page, side = layout.pages[number], made.sides[number]
    boxes = {(tile.slot.field, tile.slot.role, tile.slot.code): tile.box for tile in page.tiles if tile.slot}
    tags = {field if role is SlotRole.VALUE else f"{field}.{code}": (field, role, code)
            for field, role, code in boxes if role is not SlotRole.OPTION}
    labels = [tile for tile in page.tiles if tile.text and tile.slot is None]
    found: dict[int, Box] = {}
    option = None
    for cell in side.cells:
        key = tags.get(cell.tags[0]) if cell.tags else option
        label = next((tile for tile in labels if tile.text == cell.text), None)
        if key in boxes:
            found[cell.colour] = move(boxes[key])
        elif label is not None:
            labels.remove(label)
            found[cell.colour] = move(label.box)
        option = (key[0], SlotRole.OPTION, key[2]) if cell.tags and key is not None else None
    marks = {each.corner: each.box for each in page.fiducials} | {"M": page.code_box}
    return found | {colour: marks[letter] for letter, colour in side.marks.items()}
