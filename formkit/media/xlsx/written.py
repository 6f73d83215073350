"""What stands in the cells of a workbook that came back, whichever format it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from formkit.media.xlsx.names import Target

Position = tuple[str, int, int]
"""A worksheet's title, a row and a column, both from 1."""


@dataclass(frozen=True, slots=True)
class Written:
    """The content of one cell; exactly one of the first six says what it is."""

    text: str | None = None
    number: float | None = None
    day: str | None = None
    """ISO date of a number with a date format; ``clock`` where it has no day."""
    clock: str | None = None
    truth: bool | None = None
    error: str | None = None
    unsolved: bool = False
    """A formula whose result is not in the file."""
    zeros: int = 0
    """The number format shows as many digits, with zeros in front."""
    to_the_month: bool = False
    """The date's format shows no day."""
    without_year: bool = False
    """The date's format shows no year."""
    formula: bool = False
    """The content is the result of a formula."""
    serial: float | None = None
    """The number behind ``day`` or ``clock``."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its cells, its names, and which cells are merged into which.

    ``names`` are those of the workbook; ``local_names`` are those that a copied worksheet got,
    by its title.
    ``titles`` are the visible worksheets in order; ``hidden`` the others.
    """

    cells: Mapping[Position, Written]
    names: Mapping[str, Target | None]
    heads: Mapping[Position, Position] = field(default_factory=dict)
    local_names: Mapping[str, Mapping[str, Target]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    starts_1904: bool = False

    def position(self, name: str) -> Position | None:
        """Return the cell of a name, the head where it is merged; None where the name is lost or broken."""
        return self.cell_of(self.names.get(name))

    def cell_of(self, target: Target | None) -> Position | None:
        """Return the cell that a target begins with, the head where it is merged; None where there is none."""
        if target is None or target.sheet not in {*self.titles, *self.hidden}:
            return None
        here = (target.sheet, target.row, target.column)
        return self.heads.get(here, here)

    def text_at(self, name: str) -> str | None:
        """Return the text in the cell of a name; None where there is none."""
        position = self.position(name)
        found = self.cells.get(position) if position else None
        return found.text if found else None


_MOST_MERGED = 200_000
"""Cells inside merged areas; a handbook has a few thousand."""


def heads_of(title: str, areas: Iterable[tuple[int, int, int, int]]) -> dict[Position, Position]:
    """Return the head of every merged cell of a worksheet; areas are first and last row, first and last column."""
    heads: dict[Position, Position] = {}
    for top, bottom, left, right in areas:
        size = max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if size + len(heads) <= _MOST_MERGED:
            head = (title, top, left)
            heads |= {(title, row, column): head for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return heads


def number_text(number: float) -> str:
    """Return a number as a person would have typed it: whole ones without a point, never with an exponent."""
    if number.is_integer():
        return str(int(number))
    plain = f"{number:.15f}".rstrip("0") if abs(number) < 1 else repr(number)
    return plain if float(plain) == number else repr(number)
