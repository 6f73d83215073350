"""Looking at a zipped workbook before any library unpacks it."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from formkit.errors import FormkitError, InputError, Where
from formkit.media.table.sheet_parts import column_index
from formkit.zipped import Flaw, Limits, chunks, flaw_in

LIMITS = Limits(entries=5_000, whole=256 * 1024 * 1024, ratio=250, floor=16 * 1024 * 1024)
"""A roster of 100,000 people with 25 columns unpacks to about 150 MB; sheets of real rosters shrink to a
thirtieth, repeated bytes to a thousandth."""
_CODES = {Flaw.DOUBLED: "P007", Flaw.ENCRYPTED: "P004", Flaw.BOMB: "P006"}
MAX_CELLS = 8_000_000
"""Rows times columns of the area that has content: a reader holds this area in memory."""

_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*?(/?)>')
_ERROR = re.compile(rb'<(?:\w+:)?c\b((?=[^<>]*\bt="e")[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*)>')
_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\b([^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*)>\s*'
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<>]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</"
)
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
    struct.error, IndexError, OverflowError,
)
"""What `zipfile` and its decompressors raise on damaged bytes."""
_OVERLAP = 4096


def check_archive(path: Path) -> dict[str, frozenset[tuple[int, int]]]:
    """Refuse a workbook that would flood the memory or that is damaged.

    Returns:
        By the name of each sheet's part, the cells (row, column, from 0) that hold an error of Excel
        or a formula that was never computed; the reading library shows them as empty.

    Raises:
        InputError: P006 for a bomb, P007 for a damaged archive, P009 for one that is no .xlsx.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_declared(archive.infolist(), path)
            broken = {}
            for entry in archive.infolist():
                with closing(chunks(archive, entry)) as content:
                    found = _check_content(content, entry.filename, path)
                if found:
                    broken[entry.filename] = frozenset(found)
            return broken
    except _DAMAGE as cause:
        raise InputError.of("P007", where=Where(str(path)), file=path.name) from cause


def _check_declared(entries: list[zipfile.ZipInfo], path: Path) -> None:
    flaw = flaw_in(entries, LIMITS)
    if flaw is not None:
        raise InputError.of(_CODES[flaw[0]], where=Where(str(path)), file=path.name, reason=flaw[1])
    if "xl/workbook.xml" not in (entry.filename.lower() for entry in entries):
        raise InputError.of("P009", where=Where(str(path)), file=path.name)


def _check_content(content: Iterator[bytes], name: str, path: Path) -> set[tuple[int, int]]:
    """Read an entry to its end, so that it holds no more than it declares, and measure a sheet's area."""
    sheet = name.startswith("xl/worksheets/")
    last_row, last_column, tail = 0, 0, b""
    broken: set[tuple[int, int]] = set()
    for chunk in content:
        if not sheet:
            continue
        window = tail + chunk
        for letters, digits, empty in _CELL.findall(window):
            if not empty:
                last_row, last_column = max(last_row, int(digits)), max(last_column, column_index(letters) + 1)
        broken.update(_broken_cells(window))
        tail = window[-_OVERLAP:]
        if last_row * last_column > MAX_CELLS:
            raise _bomb(path, f"{last_row} × {last_column}")
    return broken


def _broken_cells(window: bytes) -> Iterator[tuple[int, int]]:
    for attributes, letters, digits in _ERROR.findall(window) + _UNCOMPUTED.findall(window):
        if b't="str"' not in attributes:
            yield int(digits) - 1, column_index(letters)


def _bomb(path: Path, reason: str) -> FormkitError:
    return InputError.of("P006", where=Where(str(path)), file=path.name, reason=reason)
