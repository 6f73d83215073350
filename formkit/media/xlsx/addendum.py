"""The addendum: whatever is too long for its place, or has none, in full at the end of the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formkit.media.xlsx.answers import put
from formkit.media.xlsx.draw import set_up
from formkit.media.xlsx.fitting import height_of, lines_of
from formkit.media.xlsx.lists import define, put_text
from formkit.media.xlsx.measure import column_units
from formkit.media.xlsx.names import addendum_name, name_of
from formkit.media.xlsx.styles import ANSWER_SIZE, FACE
from formkit.model.ids import FieldRef

SHEET = "附页"
_WIDTHS = (14.0, 48.0, 116.0)
_HEADINGS = ("编号", "栏目", "内容")
_MOST_LINES = 24
"""Lines of a row: 24 are 120 mm high, and Excel's rows end at 144 mm."""
_MOST_SIGNS = 1_500
_POINTS_PER_MM = 72 / 25.4
_FILL = PatternFill("solid", fgColor="FFFFFBE0")
_LINE = Side("thin", color="FF808080")
_BORDER = Border(left=_LINE, top=_LINE, right=_LINE, bottom=_LINE)


def mark(number: int) -> str:
    """Return what stands in the short place behind as much of the text as fits."""
    return f"…〔见附页{number}〕"


class Addendum:
    """The worksheet of the addendum, made when its first entry comes."""

    def __init__(self, book: Workbook, heading: str) -> None:
        self._book = book
        self._heading = heading
        self._sheet: Worksheet | None = None
        self._row = 2
        self._entries = 0

    def add(self, ref: FieldRef, text: str, *, placeless: bool) -> int:
        """Write an entry and return its number; where the field has no place its name comes here."""
        sheet = self._sheet or self._begin()
        self._sheet = sheet
        self._entries += 1
        first = self._row + 1
        for index, piece in enumerate(pieces(text)):
            self._row += 1
            words = (str(self._entries) + ("（续）" if index else ""), "" if index else description(ref), piece)
            self._write(sheet, words)
        define(self._book, addendum_name(self._entries, ref.id), sheet, first, 3, self._row)
        if placeless:
            define(self._book, name_of(ref.id), sheet, first, 3)
        return self._entries

    def _begin(self) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(SHEET, index=len(self._book.worksheets) - 1)
        for letter, width in zip("ABC", _WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = column_units(width)
        put_text(sheet, 1, 1, SHEET)
        sheet.cell(1, 1).font = Font(name=FACE, size=16, bold=True)
        for column, text in enumerate(_HEADINGS, start=1):
            put_text(sheet, 2, column, text)
            sheet.cell(2, column).font = Font(name=FACE, size=ANSWER_SIZE, bold=True)
            sheet.cell(2, column).border = _BORDER
        set_up(sheet, self._heading, SHEET, "2:2")
        return sheet

    def _write(self, sheet: Worksheet, words: tuple[str, str, str]) -> None:
        row = self._row
        for column, text in enumerate(words, start=1):
            cell = sheet.cell(row, column)
            cell.font = Font(name=FACE, size=ANSWER_SIZE)
            cell.border = _BORDER
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            put(cell, text)
        content = sheet.cell(row, 3)
        content.protection, content.fill = Protection(locked=False), _FILL
        needed = max(height_of(text, ANSWER_SIZE, width) for text, width in zip(words, _WIDTHS, strict=True))
        sheet.row_dimensions[row].height = round(max(needed + 2, 7.0) * _POINTS_PER_MM, 1)


def description(ref: FieldRef) -> str:
    """Return which field this is, for people."""
    words = [ref.sheet.title + (str(ref.instance) if ref.sheet.repeats else "")]
    if ref.table is not None:
        words.append(f"{ref.table.label}第{ref.row}行")
    return "·".join([*words, ref.field.label])


def pieces(text: str) -> Iterator[str]:
    """Yield ``text`` in pieces that each fit a row; put together they are the text again."""
    rest = text
    while rest:
        most = min(len(rest), _MOST_SIGNS)
        while most > 1 and lines_of(rest[:most], ANSWER_SIZE, _WIDTHS[2]) > _MOST_LINES:
            most = max(1, most * 3 // 4)
        yield rest[:most]
        rest = rest[most:]
