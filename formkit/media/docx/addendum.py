"""The sheet at the end (附页) for what the printed sheets have no room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from formkit.layout.paper import CONTENT
from formkit.media.docx.controls import Control, text_control
from formkit.media.docx.elements import controls, set_text
from formkit.media.docx.grid import twips
from formkit.media.docx.names import ADDENDUM, DECLARATIONS, q
from formkit.media.docx.wordml import ANSWER_STYLE, ParagraphLook, RunLook, paragraph, run
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef

_WIDTHS = (12.0, 48.0)
"""mm of the first two columns; the text takes the rest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text on the sheet at the end; it ``continues`` a place that shows the beginning, or stands alone."""

    number: int
    ref: FieldRef
    text: str
    continues: bool

    @property
    def tag(self) -> str:
        """The tag of its control: the field's id, or where that has one already, the number."""
        return f"{ADDENDUM}{self.number}" if self.continues else self.ref.id


def where_printed(ref: FieldRef) -> str:
    """Return in words where on the sheets a field belongs."""
    parts = [ref.sheet.title]
    if ref.sheet.repeats:
        parts.append(f"第{ref.instance}{'次' if ref.sheet.entries > 1 else '份'}")
    if ref.table is not None:
        parts.append(f"{ref.table.label}第{ref.row}行")
    return " ".join([*parts, ref.field.label])


def append_addendum(root: etree._Element, handbook: Handbook, serial: str, entries: Sequence[Entry]) -> None:
    """Add the sheet behind all others; nothing happens where there are no entries."""
    body = root.find(q("w:body"))
    if body is None or not entries:
        return
    xml = _heading(handbook, serial) + _table(entries) + paragraph("", ParagraphLook("FormkitBlank"))
    wrapped = etree.fromstring(f"<w:body {DECLARATIONS}>{xml}</w:body>")
    section = body.find(q("w:sectPr"))
    for element in list(wrapped):
        if section is not None:
            section.addprevious(element)
        else:
            body.append(element)
    by_tag = dict(controls(body))
    for entry in entries:
        set_text(by_tag[entry.tag], entry.text)


def _heading(handbook: Handbook, serial: str) -> str:
    words = f"{handbook.title}　{serial}" if serial else handbook.title
    return paragraph(run(ADDENDUM), ParagraphLook("FormkitHeading", "center", new_page=True)) + paragraph(
        run(words), ParagraphLook("FormkitSmall", "center")
    )


def _table(entries: Sequence[Entry]) -> str:
    widths = [twips(width) for width in (*_WIDTHS, CONTENT.width - sum(_WIDTHS))]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    borders = "".join(line.format(edge) for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    properties = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
    )
    rows = "".join(_row(entry, widths) for entry in entries)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(entry: Entry, widths: Sequence[int]) -> str:
    control = text_control(Control(entry.tag, entry.ref.field.label, RunLook(size=10)), "")
    contents = (
        paragraph(run(str(entry.number)), ParagraphLook("FormkitLabel", "center")),
        paragraph(run(where_printed(entry.ref)), ParagraphLook("FormkitLabel")),
        paragraph(control, ParagraphLook(ANSWER_STYLE)),
    )
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in zip(widths, contents, strict=True)
    )
    return f"<w:tr>{cells}</w:tr>"
