"""Where the areas of one colour stand on the pages of a print: how cells of a Word file are found on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2

from formkit.errors import InputError, Where
from formkit.geometry import Box, points_to_mm
from formkit.media.pdf.opened import opened
from formkit.media.turns import pdfium

_TICK = "□"


@dataclass(frozen=True, slots=True)
class ColouredPage:
    """A page: its size in mm, the box of each colour that is wanted, and the boxes of the □ that are printed."""

    width: float
    height: float
    areas: Mapping[int, Box]
    ticks: tuple[Box, ...]


def coloured_pages(content: bytes, name: str, wanted: frozenset[int], most: int) -> tuple[ColouredPage, ...]:
    """Return the first ``most`` pages of a PDF with the areas of the colours (0xRRGGBB) in ``wanted``.

    Raises:
        InputError: it is no PDF, damaged, locked, empty or far too large.
    """
    with opened(content, name) as pdf:
        return tuple(_page(pdf.sheet(index), wanted) for index in range(min(most, len(pdf.pages))))


def _page(sheet: Any, wanted: frozenset[int]) -> ColouredPage:
    areas: dict[int, Box] = {}
    for colour, box in _filled(sheet):
        if colour in wanted:
            areas[colour] = areas[colour].union(box) if colour in areas else box
    ticks = tuple(_box(each) for each in sheet.chars if each["text"] == _TICK)
    return ColouredPage(points_to_mm(float(sheet.width)), points_to_mm(float(sheet.height)), areas, ticks)


def _filled(sheet: Any) -> Iterator[tuple[int, Box]]:
    for shape in (*sheet.rects, *sheet.curves):
        colour = shape.get("non_stroking_color")
        if shape.get("fill") and isinstance(colour, tuple | list) and len(colour) == 3:
            red, green, blue = (round(255 * float(each)) for each in colour)
            yield red << 16 | green << 8 | blue, _box(shape)


def _box(shape: Mapping[str, Any]) -> Box:
    return Box(*(points_to_mm(float(shape[key])) for key in ("x0", "top", "x1", "bottom")))


def first_pages(content: bytes, name: str, count: int) -> bytes:
    """Return a PDF of the first ``count`` pages of another.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with pdfium, pypdfium2.PdfDocument(content) as document, pypdfium2.PdfDocument.new() as made:
            made.import_pages(document, list(range(count)))
            out = BytesIO()
            made.save(out)
            return out.getvalue()
    except pypdfium2.PdfiumError as cause:
        raise InputError.of("A004", where=Where(name), file=name) from cause
