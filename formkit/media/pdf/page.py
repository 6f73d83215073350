"""The printed page: rules, labels, options, one-character boxes, header, footer and sheet code."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.geometry import Box, mm_to_points, points_to_mm
from formkit.layout.footing import page_number
from formkit.layout.paper import CODE_TEXT_BOX, FOOTER_BOX, HEADER_BOX, PADDING, SMALL_TEXT, TICK_SQUARE
from formkit.layout.sheet_code import MAIN, printed
from formkit.layout.widths import text_width
from formkit.media.pdf.breaking import baselines, fit
from formkit.media.pdf.pen import Pen
from formkit.media.pdf.symbol import draw_code
from formkit.media.pdf.typeface import MIDDLE, em_width
from formkit.model.layout import Page, Place, SlotRole, Tile

SOFT = 0.3
"""Grey of header and footer: 0 is black."""
_LEAST_PRINT = 5.0
CODE_ROOM = Box(CODE_TEXT_BOX.x0, CODE_TEXT_BOX.y0, CODE_TEXT_BOX.x1 - 1.6, CODE_TEXT_BOX.y1)
"""Where the sheet code ends in print: 1.6 mm more than the layout's 2 mm are the quiet zone of the large QR code."""


def draw_design(pen: Pen, page: Page) -> None:
    """Draw what all copies of a side share: the grid and everything printed in it, and the header."""
    pen.colour(0, 0, 0)
    pen.segments(line for tile in page.tiles for line in _borders(tile))
    pen.segments(line for place in page.places for line in _cell_lines(place))
    for tile in page.tiles:
        _draw_tile(pen, tile)
    for place in page.places:
        _draw_signs(pen, place)
    pen.colour(SOFT, SOFT, SOFT)
    one_line(pen, page.header, HEADER_BOX, SMALL_TEXT)


def draw_boxes(pen: Pen, page: Page) -> None:
    """Draw the one-character boxes and the signs between them, over the print of a restyled template."""
    pen.colour(0, 0, 0)
    pen.segments(line for place in page.places for line in _cell_lines(place))
    for place in page.places:
        _draw_signs(pen, place)


def draw_copy(pen: Pen, page: Page, total: int) -> None:
    """Draw what belongs to one copy: the corner marks, the sheet code, and the footer with the page's number."""
    pen.colour(0, 0, 0)
    for fiducial in page.fiducials:
        draw_code(pen, fiducial.text, fiducial.box)
    if page.code and page.code_box is not None:
        draw_code(pen, MAIN + page.code, page.code_box)
        one_line(pen, printed(page.code), CODE_ROOM, SMALL_TEXT, "right")
    pen.colour(SOFT, SOFT, SOFT)
    one_line(pen, page.footer, FOOTER_BOX, SMALL_TEXT)
    one_line(pen, page_number(page.number, total), FOOTER_BOX, SMALL_TEXT, "right")


def one_line(pen: Pen, text: str, box: Box, size: float, align: str = "left", *, bold: bool = False) -> None:
    """Write one line in the middle of the height of ``box``, narrowed where it is too wide."""
    width = points_to_mm(em_width(text) * size)
    squeeze = min(1.0, box.width / width) if width else 1.0
    free = box.width - width * squeeze
    x = box.x0 + {"left": 0.0, "center": free / 2, "right": free}[align]
    pen.text(x, box.centre.y + MIDDLE * points_to_mm(size), text, size, bold=bold, squeeze=squeeze)


def _borders(tile: Tile) -> Iterator[tuple[float, float, float, float]]:
    box = tile.box
    edges = {
        "l": (box.x0, box.y0, box.x0, box.y1),
        "t": (box.x0, box.y0, box.x1, box.y0),
        "r": (box.x1, box.y0, box.x1, box.y1),
        "b": (box.x0, box.y1, box.x1, box.y1),
    }
    return (edges[edge] for edge in tile.borders)


def _cell_lines(place: Place) -> Iterator[tuple[float, float, float, float]]:
    for cell in place.cells:
        yield (cell.x0, cell.y0, cell.x1, cell.y0)
        yield (cell.x0, cell.y1, cell.x1, cell.y1)
        yield (cell.x0, cell.y0, cell.x0, cell.y1)
        yield (cell.x1, cell.y0, cell.x1, cell.y1)


def _draw_signs(pen: Pen, place: Place) -> None:
    for box, sign in place.separators:
        one_line(pen, sign, box, 10.0, "center")


def _draw_tile(pen: Pen, tile: Tile) -> None:
    if tile.slot is not None and tile.slot.role is SlotRole.TICK:
        centre = tile.box.centre
        pen.frame(Box.at(centre.x - TICK_SQUARE / 2, centre.y - TICK_SQUARE / 2, TICK_SQUARE, TICK_SQUARE))
    if not tile.text:
        return
    room = tile.box.inset(min(PADDING, tile.box.width / 4), 0.0)
    single = text_width(tile.text, tile.size) <= room.width + 0.1 and "\n" not in tile.text
    if single or tile.slot is not None:
        one_line(pen, tile.text, room, tile.size, tile.align, bold=tile.bold)
    else:
        _draw_paragraph(pen, tile, room)


def _draw_paragraph(pen: Pen, tile: Tile, room: Box) -> None:
    """Set a printed text in lines; one that its tile cannot hold gets smaller, and `check` has said so."""
    fitted = fit(tile.text, room, tile.size, least=_LEAST_PRINT)
    for line, baseline in zip(fitted.lines, baselines(room, len(fitted.lines), fitted.size), strict=True):
        width = points_to_mm(em_width(line.rstrip()) * fitted.size)
        free = max(0.0, room.width - width)
        x = room.x0 + {"left": 0.0, "center": free / 2, "right": free}[tile.align]
        pen.text(x, baseline, line, fitted.size, bold=tile.bold)


def points(box: Box, height: float) -> tuple[float, float, float, float]:
    """Return ``box`` as a PDF rectangle: points from the lower left of a page ``height`` mm high."""
    return (mm_to_points(box.x0), mm_to_points(height - box.y1), mm_to_points(box.x1), mm_to_points(height - box.y0))
