"""The globals of an .xls: worksheets, defined names, shared strings and number formats ([MS-XLS] 2.1.7.20.3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from formkit.media.xlsx.biff_records import Record, Strings, records
from formkit.media.xlsx.formats import PLAIN, NumberFormat, format_by_id
from formkit.media.xlsx.names import Target

BOF = 0x809
_BIFF8 = 0x600
_BOUND_SHEET, _EXTERN_SHEET, _SUP_BOOK, _NAME, _FILE_PASS = 0x85, 0x17, 0x1AE, 0x18, 0x2F
_SHARED_STRINGS, _FORMAT, _STYLE, _DATE_MODE = 0xFC, 0x41E, 0xE0, 0x22
_BUILT_IN = 0x20
_REF_3D, _AREA_3D = (0x3A, 0x5A, 0x7A), (0x3B, 0x5B, 0x7B)
_COLUMN = 0x3FFF
_OWN_BOOK = b"\x01\x04"
_NAME_TEXT = 14


@dataclass(slots=True)
class Globals:
    """What an .xls says before its worksheets."""

    sheets: list[tuple[str, int, bool]] = field(default_factory=list)
    """Title, place in the stream, whether hidden."""
    names: dict[str, Target | None] = field(default_factory=dict)
    local_names: dict[str, dict[str, Target]] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)
    formats: list[NumberFormat] = field(default_factory=list)
    starts_1904: bool = False
    encrypted: bool = False

    def format(self, style: int) -> NumberFormat:
        """Return the number format of a cell's style."""
        return self.formats[style] if style < len(self.formats) else PLAIN


@dataclass(slots=True)
class _Loose:
    """What can only be understood when all records are there."""

    books: list[bool] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)
    names: list[Record] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)


def read_globals(stream: bytes) -> Globals | None:
    """Return the globals of a Workbook stream; None where it is older than Excel 97.

    Raises:
        ValueError, struct.error, IndexError: the stream is broken.
    """
    found, loose = Globals(), _Loose()
    for record in records(stream, 0):
        if record.kind == BOF and struct.unpack_from("<H", record.body)[0] != _BIFF8:
            return None
        if record.kind == _FILE_PASS:
            return Globals(encrypted=True)
        _note(record, found, loose)
    found.formats = [format_by_id(number, loose.codes) for number in loose.styles]
    for record in loose.names:
        _add_name(record, found, loose)
    return found


def _note(record: Record, found: Globals, loose: _Loose) -> None:
    body = record.body
    if record.kind == _BOUND_SHEET:
        place, state = struct.unpack_from("<IB", body)
        found.sheets.append((Strings(record.segments, 6).take(short=True), place, bool(state & 3)))
    elif record.kind == _SUP_BOOK:
        loose.books.append(body[2:4] == _OWN_BOOK)
    elif record.kind == _EXTERN_SHEET:
        joined = b"".join(record.segments)
        count = struct.unpack_from("<H", joined)[0]
        loose.links += [struct.unpack_from("<HHH", joined, 2 + 6 * each) for each in range(count)]
    elif record.kind == _NAME:
        loose.names.append(record)
    elif record.kind == _SHARED_STRINGS:
        reader = Strings(record.segments, 8)
        count = struct.unpack_from("<I", body, 4)[0]
        found.strings = [reader.take() for _ in range(min(count, sum(map(len, record.segments)) // 3))]
    elif record.kind == _FORMAT:
        loose.codes[struct.unpack_from("<H", body)[0]] = Strings(record.segments, 2).take()
    elif record.kind == _STYLE:
        loose.styles.append(struct.unpack_from("<H", body, 2)[0])
    elif record.kind == _DATE_MODE:
        found.starts_1904 = body[:1] == b"\x01"


def _add_name(record: Record, found: Globals, loose: _Loose) -> None:
    body = b"".join(record.segments)
    flags, _, length, formula_size, _, scope = struct.unpack_from("<HBBHHH", body)
    if flags & _BUILT_IN:
        return
    wide = body[_NAME_TEXT] & 1
    start = _NAME_TEXT + 1 + length * (2 if wide else 1)
    name = body[_NAME_TEXT + 1 : start].decode("utf-16-le" if wide else "latin-1", "replace")
    titles = [title for title, _, _ in found.sheets]
    target = _target(body[start : start + formula_size], titles, loose)
    if not scope:
        found.names[name] = target
    elif target is not None and scope <= len(titles):
        found.local_names.setdefault(titles[scope - 1], {})[name] = target


def _target(formula: bytes, titles: list[str], loose: _Loose) -> Target | None:
    if not formula or formula[0] not in _REF_3D + _AREA_3D:
        return None
    numbers = struct.unpack_from("<HHHHH" if formula[0] in _AREA_3D else "<HHH", formula, 1)
    if numbers[0] >= len(loose.links):
        return None
    book, first, last = loose.links[numbers[0]]
    if first != last or first >= len(titles) or (book < len(loose.books) and not loose.books[book]):
        return None
    rows, columns = (numbers[1:3], numbers[3:5]) if len(numbers) == 5 else (numbers[1:2], numbers[2:3])
    return Target(titles[first], rows[0] + 1, (columns[0] & _COLUMN) + 1, rows[-1] + 1, (columns[-1] & _COLUMN) + 1)
