"""Workbooks (.xlsx, .xlsm, .xls) as grids."""

from __future__ import annotations

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
from formkit.media.table.grid import CellValue, Grid, Span, spans_by_row
from formkit.media.table.sniff import Shape
from formkit.model.roster import FULL_SHEET, MARK, MARK_NAME

_COLS = re.compile(rb"<(?:\w+:)?cols>(.*?)</(?:\w+:)?cols>", re.DOTALL)
_COL = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb'\b(\w+)="([^"]*)"')
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
    hidden = _hidden_columns(path) if zipped else {}
    grids = _shielded(lambda: _grids(path), path)
    if zipped and _is_own_roster(path):
        grids = tuple((index, grid) for index, grid in grids if _FULL.fullmatch(grid.name)) or grids
    return tuple(
        replace(grid, hidden_columns=hidden.get(index, frozenset()), broken=broken.get(index, frozenset()))
        for index, grid in grids
    )


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


def _hidden_columns(path: Path) -> dict[int, frozenset[int]]:
    """Return the hidden columns by the number of the sheet; calamine does not tell them.

    Sheets are numbered in the file as they stand in the workbook in every file that office
    programs write; where the numbers differ only a warning is lost.
    """
    found: dict[int, frozenset[int]] = {}
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
        for name in names:
            number = int("".join(filter(str.isdigit, name)))
            with archive.open(name) as content:
                head = content.read(_HEAD_BYTES)
            found[number - 1] = _hidden_in(head)
    return found


def _hidden_in(head: bytes) -> frozenset[int]:
    listed = _COLS.search(head)
    hidden: set[int] = set()
    for column in _COL.findall(listed[1] if listed else b""):
        attributes = dict(_ATTRIBUTE.findall(column))
        if attributes.get(b"hidden") in (b"1", b"true"):
            hidden.update(range(int(attributes[b"min"]) - 1, min(int(attributes[b"max"]), 1_000)))
    return frozenset(hidden)
