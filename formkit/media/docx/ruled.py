"""Tables of a Word file that are laid out in cells without lines round them, with the lines put in.

A print shows lines, and nothing of a cell that has none. So the file is printed a second time with hair-thin borders,
which move no word by more than their own width.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from formkit.errors import InputError, Where
from formkit.media.docx.names import DOCUMENT_PART, parse_xml, q, to_bytes
from formkit.media.docx.package import pack, unpack

_STYLES = "word/styles.xml"
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_NONE = frozenset({"nil", "none"})
_BASES = 10
"""Styles that stand on one another at most; a circle of them ends here."""


def ruled(content: bytes, name: str) -> bytes | None:
    """Return a Word file with borders drawn in the tables that have none between their cells; None if there are none.

    Raises:
        InputError: it is no .docx, damaged, locked or swollen.
    """
    parts = unpack(content, name)
    try:
        root = parse_xml(parts.get(DOCUMENT_PART, b""))
        styles = parse_xml(parts[_STYLES]) if _STYLES in parts else None
    except (etree.XMLSyntaxError, ValueError) as cause:
        raise InputError.of("D004", where=Where(name), reason=str(cause)) from cause
    tables = [table for table in root.iter(q("w:tbl")) if _bare(table, styles)]
    for table in tables:
        _draw(table)
    return pack(parts | {DOCUMENT_PART: to_bytes(root)}) if tables else None


def _bare(table: etree._Element, styles: etree._Element | None) -> bool:
    """Say whether no line parts the cells of a table: neither its own borders, its style's, nor its cells'."""
    properties = table.find(q("w:tblPr"))
    drawn = _of_style(properties, styles)
    if properties is not None:
        drawn |= _borders(properties.iterfind(q("w:tblBorders")))
    if drawn.get("insideH") or drawn.get("insideV"):
        return False
    cells = _borders(table.iter(q("w:tcBorders")), any_of=True)
    return not (cells.get("left") or cells.get("right"))


def _of_style(properties: etree._Element | None, styles: etree._Element | None) -> dict[str, bool]:
    named = properties.find(q("w:tblStyle")) if properties is not None else None
    wanted = named.get(q("w:val")) if named is not None else None
    found: dict[str, bool] = {}
    for _ in range(_BASES):
        style = next((each for each in styles.iter(q("w:style")) if each.get(q("w:styleId")) == wanted), None) \
            if styles is not None and wanted else None
        if style is None:
            break
        found = _borders(style.iterfind(f"{q('w:tblPr')}/{q('w:tblBorders')}")) | found
        base = style.find(q("w:basedOn"))
        wanted = base.get(q("w:val")) if base is not None else None
    return found


def _borders(groups: Iterable[etree._Element], *, any_of: bool = False) -> dict[str, bool]:
    """Return which edges are drawn: as the last group says, or with ``any_of`` where one group draws them."""
    found: dict[str, bool] = {}
    for group in groups:
        for border in group:
            edge = etree.QName(border).localname
            drawn = border.get(q("w:val")) not in _NONE
            found[edge] = drawn or (any_of and found.get(edge, False))
    return found


def _draw(table: etree._Element) -> None:
    for cell in list(table.iter(q("w:tcPr"))):
        etree.strip_elements(cell, q("w:tcBorders"), with_tail=False)
    properties = table.find(q("w:tblPr"))
    if properties is None:
        properties = etree.Element(q("w:tblPr"))
        table.insert(0, properties)
    for each in properties.findall(q("w:tblBorders")):
        properties.remove(each)
    borders = etree.Element(q("w:tblBorders"))
    for edge in _EDGES:
        etree.SubElement(borders, q(f"w:{edge}"), {q("w:val"): "single", q("w:sz"): "2", q("w:color"): "000000"})
    before = [each for each in properties if etree.QName(each).localname in (
        "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
        "tblCellSpacing", "tblInd")]
    properties.insert(len(before), borders)
