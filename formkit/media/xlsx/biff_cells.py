"""The cells of one worksheet of an .xls ([MS-XLS] 2.1.7.20.5)."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field, replace

from formkit.media.xlsx.biff import Globals
from formkit.media.xlsx.biff_records import Record, Strings, records
from formkit.media.xlsx.formats import of_number
from formkit.media.xlsx.written import Written

_SHARED, _LABEL, _NUMBER, _RK, _MANY_RK, _TRUTH, _FORMULA, _RESULT, _MERGED = (
    0xFD, 0x204, 0x203, 0x27E, 0xBD, 0x205, 0x06, 0x207, 0xE5,
)
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

Area = tuple[int, int, int, int]
"""First and last row, first and last column, from 1."""


@dataclass(slots=True)
class SheetCells:
    """The cells that hold something, by row and column from 1, and the merged areas."""

    cells: dict[tuple[int, int], Written] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    waiting: tuple[int, int] | None = None
    """The formula whose text comes in the next record."""


def read_sheet(stream: bytes, place: int, book: Globals) -> SheetCells:
    """Return the cells of the worksheet whose records begin at ``place``.

    Raises:
        ValueError, struct.error, IndexError: the stream is broken.
    """
    found = SheetCells()
    for record in records(stream, place):
        _take(record, found, book)
    return found


def _take(record: Record, found: SheetCells, book: Globals) -> None:
    body = record.body
    if record.kind == _MERGED:
        for number in range(struct.unpack_from("<H", body)[0]):
            top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * number)
            found.areas.append((top + 1, bottom + 1, left + 1, right + 1))
    elif record.kind == _MANY_RK:
        row, first = struct.unpack_from("<HH", body)
        for number in range((len(body) - 6) // 6):
            style, packed = struct.unpack_from("<HI", body, 4 + 6 * number)
            found.cells[(row + 1, first + number + 1)] = _number(_unpacked(packed), style, book)
    elif record.kind == _RESULT and found.waiting is not None:
        text = Strings(record.segments).take()
        if text:
            found.cells[found.waiting] = Written(text=text, formula=True)
        found.waiting = None
    elif record.kind in (_SHARED, _LABEL, _NUMBER, _RK, _TRUTH, _FORMULA):
        row, column, style = struct.unpack_from("<HHH", body)
        made = _single(record, style, book)
        if made is not None:
            found.cells[(row + 1, column + 1)] = made
        elif record.kind == _FORMULA and body[6] == 0:
            found.waiting = (row + 1, column + 1)


def _single(record: Record, style: int, book: Globals) -> Written | None:
    body = record.body
    match record.kind:
        case 0xFD:
            text = book.strings[struct.unpack_from("<I", body, 6)[0]]
            return Written(text=text) if text else None
        case 0x204:
            text = Strings(record.segments, 6).take()
            return Written(text=text) if text else None
        case 0x203:
            return _number(struct.unpack_from("<d", body, 6)[0], style, book)
        case 0x27E:
            return _number(_unpacked(struct.unpack_from("<I", body, 6)[0]), style, book)
        case 0x205:
            return Written(error=_ERRORS.get(body[6], "#ERR!")) if body[7] else Written(truth=body[6] == 1)
    made = _result(body, style, book)
    return replace(made, formula=True) if made is not None else None


def _result(body: bytes, style: int, book: Globals) -> Written | None:
    """Return the result of a formula; None for a text, which follows, and for an empty one."""
    if body[12:14] != b"\xff\xff":
        return _number(struct.unpack_from("<d", body, 6)[0], style, book)
    if body[6] == 1:
        return Written(truth=body[8] == 1)
    return Written(error=_ERRORS.get(body[8], "#ERR!")) if body[6] == 2 else None


def _unpacked(packed: int) -> float:
    """Return the number that an RK holds: 30 bits of an integer or of a double, perhaps times 100 (2.5.217)."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return number / 100 if packed & 1 else number


def _number(number: float, style: int, book: Globals) -> Written:
    if not math.isfinite(number):
        return Written(error="#NUM!")
    return of_number(number, book.format(style), starts_1904=book.starts_1904)
