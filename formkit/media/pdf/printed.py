"""The pages of somebody else's PDF as signs and ruled lines (`formkit.model.printed`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from formkit.errors import InputError, Where
from formkit.geometry import Box, points_to_mm
from formkit.media.pdf.opened import Opened, opened
from formkit.model.printed import BOX, Glyph, PrintedPage, Rule, sign_of

_THIN = 0.9
"""mm; a rectangle no thicker than this is a ruled line (Word draws borders so)."""
_SQUARE = (1.8, 7.0)
"""mm; the sides of a drawn box that is there to be ticked."""
_INK_DPI = 200
_DARK = 140
_WINGDINGS = {"o": BOX, "q": BOX, "¨": BOX, "r": BOX}
"""Empty boxes in Wingdings, by the letter that the file gives for them."""


def printed_pages(content: bytes, name: str, most: int) -> tuple[PrintedPage, ...]:
    """Return the pages of a PDF.

    Raises:
        InputError: it is no PDF, damaged, locked, empty, far too large, or has more than ``most`` pages.
    """
    with opened(content, name) as pdf:
        if len(pdf.pages) > most:
            raise InputError.of("K007", where=Where(name), file=name, pages=len(pdf.pages), most=most)
        picture = pypdfium2.PdfDocument(BytesIO(content))
        try:
            return tuple(_page(pdf, picture, index) for index in range(len(pdf.pages)))
        finally:
            picture.close()


def _page(pdf: Opened, picture: Any, index: int) -> PrintedPage:
    sheet = pdf.sheet(index)
    width, height = points_to_mm(float(sheet.width)), points_to_mm(float(sheet.height))
    ink = _Ink(picture, index)
    glyphs = [glyph for glyph in map(_glyph, sheet.chars) if glyph is not None]
    glyphs = [Glyph(BOX, ink.within(each.box), each.bold) if each.text == BOX else each for each in glyphs]
    boxes, rules = _drawn(sheet)
    squares = [Glyph(BOX, box) for box in boxes if not any(_same(box, each.box) for each in glyphs)]
    return PrintedPage(width, height, (*glyphs, *squares), tuple(rules))


def _same(box: Box, other: Box) -> bool:
    return box.overlaps(other, min(box.width, box.height) / 3)


def _glyph(char: dict[str, Any]) -> Glyph | None:
    text = str(char["text"]).replace("\xa0", " ")
    font = str(char.get("fontname", ""))
    if not text or not char.get("upright", True):
        return None
    if "ingdings" in font:
        text = _WINGDINGS.get(text, text)
    box = _box(char)
    if box.width <= 0 or box.height <= 0:
        return None
    return Glyph(sign_of(text), box, "Bold" in font or "Hei" in font)


def _box(shape: dict[str, Any]) -> Box:
    return Box(*(points_to_mm(float(shape[key])) for key in ("x0", "top", "x1", "bottom")))


class _Ink:
    """A drawing of the page, asked only where a □ stands: its ink is smaller than its place in the line."""

    def __init__(self, picture: Any, index: int) -> None:
        self._picture, self._index = picture, index
        self._grey: NDArray[np.uint8] | None = None

    def within(self, box: Box) -> Box:
        """Return the box around the dark pixels in ``box``, or ``box`` where there are none."""
        if self._grey is None:
            page = self._picture[self._index]
            drawn = page.render(scale=_INK_DPI / 72, grayscale=True).to_numpy()
            self._grey = drawn[:, :, 0] if drawn.ndim == 3 else drawn
        scale = _INK_DPI / 25.4
        x0, y0 = int(box.x0 * scale), int(box.y0 * scale)
        crop = self._grey[y0 : int(box.y1 * scale) + 1, x0 : int(box.x1 * scale) + 1] < _DARK
        rows, columns = np.flatnonzero(crop.any(axis=1)), np.flatnonzero(crop.any(axis=0))
        if not len(rows) or not len(columns):
            return box
        return Box(
            (x0 + int(columns[0])) / scale, (y0 + int(rows[0])) / scale,
            (x0 + int(columns[-1]) + 1) / scale, (y0 + int(rows[-1]) + 1) / scale,
        )


def _drawn(sheet: Any) -> tuple[list[Box], list[Rule]]:
    """Return the small drawn boxes and the ruled lines of a page."""
    boxes: list[Box] = []
    rules: list[Rule] = []
    for line in sheet.lines:
        rules += _thin(_box(line))
    for shape in _rectangles(sheet):
        box = _box(shape)
        if min(box.width, box.height) <= _THIN:
            rules += _thin(box)
        elif not shape.get("stroke"):
            continue
        elif _is_square(box):
            boxes.append(box)
        else:
            rules += _edges(box)
    return boxes, rules


def _rectangles(sheet: Any) -> Iterator[dict[str, Any]]:
    yield from sheet.rects
    for curve in sheet.curves:
        points = curve.get("pts") or []
        if 4 <= len(points) <= 5 and all(_upright(a, b) for a, b in pairwise(points)):
            yield curve


def _upright(first: Iterable[float], second: Iterable[float]) -> bool:
    (x0, y0), (x1, y1) = first, second
    return abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5


def _is_square(box: Box) -> bool:
    low, high = _SQUARE
    return low <= box.width <= high and low <= box.height <= high and 0.7 <= box.width / box.height <= 1.4


def _thin(box: Box) -> list[Rule]:
    if box.width >= box.height and box.height <= _THIN:
        return [Rule(False, (box.y0 + box.y1) / 2, box.x0, box.x1)]
    if box.width <= _THIN:
        return [Rule(True, (box.x0 + box.x1) / 2, box.y0, box.y1)]
    return []


def _edges(box: Box) -> list[Rule]:
    return [
        Rule(False, box.y0, box.x0, box.x1), Rule(False, box.y1, box.x0, box.x1),
        Rule(True, box.x0, box.y0, box.y1), Rule(True, box.x1, box.y0, box.y1),
    ]
