"""The printed words beside each answer: by them a reader sees that cells were moved without their names.

Names follow the cells in Excel and WPS; programs such as openpyxl move the cells alone, and every
name then stands at the answer of another row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from formkit.media.xlsx.written import Position

Printed = Callable[[Position], str]
"""Gives the printed text of a cell; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The printed cells of a workbook, and which cells are merged into which."""

    printed: Printed
    heads: Mapping[Position, Position]

    def label(self, position: Position) -> str:
        """Return the nearest printed text left of an answer; where there is none, the nearest above."""
        sheet, row, column = position
        left = ((sheet, row, each) for each in range(column - 1, 0, -1))
        above = ((sheet, each, column) for each in range(row - 1, 0, -1))
        texts = (text for way in (left, above) for cell in way if (text := self._text(cell, position)))
        return next(texts, "")

    def _text(self, cell: Position, answer: Position) -> str:
        head = self.heads.get(cell, cell)
        return "" if head == answer else self.printed(head)
