"""The copy of a template in which places on paper can be told apart: every cell and every code has a colour of its own.

The sides stand in it twice: first as they are printed, without what formkit draws over them (codes, one-character
boxes, page numbers), then coloured. Colours of cells change no line of text, so both halves are laid out alike, and
one print, by LibreOffice or by Word, holds the blank and its measures.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from lxml import etree

from formkit.errors import Problem, Where, problem
from formkit.layout.sheet_code import CORNERS, MAIN
from formkit.media.docx.drawings import filled_shape
from formkit.media.docx.elements import cell_of, controls, text_of
from formkit.media.docx.marking import drawing_name, drawn_with, read_marker
from formkit.media.docx.names import DECLARATIONS, DOCUMENT_PART, MARKER, add_in_order, parse_xml, q, to_bytes
from formkit.media.docx.package import pack
from formkit.media.docx.rendering import context_of, prepared, render
from formkit.media.docx.stance import number
from formkit.media.docx.template import BOXES, CODE_TEXT, FOOTER, PAGE_NUMBER, SIGNS
from formkit.model.handbook import Handbook
from formkit.model.office import Office

_FIRST, _COLOURS = 0xE10000, 0x0E0000
"""Reds that no office prints in; where in them a copy begins tells it from others."""
_OURS = frozenset({*(f"{MARKER}{letter}" for letter in (*CORNERS, MAIN)), CODE_TEXT, PAGE_NUMBER, BOXES, SIGNS})
_BEHIND_SHADING = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
"""What must stand behind the shading among the properties of a cell."""


@dataclass(frozen=True, slots=True)
class CopiedCell:
    """A cell of the template: its colour, the tags of its controls, its other words; ``follows`` the cell before it."""

    colour: int
    tags: tuple[str, ...]
    text: str
    follows: int | None = None


@dataclass(slots=True)
class CopiedSide:
    """A printed side: its cells in the order of the document, and the colours of its codes by their letter."""

    sheet: str
    side: int
    cells: list[CopiedCell] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)

    @property
    def colours(self) -> frozenset[int]:
        """All colours of the side."""
        return frozenset({*(cell.colour for cell in self.cells), *self.marks.values()})


@dataclass(frozen=True, slots=True)
class MeasuringCopy:
    """The copy as a Word file, and what its colours mean."""

    content: bytes
    sides: tuple[CopiedSide, ...]
    problems: tuple[Problem, ...]

    @property
    def colours(self) -> frozenset[int]:
        """All colours of the copy."""
        return frozenset().union(*(side.colours for side in self.sides))


def measuring_copy(handbook: Handbook, template: Path, office: Office | None = None) -> MeasuringCopy:
    """Return the copy of a template that `template_problems` finds nothing wrong with; the same for the same template.

    ``problems`` tells of controls whose place cannot be told: outside of all tables, or two in one cell (T013).

    Raises:
        UsageError: the template cannot be read or rendered.
    """
    used = prepared(handbook, template)
    parts = render(used, context_of(handbook, {sheet.id: 1 for sheet in handbook.sheets}, "", office))
    root = parse_xml(parts[DOCUMENT_PART])
    body = root.find(q("w:body"))
    assert body is not None, "a template that was checked has a body"
    coloured = copy.deepcopy(body)
    first = _FIRST + int(hashlib.sha256(template.read_bytes()).hexdigest(), 16) % _COLOURS
    sides = tuple(_coloured(coloured, count(first)))
    repeating = {sheet.id for sheet in handbook.sheets if sheet.repeats}
    for each in (body, coloured):
        _strip(each, repeating)
    _append(body, coloured)
    parts[DOCUMENT_PART] = to_bytes(root)
    return MeasuringCopy(pack(parts), sides, tuple(_unplaced(handbook, body, sides, Where(str(template)))))


def _coloured(body: etree._Element, colours: Iterator[int]) -> Iterator[CopiedSide]:
    """Colour cells and codes; yield the sides with what the colours mean."""
    side: CopiedSide | None = None
    above: dict[tuple[object, int], int] = {}
    for element in list(body.iter(q("w:sdt"), q("w:tc"))):
        if element.tag == q("w:sdt"):
            found = _begun(element, colours)
            if found is not None:
                if side is not None:
                    yield side
                side = found
        elif side is not None and _goes_on(element):
            # LibreOffice colours merged cells by the first of them, other programs each by its own.
            _shade(element, above.get(_column(element), 0xFFFFFF))
        elif side is not None:
            side.cells.append(_copied(element, side.cells, next(colours)))
            above[_column(element)] = side.cells[-1].colour
    if side is not None:
        yield side


def _begun(control: etree._Element, colours: Iterator[int]) -> CopiedSide | None:
    """Return the side that a marker's control begins, its codes replaced by shapes of one colour; None for others."""
    tag = control.find(f"{q('w:sdtPr')}/{q('w:tag')}")
    marker = read_marker(tag.get(q("w:val")) or "") if tag is not None else None
    if marker is None:
        return None
    side = CopiedSide(marker.sheet, marker.side)
    for anchor in drawn_with(control):
        letter = drawing_name(anchor).removeprefix(MARKER)
        if letter in (*CORNERS, MAIN) and letter not in side.marks:
            side.marks[letter] = next(colours)
            _fill(anchor, side.marks[letter])
    return side


def _fill(anchor: etree._Element, colour: int) -> None:
    """Make a picture a shape of the same size and place, all in one colour, and give it another name."""
    graphic = anchor.find(q("a:graphic"))
    extent = anchor.find(q("wp:extent"))
    named = anchor.find(q("wp:docPr"))
    if graphic is None or extent is None or named is None:
        return
    named.set("name", f"{colour:06X}")
    xml = filled_shape(round(number(extent.get("cx"))), round(number(extent.get("cy"))), f"{colour:06X}")
    anchor.replace(graphic, etree.fromstring(f"<x {DECLARATIONS}>{xml}</x>")[0])


def _goes_on(cell: etree._Element) -> bool:
    """Say whether a cell only goes on with the one above."""
    merged = cell.find(f"{q('w:tcPr')}/{q('w:vMerge')}")
    return merged is not None and merged.get(q("w:val"), "continue") == "continue"


def _column(cell: etree._Element) -> tuple[object, int]:
    """Return the table of a cell and the column of its grid in which it begins."""
    column = 0.0
    for each in cell.itersiblings(preceding=True):
        if each.tag == q("w:tc"):
            span = each.find(f"{q('w:tcPr')}/{q('w:gridSpan')}")
            column += number(span.get(q("w:val"))) if span is not None else 1
        elif each.tag == q("w:trPr"):
            skipped = each.find(q("w:gridBefore"))
            column += number(skipped.get(q("w:val"))) if skipped is not None else 0
    return next(cell.iterancestors(q("w:tbl")), None), round(column)


def _shade(cell: etree._Element, colour: int) -> None:
    look = cell.find(q("w:tcPr"))
    if look is None:
        look = etree.Element(q("w:tcPr"))
        cell.insert(0, look)
    for old in look.findall(q("w:shd")):
        look.remove(old)
    shading = etree.Element(q("w:shd"), {q("w:val"): "clear", q("w:color"): "auto", q("w:fill"): f"{colour:06X}"})
    add_in_order(look, shading, _BEHIND_SHADING)


def _copied(cell: etree._Element, before: Sequence[CopiedCell], colour: int) -> CopiedCell:
    """Colour a cell and return what it is."""
    _shade(cell, colour)
    own = [(tag, each) for tag, each in controls(cell) if cell_of(each) is cell]
    text = text_of(cell, frozenset(each for _, each in own)).strip()
    first_of_row = next(cell.itersiblings(q("w:tc"), preceding=True), None) is None
    follows = None if first_of_row or not before else before[-1].colour
    return CopiedCell(colour, tuple(tag for tag, _ in own), text, follows)


def _strip(body: etree._Element, repeating: set[str]) -> None:
    """Take out what formkit draws over the sides: it differs from copy to copy, or follows the measures."""
    for tag, control in list(controls(body)):
        marker = read_marker(tag)
        if marker is None:
            continue
        for anchor in list(drawn_with(control)):
            name = drawing_name(anchor)
            if name in _OURS or (name == FOOTER and marker.sheet in repeating):
                remove_drawing(anchor)


def remove_drawing(anchor: etree._Element) -> None:
    """Take a drawing out, with its second copy for older programs."""
    drawing = anchor.getparent()
    outer = next(anchor.iterancestors(q("mc:AlternateContent")), drawing)
    parent = outer.getparent() if outer is not None else None
    if outer is not None and parent is not None:
        parent.remove(outer)


def _append(body: etree._Element, coloured: etree._Element) -> None:
    """Put the coloured sides behind the others, each half ending with the same section."""
    last = body.find(q("w:sectPr"))
    for element in [each for each in coloured if each.tag != q("w:sectPr")]:
        if last is not None:
            last.addprevious(element)
        else:
            body.append(element)
    if last is not None and len(list(body.iter(q("w:sectPr")))) > 1:
        _end_section(body, last)


def _end_section(body: etree._Element, last: etree._Element) -> None:
    """End the last section of the first half: its paper and margins would else be those of the section that follows."""
    half = [each for each in body if each is not last]
    paragraph = next(each for each in reversed(half[: len(half) // 2]) if each.tag == q("w:p"))
    look = paragraph.find(q("w:pPr"))
    if look is None:
        look = etree.Element(q("w:pPr"))
        paragraph.insert(0, look)
    if look.find(q("w:sectPr")) is None:
        look.append(copy.deepcopy(last))


def _unplaced(
    handbook: Handbook, body: etree._Element, sides: Sequence[CopiedSide], where: Where
) -> Iterator[Problem]:
    """Yield the controls that stand in no cell, and those that share one."""
    celled = {tag for side in sides for cell in side.cells for tag in cell.tags}
    for tag in dict.fromkeys(tag for tag, _ in controls(body) if not tag.startswith(MARKER)):
        if tag not in celled:
            yield problem("T012", where=where, tag=tag)
    for side in sides:
        at = Where(where.file, detail=place_name(handbook, side.sheet, side.side))
        for cell in side.cells:
            for tag in cell.tags[1:]:
                yield problem("T013", where=at, tag=tag, other=cell.tags[0])


def place_name(handbook: Handbook, sheet: str, side: int) -> str:
    """Return a side as messages name it: the id of its sheet and, where there are several, its number."""
    found = handbook.sheet(sheet)
    return f"{sheet} {side}" if found is None or found.side_count > 1 else sheet

