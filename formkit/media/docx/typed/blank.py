"""The blank of a form in units: the cells and texts in which its fields have their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from formkit.media.docx.typed.flow import Cell, Flow, Row
from formkit.media.docx.typed.glyphs import Glyph
from formkit.media.docx.typed.tokens import Token, tokens_of

UnitId = tuple[int, int]
"""Number of the item in the flow, and of the cell in its row (-1: a text between tables)."""


@dataclass(frozen=True)
class Unit:
    """A cell or a text between tables, in tokens."""

    id: UnitId
    glyphs: Sequence[Glyph]

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the unit."""
        return tokens_of(self.glyphs)

    @cached_property
    def printed(self) -> list[int]:
        """The tokens that are printed signs other than punctuation."""
        return [place for place, token in enumerate(self.tokens) if token.is_printed]

    def text(self, start: int = 0, stop: int | None = None) -> str:
        """Return the printed signs of some of its tokens."""
        return "".join(token.sign for token in self.tokens[start:stop] if token.is_printed)


class Blank:
    """A blank form: its flow, its units, and what is printed around each."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.units: dict[UnitId, Unit] = {}
        for number, item in enumerate(flow):
            if isinstance(item, Row):
                for place, cell in enumerate(item.cells):
                    self.units[number, place] = Unit((number, place), cell.glyphs)
            else:
                self.units[number, -1] = Unit((number, -1), item.glyphs)

    def cell(self, unit: UnitId) -> Cell | None:
        """Return the cell of a unit; None for a text between tables."""
        item = self.flow[unit[0]]
        return item.cells[unit[1]] if isinstance(item, Row) else None

    def left_of(self, unit: UnitId) -> list[str]:
        """Return what is printed to the left of a cell: by the cell beside it, then with each further one in front.

        A cell that continues the one above counts with the words of that.
        """
        found: list[str] = []
        words = ""
        for place in range(unit[1] - 1, -1, -1):
            words = self._words((unit[0], place)) + words
            if words and (not found or words != found[-1]):
                found.append(words)
        return found

    def above(self, unit: UnitId) -> list[str]:
        """Return what is printed in the heads above a cell: the nearest, then with those above it in front."""
        cell = self.cell(unit)
        if cell is None:
            return []
        found: list[str] = []
        words = ""
        for row in self._rows_above(unit[0]):
            over = [each for each in range(len(row.cells)) if _overlap(row.cells[each], cell)]
            heads = [row.cells[each] for each in over if not row.cells[each].continued]
            printed = "".join(_letters(each) for each in heads)
            if printed and len(heads) == 1:
                words = printed + words
                found.append(words)
        return found

    def _rows_above(self, number: int) -> Iterator[Row]:
        own = self.flow[number]
        for each in range(number - 1, -1, -1):
            row = self.flow[each]
            if not isinstance(row, Row) or not isinstance(own, Row) or row.table != own.table:
                return
            yield row

    def _words(self, unit: UnitId) -> str:
        cell = self.cell(unit)
        if cell is None or not cell.continued:
            return self.units[unit].text()
        for row in self._rows_above(unit[0]):
            for each in row.cells:
                if each.column == cell.column and not each.continued:
                    return _letters(each)
        return ""


def _overlap(one: Cell, other: Cell) -> bool:
    return one.column < other.column + other.span and other.column < one.column + one.span


def _letters(cell: Cell) -> str:
    return "".join(token.sign for token in tokens_of(cell.glyphs) if token.is_printed)
