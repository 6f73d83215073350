"""Several filled forms in one file, one behind another, parted where the first words of the form stand again."""

from __future__ import annotations

from formkit.media.docx.typed.blank import Blank
from formkit.media.docx.typed.flow import Flow, Item, Row, Text
from formkit.media.docx.typed.glyphs import Glyph
from formkit.media.docx.typed.likeness import likeness
from formkit.media.docx.typed.tokens import tokens_of

_SAME_LINE = 0.8
_LEAST_SIGNS = 3


def parted(flow: Flow, blank: Blank) -> list[Flow]:
    """Return the copies of a form in a flow; the flow itself where there is one.

    A copy begins at a line that is like the first printed line of the blank and is followed, before the next
    such line, by the first printed row of its tables.
    """
    heads = _head_lines(blank.flow)
    row = _first_row(blank.flow)
    if not heads or row is None:
        return [flow]
    pieces = _split_texts(flow)
    starts = [number for number, item in enumerate(pieces) if _begins(item, heads[0])]
    starts = [start for start in starts if _row_follows(pieces, start, starts, row)]
    if len(starts) <= 1:
        return [flow]
    bounds = [0, *starts[1:], len(pieces)]
    return [_merged(pieces[start:stop]) for start, stop in zip(bounds, bounds[1:], strict=False)]


def _words(glyphs: tuple[Glyph, ...] | list[Glyph]) -> str:
    return "".join(token.sign for token in tokens_of(glyphs) if token.is_printed)


def _row_words(row: Row) -> str:
    return "".join(_words(cell.glyphs) for cell in row.cells)


def _head_lines(flow: Flow) -> list[str]:
    """Return the printed lines in front of the first table."""
    if not flow or isinstance(flow[0], Row):
        return []
    return [words for line in _lines(flow[0]) if len(words := _words(line)) >= _LEAST_SIGNS]


def _first_row(flow: Flow) -> str | None:
    return next((words for item in flow if isinstance(item, Row) and (words := _row_words(item))), None)


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


def _begins(item: Item, head: str) -> bool:
    return not isinstance(item, Row) and likeness(head, _words(item.glyphs)) >= _SAME_LINE


def _row_follows(pieces: list[Item], start: int, starts: list[int], row: str) -> bool:
    behind = next((each for each in starts if each > start), len(pieces))
    rows = [item for item in pieces[start:behind] if isinstance(item, Row)]
    return any(row in _row_words(item) or likeness(row, _row_words(item)) >= _SAME_LINE for item in rows)


def _merged(pieces: list[Item]) -> Flow:
    """Put the lines between two tables together again."""
    found: list[Item] = []
    for item in pieces:
        last = found[-1] if found else None
        if isinstance(item, Text) and isinstance(last, Text):
            found[-1] = Text((*last.glyphs, *item.glyphs))
        else:
            found.append(item)
    return tuple(found)
