"""Filling a rectangle with tiles: lines of pieces, padded so that nothing is left uncovered.

A table of a word processor cannot have holes, so every cell of a side is divided into tiles that
cover it exactly. Borders go only to the tiles at the rim of the cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from formkit.geometry import Box
from formkit.layout.paper import TEXT_SIZE
from formkit.model.layout import Slot, Tile

EPSILON = 0.05
"""mm: rests thinner than this are rounding, and go to the neighbour."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: what it shows, and its width in mm."""

    width: float
    text: str = ""
    slot: Slot | None = None
    align: str = "left"
    size: float = TEXT_SIZE
    bold: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of pieces from left to right, ``height`` mm high."""

    height: float
    pieces: tuple[Piece, ...]


def flow(items: Iterable[Sequence[Piece]], width: float, height: float) -> list[Line]:
    """Set groups of pieces one after the other into lines of at most ``width`` mm.

    A group is never broken; one wider than the line gets a line of its own.
    """
    lines: list[Line] = []
    current: list[Piece] = []
    used = 0.0
    for group in items:
        step = sum(piece.width for piece in group)
        if current and used + step > width + EPSILON:
            lines.append(Line(height, tuple(current)))
            current, used = [], 0.0
        current.extend(group)
        used += step
    if current:
        lines.append(Line(height, tuple(current)))
    return lines


def stack(box: Box, lines: Sequence[Line]) -> list[Tile]:
    """Return tiles that cover ``box``: the lines in the middle of its height, blanks around them."""
    total = sum(line.height for line in lines)
    pad = max(0.0, (box.height - total) / 2)
    tiles: list[Tile] = []
    y = box.y0
    if pad > EPSILON:
        tiles.append(Tile(Box(box.x0, y, box.x1, y + pad)))
        y += pad
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        bottom = box.y1 if last and pad <= EPSILON else y + line.height
        tiles += _line_tiles(Box(box.x0, y, box.x1, bottom), line)
        y = bottom
    if box.y1 - y > EPSILON:
        tiles.append(Tile(Box(box.x0, y, box.x1, box.y1)))
    return tiles


def _line_tiles(box: Box, line: Line) -> list[Tile]:
    tiles: list[Tile] = []
    x = box.x0
    for number, piece in enumerate(line.pieces):
        end = min(box.x1, x + piece.width)
        if number == len(line.pieces) - 1 and box.x1 - end <= EPSILON:
            end = box.x1
        area = Box(x, box.y0, end, box.y1)
        tiles.append(Tile(area, piece.text, piece.size, piece.align, piece.bold, "", piece.slot, piece.wrap))
        x = end
    if box.x1 - x > EPSILON:
        tiles.append(Tile(Box(x, box.y0, box.x1, box.y1)))
    return tiles


def bordered(tiles: Iterable[Tile], box: Box, borders: str) -> list[Tile]:
    """Return the tiles with those of ``borders`` that lie on the rim of ``box``."""
    return [replace(tile, borders=_rim(tile.box, box, borders)) for tile in tiles]


def _rim(inner: Box, outer: Box, borders: str) -> str:
    touching = {
        "l": inner.x0 - outer.x0 < EPSILON,
        "t": inner.y0 - outer.y0 < EPSILON,
        "r": outer.x1 - inner.x1 < EPSILON,
        "b": outer.y1 - inner.y1 < EPSILON,
    }
    return "".join(edge for edge in "ltrb" if edge in borders and touching[edge])
