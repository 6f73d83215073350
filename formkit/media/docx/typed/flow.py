"""A Word document as a flow: texts between tables and rows of cells, in glyphs, with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from formkit.media.docx.names import q
from formkit.media.docx.typed.glyphs import Glyph, glyphs_of
from formkit.media.docx.typed.inline import Inline, paragraph_goes_on
from formkit.media.docx.typed.looks import Styles

_REMOVED = frozenset({q("w:del"), q("w:moveFrom")})
_WRAPPERS = frozenset(
    {q("w:sdt"), q("w:sdtContent"), q("w:ins"), q("w:moveTo"), q("w:customXml"), q("w:smartTag")}
)
_LINE = Glyph("\n", "\n")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the columns of the grid it covers (from 0) and its paragraphs, a line end between them."""

    column: int
    span: int
    continued: bool
    """It continues the cell above, so Word shows nothing of what stands in it."""
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; tables are numbered from 0 in the order of the document."""

    table: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The paragraphs between two tables, a line end between them."""

    glyphs: tuple[Glyph, ...]


Item = Row | Text
Flow = tuple[Item, ...]


def flow_of(document: etree._Element, styles: Styles) -> Flow:
    """Return the flow of a document; insertions of tracked changes stand, deletions are gone."""
    body = document.find(q("w:body"))
    return tuple(_Walk(styles).items(body)) if body is not None else ()


def paragraphs_of(element: etree._Element, styles: Styles) -> Iterator[list[Glyph]]:
    """Yield the glyphs of every paragraph under an element, of a comment or a header."""
    inline = Inline(styles)
    for paragraph in element.iter(q("w:p")):
        yield inline.glyphs(paragraph)


class _Walk:
    """The state of one walk: fields of Word may begin in one paragraph and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._inline = Inline(styles)
        self._tables = 0

    def items(self, container: etree._Element) -> Iterator[Item]:
        pending: list[Glyph] = []
        for element in _blocks(container):
            if element.tag == q("w:tbl"):
                if pending:
                    yield Text(tuple(pending))
                    pending = []
                yield from self._rows(element)
            else:
                pending += self._paragraph(element)
        if pending:
            yield Text(tuple(pending))

    def _paragraph(self, paragraph: etree._Element) -> list[Glyph]:
        found = self._inline.glyphs(paragraph)
        return found if paragraph_goes_on(paragraph) else [*found, _LINE]

    def _rows(self, table: etree._Element) -> Iterator[Row]:
        number = self._tables
        self._tables += 1
        for row in _within(table, q("w:tr")):
            if not _is_removed(row, "w:trPr", ("w:del",)):
                yield Row(number, tuple(self._cells(row)))

    def _cells(self, row: etree._Element) -> Iterator[Cell]:
        column = _number(row, "w:trPr/w:gridBefore", 0)
        for cell in _within(row, q("w:tc")):
            span = _number(cell, "w:tcPr/w:gridSpan", 1)
            if not _is_removed(cell, "w:tcPr", ("w:cellDel",)):
                yield Cell(column, span, _is_continued(cell), tuple(self._content(cell)))
            column += span

    def _content(self, cell: etree._Element) -> list[Glyph]:
        """Return the text of a cell; a table inside is read cell by cell, tabs between its cells."""
        found: list[Glyph] = []
        for element in _blocks(cell):
            if element.tag == q("w:tbl"):
                for row in self._rows(element):
                    for inner in row.cells:
                        found += [*inner.glyphs, *glyphs_of("\t")]
                    found.append(_LINE)
            else:
                found += self._paragraph(element)
        return found[:-1] if found and found[-1].sign == "\n" else found


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, those in content controls and tracked insertions included."""
    for child in container:
        if child.tag in (q("w:p"), q("w:tbl")):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _within(container: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)


def _find(element: etree._Element, path: str) -> etree._Element | None:
    return element.find("/".join(q(step) for step in path.split("/")))


def _number(element: etree._Element, path: str, default: int) -> int:
    found = _find(element, path)
    text = found.get(q("w:val"), "") if found is not None else ""
    return min(int(text), 100) if text.isascii() and text.isdigit() else default


def _is_removed(element: etree._Element, properties: str, names: tuple[str, ...]) -> bool:
    found = _find(element, properties)
    return found is not None and any(found.find(q(name)) is not None for name in names)


def _is_continued(cell: etree._Element) -> bool:
    merge = _find(cell, "w:tcPr/w:vMerge")
    return merge is not None and merge.get(q("w:val"), "continue") == "continue"
