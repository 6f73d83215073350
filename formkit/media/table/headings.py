"""Which rows of a grid are its heading, and what each column is called there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from formkit.media.table.columns import PART, Proposal, propose
from formkit.media.table.grid import CellValue, Grid, plain
from formkit.media.table.vocabulary import Vocabulary, roster_words
from formkit.model.concepts import NAME, ROW_NUMBER, header_key

SEARCHED_ROWS = 40
"""Titles and notes above the heading never take more rows."""
MAX_DEPTH = 3
MIN_CONCEPTS = 2
"""A line of text may hold the word 姓名; a heading has a second known column, unless it is all there is."""
_STRONG = 3
"""Well-known columns that a second heading on a sheet must have; a line of people has none."""
_LONGEST_WORD = 30
_LINE_OF_TEXT = re.compile(r"[:：]|\d年|[\u4e00-\u9fff]{16,}|花名册|登记表|台账|名单$|一览表|统计表|汇总表")
"""What titles and lines with the unit or the date have, and the words of groups have not."""
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

    def said(self, column: int) -> str | None:
        """Return the concept that the words of a column say, even where another column has it."""
        return self.proposals[column].concept or self.proposals[column].twice

    def concepts(self) -> set[str]:
        """Return the concepts that the columns have."""
        return {proposal.concept for proposal in self.proposals if proposal.concept}


def find_heading(grid: Grid, words: Vocabulary | None = None) -> Heading | None:
    """Return the rows that explain the most columns, a name among them if there is one; else None."""
    words = words or roster_words()
    best = _best(grid, range(min(SEARCHED_ROWS, len(grid.rows))), words)
    return None if best is None else _whole(grid, best, 0, words)


def find_headings(grid: Grid, words: Vocabulary | None = None) -> list[Heading]:
    """Return the heading of each list that stands on a sheet, from above; a repeated heading is none of its own."""
    words = words or roster_words()
    first = find_heading(grid, words)
    if first is None:
        return []
    found = [first]
    names = {heading for heading, concept in words.headings.items() if concept == NAME}
    for row in range(first.body, len(grid.rows)):
        if row < found[-1].body or not any(header_key(str(cell)) in names for cell in grid.rows[row] if cell):
            continue
        tops = range(max(found[-1].body, row - MAX_DEPTH + 1), row + 1)
        heading = _best(grid, tops, words)
        if heading is not None and heading.top <= row < heading.body and _is_another(heading, found[-1]):
            found.append(_whole(grid, heading, found[-1].body, words))
    return found


def _is_another(heading: Heading, before: Heading) -> bool:
    """Say whether a heading says something else than the one before it, and says it well."""
    strong = sum(proposal.strength > PART for proposal in heading.proposals)
    return NAME in heading.concepts() and strong >= _STRONG and _leaves(heading) != _leaves(before)


def _leaves(heading: Heading) -> list[str]:
    return [words[-1] if words else "" for words in heading.headers]


def panels(grid: Grid, heading: Heading) -> list[tuple[int, int]]:
    """Return the columns, from and up to, of lists that stand side by side under one heading's words."""
    names = [index for index, words in enumerate(heading.headers) if words and heading.said(index) == NAME]
    filled = [index for index, words in enumerate(heading.headers) if words]
    if len(names) < 2 or not filled:
        return [(0, grid.width)]
    width, start = names[1] - names[0], filled[0]
    count = len(names)
    first = heading.headers[start:start + width]
    same = all(
        heading.headers[start + width * number:start + width * number + len(_trimmed(first))] == _trimmed(first)
        for number in range(count)
    )
    if width < 2 or not same or start + width * count < filled[-1]:
        return [(0, grid.width)]
    return [(start + width * number, start + width * (number + 1)) for number in range(count)]


def _trimmed(headers: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    last = max((index for index, words in enumerate(headers) if words), default=-1)
    return headers[:last + 1]


def cut_to(grid: Grid, heading: Heading, panel: tuple[int, int], words: Vocabulary) -> tuple[Grid, Heading]:
    """Return grid and heading with nothing outside of the columns of one panel."""
    left, right = panel

    def kept(row: tuple[CellValue, ...]) -> tuple[CellValue, ...]:
        return tuple(cell if left <= index < right else None for index, cell in enumerate(row))

    rows = tuple(row if index < heading.body else kept(row) for index, row in enumerate(grid.rows))
    headers = tuple(each if left <= index < right else () for index, each in enumerate(heading.headers))
    return replace(grid, rows=rows), replace(heading, headers=headers, proposals=propose(headers, words))


def _best(grid: Grid, tops: Iterable[int], words: Vocabulary) -> Heading | None:
    best: Heading | None = None
    width = grid.width
    for top in tops:
        for depth in range(1, MAX_DEPTH + 1):
            heading = _heading(grid, top, depth, width, words)
            if heading is not None and (best is None or _rank(heading) > _rank(best)):
                best = heading
    return best if best is not None and _plausible(best) else None


def _whole(grid: Grid, heading: Heading, top: int, words: Vocabulary) -> Heading:
    """Return the heading with all that belongs to it; no row above ``top`` does."""
    width = grid.width
    return _to_the_end(grid, _from_the_groups(grid, heading, top, width, words), width, words)


def _from_the_groups(grid: Grid, heading: Heading, top: int, width: int, words: Vocabulary) -> Heading:
    """Return the heading with the rows of groups above it: they say whose name or phone stands below."""
    while heading.depth < MAX_DEPTH and heading.top > top and _is_group_row(grid, heading.top - 1, width):
        higher = _heading(grid, heading.top - 1, heading.depth + 1, width, words)
        if higher is None or NAME not in higher.concepts():
            break
        heading = higher
    return heading


def _is_group_row(grid: Grid, row: int, width: int) -> bool:
    """Say whether a row above a heading divides it: several words, or one over some of the columns."""
    found = [(column, text) for column in range(width) if (text := plain(grid.at(row, column)))]
    if not found or any(_LINE_OF_TEXT.search(text) or _VALUE.fullmatch(text) for _, text in found):
        return False
    if len(found) > 1:
        return True
    span = grid.span(row, found[0][0])
    return span is not None and span.top == span.bottom and span.left > 0 and span.right > span.left


def _to_the_end(grid: Grid, heading: Heading, width: int, words: Vocabulary) -> Heading:
    """Return the heading with all rows that its merged cells reach: below them stand the first people."""
    bottoms = [
        span.bottom for row in range(heading.top, heading.body) for span in grid.spans.get(row, ())
        if span.top >= heading.top and span.bottom - heading.top < MAX_DEPTH
    ]
    depth = max(bottoms, default=heading.body - 1) - heading.top + 1
    deeper = _heading(grid, heading.top, depth, width, words) if depth > heading.depth else None
    return deeper if deeper is not None and heading.concepts() <= deeper.concepts() else heading


def _rank(heading: Heading) -> tuple[bool, int, int, int, int]:
    found = {proposal.concept for proposal in heading.proposals if proposal.strength > PART and proposal.concept}
    strength = sum(proposal.strength for proposal in heading.proposals if proposal.concept)
    return (NAME in found, len(found), strength, -heading.depth, -heading.top)


def _plausible(heading: Heading) -> bool:
    found = heading.concepts() - {ROW_NUMBER}
    words = [header for header in heading.headers if header]
    return len(found) >= MIN_CONCEPTS or (NAME in found and len(words) == 1)


def _heading(grid: Grid, top: int, depth: int, width: int, words: Vocabulary) -> Heading | None:
    if top + depth > len(grid.rows) or any(_looks_like_values(grid, row) for row in range(top, top + depth)):
        return None
    headers = tuple(_words(grid, top, depth, column) for column in range(width))
    return Heading(top, depth, headers, propose(headers, words))


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
    """Where nothing is merged (CSV) a group's name stands over its first column only."""
    if not plain(grid.at(row + 1, column)) or grid.span(row, column) is not None:
        return ""
    for left in range(column - 1, -1, -1):
        if word := plain(grid.at(row, left)):
            own = grid.span(row, left) is None and bool(plain(grid.at(row + 1, left)))
            return word if own else ""
    return ""
