"""Where the truth of a form stands on another print of the same Word file.

Two programs, or one with other fonts, put the same words and cells elsewhere on the page. The words of both prints are
matched one by one, and so are their cells, by order; a place of the truth then moves with the cell that it fills, with
the signs that it covers, or, on white paper, with the signs and the edges of the cell beside it.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from formkit.geometry import Box
from formkit.learn.cells import around, grids
from formkit.model.printed import Glyph, PrintedPage

_FILLS = 0.8
"""Share of a cell that a place has, and the cell of it, where the place is the cell."""


@dataclass(frozen=True, slots=True)
class _On:
    """Something on a page, counted from 1."""

    page: int
    box: Box


class OtherPrint:
    """The way from the places of one print of a form to those of another."""

    def __init__(self, before: Sequence[PrintedPage], after: Sequence[PrintedPage]) -> None:
        """Match the signs and the cells of two prints.

        Raises:
            ValueError: a sign in twenty has no counterpart, or the cells are others.
        """
        self._signs = _matched(before, after)
        cells, others = list(_cells(before)), list(_cells(after))
        if len(cells) != len(others):
            raise ValueError(f"{len(cells)} cells on one print, {len(others)} on the other")
        self._cells = list(zip(cells, others, strict=True))

    def truth(self, truth: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of the truth with the places that it has on the other print."""
        moved = copy.deepcopy(truth)
        for field in moved["fields"]:
            self._move(field, field["page"])
        return moved

    def _move(self, entry: dict[str, Any], page: int) -> None:
        page = entry.get("page", page)
        for key in [key for key in entry if key.endswith("_mm") and entry[key] != [0, 0, 0, 0]]:
            several = isinstance(entry[key][0], list)
            boxes = [self._moved(page, box) for box in (entry[key] if several else [entry[key]])]
            entry[key] = [list(each.box.rounded()) for each in boxes]
            if not several:
                entry[key] = entry[key][0]
                entry["page"] = boxes[0].page
        for option in entry.get("options", []):
            self._move(option, page)
        for row in entry.get("rows", []):
            for cell in row.values():
                self._move(cell, page)

    def _moved(self, page: int, given: Sequence[float]) -> _On:
        box = Box(*given)
        filled = [other for cell, other in self._cells if cell.page == page and _fills(box, cell.box)]
        if filled:
            return filled[0]
        within = [(sign, other) for sign, other in self._signs if sign.page == page and _holds(box, sign.box)]
        if not within:
            return self._beside(page, box)
        within = _longest_line(within)
        from_box, to_box = around(sign.box for sign, _ in within), around(other.box for _, other in within)
        return _On(within[0][1].page, Box(
            to_box.x0 + box.x0 - from_box.x0, to_box.y0 + box.y0 - from_box.y0,
            to_box.x1 + box.x1 - from_box.x1, to_box.y1 + box.y1 - from_box.y1,
        ))

    def _beside(self, page: int, box: Box) -> _On:
        """Return where white paper comes to: each end moves with the print or the cell's edge next to it."""
        line = [(sign, other) for sign, other in self._signs if sign.page == page and _level(box, sign.box)]
        cells = [pair for pair in self._cells if pair[0].page == page and _holds(pair[0].box, box)]
        lefts = [(one.box.x1, two.box.x1) for one, two in line if one.box.x1 <= box.x0 + 1]
        rights = [(one.box.x0, two.box.x0) for one, two in line if one.box.x0 >= box.x1 - 1]
        lefts += [(one.box.x0, two.box.x0) for one, two in cells]
        rights += [(one.box.x1, two.box.x1) for one, two in cells]
        rises = [(two.page, two.box.y0 - one.box.y0) for one, two in line or cells]
        if not rises:
            here = [pair for pair in self._signs if pair[0].page == page]
            one, two = min(here, key=lambda pair: _far(pair[0].box, box))
            rise = two.box.y0 - one.box.y0
            return _On(two.page, Box(box.x0, box.y0 + rise, box.x1, box.y1 + rise))
        left = max(lefts, default=(box.x0, box.x0))
        right = min(rights, default=(box.x1, box.x1))
        page, rise = rises[0]
        x0, x1 = box.x0 + left[1] - left[0], box.x1 + right[1] - right[0]
        return _On(page, Box(x0, box.y0 + rise, x1, box.y1 + rise))


def _matched(before: Sequence[PrintedPage], after: Sequence[PrintedPage]) -> list[tuple[_On, _On]]:
    first, second = list(_printed(before)), list(_printed(after))
    one, two = ("".join(glyph.text for _, glyph in each) for each in (first, second))
    blocks = difflib.SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    pairs = [
        (_On(first[i + k][0], first[i + k][1].box), _On(second[j + k][0], second[j + k][1].box))
        for i, j, size in blocks for k in range(size)
    ]
    if len(pairs) < 0.95 * max(len(first), len(second)):
        raise ValueError("the words of the two prints are others")
    return pairs


def _printed(pages: Sequence[PrintedPage]) -> Iterator[tuple[int, Glyph]]:
    for number, page in enumerate(pages, 1):
        yield from ((number, glyph) for glyph in page.glyphs if len(glyph.text) == 1)


def _cells(pages: Sequence[PrintedPage]) -> Iterator[_On]:
    for number, page in enumerate(pages, 1):
        yield from (_On(number, cell) for grid in grids(page.rules) for cell in grid.cells)


def _longest_line(pairs: list[tuple[_On, _On]]) -> list[tuple[_On, _On]]:
    """Return the signs of the longest line, where the other print runs a blank over a line end that one did not."""
    if not all(_level(pairs[0][0].box, one.box) for one, _ in pairs):
        return pairs
    lines: list[list[tuple[_On, _On]]] = []
    for pair in pairs:
        line = lines[-1][-1][1] if lines else None
        if line is None or line.page != pair[1].page or not _level(line.box, pair[1].box):
            lines.append([])
        lines[-1].append(pair)
    return max(lines, key=len)


def _fills(box: Box, cell: Box) -> bool:
    width = min(box.x1, cell.x1) - max(box.x0, cell.x0)
    height = min(box.y1, cell.y1) - max(box.y0, cell.y0)
    shared = max(0.0, width) * max(0.0, height)
    return shared >= _FILLS * box.width * box.height and shared >= _FILLS * cell.width * cell.height


def _far(box: Box, other: Box) -> float:
    return abs(box.centre.x - other.centre.x) + abs(box.centre.y - other.centre.y)


def _holds(box: Box, other: Box) -> bool:
    centre = other.centre
    return box.x0 <= centre.x <= box.x1 and box.y0 <= centre.y <= box.y1


def _level(box: Box, other: Box) -> bool:
    return box.y0 <= other.centre.y <= box.y1 or other.y0 <= box.centre.y <= other.y1
