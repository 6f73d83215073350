"""Cells that no printed line shows, taken from a second print in which lines were drawn round them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formkit.geometry import Box
from formkit.learn.cells import grids
from formkit.model.printed import PrintedPage, Rule

_MOVED = 0.7
"""mm; where the lines moved a sign by more, the second print says nothing of the first."""
_EDGE = 0.6
"""mm; how far a line may lie outside the box of its table."""


def with_cells(pages: Sequence[PrintedPage], lined: Sequence[PrintedPage]) -> tuple[PrintedPage, ...]:
    """Return ``pages`` with the tables that only ``lined``, the second print, has lines of."""
    if len(pages) != len(lined):
        return tuple(pages)
    return tuple(_page(page, other) for page, other in zip(pages, lined, strict=True))


def _page(page: PrintedPage, lined: PrintedPage) -> PrintedPage:
    if not _alike(page, lined):
        return page
    seen = [grid.box for grid in grids(page.rules)]
    new = [grid.box for grid in grids(lined.rules) if not any(grid.box.overlaps(box, 1.0) for box in seen)]
    kept = [rule for rule in page.rules if not any(_in(box, rule) for box in new)]
    added = [rule for rule in lined.rules if any(_in(box, rule) for box in new)]
    return replace(page, rules=(*kept, *added), unruled=tuple(new))


def _alike(page: PrintedPage, lined: PrintedPage) -> bool:
    if [glyph.text for glyph in page.glyphs] != [glyph.text for glyph in lined.glyphs]:
        return False
    pairs = zip(page.glyphs, lined.glyphs, strict=True)
    return all(abs(a.box.x0 - b.box.x0) < _MOVED and abs(a.box.y0 - b.box.y0) < _MOVED for a, b in pairs)


def _in(box: Box, rule: Rule) -> bool:
    across, along = ((box.x0, box.x1), (box.y0, box.y1)) if rule.upright else ((box.y0, box.y1), (box.x0, box.x1))
    middle = (rule.start + rule.end) / 2
    return across[0] - _EDGE <= rule.at <= across[1] + _EDGE and along[0] <= middle <= along[1]
