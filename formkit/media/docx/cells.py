"""What stands in a cell of a template: printed words, or the control that takes an answer."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.geometry import Box
from formkit.layout.paper import COMB_PITCH
from formkit.media.docx.controls import Control, check_box, value_control
from formkit.media.docx.grid import twips
from formkit.media.docx.lettering import ADVANCE, FONT, lettering
from formkit.media.docx.scaffold import ANSWER_SIZE
from formkit.media.docx.wordml import (
    ANSWER_STYLE,
    BLANK_PARAGRAPH,
    BOXES_STYLE,
    ParagraphLook,
    RunLook,
    line_height,
    paragraph,
    run,
)
from formkit.model.handbook import Kind, Mark
from formkit.model.ids import FieldRef
from formkit.model.layout import Place, SlotRole, Tile

_LABEL_SIZE = 10.0
"""Points: the size of the styles, which a run need not repeat."""
_CHECK_SIZE = 8.0
_CHECK_COLOR = "A6A6A6"
"""On paper the check boxes before options to be circled are only in the way, so they are pale."""
_TICK_SIZE = 12.0
_BOX_SIZE = 12.0
_RIGHT_SLACK = -twips(2.0)
"""The last character's spacing may hang over the edge of the cell instead of breaking the line."""
_LINE_SLACK = -twips(0.8)
"""Words that the layout gave a line of their own may reach into the margins of their cell; they never break."""
_RAISED = 5.0
"""Points: programs set text low in lines of exact height."""

Contents = tuple[str, bool]
"""Paragraphs, and whether the cell keeps its left and right margins."""


def cell_contents(tile: Tile, places: Mapping[str, Place]) -> Contents:
    """Return the paragraphs of the cell of ``tile``; ``places`` are those of its page by full id."""
    if tile.slot is None:
        return _printed(tile), bool(tile.text)
    place = places[tile.slot.field]
    if tile.slot.role is SlotRole.OPTION:
        return _printed(tile), True
    if tile.slot.role is SlotRole.VALUE:
        return _value(tile, place)
    return _check(tile, place, tick=tile.slot.role is SlotRole.TICK), False


def template_id(ref: FieldRef) -> str:
    """Return the id of a field of the first copy of a sheet with the expression of the copy's number in it."""
    sheet = ref.sheet
    if not sheet.repeats:
        return ref.id
    head, _, local = ref.id.split(".", 2)
    if sheet.entries == 1 or ref.field.page_scope:
        return f"{head}.{{{{n}}}}.{local}"
    before = sheet.entries - ref.instance
    return f"{head}.{{{{{sheet.entries}*n{f'-{before}' if before else ''}}}}}.{local}"


def _printed(tile: Tile) -> str:
    look = RunLook(size=None if tile.size == _LABEL_SIZE else tile.size, bold=tile.bold)
    several = tile.wrap or "\n" in tile.text
    if not tile.text:
        return BLANK_PARAGRAPH
    slack = 0 if tile.wrap else _LINE_SLACK
    left = slack if tile.align != "left" else 0
    right = slack if tile.align != "right" else 0
    line = line_height(tile.size) if several else 0
    style = ParagraphLook("FormkitText" if tile.wrap else "FormkitLabel", tile.align, line, left, right)
    return paragraph(run(tile.text, look), style)


def _check(tile: Tile, place: Place, *, tick: bool) -> str:
    code = tile.slot.code if tile.slot else ""
    option = place.ref.field.option(code)
    label = f"{place.ref.field.label} {option.label if option else code}"
    look = RunLook(size=_TICK_SIZE, east_asian=True) if tick else RunLook(
        size=_CHECK_SIZE, color=_CHECK_COLOR, east_asian=True
    )
    control = Control(f"{template_id(place.ref)}.{code}", label, look)
    return paragraph(check_box(control, tick=tick), ParagraphLook(ANSWER_STYLE, "center"))


def _value(tile: Tile, place: Place) -> Contents:
    field = place.ref.field
    letters = lettering(place, tile.box)
    if letters is not None:
        look = RunLook(letters.size, font=FONT, spacing=letters.spacing, raised=_RAISED if letters.line else 0)
        style = ParagraphLook(BOXES_STYLE, "left", letters.line, letters.indent, _RIGHT_SLACK)
    else:
        look = RunLook(size=None if place.size == ANSWER_SIZE else place.size)
        style = _code_paragraph(place, tile.box) if place.cells else ParagraphLook(ANSWER_STYLE)
    locked = bool(field.preprinted) or (field.kind is Kind.MULTI and field.mark is Mark.CODE)
    control = Control(template_id(place.ref), field.label, look, locked)
    return paragraph(value_control(control, field), style), not place.cells


def box_look() -> RunLook:
    """Return the look of text in boxes of the usual pitch: LibreOffice knows it only from the paragraph's style."""
    return RunLook(_BOX_SIZE, font=FONT, spacing=twips(COMB_PITCH) - round(ADVANCE * _BOX_SIZE * 20))


def _code_paragraph(place: Place, tile: Box) -> ParagraphLook:
    """Return the paragraph of code boxes: a tab stop in each of several, or text in the middle of a single one."""
    first, last = place.cells[0], place.cells[-1]
    if len(place.cells) > 1:
        return ParagraphLook(ANSWER_STYLE, centres=tuple(twips(box.centre.x - tile.x0) for box in place.cells))
    return ParagraphLook(ANSWER_STYLE, "center", 0, twips(first.x0 - tile.x0), twips(tile.x1 - last.x1))

