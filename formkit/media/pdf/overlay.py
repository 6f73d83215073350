"""The blank with the places of all fields drawn over it, to check a mapping by eye."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from formkit.geometry import Box
from formkit.media.pdf.booklet import written
from formkit.media.pdf.page import one_line
from formkit.media.pdf.pen import Pen
from formkit.model.imprint import Imprint
from formkit.model.layout import Layout, Page, Place

_FIELD, _CELL, _PART, _OPTION = (0.8, 0.0, 0.0), (0.0, 0.3, 0.9), (0.0, 0.55, 0.1), (0.9, 0.45, 0.0)
_LINE = 0.2
_SIZE = 5.0
_NAME_HEIGHT = 2.2
_NARROW = 30.0


def overlay(layout: Layout, out: Path) -> None:
    """Write the blank of ``layout`` with every field's box (red), cells (blue), date parts (green), options (orange).

    Raises:
        OutputError: the file cannot be written; nothing half-written is left.
    """
    write_over_blank(layout, out, _draw_page)


def write_over_blank(layout: Layout, out: Path, draw: Callable[[Pen, Page], None]) -> None:
    """Write the blank of ``layout`` with what ``draw`` lays over each page.

    Raises:
        OutputError: the file cannot be written; nothing half-written is left.
    """
    with written(out) as press:
        for page in layout.pages:
            pen = press.start(layout, page, len(layout.pages))
            draw(pen, page)
            press.put_page(pen, (page.width, page.height), press.file.reserve())
        press.close(f"{layout.handbook}@{layout.edition}", Imprint(layout.handbook, layout.edition))


def _draw_page(pen: Pen, page: Page) -> None:
    for place in page.places:
        _draw_place(pen, place)
    _draw_page_name(pen, page)


def _draw_place(pen: Pen, place: Place) -> None:
    pen.colour(*_CELL)
    for cell in place.cells:
        pen.frame(cell.inset(0.3), _LINE)
    pen.colour(*_PART)
    for part in place.parts:
        pen.frame(part.box.inset(-0.3), _LINE)
    pen.colour(*_OPTION)
    for option in place.options:
        if option.box is not None:
            pen.frame(option.box, _LINE)
            one_line(
                pen,
                option.code,
                Box(option.box.x1 - 4, option.box.y0, option.box.x1, option.box.y0 + 2),
                _SIZE,
                "right",
            )
    pen.colour(*_FIELD)
    pen.frame(place.box, _LINE)
    one_line(pen, place.ref.id, _name_room(place.box), _SIZE)


def _name_room(box: Box) -> Box:
    """Return where the id of a field is written: inside its box, or to its left where that is narrow."""
    if box.width >= _NARROW:
        return Box(box.x0 + 0.3, box.y0, box.x1, box.y0 + _NAME_HEIGHT)
    return Box(box.x1 - _NARROW, box.y0 - _NAME_HEIGHT, box.x1, box.y0)


def _draw_page_name(pen: Pen, page: Page) -> None:
    pen.colour(*_FIELD)
    one_line(pen, f"{page.sheet} {page.side}  {page.fingerprint}", Box(22.0, 288.0, 188.0, 292.0), _SIZE + 1)
