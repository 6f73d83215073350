"""An .xls as a `Book`: values by calamine, names and errors from the file itself."""

from __future__ import annotations

import datetime as dt
import io
import struct
from typing import Any

import python_calamine

from formkit.errors import InputError, Where
from formkit.media.xlsx.archive import damaged
from formkit.media.xlsx.biff import Biff, read_biff
from formkit.media.xlsx.compound import BrokenCompoundError, CompoundFile
from formkit.media.xlsx.written import Book, Position, Written

_STREAMS = ("Workbook", "Book")
_ENCRYPTED = "EncryptedPackage"
_MOST_CELLS = 4_000_000
"""Rows times columns of a worksheet: calamine hands out the whole rectangle."""


def open_legacy(content: bytes, name: str) -> Biff | None:
    """Return the names of an .xls; None where the compound file holds something else than a workbook.

    Raises:
        InputError: X002 where it is encrypted, X003 where it is damaged.
    """
    try:
        container = CompoundFile(content)
        if _ENCRYPTED in container.names():
            raise InputError.of("X002", where=Where(name), file=name)
        stream = next((each for each in _STREAMS if each in container.names()), None)
        found = read_biff(container.stream(stream)) if stream else None
    except (BrokenCompoundError, struct.error, ValueError, IndexError, KeyError, StopIteration) as cause:
        raise damaged(name) from cause
    if found is not None and found.encrypted:
        raise InputError.of("X002", where=Where(name), file=name)
    return found


def legacy_book(content: bytes, name: str, biff: Biff) -> Book:
    """Return the workbook with all its cells.

    Raises:
        InputError: X002 where it is encrypted, X003 where it is damaged, X004 where it is far too large.
    """
    cells: dict[Position, Written] = {}
    heads: dict[Position, Position] = {}
    for title, rows, areas in _sheets(content, name):
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                found = _written(value)
                if found is not None:
                    cells[(title, number, column)] = found
        for (top, left), (bottom, right) in areas:
            head = (title, top + 1, left + 1)
            heads |= {(title, r + 1, c + 1): head for r in range(top, bottom + 1) for c in range(left, right + 1)}
    cells |= {position: Written(error=text) for position, text in biff.errors.items()}
    titles = tuple(title for title in biff.titles if title not in biff.hidden)
    return Book(cells, biff.names, heads, biff.local_names, titles, biff.hidden)


_Sheet = tuple[str, list[list[Any]], list[Any]]


def _sheets(content: bytes, name: str) -> list[_Sheet]:
    """Read by calamine; it is written in Rust, and its panics are no `Exception`."""
    try:
        return _by_calamine(content, name)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, InputError):
        raise
    except python_calamine.PasswordError as cause:
        raise InputError.of("X002", where=Where(name), file=name) from cause
    except BaseException as cause:
        raise damaged(name) from cause


def _by_calamine(content: bytes, name: str) -> list[_Sheet]:
    found: list[_Sheet] = []
    with python_calamine.load_workbook(io.BytesIO(content)) as book:
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            area = sheet.total_height * sheet.total_width
            if area > _MOST_CELLS:
                raise InputError.of("X004", where=Where(name), file=name, reason=f"{area} cells")
            found.append((meta.name, sheet.to_python(skip_empty_area=False), list(sheet.merged_cell_ranges or [])))
    return found


def _written(value: object) -> Written | None:
    match value:
        case bool():
            return Written(truth=value)
        case int() | float():
            return Written(number=float(value))
        case dt.datetime():
            return Written(day=value.date().isoformat())
        case dt.date():
            return Written(day=value.isoformat())
        case dt.time():
            return Written(clock=f"{value.hour:02}:{value.minute:02}")
        case str() if value:
            return Written(text=value)
    return None
