"""Plain tables for the terminal, in which Chinese characters count as two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def columns_of(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def rows(table: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table, every column as wide as its widest cell."""
    if not table:
        return []
    widths = [max(columns_of(line[index]) for line in table) for index in range(len(table[0]))]
    lines = ("  ".join(padded(cell, width) for cell, width in zip(line, widths, strict=True)) for line in table)
    return [line.rstrip() for line in lines]


def padded(text: str, width: int) -> str:
    """Return ``text`` with blanks behind it, so that it takes ``width`` columns of a terminal."""
    return text + " " * (width - columns_of(text))
