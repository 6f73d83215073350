"""What was learnt of a blank, drawn over it: each field with its label and kind, options, and what is not sure."""

from __future__ import annotations

from pathlib import Path

from formkit.geometry import Box
from formkit.media.pdf.overlay import write_over_blank
from formkit.media.pdf.page import one_line
from formkit.media.pdf.pen import Pen
from formkit.model.layout import Layout, Page, Place

_SURE, _UNSURE = (0.8, 0.0, 0.0), (0.75, 0.0, 0.75)
_OPTION, _TICK, _CELL, _PART = (0.0, 0.2, 0.85), (0.9, 0.45, 0.0), (0.9, 0.45, 0.0), (0.0, 0.55, 0.1)
_LINE = 0.25
_SIZE = 5.5
_NAME = 2.2
"""mm; height of a line of names."""


def learnt_overlay(layout: Layout, out: Path) -> None:
    """Write the blank with all fields: red, magenta where not sure; options blue, boxes orange, date parts green.

    Raises:
        OutputError: the file cannot be written; nothing half-written is left.
    """
    write_over_blank(layout, out, _draw_page)


def _draw_page(pen: Pen, page: Page) -> None:
    for place in page.places:
        _draw(pen, place, page.width)


def _draw(pen: Pen, place: Place, width: float) -> None:
    for colour, boxes in (
        (_CELL, list(place.cells)),
        (_PART, [part.box for part in place.parts]),
        (_OPTION, [option.words for option in place.options]),
        (_TICK, [option.box for option in place.options]),
    ):
        pen.colour(*colour)
        for box in boxes:
            if box is not None:
                pen.frame(box, _LINE)
    field = place.ref.field
    pen.colour(*(_UNSURE if field.provisional else _SURE))
    pen.frame(place.box.inset(-0.4), _LINE)
    codes = " ".join(option.code for option in field.options)
    kind = " ".join(filter(None, [field.kind.value, field.format.value if field.format else "", codes]))
    name = f"{field.label}: {kind}" + (" ?" if field.provisional else "")
    left = min(place.box.x0, width - 40.0)
    one_line(pen, name, Box(left, place.box.y0 - 0.3, left + 60.0, place.box.y0 - 0.3 + _NAME), _SIZE)
