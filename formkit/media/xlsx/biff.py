"""What calamine does not tell of an .xls: the defined names, and which cells show an error ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from formkit.media.xlsx.names import Target

_BOF, _EOF, _BOUND_SHEET, _EXTERN_SHEET, _SUP_BOOK, _NAME, _CONTINUE = 0x809, 0x0A, 0x85, 0x17, 0x1AE, 0x18, 0x3C
_BOOL_ERR, _FORMULA, _FILE_PASS = 0x205, 0x06, 0x2F
_BUILT_IN = 0x20
_REF_3D, _AREA_3D = (0x3A, 0x5A, 0x7A), (0x3B, 0x5B, 0x7B)
_COLUMN = 0x3FFF
_OWN_BOOK = b"\x01\x04"
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass(frozen=True, slots=True)
class Biff:
    """Worksheets in order, with the hidden ones; names of the workbook and of single worksheets;
    errors by (worksheet, row, column).
    """

    titles: tuple[str, ...]
    hidden: frozenset[str]
    names: dict[str, Target | None]
    local_names: dict[str, dict[str, Target]]
    errors: dict[tuple[str, int, int], str]
    encrypted: bool = False


def read_biff(stream: bytes) -> Biff:
    """Return what the Workbook stream of an .xls says.

    Raises:
        ValueError, struct.error, IndexError: the stream is broken.
    """
    sheets: list[tuple[str, int, bool]] = []
    names: dict[str, Target | None] = {}
    local: dict[str, dict[str, Target]] = {}
    books: list[bool] = []
    links: list[tuple[int, int, int]] = []
    raw_names: list[bytes] = []
    for kind, body in _records(stream, 0):
        if kind == _FILE_PASS:
            return Biff((), frozenset(), {}, {}, {}, encrypted=True)
        if kind == _BOUND_SHEET:
            sheets.append(_bound_sheet(body))
        elif kind == _SUP_BOOK:
            books.append(body[2:4] == _OWN_BOOK)
        elif kind == _EXTERN_SHEET:
            count = struct.unpack_from("<H", body)[0]
            links += [struct.unpack_from("<HHH", body, 2 + 6 * each) for each in range(count)]
        elif kind == _NAME:
            raw_names.append(body)
    titles = [title for title, _, _ in sheets]
    for body in raw_names:
        name, scope, target = _name(body, titles, books, links)
        if name and not scope:
            names[name] = target
        elif name and target is not None and scope <= len(titles):
            local.setdefault(titles[scope - 1], {})[name] = target
    errors = {(title, row, column): text for title, place, _ in sheets for row, column, text in _errors(stream, place)}
    return Biff(tuple(titles), frozenset(title for title, _, hidden in sheets if hidden), names, local, errors)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one substream; what continues a record is joined to it."""
    held: tuple[int, bytes] | None = None
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + size]
        place += 4 + size
        if kind == _CONTINUE and held is not None and held[0] in (_EXTERN_SHEET, _NAME):
            held = (held[0], held[1] + body)
            continue
        if held is not None:
            yield held
        held = (kind, body)
        if kind == _EOF:
            return


def _bound_sheet(body: bytes) -> tuple[str, int, bool]:
    place, state, _, length, wide = struct.unpack_from("<IBBBB", body)
    return _text(body[8:], length, wide), place, bool(state & 3)


def _text(raw: bytes, length: int, flags: int) -> str:
    return raw[: length * 2].decode("utf-16-le", "replace") if flags & 1 else raw[:length].decode("latin-1")


def _name(
    body: bytes, titles: list[str], books: list[bool], links: list[tuple[int, int, int]]
) -> tuple[str, int, Target | None]:
    """Return a name, the number of its worksheet (0: the workbook) and its cells; built-in ones are ""."""
    flags, _, length, formula_size, _, scope = struct.unpack_from("<HBBHHH", body)
    if flags & _BUILT_IN:
        return "", 0, None
    wide = body[14]
    name = _text(body[15:], length, wide)
    start = 15 + length * (2 if wide & 1 else 1)
    return name, scope, _target(body[start : start + formula_size], titles, books, links)


def _target(
    formula: bytes, titles: list[str], books: list[bool], links: list[tuple[int, int, int]]
) -> Target | None:
    if not formula or formula[0] not in _REF_3D + _AREA_3D:
        return None
    numbers = struct.unpack_from("<HHHHH" if formula[0] in _AREA_3D else "<HHH", formula, 1)
    if numbers[0] >= len(links):
        return None
    book, first, last = links[numbers[0]]
    if first != last or first >= len(titles) or (book < len(books) and not books[book]):
        return None
    rows, columns = (numbers[1:3], numbers[3:5]) if len(numbers) == 5 else (numbers[1:2], numbers[2:3])
    return Target(titles[first], rows[0] + 1, (columns[0] & _COLUMN) + 1, rows[-1] + 1, (columns[-1] & _COLUMN) + 1)


def _errors(stream: bytes, place: int) -> Iterator[tuple[int, int, str]]:
    for kind, body in _records(stream, place):
        if kind == _BOOL_ERR and len(body) >= 8 and body[7]:
            code = body[6]
        elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
            code = body[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", body)
        yield row + 1, column + 1, _ERRORS.get(code, "#ERR!")
