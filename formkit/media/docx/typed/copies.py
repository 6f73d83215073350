"""Several filled forms in one file, one behind another, parted where the title of a form stands."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formkit.media.docx.typed.blank import Blank
from formkit.media.docx.typed.flow import Flow, Item, Row, Text
from formkit.media.docx.typed.glyphs import Glyph
from formkit.media.docx.typed.likeness import likeness, share
from formkit.media.docx.typed.tokens import tokens_of

_SAME = 0.8
_LEAST_SIGNS = 4


@dataclass(frozen=True, slots=True)
class _Head:
    """How a form begins: the printed lines above its first table, the longest being its title, and its first row."""

    lines: tuple[str, ...]
    title: str
    row: str


def parted(flow: Flow, blanks: Iterable[Blank]) -> list[Flow]:
    """Return the forms that stand in a flow one behind another; the flow itself where there is one.

    A form begins at a line like the title of one of ``blanks`` if the next row of a table is the first row of it.
    """
    heads = [head for blank in blanks if (head := _head(blank.flow)) is not None]
    pieces = _split_texts(flow)
    starts = [start for number in range(len(pieces)) if (start := _start(pieces, number, heads)) is not None]
    if len(starts) <= 1:
        return [flow]
    bounds = [0, *starts[1:], len(pieces)]
    return [_merged(pieces[start:stop]) for start, stop in itertools.pairwise(bounds)]


def _head(flow: Flow) -> _Head | None:
    if not flow or isinstance(flow[0], Row):
        return None
    lines = tuple(words for line in _lines(flow[0]) if (words := _words(line)))
    title = max(lines, key=len, default="")
    row = next((words for item in flow if isinstance(item, Row) and (words := _row_words(item))), "")
    return _Head(lines, title, row) if row and len(title) >= _LEAST_SIGNS else None


def _start(pieces: Sequence[Item], number: int, heads: Sequence[_Head]) -> int | None:
    """Return where a form begins whose title is piece ``number``; None where that is no title."""
    item = pieces[number]
    if isinstance(item, Row):
        return None
    words = _words(item.glyphs)
    if not any(_LEAST_SIGNS <= len(words) <= 2 * len(head.title) for head in heads):
        return None
    row = next((_row_words(each) for each in pieces[number:] if isinstance(each, Row)), "")
    for head in heads:
        if words and likeness(head.title, words) >= _SAME and share(head.row, row) >= _SAME:
            return _first_line(pieces, number, head)
    return None


def _first_line(pieces: Sequence[Item], number: int, head: _Head) -> int:
    """Go back from a title to the first of the lines that stand above it on the form."""
    start = number
    while start > 0:
        above = pieces[start - 1]
        if isinstance(above, Row) or _words(above.glyphs) not in (*head.lines, ""):
            break
        start -= 1
    return start


def _words(glyphs: Sequence[Glyph]) -> str:
    return "".join(token.sign for token in tokens_of(glyphs) if token.is_printed)


def _row_words(row: Row) -> str:
    return "".join(_words(cell.glyphs) for cell in row.cells)


def _lines(text: Text) -> list[tuple[Glyph, ...]]:
    lines: list[list[Glyph]] = [[]]
    for glyph in text.glyphs:
        lines[-1].append(glyph)
        if glyph.sign == "\n":
            lines.append([])
    return [tuple(line) for line in lines if line]


def _split_texts(flow: Flow) -> list[Item]:
    """Return the flow with every text cut into its lines."""
    found: list[Item] = []
    for item in flow:
        if isinstance(item, Row):
            found.append(item)
        else:
            found += [Text(line) for line in _lines(item)]
    return found


def _merged(pieces: Sequence[Item]) -> Flow:
    """Put the lines between two tables together again."""
    found: list[Item] = []
    for item in pieces:
        last = found[-1] if found else None
        if isinstance(item, Text) and isinstance(last, Text):
            found[-1] = Text((*last.glyphs, *item.glyphs))
        else:
            found.append(item)
    return tuple(found)
