"""What decides where things stand in a template: paper, widths, heights, and the places of what is drawn on the page.

Wording, fonts and colours within rows of a fixed height move nothing, so an office may change them freely. A digest
of the rest tells whether a template still prints what its measurement, or formkit's own layout, says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from lxml import etree

from formkit.media.docx.drawings import EMU
from formkit.media.docx.elements import cell_of, controls, text_of
from formkit.media.docx.names import DOCUMENT_PART, MARKER, parse_xml, q
from formkit.media.docx.wordml import BLANK_STYLE

_TWIPS = 56.7
"""Twips in a millimetre. Measures are told in tenths of one, for programs round."""
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
    lines = list(_of_body(root.find(q("w:body"))))
    lines += [f"header {_header(parse_xml(parts[name]))}" for name in sorted(parts) if _is_edge(name)]
    places = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    numbers = {cell: number for number, cell in enumerate(root.iter(q("w:tc")))}
    inside = ((tag, cell_of(control)) for tag, control in controls(root) if not tag.startswith(MARKER))
    return Stance(places, {tag: numbers[cell] if cell is not None else -1 for tag, cell in inside})


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
    for each in block.iter(q("w:p"), q("w:tbl")):
        if any(outer.tag in (q("w:txbxContent"), q("w:tbl")) for outer in each.iterancestors()):
            continue
        yield from _of_table(each) if each.tag == q("w:tbl") else _of_paragraph(each)


def _of_section(section: etree._Element) -> Iterator[str]:
    for name in ("w:pgSz", "w:pgMar"):
        found = section.find(q(name))
        if found is not None:
            yield f"{name} " + " ".join(
                f"{key}={_mm(found.get(q(f'w:{key}')))}" for key in ("w", "h", "top", "right", "bottom", "left")
            )


def _of_paragraph(paragraph: etree._Element) -> Iterator[str]:
    """Yield a paragraph beside the tables: where it is one of ours, only what is drawn and which side begins."""
    style = paragraph.find(f"{q('w:pPr')}/{q('w:pStyle')}")
    ours = style is not None and style.get(q("w:val")) == BLANK_STYLE
    yield "p" if ours else f"p {_written(paragraph)}"
    if any(_is_true(each) for each in paragraph.iter(q("w:pageBreakBefore"), q("w:br"))):
        yield "break"
    for tag, _ in controls(paragraph):
        if tag.startswith(MARKER):
            yield f"side {':'.join(tag.split(':')[-3:])}"
    for anchor in paragraph.iter(q("wp:anchor"), q("wp:inline")):
        yield from _of_drawing(anchor)
    for section in paragraph.iter(q("w:sectPr")):
        yield from _of_section(section)


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
    yield f"table {_mm(indent.get(q('w:w'))) if indent is not None else ''}"
    yield " ".join(_mm(each.get(q("w:w"))) for each in table.iterfind(f"{q('w:tblGrid')}/{q('w:gridCol')}"))
    for row in table.iterfind(q("w:tr")):
        yield from _of_row(row)


def _of_row(row: etree._Element) -> Iterator[str]:
    height = row.find(f"{q('w:trPr')}/{q('w:trHeight')}")
    fixed = height is not None and height.get(q("w:hRule")) == "exact"
    yield f"row {_mm(height.get(q('w:val'))) if height is not None else ''} {'' if fixed else _written(row)}"
    for cell in row.iterfind(f".//{q('w:tc')}"):
        look = cell.find(q("w:tcPr"))
        yield " ".join(filter(None, map(_reach, look if look is not None else ())))


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
