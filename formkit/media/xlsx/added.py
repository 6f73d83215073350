"""What people added to a workbook: rows in a repeat table, and text beside the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formkit.errors import Problem, Where, problem
from formkit.media.xlsx.addendum import SHEET as ADDENDUM
from formkit.media.xlsx.names import PRINTED
from formkit.media.xlsx.printed import digest, digests_in
from formkit.media.xlsx.written import Book, Position, Written, number_text
from formkit.model.handbook import Table
from formkit.model.ids import FieldRef

_MOST_REPORTED = 20
"""Cells of one worksheet that are reported one by one."""


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row of a worksheet that is taken as a row of a table: its cells by the column's local id."""

    table: str
    """Id of the table in the booklet ("plan.1.items")."""
    design: Table
    sheet: str
    row: int
    cells: Mapping[str, Position]


class Print:
    """Tells print from what was added; without digests everything counts as print."""

    def __init__(self, book: Book) -> None:
        text = book.text_at(PRINTED)
        self._digests = digests_in(text) if text else None

    def added(self, found: Written) -> bool:
        """Say whether the content of a cell was not there when the workbook was made."""
        if self._digests is None:
            return False
        text = found.text if found.text is not None else _shown(found)
        return bool(text.strip()) and digest(text) not in self._digests


    def printed(self, found: Written) -> str:
        """Return the text of a cell that was there when the workbook was made, else nothing; formulas count as none."""
        text = found.text if found.text is not None else _shown(found)
        known = self._digests is not None and not found.formula and digest(text) in self._digests
        return text if known else ""


def _shown(found: Written) -> str:
    return number_text(found.number) if found.number is not None else found.day or found.clock or found.error or "?"


def added_rows(book: Book, refs: Mapping[str, FieldRef], places: Mapping[str, Position]) -> list[AddedRow]:
    """Return rows without names between or right below the named rows of a table, from top to bottom."""
    tables: dict[str, list[FieldRef]] = {}
    for ref in refs.values():
        if ref.table is not None and ref.id in places:
            tables.setdefault(ref.id.rsplit(".", 2)[0], []).append(ref)
    named = {(sheet, row) for sheet, row, _ in places.values()}
    by_row: dict[tuple[str, int], dict[int, Written]] = {}
    for (sheet, row, column), found in book.cells.items():
        by_row.setdefault((sheet, row), {})[column] = found
    judge = Print(book)
    return [row for name, own in tables.items() for row in _rows_of(name, own, places, named, by_row, judge, book)]


def _rows_of(
    name: str, own: list[FieldRef], places: Mapping[str, Position], named: set[tuple[str, int]],
    by_row: Mapping[tuple[str, int], dict[int, Written]], judge: Print, book: Book,
) -> Iterator[AddedRow]:
    columns = _columns(own, places)
    sheets = {places[ref.id][0] for ref in own}
    if columns is None or len(sheets) != 1 or own[0].table is None:
        return
    sheet, rows = sheets.pop(), sorted({places[ref.id][1] for ref in own})
    row = rows[0]
    while True:
        row += 1
        if (sheet, row) in named or book.heads.get((sheet, row, min(columns)), (sheet, row, 0))[1] != row:
            if row > rows[-1] and (sheet, row) in named:
                return
            continue
        cells = {column: found for column, found in by_row.get((sheet, row), {}).items() if column in columns}
        clear = bool(cells) and all(map(judge.added, by_row[(sheet, row)].values()))
        if clear:
            taken = {columns[column]: (sheet, row, column) for column in cells}
            yield AddedRow(name, own[0].table, sheet, row, taken)
        elif row > rows[-1]:
            return


def _columns(own: list[FieldRef], places: Mapping[str, Position]) -> dict[int, str] | None:
    """Return the table's columns by the worksheet's; None where they do not stand one below the other."""
    found: dict[int, str] = {}
    standing: dict[str, int] = {}
    for ref in own:
        column = places[ref.id][2]
        if found.setdefault(column, ref.field.id) != ref.field.id:
            return None
        if standing.setdefault(ref.field.id, column) != column:
            return None
    return found


def strays(book: Book, known: set[Position], taken_rows: set[tuple[str, int]], file: str) -> list[Problem]:
    """Report text that stands in no field: cell by cell, or once for a worksheet that is a copy of another.

    Formulas are passed over: they are the office's print (a name repeated on each sheet), and their
    results were not known when the workbook was made.
    """
    judge = Print(book)
    found: dict[str, list[Position]] = {}
    for position, written in sorted(book.cells.items()):
        sheet, row, _ = position
        if sheet in book.hidden or position in known or written.formula or not judge.added(written):
            continue
        if (sheet, row) in taken_rows and _is_row_number(written):
            continue
        found.setdefault(sheet, []).append(position)
    ours = {sheet for sheet, _, _ in known} | {ADDENDUM}
    return [each for sheet, cells in found.items() for each in _reported(sheet, cells, sheet in ours, file)]


def _is_row_number(written: Written) -> bool:
    text = written.text if written.text is not None else _shown(written)
    return text.strip().isdigit() and len(text.strip()) <= 3


def _reported(sheet: str, cells: list[Position], ours: bool, file: str) -> Iterator[Problem]:
    if not ours:
        yield problem("X112", where=Where(file, detail=sheet))
        return
    for _, row, column in cells[:_MOST_REPORTED]:
        yield problem("X110", where=Where(file, detail=address(sheet, row, column)))


def address(sheet: str, row: int, column: int) -> str:
    """Return a cell as people name it: 随访记录1!B7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}!{letters}{row}"
