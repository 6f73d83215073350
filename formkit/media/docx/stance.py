"""What decides where things stand in a template: paper, widths, heights, and the places of what is drawn on the page.

Wording, fonts and colours within rows of a fixed height move nothing, so an office may change them freely. A digest
of the rest tells whether a template still prints what its measurement, or formkit's own layout, says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from lxml import etree

from formkit.media.docx.drawings import EMU
from formkit.media.docx.elements import cell_of, controls, text_of
from formkit.media.docx.names import DOCUMENT_PART, MARKER, parse_xml, q
from formkit.media.docx.wordml import BLANK_STYLE

STYLES_PART = "word/styles.xml"
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
"""A loop of the template, in a paragraph that is not printed."""
_TWIPS = 56.7
"""Twips in a millimetre. Measures are told in tenths of one, for programs round."""
_OF_PAPER = ("w", "h", "top", "right", "bottom", "left", "gutter")
_LINE_MM = 6.0
"""About the height of a line in a page's header."""
_HEADER_ROOM = 12.0
"""mm that a header may surely take over the margin at the top."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A digest of the places of a template's cells and drawings, and in which cell (by its number) each control is."""

    places: str
    cells: Mapping[str, int]

    @property
    def digest(self) -> str:
        """A digest of both."""
        told = [self.places, *(f"{tag} {cell}" for tag, cell in sorted(self.cells.items()))]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def is_as(self, other: Stance) -> bool:
        """Say whether everything stands as in ``other``; controls that only one of them has move nothing."""
        both = self.cells.keys() & other.cells.keys()
        return self.places == other.places and all(self.cells[tag] == other.cells[tag] for tag in both)


def stance_of(parts: Mapping[str, bytes]) -> Stance:
    """Return what decides in a template where things stand on paper."""
    root = parse_xml(parts[DOCUMENT_PART])
    lines = [*_of_body(root.find(q("w:body"))), *_of_styles(root, parts.get(STYLES_PART))]
    lines += [f"header {_header(parse_xml(parts[name]))}" for name in sorted(parts) if _is_edge(name)]
    places = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    numbers = {cell: number for number, cell in enumerate(root.iter(q("w:tc")))}
    inside = ((tag, cell_of(control)) for tag, control in controls(root) if not tag.startswith(MARKER))
    return Stance(places, {tag: numbers[cell] if cell is not None else -1 for tag, cell in inside})


def _of_styles(root: etree._Element, part: bytes | None) -> Iterator[str]:
    """Yield what the styles say of the size of what is no row of a fixed height."""
    styles = parse_xml(part) if part else None
    if styles is None:
        return
    ours = styles.find(f"{q('w:style')}[@{q('w:styleId')}='{BLANK_STYLE}']/{q('w:pPr')}")
    yield f"blank {_spacing(ours)}"
    if any(_grows(row) for row in root.iter(q("w:tr"))) or any(
        _is_beside(each) and not _is_ours(each) for each in root.iter(q("w:p"))
    ):
        looks = [etree.tostring(each, method="c14n") for each in styles.iter(q("w:pPr"), q("w:rPr"))]
        yield f"styles {hashlib.sha256(b''.join(looks)).hexdigest()}"


def _is_edge(name: str) -> bool:
    return name.startswith(("word/header", "word/footer")) and name.endswith(".xml")


def _header(root: etree._Element) -> str:
    """Return how high the content of a page's header or footer is, where it may push the page's own away."""
    inline = sum(number(each.get("cy")) / EMU for each in root.iterfind(f".//{q('wp:inline')}/{q('wp:extent')}"))
    high = inline + _LINE_MM * (sum(1 for _ in root.iter(q("w:p"))) - 1)
    return f"{high:.0f}" if high > _HEADER_ROOM else ""


def _of_body(body: etree._Element | None) -> Iterator[str]:
    for block in body if body is not None else ():
        if block.tag == q("w:tbl"):
            yield from _of_table(block)
        elif block.tag == q("w:sectPr"):
            yield from _of_section(block)
        else:
            yield from _of_others(block)


def _of_others(block: etree._Element) -> Iterator[str]:
    """Yield a paragraph, or what a control round several of them holds; text boxes only count as drawings."""
    for each in filter(_is_beside, block.iter(q("w:p"), q("w:tbl"))):
        yield from _of_table(each) if each.tag == q("w:tbl") else _of_paragraph(each)


def _is_beside(block: etree._Element) -> bool:
    """Say whether a paragraph or a table is in no table and no text box."""
    return all(outer.tag not in (q("w:txbxContent"), q("w:tbl")) for outer in block.iterancestors())


def _of_section(section: etree._Element) -> Iterator[str]:
    for name in ("w:pgSz", "w:pgMar"):
        found = section.find(q(name))
        if found is not None:
            yield f"{name} " + " ".join(f"{key}={_mm(found.get(q(f'w:{key}')))}" for key in _OF_PAPER)


def _of_paragraph(paragraph: etree._Element) -> Iterator[str]:
    """Yield a paragraph beside the tables: where it is one of ours, only what is drawn and which side begins."""
    yield f"p {_spacing(paragraph.find(q('w:pPr')))}" if _is_ours(paragraph) else f"p {_written(paragraph)}"
    if any(_is_true(each) for each in paragraph.iter(q("w:pageBreakBefore"), q("w:br"))):
        yield "break"
    for tag, _ in controls(paragraph):
        if tag.startswith(MARKER):
            yield f"side {':'.join(tag.split(':')[-3:])}"
    for anchor in paragraph.iter(q("wp:anchor"), q("wp:inline")):
        yield from _of_drawing(anchor)
    for section in paragraph.iter(q("w:sectPr")):
        yield from _of_section(section)


def _is_ours(paragraph: etree._Element) -> bool:
    """Say whether a paragraph is one of those that take no room: of their style, and nobody wrote into it."""
    style = paragraph.find(f"{q('w:pPr')}/{q('w:pStyle')}")
    if style is None or style.get(q("w:val")) != BLANK_STYLE:
        return False
    own = (each.text or "" for each in paragraph.iter(q("w:t")) if _is_of(each, paragraph))
    return not _STATEMENT.sub("", "".join(own)).strip()


def _is_of(text: etree._Element, paragraph: etree._Element) -> bool:
    """Say whether a text is the paragraph's own and not one of a text box."""
    return next(text.iterancestors(q("w:p")), None) is paragraph


def _spacing(look: etree._Element | None) -> str:
    """Return what the properties of a paragraph add to its height; "" where they say nothing."""
    spacing = look.find(q("w:spacing")) if look is not None else None
    if spacing is None:
        return ""
    told = {key: number(spacing.get(q(f"w:{key}"))) for key in ("before", "after", "line")}
    return " ".join(f"{key}={value:.0f}" for key, value in told.items() if value)


def _is_true(element: etree._Element) -> bool:
    if element.tag == q("w:br"):
        return element.get(q("w:type")) == "page"
    return element.get(q("w:val"), "1") not in ("0", "false", "off")


def _written(element: etree._Element) -> str:
    """Return words with everything that their size comes from, for what is no row of a fixed height."""
    looks = [
        etree.tostring(each, method="c14n") for name in ("w:pPr", "w:rPr") for each in element.iter(q(name))
    ]
    return f"{text_of(element)} {hashlib.sha256(b''.join(looks)).hexdigest()[:12]}"


def _of_drawing(anchor: etree._Element) -> Iterator[str]:
    """Yield where one of our drawings stands, or how large one is that the text flows round."""
    named = anchor.find(q("wp:docPr"))
    name = named.get("name", "") if named is not None else ""
    extent = anchor.find(q("wp:extent"))
    size = [_emu(extent.get(key)) for key in ("cx", "cy")] if extent is not None else []
    if name.startswith(MARKER):
        offsets = [f"{at.get('relativeFrom')} {_emu(at.findtext(q('wp:posOffset')))}" for at in (
            each for each in anchor if each.tag in (q("wp:positionH"), q("wp:positionV")))]
        yield f"{name} {size} {offsets}"
    elif anchor.tag == q("wp:inline") or anchor.find(q("wp:wrapNone")) is None:
        yield f"drawing {size}"


def _of_table(table: etree._Element) -> Iterator[str]:
    indent = table.find(f"{q('w:tblPr')}/{q('w:tblInd')}")
    yield f"table {_mm(indent.get(q('w:w'))) if indent is not None else ''}{_aligned(table)}"
    yield " ".join(_mm(each.get(q("w:w"))) for each in table.iterfind(f"{q('w:tblGrid')}/{q('w:gridCol')}"))
    for row in table.iterfind(q("w:tr")):
        yield from _of_row(row)


def _aligned(table: etree._Element) -> str:
    """Return how a table is aligned and where it floats; "" for one that begins at the margin, in the text."""
    align = table.find(f"{q('w:tblPr')}/{q('w:jc')}")
    side = align.get(q("w:val"), "") if align is not None else ""
    floating = table.find(f"{q('w:tblPr')}/{q('w:tblpPr')}")
    at = etree.tostring(floating, method="c14n").decode() if floating is not None else ""
    return f"{'' if side in ('left', 'start') else side}{at}"


def _of_row(row: etree._Element) -> Iterator[str]:
    height = row.find(f"{q('w:trPr')}/{q('w:trHeight')}")
    yield f"row {_mm(height.get(q('w:val'))) if height is not None else ''} {_written(row) if _grows(row) else ''}"
    for name in ("w:gridBefore", "w:gridAfter"):
        skipped = row.find(f"{q('w:trPr')}/{q(name)}")
        if skipped is not None and number(skipped.get(q("w:val"))):
            yield f"{name} {skipped.get(q('w:val'))}"
    for each in row.iter(q("w:tc"), q("w:tbl")):
        if next(each.iterancestors(q("w:tr"))) is row:
            yield from _of_table(each) if each.tag == q("w:tbl") else _of_cell(each)


def _of_cell(cell: etree._Element) -> Iterator[str]:
    look = cell.find(q("w:tcPr"))
    yield " ".join(filter(None, map(_reach, look if look is not None else ())))
    if next(cell.iter(q("w14:checkbox")), None) is not None:
        yield f"tick {_aligned_in(cell)}"


def _aligned_in(cell: etree._Element) -> str:
    """Return where in a cell its text stands, and with it the □ that is to be ticked."""
    found = [cell.find(f"{q('w:tcPr')}/{q('w:vAlign')}"), *cell.iter(q("w:jc"))]
    told = [each.get(q("w:val"), "") for each in found if each is not None]
    return " ".join(each for each in told if each not in ("left", "start", "top"))


def _grows(row: etree._Element) -> bool:
    """Say whether a row is as high as its text wants."""
    height = row.find(f"{q('w:trPr')}/{q('w:trHeight')}")
    return height is None or height.get(q("w:hRule")) != "exact"


def _reach(of_cell: etree._Element) -> str:
    """Return a property of a cell that says how far it reaches; "" for others."""
    if of_cell.tag == q("w:tcW"):
        return _mm(of_cell.get(q("w:w")))
    if of_cell.tag in (q("w:gridSpan"), q("w:vMerge")):
        return f"{etree.QName(of_cell).localname}{of_cell.get(q('w:val'))}"
    return ""


def _mm(twips: str | None) -> str:
    return f"{number(twips) / _TWIPS:.1f}"


def _emu(emu: str | None) -> str:
    return f"{number(emu) / EMU:.1f}"


def number(text: str | None) -> float:
    """Return a number out of an attribute; 0 where there is none."""
    try:
        found = float(text or 0)
    except ValueError:
        return 0.0
    return found if isfinite(found) else 0.0
