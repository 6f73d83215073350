"""Writing single cells: everything as what it is, nothing as a formula by accident."""

from __future__ import annotations

import datetime as dt
from typing import Any

from formkit.export.roster_columns import Content, Shown
from formkit.export.workbook_styles import UNSURE, Styles
from formkit.values.characters import without_unfit

MAX_TEXT = 32_767
"""Characters of a cell in Excel."""
_FIRST_YEAR = 1901
"""Excel counts days from 1900 on and believes that 1900 was a leap year."""


def write_shown(
    sheet: Any, row: int, column: int, shown: Shown, content: Content, styles: Styles, *, unsure: bool = False
) -> None:
    """Write what a roster cell shows; a date without its day, or before 1901, stays text."""
    end = UNSURE if unsure else ""
    style = styles[content.value + end]
    if shown is None or shown == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(shown, int):
        sheet.write_number(row, column, shown, style)
    elif content is Content.DATE and (date := whole_date(shown)) is not None:
        sheet.write_datetime(row, column, date, style)
    else:
        write_text(sheet, row, column, shown, styles["short" + end] if content is Content.DATE else style)


def write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write text as text, whatever it begins with."""
    sheet.write_string(row, column, without_unfit(text)[:MAX_TEXT], style)


def merge_text(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    """Write text over several columns; a single column needs no merging."""
    if last > first:
        sheet.merge_range(row, first, row, last, "", style)
    write_text(sheet, row, first, text, style)


def whole_date(text: str) -> dt.datetime | None:
    """Return a date that is written down to its day, and that Excel counts rightly; else None."""
    try:
        found = dt.datetime.fromisoformat(text) if len(text) == len("2012-03-05") else None
    except ValueError:
        return None
    return found if found and found.year >= _FIRST_YEAR else None


def reference(sheet_name: str, column: int, first: int, last: int) -> str:
    """Return an absolute range of one column, rows and columns from 0: ``'花名册'!$C$5:$C$40``."""
    quoted = sheet_name.replace("'", "''")
    name = column_letters(column)
    return f"'{quoted}'!${name}${first + 1}:${name}${last + 1}"


def column_letters(column: int) -> str:
    """Return the letters of a column that is counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
