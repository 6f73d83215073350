"""From the tiles of a side to the grid of a word processor's tables, in twentieths of a point (twips).

Tiles are rectangles anywhere; a table wants columns and rows. All left and right edges become
columns and all upper and lower edges rows; a tile spans as many as it covers. Word takes at most 63
columns in a row, so a side is cut into several tables, where no tile is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from formkit.geometry import Box, mm_to_points
from formkit.model.layout import Tile

SNAP = 0.25
"""mm: edges closer than this become one; the written places keep their exact positions."""
MAX_COLUMNS = 60
JOINT = 20
"""Twips: the height of the paragraph that parts two tables; the row below gives it up."""


def twips(mm: float) -> int:
    """Return ``mm`` in twentieths of a point."""
    return round(mm_to_points(mm) * 20)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A tile in the grid; ``tile`` is None for what fills a hole."""

    column: int
    span: int
    row: int
    rows: int
    tile: Tile | None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: the widths of its columns and heights of its rows in twips, and its cells."""

    widths: tuple[int, ...]
    heights: tuple[int, ...]
    cells: tuple[GridCell, ...]


def grids(tiles: Sequence[Tile], area: Box) -> list[Grid]:
    """Return the tables that stand one below the other from the top of ``area`` (mm) on."""
    made: list[Grid] = []
    top = area.y0
    above: list[Tile] = []
    for band in _joined(_bands(tiles)):
        bottom = max(tile.box.y1 for tile in band)
        ruled_once = [_without_top(tile, above) for tile in band]
        made.append(_grid(ruled_once, Box(area.x0, top, area.x1, bottom), JOINT if made else 0))
        top, above = bottom, band
    return made


def _without_top(tile: Tile, above: Iterable[Tile]) -> Tile:
    """Return the tile without its upper line where a tile of the table above rules the same line."""
    for other in above:
        touches = abs(other.box.y1 - tile.box.y0) <= SNAP
        if touches and "b" in other.borders and min(other.box.x1, tile.box.x1) - max(other.box.x0, tile.box.x0) > SNAP:
            return replace(tile, borders=tile.borders.replace("t", ""))
    return tile


def _bands(tiles: Iterable[Tile]) -> list[list[Tile]]:
    """Return the tiles in bands that no tile crosses, from top to bottom."""
    bands: list[list[Tile]] = []
    bottom = float("-inf")
    for tile in sorted(tiles, key=lambda each: (each.box.y0, each.box.x0)):
        if not bands or tile.box.y0 > bottom - SNAP:
            bands.append([])
        bands[-1].append(tile)
        bottom = max(bottom, tile.box.y1)
    return bands


def _joined(bands: Iterable[list[Tile]]) -> list[list[Tile]]:
    """Return neighbouring bands in one, as long as the columns do not become too many."""
    joined: list[list[Tile]] = []
    for band in bands:
        both = [*joined[-1], *band] if joined else band
        if joined and len(_edges(both, "x")) <= MAX_COLUMNS:
            joined[-1] = both
        else:
            joined.append(band)
    return joined


def _edges(tiles: Iterable[Tile], axis: str, *ends: float) -> list[float]:
    raw = {end for tile in tiles for end in (getattr(tile.box, f"{axis}0"), getattr(tile.box, f"{axis}1"))}
    edges: list[float] = []
    for value in sorted(raw | set(ends)):
        if not edges or value - edges[-1] > SNAP:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _steps(edges: Sequence[float]) -> list[int]:
    """Return the distances in twips; each edge is rounded once, so that errors do not add up."""
    rounded = [twips(edge - edges[0]) for edge in edges]
    return [after - before for before, after in pairwise(rounded)]


def _grid(tiles: Sequence[Tile], area: Box, joint: int) -> Grid:
    xs = _edges(tiles, "x", area.x0, area.x1)
    ys = _edges(tiles, "y", area.y0, area.y1)
    heights = _steps(ys)
    heights[0] = max(heights[0] - joint, 1)
    cells = [_placed(tile, xs, ys) for tile in tiles]
    thin = [cell for cell in cells if not (cell.span and cell.rows)]
    placed = [_ruled(cell, thin) for cell in cells if cell.span and cell.rows]
    holes = _holes(placed, len(xs) - 1, len(ys) - 1)
    ordered = sorted([*placed, *holes], key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(_steps(xs)), tuple(heights), tuple(ordered))


def _ruled(cell: GridCell, thin: Iterable[GridCell]) -> GridCell:
    """Return the cell with the lines of tiles at its rim that were too thin to become cells."""
    ruled = set(cell.tile.borders) if cell.tile else set()
    for other in thin:
        lines = other.tile.borders if other.tile else ""
        beside = other.column < cell.column + cell.span and cell.column < other.column + other.span
        level = other.row < cell.row + cell.rows and cell.row < other.row + other.rows
        if not other.rows and beside:
            ruled |= set(lines) & ({"t"} if other.row == cell.row else set())
            ruled |= set(lines) & ({"b"} if other.row == cell.row + cell.rows else set())
        if not other.span and level:
            ruled |= set(lines) & ({"l"} if other.column == cell.column else set())
            ruled |= set(lines) & ({"r"} if other.column == cell.column + cell.span else set())
    edges = "".join(edge for edge in "ltrb" if edge in ruled)
    return replace(cell, tile=replace(cell.tile, borders=edges)) if cell.tile else cell


def _placed(tile: Tile, xs: Sequence[float], ys: Sequence[float]) -> GridCell:
    left, right = _nearest(xs, tile.box.x0), _nearest(xs, tile.box.x1)
    top, bottom = _nearest(ys, tile.box.y0), _nearest(ys, tile.box.y1)
    return GridCell(left, right - left, top, bottom - top, tile)


def _holes(cells: Iterable[GridCell], columns: int, rows: int) -> list[GridCell]:
    free = [[True] * columns for _ in range(rows)]
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            free[row][cell.column : cell.column + cell.span] = [False] * cell.span
    holes = []
    for row, line in enumerate(free):
        column = 0
        while column < columns:
            start = column
            while column < columns and line[column]:
                column += 1
            if column > start:
                holes.append(GridCell(start, column - start, row, 1, None))
            column += column == start
    return holes
