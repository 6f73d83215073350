"""A grid: the cells of one sheet as they were found, whatever file they came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CellValue = str | int | float | bool | dt.date | dt.time | dt.timedelta | None


MAX_SPANNED_ROWS = 1_000_000
EPOCH_1900, EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
"""Day 0 of Excel's two ways of counting days; the first for days after February 1900."""
NOTHING = frozenset({"-", "—", "--", "——", "/", "\\", "无", "不详", "暂无", "未知", "空"})
"""What people write into a cell where there is nothing to write."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged area; rows and columns count from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: rows of cells, its merged areas, and what was hidden in it.

    ``line_numbers`` gives the line of the file for each row where they differ (in JSON lines, empty
    lines are no rows).
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    spans: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    """The merged areas by each row that they reach."""
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    yearless: frozenset[tuple[int, int]] = frozenset()
    """Cells (row, column) with a date that is shown without its year."""
    epoch: dt.date = EPOCH_1900
    broken: frozenset[tuple[int, int]] = frozenset()
    """Cells (row, column) with an error or a formula without a result; they look empty."""
    line_numbers: tuple[int, ...] = ()
    is_workbook: bool = False
    """Cells are named by sheet and address ("花名册!B7"), not by line and column."""

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> CellValue:
        """Return a cell; None outside of the grid."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def span(self, row: int, column: int) -> Span | None:
        """Return the merged area that a cell belongs to."""
        return next((span for span in self.spans.get(row, ()) if span.left <= column <= span.right), None)

    def line(self, row: int) -> int:
        """Return the number, from 1, of a row in the file."""
        return self.line_numbers[row] if self.line_numbers else row + 1

    def address(self, row: int, column: int) -> str:
        """Return the cell's name, as in "花名册!B7" or, outside workbooks, "B7"."""
        cell = f"{letters(column)}{self.line(row)}"
        return f"{self.name}!{cell}" if self.is_workbook and self.name else cell


def spans_by_row(spans: Iterable[Span], rows: int) -> dict[int, tuple[Span, ...]]:
    """Return the merged areas by each row that they reach, within a grid of ``rows`` rows.

    Areas beyond `MAX_SPANNED_ROWS` rows in sum are passed over: no office merges so much by hand.
    """
    found: dict[int, list[Span]] = {}
    budget = MAX_SPANNED_ROWS
    for span in spans:
        bottom = min(span.bottom, rows - 1)
        budget -= max(bottom - span.top + 1, 0)
        if budget < 0:
            break
        for row in range(span.top, bottom + 1):
            found.setdefault(row, []).append(span)
    return {row: tuple(reaching) for row, reaching in found.items()}


def letters(column: int) -> str:
    """Return the letters of a column that is counted from 0: A … Z, AA …"""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def plain(value: CellValue) -> str:
    """Return a cell as text without blanks around; whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).strip().strip("\ufeff\u200b").strip()
