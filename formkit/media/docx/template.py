"""The template of a handbook: a DOCX with every sheet once, to be restyled in Word and rendered by docxtpl.

Sheets stand in loops over their copies; the tags of the content controls hold the expression of the
instance. Codes and signs that differ from print to print are put in after rendering.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from formkit.atomic import write_atomically
from formkit.errors import OutputError
from formkit.geometry import Box
from formkit.layout import build_layout
from formkit.layout.paper import CODE_TEXT_BOX, CONTENT, FOOTER_BOX, HEADER_BOX, PADDING, PAGE_HEIGHT, PAGE_WIDTH
from formkit.layout.sheet_code import MAIN
from formkit.media.docx.cells import box_look, cell_contents
from formkit.media.docx.drawings import outlines, picture, text_box
from formkit.media.docx.grid import JOINT, grids, twips
from formkit.media.docx.names import DECLARATIONS, MARKER
from formkit.media.docx.package import pack
from formkit.media.docx.scaffold import SYMBOL_RELATION, scaffold
from formkit.media.docx.symbols import qr_png
from formkit.media.docx.wordml import BLANK_PARAGRAPH, ParagraphLook, RunLook, disguised, paragraph, run, table
from formkit.model.handbook import Handbook, Sheet
from formkit.model.layout import Page, Place

STAMP = "formkit-template"
"""Name of the property of a template that says which mapping it was built from."""
VERSION = "2"
"""Changes when templates of an older formkit can no longer be used."""
CODE_TEXT = "formkit:code"
"""Name of the text box that takes the sheet code in print."""
PAGE_NUMBER = "formkit:page"
"""Name of the text box that takes the page's number in its booklet."""
FOOTER = "formkit:footer"
"""Name of the text box with the title of the sheet, and its number where it repeats."""
BOXES, SIGNS = "formkit:boxes", "formkit:signs"
"""Names of the outlines of the one-character boxes of a side, and of the signs printed between those of a field."""
_NUMBER_WIDTH = 40.0
"""mm at the right of the footer for the page's number; the title of the sheet has the rest."""
_FOOTER_WORDS = replace(FOOTER_BOX, x1=FOOTER_BOX.x1 - _NUMBER_WIDTH)
_FOOTER_NUMBER = replace(FOOTER_BOX, x0=FOOTER_BOX.x1 - _NUMBER_WIDTH)
_BOTTOM = 15.0
"""mm of margin below: the last, empty paragraph needs room even under a full side."""


def build_template(handbook: Handbook, path: Path) -> None:
    """Write the template of ``handbook`` to ``path``; the bytes are the same for the same mapping.

    Raises:
        OutputError: the file cannot be written (D020).
    """
    content = template_bytes(handbook)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as beside:
            beside.write_bytes(content)
    except OSError as error:
        raise OutputError.of("D020", file=path.name, reason=error.strerror or type(error).__name__) from error


def template_bytes(handbook: Handbook) -> bytes:
    """Return the template of ``handbook``."""
    pages = template_pages(handbook)
    body = "".join(_sheet(handbook, sheet, [page for page in pages if page.sheet == sheet.id])
                   for sheet in handbook.sheets)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document {DECLARATIONS} mc:Ignorable="w14"><w:body>{body}{BLANK_PARAGRAPH}{_section()}'
        "</w:body></w:document>"
    )
    stamp = {STAMP: template_stamp(handbook)}
    parts = scaffold(handbook.title, document, qr_png("TEMPLATE"), stamp, box_look().properties())
    return pack(parts)


def template_pages(handbook: Handbook) -> tuple[Page, ...]:
    """Return every side of the handbook once, as formkit lays it out, whatever an office made of it."""
    return build_layout(handbook.as_restyled(None), {sheet.id: 1 for sheet in handbook.sheets}).pages


def template_stamp(handbook: Handbook) -> str:
    """Return a digest of everything of a mapping that its template shows or is built on."""
    digest = hashlib.sha256(f"{VERSION}\n{handbook.full_id}\n{handbook.title}\n".encode())
    for page in template_pages(handbook):
        digest.update(f"{page.sheet} {page.side} {page.fingerprint} {page.header} {page.footer}\n".encode())
        for tile in page.tiles:
            digest.update(repr(tile).encode())
        for place in page.places:
            digest.update(repr((place.ref.id, place.ref.field, place.box, place.cells, place.separators)).encode())
    return f"{VERSION}:{digest.hexdigest()[:32]}"


def _section() -> str:
    right = twips(PAGE_WIDTH - CONTENT.x1)
    return (
        f'<w:sectPr><w:pgSz w:w="{twips(PAGE_WIDTH)}" w:h="{twips(PAGE_HEIGHT)}"/>'
        f'<w:pgMar w:top="{twips(CONTENT.y0) - 2 * JOINT}" w:right="{right}" w:bottom="{twips(_BOTTOM)}" '
        f'w:left="{twips(CONTENT.x0)}" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
    )


def _loop(statement: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="FormkitBlank"/></w:pPr><w:r><w:t>{{%p {statement} %}}</w:t></w:r></w:p>'


def _sheet(handbook: Handbook, sheet: Sheet, pages: list[Page]) -> str:
    sides = "".join(_side(handbook, sheet, page) for page in pages)
    return _loop(f"for n in copies['{sheet.id}']") + sides + _loop("endfor")


def _side(handbook: Handbook, sheet: Sheet, page: Page) -> str:
    places = {place.ref.id: place for place in page.places}
    tables = [
        table(grid, {cell: cell_contents(cell.tile, places) for cell in grid.cells if cell.tile}, PADDING)
        for grid in grids(page.tiles, CONTENT)
    ]
    return _marker(handbook, sheet, page) + BLANK_PARAGRAPH.join(tables)


def _marker(handbook: Handbook, sheet: Sheet, page: Page) -> str:
    """Return the first two paragraphs of a side: one says which side it is, one holds what is drawn on the page.

    In one paragraph LibreOffice would save them as XML that nobody can open.
    """
    tag = f"{MARKER}{handbook.full_id}:{{{{serial}}}}:{sheet.id}:{{{{n}}}}:{page.side}"
    control = (
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="1"/><w:lock w:val="sdtContentLocked"/></w:sdtPr>'
        '<w:sdtContent><w:r><w:t xml:space="preserve">\u00a0</w:t></w:r></w:sdtContent></w:sdt>'
    )
    drawn = [_words(handbook, sheet, page), _symbols(page), *combs(page.places)]
    said = paragraph(control, ParagraphLook("FormkitBlank", new_page=True))
    return said + paragraph("".join(drawn), ParagraphLook("FormkitBlank"))


def _words(handbook: Handbook, sheet: Sheet, page: Page) -> str:
    header = "{{ handbook.title }}"
    if len(handbook.editions) > 1:
        header += "（{{ handbook.edition }}版）"
    footer = disguised(page.footer)
    if sheet.repeats:
        footer = footer.replace("第1份", "第{{ n }}份", 1)
    boxes = (("formkit:header", HEADER_BOX, header, "left"), (FOOTER, _FOOTER_WORDS, footer, "left"),
             (PAGE_NUMBER, _FOOTER_NUMBER, "PAGE", "right"), (CODE_TEXT, CODE_TEXT_BOX, "CODE", "right"))
    return "".join(text_box(name, box, _template_line(words, align)) for name, box, words, align in boxes)


def _template_line(words: str, align: str) -> str:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    inner = f'<w:r><w:t xml:space="preserve">{escaped}</w:t></w:r>'
    return paragraph(inner, ParagraphLook("FormkitSmall", align))


def _symbols(page: Page) -> str:
    boxes = [(each.corner, each.box) for each in page.fiducials]
    if page.code_box is not None:
        boxes.append((MAIN, page.code_box))
    return "".join(picture(f"formkit:{letter}", box, SYMBOL_RELATION) for letter, box in boxes)


def combs(places: tuple[Place, ...]) -> list[str]:
    """Return the runs that draw the one-character boxes of a side and the signs between them."""
    cells = [cell for place in places for cell in place.cells]
    drawn = [outlines(BOXES, cells)] if cells else []
    return drawn + [_signs(line) for place in places for line in _lines(place)]


def _lines(place: Place) -> list[list[tuple[Box, str]]]:
    """Return the printed signs of a place, line by line."""
    tops = sorted({box.y0 for box, _ in place.separators})
    return [[(box, sign) for box, sign in place.separators if box.y0 == top] for top in tops]


def _signs(line: list[tuple[Box, str]]) -> str:
    """Return one text box for the signs of a line, each on a tab stop of its own."""
    whole = line[0][0].union(line[-1][0])
    stops = tuple(twips(box.centre.x - whole.x0) for box, _ in line)
    inner = "".join(f'<w:r><w:tab/></w:r>{run(sign, RunLook(east_asian=not sign.isascii()))}' for _, sign in line)
    words = paragraph(inner, ParagraphLook("FormkitLabel", centres=stops))
    return text_box(SIGNS, whole, words)
