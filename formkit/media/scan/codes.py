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

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_BLUR = (5, 5)
_ENOUGH = 4
"""Symbols of one sheet with which its pose is known well; fewer are worth another look."""
_HALF_FROM = 2600
"""Longer side in pixels above which smaller pictures still hold the codes."""


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
    """Return the sheets whose codes an image shows, those with most symbols first.

    Looks are ordered by cost, and end as soon as enough was found: at half size (2 ms for A4 at 200 dpi), by one
    threshold (1 ms), in full (9 ms), and for bad copies blurred and at other sizes.
    """
    symbols: dict[tuple[str, str], Symbol] = {}
    for picture, scale, binarizer in _looks(grey):
        for each in _symbols(picture, scale, binarizer):
            symbols.setdefault((each.text, each.place), each)
        if len(symbols) >= _ENOUGH:
            break
    sheets: dict[str, list[Symbol]] = {}
    for each in symbols.values():
        sheets.setdefault(each.text, []).append(each)
    found = [Seen(text, group[0].code, tuple(group)) for text, group in sheets.items()]
    return sorted(found, key=lambda seen: -len(seen.symbols))


_Look = tuple[Grey, float, zxingcpp.Binarizer]


def _looks(grey: Grey) -> Iterator[_Look]:
    """Yield the picture as it is looked at, what its pixels are in the image's, and how it is made black and white."""
    local = zxingcpp.Binarizer.LocalAverage
    if max(grey.shape) > _HALF_FROM // 2:
        yield _sized(grey, 0.5), 2.0, local
    yield grey, 1.0, zxingcpp.Binarizer.FixedThreshold
    yield grey, 1.0, local
    yield np.asarray(cv2.GaussianBlur(grey, _BLUR, 0), np.uint8), 1.0, local
    if max(grey.shape) <= _HALF_FROM:
        yield np.asarray(cv2.GaussianBlur(_sized(grey, 2.0), _BLUR, 0), np.uint8), 0.5, local
    else:
        yield _sized(grey, 0.67), 1 / 0.67, local


def _sized(grey: Grey, factor: float) -> Grey:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how), np.uint8)


def _symbols(grey: Grey, scale: float, binarizer: zxingcpp.Binarizer) -> Iterator[Symbol]:
    found = zxingcpp.read_barcodes(
        grey, formats=_QR, binarizer=binarizer, try_rotate=False, try_downscale=False,
        try_invert=False,
    )
    for each in found:
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
