"""The hidden worksheet: lists of options, the identity and what readers need."""

from __future__ import annotations

import hashlib

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formkit.media.xlsx.hints import item
from formkit.media.xlsx.names import OWN
from formkit.model.handbook import Field, Handbook, Kind

SHEET = "选项"
_FIRST_LIST = 2
"""Column A holds the cells of `OWN`, the lists stand from column B."""


class OptionLists:
    """Where on the hidden worksheet each list of options stands."""

    def __init__(self, book: Workbook) -> None:
        self._sheet = book.create_sheet(SHEET)
        self._sheet.sheet_state = "veryHidden"
        self._sheet.protection.sheet = True
        self._ranges: dict[tuple[str, ...], str] = {}
        for row, name in enumerate(OWN, start=1):
            define(book, name, self._sheet, row, 1)

    def range_for(self, field: Field) -> str:
        """Return the cells with the options of ``field``, written there on first asking."""
        items = tuple(item(option) for option in field.options)
        if items not in self._ranges:
            self._ranges[items] = self._write(items)
        return self._ranges[items]

    def _write(self, items: tuple[str, ...]) -> str:
        column = _FIRST_LIST + len(self._ranges)
        for row, text in enumerate(items, start=1):
            put_text(self._sheet, row, column, text)
        letter = get_column_letter(column)
        return f"'{SHEET}'!${letter}$1:${letter}${len(items)}"


def define(book: Workbook, name: str, sheet: Worksheet, row: int, column: int, last_row: int = 0) -> None:
    """Give a cell (or the cells down to ``last_row``) a name of the workbook."""
    quoted = sheet.title.replace("'", "''")
    letter = get_column_letter(column)
    more = f":${letter}${last_row}" if last_row > row else ""
    book.defined_names[name] = DefinedName(name, attr_text=f"'{quoted}'!${letter}${row}{more}")


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a string that no program takes for a formula."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"


def design_digest(handbook: Handbook) -> str:
    """Return a digest of everything of a handbook that a template shows or checks."""
    parts: list[object] = [handbook.id, handbook.edition, handbook.title]
    for sheet in handbook.sheets:
        parts += [sheet.id, sheet.title, sheet.repeats, sheet.entries, sheet.sides]
        parts += [_field_parts(field) for field in sheet.fields]
        for table in sheet.tables:
            parts += [table.id, table.rows, [_field_parts(column) for column in table.columns]]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _field_parts(field: Field) -> list[object]:
    options = [(option.code, option.label) for option in field.options] if field.kind.is_choice else []
    bounds = (field.minimum, field.maximum) if field.kind in (Kind.INTEGER, Kind.NUMBER) else ()
    return [field.id, field.label, field.kind.value, options, bounds, field.length, field.lengths, field.unit,
            field.precision.value, field.min_precision.value]
