"""Plain tables as a workbook: one sheet each, with a heading that stays, widths that fit, and nothing but text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from formkit.atomic import write_atomically
from formkit.errors import OutputError, problem
from formkit.export.printing import set_table_page
from formkit.export.roster_sheet import lines_needed
from formkit.model.roster import MARK_NAME

_MARK = "tables"
Cell = str | int | float
_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_000
"""Of a cell; Excel takes 32,767."""
_LINE, _HIGHEST = 16.5, 405.0
"""Points of a line of text, and of the highest row that programs take."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its title, its headings with the widths of their columns in characters, and its rows."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]


def write_tables(path: Path, tables: Iterable[Table]) -> None:
    """Write the tables into a new workbook; rows are taken one at a time and not held in memory.

    Text is written as text, so that nothing in it is ever a formula. What a sheet cannot hold goes onto the next.

    Raises:
        OutputError: it cannot be written there (U005).
    """
    try:
        with write_atomically(path) as beside:
            book = xlsxwriter.Workbook(str(beside), {"constant_memory": True, "strings_to_formulas": False})
            book.set_custom_property(MARK_NAME, _MARK)
            for table in tables:
                add_table(book, table)
            book.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(problem("U005", path=path, reason=reason)) from error


def add_table(book: xlsxwriter.Workbook, table: Table) -> None:
    """Write a table into a workbook as its next sheet; what a sheet cannot hold goes onto the one after."""
    head = book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True, "valign": "vcenter"})
    body = book.add_format({"valign": "top", "text_wrap": True})
    number, row = 1, 1
    sheet = _sheet(book, table, number, head)
    for cells in table.rows:
        if row >= _MOST_ROWS:
            number, row = number + 1, 1
            sheet = _sheet(book, table, number, head)
        _line(sheet, row, cells, table.columns, body)
        row += 1


def _sheet(book: xlsxwriter.Workbook, table: Table, number: int, head: object) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(table.title if number == 1 else f"{table.title} {number}")
    sheet.freeze_panes(1, 0)
    set_table_page(sheet, [width for _title, width in table.columns], headings=1)
    sheet.set_row(0, _LINE * max(lines_needed(title, width) for title, width in table.columns))
    for column, (title, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    return sheet


def _line(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: Sequence[Cell], columns: Sequence[tuple[str, int]],
    body: object,
) -> None:
    """Write a row, as high as its text needs: not every program works that out when it opens the file."""
    lines = max(lines_needed(cell, width) for cell, (_title, width) in zip(cells, columns, strict=True))
    if lines > 1:
        sheet.set_row(row, min(_LINE * lines, _HIGHEST))
    for column, cell in enumerate(cells):
        if isinstance(cell, int | float):
            sheet.write_number(row, column, cell, body)
        elif cell:
            sheet.write_string(row, column, cell[:_MOST_CHARACTERS], body)
