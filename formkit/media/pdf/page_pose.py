"""How a page of a file lies on the sheet that was printed: shifted, scaled, turned; found by its QR codes.

Positions are in millimetres from the top left. A page whose pose cannot be found and that does not
show the print where the layout has it must not be read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import pypdfium2
import zxingcpp

from formkit.geometry import Box, Point, Transform, points_to_mm
from formkit.layout.paper import PADDING
from formkit.layout.sheet_code import LENGTH, MAIN, decode
from formkit.layout.widths import text_width
from formkit.media.pdf.opened import Opened
from formkit.media.pdf.page_text import Char, PageText, inside, moved
from formkit.model.layout import Page, SheetCode, SlotRole, Tile

SCALES = (0.85, 1.2)
"""How much smaller or larger than the sheet a page may be."""
_UNEQUAL = 0.02
"""Share by which the scales across and down may differ."""
_ASKEW = 3.0
"""Degrees that a page may be off a quarter turn."""
_RESIDUAL = 1.5
"""mm: how far the corner of a symbol may lie from its place."""
_FEWEST = 3
"""Symbols that a pose is found from."""
_RESOLUTION = 150
_MOST_PIXELS = 40_000_000
_SAMPLE = 24
"""Labels that are looked at on a page."""
_PLAIN, _ROUGH = 0.6, 1.5
"""mm: how far printed words may stand from their places on a page as formkit draws it, and on any page."""
_SHARE = 0.8
_HELD = 0.6
"""Share of the labels that must stand in their tiles."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code of ours on a page: its letter, what it says and its corners from the top left clockwise, in mm."""

    letter: str
    code: SheetCode
    corners: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Pose:
    """The affine map from the page as it is to the sheet: x' = a x + b y + c, y' = d x + e y + f, in mm."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def put(self, box: Box) -> Box:
        """Return the upright box around ``box`` on the sheet."""
        spots = [self.at(Point(x, y)) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs, ys = [spot.x for spot in spots], [spot.y for spot in spots]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def at(self, point: Point) -> Point:
        """Return where a point of the page lies on the sheet."""
        return Point(
            self.a * point.x + self.b * point.y + self.c, self.d * point.x + self.e * point.y + self.f
        )

    @property
    def is_sound(self) -> bool:
        """Say whether the map is one that printing makes: no mirror, no shear, about the same size."""
        across, down = math.hypot(self.a, self.d), math.hypot(self.b, self.e)
        low, high = SCALES
        if not (low <= 1 / across <= high and low <= 1 / down <= high and abs(across / down - 1) <= _UNEQUAL):
            return False
        turned = math.degrees(math.atan2(self.d, self.a))
        sheared = math.degrees(math.asin(min(1.0, abs(self.a * self.b + self.d * self.e) / (across * down))))
        upright = self.a * self.e - self.b * self.d > 0
        return upright and abs(turned - 90 * round(turned / 90)) <= _ASKEW and sheared <= 1.0


def symbols_on(file: Opened, index: int) -> list[Symbol]:
    """Return the QR codes of ours on a page as it is viewed."""
    document = pypdfium2.PdfDocument(file.content)
    try:
        image, scale = _picture(document[index])
    finally:
        document.close()
    kind: Any = zxingcpp.BarcodeFormat.QRCode
    found = []
    for each in zxingcpp.read_barcodes(image, formats=kind):
        code = decode(each.text[1:]) if len(each.text) == LENGTH + 1 and each.text[0] in f"{MAIN}ABCD" else None
        if code is not None:
            place = each.position
            spots = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            corners = tuple(Point(points_to_mm(spot.x / scale), points_to_mm(spot.y / scale)) for spot in spots)
            found.append(Symbol(each.text[0], code, corners))
    return found


def _picture(page: Any) -> tuple[Any, float]:
    """Return a page drawn whole, whatever part of it is shown, and the pixels a point."""
    page.set_cropbox(*page.get_mediabox())
    width, height = page.get_size()
    scale = min(_RESOLUTION / 72, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    return page.render(scale=scale, grayscale=True).to_pil(), scale


def pose_of(page: Page, symbols: Sequence[Symbol]) -> Pose | None:
    """Return how a page with these symbols lies on the sheet; None where they do not tell or tell nonsense."""
    meant = {each.corner: each.box for each in page.fiducials}
    if page.code_box is not None:
        meant[MAIN] = page.code_box
    known = [each for each in symbols if each.letter in meant]
    letters = {each.letter for each in known}
    if len(letters) < _FEWEST or len(letters) != len(known):
        return None
    pairs = [
        (seen, corner)
        for each in known
        for seen, corner in zip(each.corners, _corners(meant[each.letter]), strict=True)
    ]
    pose = _fitted(pairs)
    if pose is None or not pose.is_sound:
        return None
    worst = max(math.dist(_xy(pose.at(seen)), _xy(corner)) for seen, corner in pairs)
    return pose if worst <= _RESIDUAL else None


def _corners(box: Box) -> tuple[Point, ...]:
    return (Point(box.x0, box.y0), Point(box.x1, box.y0), Point(box.x1, box.y1), Point(box.x0, box.y1))


def _xy(point: Point) -> tuple[float, float]:
    return point.x, point.y


def _fitted(pairs: Sequence[tuple[Point, Point]]) -> Pose | None:
    """Return the affine map with the least squared error; None where the points lie on one line."""
    rows = [(seen.x, seen.y, 1.0) for seen, _ in pairs]
    paired = list(zip(rows, pairs, strict=True))
    normal = tuple(sum(row[i] * row[j] for row in rows) for i in range(3) for j in range(3))
    try:
        inverse = Transform(normal).inverse().matrix  # type: ignore[arg-type]
    except ValueError:
        return None
    across = _solved(inverse, [sum(row[i] * meant.x for row, (_, meant) in paired) for i in range(3)])
    down = _solved(inverse, [sum(row[i] * meant.y for row, (_, meant) in paired) for i in range(3)])
    return Pose(*across, *down)


def _solved(inverse: Sequence[float], right: Sequence[float]) -> tuple[float, float, float]:
    first, second, third = (sum(inverse[3 * i + j] * right[j] for j in range(3)) for i in range(3))
    return first, second, third


def settled_page(file: Opened, page: Page, text: PageText) -> PageText | None:
    """Return what stands on a page put onto its sheet ``page``; None where it is not known how it lies there."""
    if _share(page, text.chars, _PLAIN) >= _SHARE:
        return text
    pose = pose_of(page, symbols_on(file, text.index))
    if pose is not None:
        put = moved(text, pose.put)
        return put if _share(page, put.chars, None) >= _HELD else None
    return text if _share(page, text.chars, _ROUGH) >= _SHARE else None


def _share(page: Page, chars: Sequence[Char], tolerance: float | None) -> float:
    tiles = [tile for tile in page.tiles if _is_label(tile)]
    tiles = tiles[:: max(1, len(tiles) // _SAMPLE)]
    good = sum(_stands(tile, chars, tolerance) for tile in tiles)
    return good / len(tiles) if len(tiles) >= _FEWEST else 0.0


def _is_label(tile: Tile) -> bool:
    if not tile.text.strip() or "\n" in tile.text or (tile.slot is not None and tile.slot.role is not SlotRole.OPTION):
        return False
    return text_width(tile.text, tile.size) <= tile.box.width - 2 * min(PADDING, tile.box.width / 4) + 0.1


def _stands(tile: Tile, chars: Sequence[Char], tolerance: float | None) -> bool:
    """Say whether a tile's words are in it, and not off by more than ``tolerance`` mm."""
    held = sorted((char for char in chars if inside(char.box.centre, tile.box) and not char.text.isspace()), key=_left)
    words = "".join(tile.text.split())
    start = "".join(char.text[:1] for char in held).find(words)
    if start < 0:
        return False
    if tolerance is None:
        return True
    own = held[start : start + len(words)]
    pad = min(PADDING, tile.box.width / 4)
    left, right = own[0].box.x0, own[-1].box.x1
    off = {
        "left": left - tile.box.x0 - pad,
        "center": (left + right) / 2 - tile.box.centre.x,
        "right": right - tile.box.x1 + pad,
    }[tile.align]
    return abs(off) <= tolerance and abs(median(char.box.centre.y for char in own) - tile.box.centre.y) <= tolerance


def _left(char: Char) -> float:
    return char.box.x0
