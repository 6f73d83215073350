"""Which rows of a grid are its heading, and what each column is called there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.media.table.columns import Proposal, propose
from formkit.media.table.grid import Grid, plain
from formkit.model.concepts import NAME, ROW_NUMBER

SEARCHED_ROWS = 40
"""Titles and notes above the heading never take more rows."""
MAX_DEPTH = 3
MIN_CONCEPTS = 2
"""A line of text may hold the word 姓名; a heading has a second known column, unless it is all there is."""
_LONGEST_WORD = 30
_VALUE = re.compile(r"[\d.,/:：\-\s]+|\d{17}[\dXx]")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a grid: its first row, how many rows it has, and a proposal for each column."""

    top: int
    depth: int
    headers: tuple[tuple[str, ...], ...]
    """For each column its words from the top row to the bottom row."""
    proposals: tuple[Proposal, ...]

    @property
    def body(self) -> int:
        """The first row below the heading."""
        return self.top + self.depth

    def concepts(self) -> set[str]:
        """Return the concepts that the columns have."""
        return {proposal.concept for proposal in self.proposals if proposal.concept}


def find_heading(grid: Grid) -> Heading | None:
    """Return the rows that explain the most columns, a name among them if there is one; else None."""
    best: Heading | None = None
    for top in range(min(SEARCHED_ROWS, len(grid.rows))):
        for depth in range(1, MAX_DEPTH + 1):
            heading = _heading(grid, top, depth)
            if heading is not None and (best is None or _rank(heading) > _rank(best)):
                best = heading
    return best if best is not None and _plausible(best, grid) else None


def _rank(heading: Heading) -> tuple[bool, int, int, int, int]:
    found = heading.concepts()
    strength = sum(proposal.strength for proposal in heading.proposals if proposal.concept)
    return (NAME in found, len(found), strength, -heading.depth, -heading.top)


def _plausible(heading: Heading, grid: Grid) -> bool:
    found = heading.concepts() - {ROW_NUMBER}
    words = [header for header in heading.headers if header]
    return len(found) >= MIN_CONCEPTS or (NAME in found and len(words) == 1)


def _heading(grid: Grid, top: int, depth: int) -> Heading | None:
    if top + depth > len(grid.rows) or any(_looks_like_values(grid, row) for row in range(top, top + depth)):
        return None
    headers = tuple(_words(grid, top, depth, column) for column in range(grid.width))
    return Heading(top, depth, headers, propose(headers))


def _looks_like_values(grid: Grid, row: int) -> bool:
    """Headings are short words; numbers, dates and sentences are not."""
    texts = [plain(cell) for cell in grid.rows[row]]
    texts = [text for text in texts if text]
    if not texts:
        return True
    values = sum(bool(_VALUE.fullmatch(text)) or len(text) > _LONGEST_WORD for text in texts)
    return values * 3 > len(texts)


def _words(grid: Grid, top: int, depth: int, column: int) -> tuple[str, ...]:
    """Return the words over a column; a merged cell counts for each column that it covers."""
    words: list[str] = []
    for row in range(top, top + depth):
        word = _covering(grid, row, column, top)
        if not word and depth > 1 and row < top + depth - 1:
            word = _group_to_the_left(grid, row, column)
        if word and word not in words[-1:]:
            words.append(" ".join(word.split()))
    return tuple(words)


def _covering(grid: Grid, row: int, column: int, top: int) -> str:
    span = grid.span(row, column)
    if span is None:
        return plain(grid.at(row, column))
    return plain(grid.at(span.top, span.left)) if span.top >= top else ""


def _group_to_the_left(grid: Grid, row: int, column: int) -> str:
    """Without merged areas (CSV) a group's name stands over its first column only."""
    if grid.spans or not plain(grid.at(row + 1, column)):
        return ""
    for left in range(column - 1, -1, -1):
        if word := plain(grid.at(row, left)):
            return word if plain(grid.at(row + 1, left)) else ""
    return ""
