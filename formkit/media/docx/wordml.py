"""WordprocessingML as text: runs, paragraphs, cells and tables of a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from formkit.media.docx.grid import Grid, GridCell, twips

BLANK_STYLE = "FormkitBlank"
"""The style of paragraphs that take no room: between tables, and those that hold what is drawn on the page."""
BLANK_PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="FormkitBlank"/></w:pPr></w:p>'
"""A paragraph 1 pt high."""
ANSWER_STYLE, BOXES_STYLE = "FormkitAnswer", "FormkitBoxes"
"""Paragraph styles of answers in running text and in one-character boxes."""
LINE_EMS = 1.25
"""Height of a line of print, in ems: the layout reckons with the same."""
_JINJA = (("{{", "{_{"), ("}}", "}_}"), ("{%", "{_%"), ("%}", "%_}"), ("{#", "{_#"), ("#}", "#_}"))


def disguised(text: str) -> str:
    """Return printed words with whatever Jinja would take for its own put out of its reach."""
    for sign, safe in _JINJA:
        text = text.replace(sign, safe)
    return text


def literal(text: str) -> str:
    """Return printed words as the text of an element of a template."""
    return escape(disguised(text))


def freed(xml: str) -> str:
    """Return rendered XML with the signs that were `disguised`."""
    for sign, safe in _JINJA:
        xml = xml.replace(safe, sign)
    return xml


def attribute(text: str) -> str:
    """Return printed words as a quoted attribute of a template."""
    return quoteattr(disguised(text))


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run looks where it departs from its paragraph's style; sizes in points, spacing in twips."""

    size: float | None = None
    bold: bool = False
    font: str = ""
    spacing: int = 0
    color: str = ""
    raised: float = 0
    east_asian: bool = False
    """Signs such as □ come from the East Asian font."""

    def xml(self) -> str:
        """Return the `w:rPr` element, or nothing where it would be empty."""
        inner = self.properties()
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""

    def properties(self) -> str:
        """Return what stands in the `w:rPr` element."""
        parts = []
        if self.font:
            parts.append(f'<w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:cs="{self.font}"/>')
        elif self.east_asian:
            parts.append('<w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>')
        parts.append("<w:b/>" if self.bold else "")
        parts.append(f'<w:color w:val="{self.color}"/>' if self.color else "")
        parts.append(f'<w:spacing w:val="{self.spacing}"/>' if self.spacing else "")
        parts.append(f'<w:position w:val="{round(self.raised * 2)}"/>' if self.raised else "")
        if self.size is not None:
            parts.append(f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>')
        return "".join(parts)


def run(text: str, look: RunLook | None = None) -> str:
    """Return a run; line ends become line breaks."""
    properties = (look or RunLook()).xml()
    lines = [f'<w:t xml:space="preserve">{literal(line)}</w:t>' if line else "" for line in text.split("\n")]
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph looks: its style, alignment, exact line height and indents (twips), tab stops."""

    style: str
    align: str = "left"
    line: int = 0
    left: int = 0
    right: int = 0
    centres: tuple[int, ...] = ()
    """Tab stops that centre, in twips from the left edge."""
    new_page: bool = False


def paragraph(inner: str, look: ParagraphLook) -> str:
    """Return a paragraph around runs and controls."""
    parts = [f'<w:pStyle w:val="{look.style}"/>']
    parts.append("<w:pageBreakBefore/>" if look.new_page else "")
    if look.centres:
        stops = "".join(f'<w:tab w:val="center" w:pos="{stop}"/>' for stop in look.centres)
        parts.append(f"<w:tabs>{stops}</w:tabs>")
    parts.append(f'<w:spacing w:line="{look.line}" w:lineRule="exact"/>' if look.line else "")
    if look.left or look.right:
        parts.append(f'<w:ind w:left="{look.left}" w:right="{look.right}"/>')
    parts.append(f'<w:jc w:val="{look.align}"/>' if look.align != "left" else "")
    return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{inner}</w:p>"


def line_height(size: float) -> int:
    """Return the exact height of a line of print of ``size`` points, in twips."""
    return round(size * LINE_EMS * 20)


_EDGES = (("t", "top"), ("l", "left"), ("b", "bottom"), ("r", "right"))


def table(grid: Grid, contents: Mapping[GridCell, tuple[str, bool]], padding: float) -> str:
    """Return a table of fixed geometry; ``contents`` gives for a cell its paragraphs and whether it has padding.

    ``padding`` is the space in mm between the left and right edges of a cell and its text.
    """
    side = twips(padding)
    properties = (
        f'<w:tblW w:w="{sum(grid.widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.widths)
    rows = "".join(_rows(grid, contents))
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _rows(grid: Grid, contents: Mapping[GridCell, tuple[str, bool]]) -> Iterable[str]:
    for number, height in enumerate(grid.heights):
        cells = sorted(
            (cell for cell in grid.cells if cell.row <= number < cell.row + cell.rows), key=lambda cell: cell.column
        )
        inner = "".join(_cell(cell, number, grid, contents) for cell in cells)
        yield (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>{inner}</w:tr>'
        )


def _cell(cell: GridCell, row: int, grid: Grid, contents: Mapping[GridCell, tuple[str, bool]]) -> str:
    width = sum(grid.widths[cell.column : cell.column + cell.span])
    inner, padded = contents.get(cell, (BLANK_PARAGRAPH, False))
    if row > cell.row:
        inner = BLANK_PARAGRAPH
    parts = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    parts.append(f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "")
    if cell.rows > 1:
        parts.append('<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>")
    parts.append(_borders(cell, row))
    parts.append("" if padded else _NO_MARGIN)
    parts.append('<w:vAlign w:val="center"/>')
    return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{inner}</w:tc>"


_NO_MARGIN = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'


def _borders(cell: GridCell, row: int) -> str:
    ruled = cell.tile.borders if cell.tile else ""
    edges = "".join(
        f'<w:{name} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge, name in _EDGES
        if edge in ruled and _at_rim(edge, cell, row)
    )
    return f"<w:tcBorders>{edges}</w:tcBorders>" if edges else ""


def _at_rim(edge: str, cell: GridCell, row: int) -> bool:
    """Say whether this row of a cell that reaches down has its upper or lower edge at the cell's rim."""
    if edge == "t":
        return row == cell.row
    if edge == "b":
        return row == cell.row + cell.rows - 1
    return True
