"""Looking at a zipped workbook before any library unpacks it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

from formkit.errors import FormkitError, InputError, Where

MAX_ENTRIES = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes; a roster of 100,000 people with 25 columns unpacks to about 150 MB."""
MAX_RATIO = 250
"""Unpacked to packed; sheets of real rosters reach 30, repeated bytes 1000."""
RATIO_FLOOR = 16 * 1024 * 1024
"""Small entries may be as repetitive as they like."""
MAX_CELLS = 8_000_000
"""Rows times columns of the area that has content: a reader holds this area in memory."""

_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*?(/?)>')
_CHUNK = 1024 * 1024
_OVERLAP = 512


def check_archive(path: Path) -> None:
    """Refuse a workbook that would flood the memory or that is damaged.

    Raises:
        InputError: P006 for a bomb, P007 for a damaged archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_declared(archive.infolist(), path)
            for entry in archive.infolist():
                with archive.open(entry) as content:
                    _check_content(content, entry.filename, path)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as cause:
        raise InputError.of("P007", where=Where(str(path)), file=path.name) from cause


def _check_declared(entries: list[zipfile.ZipInfo], path: Path) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise InputError.of("P007", where=Where(str(path)), file=path.name)
    if len(entries) > MAX_ENTRIES:
        raise _bomb(path, f"{len(entries)} entries")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise _bomb(path, f"{unpacked // 1024 // 1024} MB")
    for entry in entries:
        if entry.file_size > RATIO_FLOOR and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise _bomb(path, f"{entry.file_size // max(entry.compress_size, 1)} : 1")


def _check_content(content: IO[bytes], name: str, path: Path) -> None:
    """Read an entry to its end (`zipfile` keeps to the declared size) and measure a sheet's area."""
    sheet = name.startswith("xl/worksheets/")
    last_row, last_column, tail = 0, 0, b""
    while chunk := content.read(_CHUNK):
        if not sheet:
            continue
        window = tail + chunk
        for letters, digits, empty in _CELL.findall(window):
            if not empty:
                last_row, last_column = max(last_row, int(digits)), max(last_column, _column_number(letters))
        tail = window[-_OVERLAP:]
        if last_row * last_column > MAX_CELLS:
            raise _bomb(path, f"{last_row} × {last_column}")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _bomb(path: Path, reason: str) -> FormkitError:
    return InputError.of("P006", where=Where(str(path)), file=path.name, reason=reason)
