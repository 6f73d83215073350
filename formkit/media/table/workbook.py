"""Workbooks (.xlsx, .xlsm, .xls) as grids."""

from __future__ import annotations

import datetime as dt
import os
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import python_calamine

from formkit.errors import InputError, Where
from formkit.media.table.archive import check_archive
from formkit.media.table.grid import EPOCH_1900, EPOCH_1904, CellValue, Grid, Span, spans_by_row
from formkit.media.table.sheet_parts import Parts, read_parts
from formkit.media.table.sniff import Shape
from formkit.model.roster import FULL_SHEET, MARK, MARK_NAME

MOST_PADDED = 10**15
"""Larger numbers are no longer exact."""
_HEAD_BYTES = 256 * 1024

_MARK = f'name="{MARK_NAME}"><vt:lpwstr>{MARK}<'.encode()
_FULL = re.compile(rf"(?:.* )?{FULL_SHEET}(?: \d+)?")
"""The name of a roster's full sheet: with the town in front, numbered where two are alike."""
_STDERR = 2
_ONE_AT_A_TIME = threading.Lock()

T = TypeVar("T")


def read_workbook(path: Path, shape: Shape) -> tuple[Grid, ...]:
    """Return the sheets of a workbook; of a roster that formkit wrote, only those with all columns.

    Raises:
        InputError: P004 where it is encrypted, P006 a bomb, P007 where it cannot be opened.
    """
    zipped = shape is Shape.XLSX
    broken = check_archive(path) if zipped else {}
    parts = _shielded(lambda: read_parts(path), path) if zipped else None
    grids = _shielded(lambda: _grids(path), path)
    if zipped and _is_own_roster(path):
        grids = tuple((index, grid) for index, grid in grids if _FULL.fullmatch(grid.name)) or grids
    return tuple(_with_part(grid, index, parts, broken) if parts else grid for index, grid in grids)


def _with_part(grid: Grid, index: int, parts: Parts, broken: dict[str, frozenset[tuple[int, int]]]) -> Grid:
    """Return the grid with what its part says, and its cells as they are shown there."""
    if index >= len(parts.sheets):
        return grid
    part = parts.sheets[index]
    rows = [list(row) for row in grid.rows] if part.padded or part.dayless else grid.rows
    for row, column in (*part.padded, *part.dayless):
        if isinstance(rows, list) and row < len(rows) and column < len(rows[row]):
            rows[row][column] = _shown(rows[row][column], part.padded.get((row, column)))
    return replace(
        grid, rows=tuple(map(tuple, rows)), hidden_rows=part.hidden_rows, hidden_columns=part.hidden_columns,
        yearless=part.yearless, epoch=EPOCH_1904 if parts.from_1904 else EPOCH_1900,
        broken=broken.get(parts.names[index], frozenset()),
    )


def _shown(cell: CellValue, digits: int | None) -> CellValue:
    """Return a cell as its number format shows it: with zeros in front, or a month without a day."""
    if digits is not None and isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(int(cell)).zfill(digits) if float(cell).is_integer() and 0 <= cell < MOST_PADDED else cell
    if digits is None and isinstance(cell, dt.date) and cell.day == 1:
        return f"{cell.year:04}-{cell.month:02}"
    return cell


def _is_own_roster(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        if "docProps/custom.xml" not in archive.namelist():
            return False
        with archive.open("docProps/custom.xml") as content:
            return _MARK in content.read(_HEAD_BYTES)


def _grids(path: Path) -> tuple[tuple[int, Grid], ...]:
    with python_calamine.load_workbook(str(path)) as book:
        return tuple(
            (index, _grid(book, index))
            for index, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        )


def _grid(book: python_calamine.CalamineWorkbook, index: int) -> Grid:
    sheet = book.get_sheet_by_index(index)
    rows: list[tuple[CellValue, ...]] = [tuple(row) for row in sheet.to_python(skip_empty_area=False)]
    spans = [Span(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    visible = book.sheets_metadata[index].visible == python_calamine.SheetVisibleEnum.Visible
    return Grid(sheet.name, tuple(rows), spans_by_row(spans, len(rows)), hidden=not visible, is_workbook=True)


def _shielded(work: Callable[[], T], path: Path) -> T:
    """Run a parser of foreign files; whatever it throws becomes one problem.

    The parser is written in Rust; its panics are no `Exception`, so that everything is caught
    except what the person at the keyboard or the interpreter asked for.
    """
    try:
        with _silence():
            return work()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, InputError):
        raise
    except python_calamine.PasswordError as cause:
        raise InputError.of("P004", where=Where(str(path)), file=path.name) from cause
    except BaseException as cause:
        raise InputError.of("P007", where=Where(str(path)), file=path.name) from cause


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the parser's report of a panic, which it prints itself, from the screen of the user."""
    with _ONE_AT_A_TIME:
        try:
            screen = os.dup(_STDERR)
        except OSError:
            yield
            return
        try:
            with Path(os.devnull).open("w", encoding="utf-8") as nothing:
                os.dup2(nothing.fileno(), _STDERR)
            yield
        finally:
            os.dup2(screen, _STDERR)
            os.close(screen)
