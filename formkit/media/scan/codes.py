"""The sheet codes in an image: what they say, and where their corners are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from formkit.geometry import Box, Point
from formkit.layout.sheet_code import CORNERS, LENGTH, MAIN, decode
from formkit.media.scan.canvas import Grey
from formkit.model.layout import Page, SheetCode

_BLUR = (5, 5)
_ENOUGH = 3
"""Symbols of one sheet with which its pose is known well; fewer are worth a second look."""
_HALF_FROM = 2600
"""Longer side in pixels from which the second look is at half size, where speckles vanish."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One QR code: the letter of its place on the sheet, the code, and its corners in pixels.

    ``corners`` are (x, y) of the symbol's own top left, top right, bottom right and bottom left.
    """

    place: str
    text: str
    code: SheetCode
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The symbols of one sheet in an image; an image of an open booklet shows two sheets."""

    text: str
    code: SheetCode
    symbols: tuple[Symbol, ...]


def find_codes(grey: Grey) -> list[Seen]:
    """Return the sheets whose codes an image shows, those with most symbols first."""
    symbols = {(each.text, each.place): each for each in _symbols(grey)}
    if len(symbols) < _ENOUGH:
        for other, scale in _second_looks(grey):
            for each in _symbols(other, scale):
                symbols.setdefault((each.text, each.place), each)
            if len(symbols) >= _ENOUGH:
                break
    sheets: dict[str, list[Symbol]] = {}
    for each in symbols.values():
        sheets.setdefault(each.text, []).append(each)
    found = [Seen(text, group[0].code, tuple(group)) for text, group in sheets.items()]
    return sorted(found, key=lambda seen: -len(seen.symbols))


def _second_looks(grey: Grey) -> Iterator[tuple[Grey, float]]:
    """Blur joins the dots of a bilevel or dithered page; a larger picture has more to blur."""
    yield np.asarray(cv2.GaussianBlur(grey, _BLUR, 0), np.uint8), 1.0
    if max(grey.shape) > _HALF_FROM:
        half = (grey.shape[1] // 2, grey.shape[0] // 2)
        yield np.asarray(cv2.resize(grey, half, interpolation=cv2.INTER_AREA), np.uint8), 2.0
    else:
        double = (grey.shape[1] * 2, grey.shape[0] * 2)
        large = cv2.resize(grey, double, interpolation=cv2.INTER_CUBIC)
        yield np.asarray(cv2.GaussianBlur(large, _BLUR, 0), np.uint8), 0.5


def _symbols(grey: Grey, scale: float = 1.0) -> Iterator[Symbol]:
    for each in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode):
        place, text = each.text[:1], each.text[1:]
        code = decode(text) if len(text) == LENGTH and (place in CORNERS or place == MAIN) else None
        if code is None:
            continue
        at = each.position
        corners = [(p.x * scale, p.y * scale) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        if _is_mirrored(corners):
            continue  # The other side of the leaf, shining through.
        yield Symbol(place, text, code, tuple(corners))


def _is_mirrored(corners: list[tuple[float, float]]) -> bool:
    (ax, ay), (bx, by), _, (dx, dy) = corners
    return (bx - ax) * (dy - ay) - (by - ay) * (dx - ax) <= 0


def places_on(page: Page) -> dict[str, Box]:
    """Return where each symbol of a page is printed, by its letter."""
    boxes = {each.corner: each.box for each in page.fiducials}
    if page.code_box is not None:
        boxes[MAIN] = page.code_box
    return boxes


def corner_points(box: Box) -> tuple[Point, ...]:
    """Return the corners of a box in the order of `Symbol.corners`."""
    return (Point(box.x0, box.y0), Point(box.x1, box.y0), Point(box.x1, box.y1), Point(box.x0, box.y1))
