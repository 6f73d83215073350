"""What kind of list a file is, by its first bytes; names of files often lie."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from formkit.errors import FormkitError, InputError, Where
from formkit.i18n import N_

MAX_BYTES = 100 * 1024 * 1024
"""A list of people is smaller; anything larger is a mistake or an attack."""

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED, _WORD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_PDF, _HEAD = b"%PDF-", 1024
"""Readers of PDF take the mark anywhere in the first 1024 bytes."""
_OTHERS = (b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"Rar!", b"7z\xbc\xaf")
"""What rich text, pictures and packed files begin with."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Shape(StrEnum):
    """How a list is stored."""

    XLSX = "xlsx"
    XLS = "xls"
    DELIMITED = "delimited"
    LINES = "lines"


def shape_of(path: Path) -> Shape:
    """Return how the list in ``path`` is stored.

    Raises:
        InputError: it cannot be read (P010), is empty (P003), encrypted (P004), a web page (P005),
            too large (P006) or something else altogether (P009).
    """
    content = read_bytes(path)
    if not content.strip():
        raise _refuse("P003", path)
    if content.startswith(b"PK"):
        return Shape.XLSX
    if content.startswith(_OLE):
        if _WORD in content:
            raise _refuse("P009", path)
        if _ENCRYPTED in content:
            raise _refuse("P004", path)
        return Shape.XLS
    if content.startswith(_OTHERS) or _PDF in content[:_HEAD]:
        raise _refuse("P009", path)
    start = text_of(content, path).lstrip()
    if start[:1] == "<":
        raise _refuse("P005", path)
    if "\0" in start:
        raise _refuse("P009", path)
    return Shape.LINES if start.startswith("{") else Shape.DELIMITED


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file of reasonable size.

    Raises:
        InputError: P006 or P010.
    """
    try:
        if not path.exists():
            raise FileNotFoundError(2, N_("there is no such file"))
        if not path.is_file():
            raise FileNotFoundError(2, N_("not a file"))
        if path.stat().st_size > MAX_BYTES:
            raise _refuse("P006", path, reason=f"{path.stat().st_size // 1024 // 1024} MB")
        return path.read_bytes()
    except OSError as cause:
        raise _refuse("P010", path, reason=cause.strerror or type(cause).__name__) from cause


def text_of(content: bytes, path: Path) -> str:
    """Return text in UTF-8, UTF-16 (with or without its mark) or GB18030.

    Raises:
        InputError: P008, where it is none of them.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(content, (encoding,), path)
    return _decode(content, (*_unmarked_utf16(content), "utf-8", "gb18030"), path)


def _unmarked_utf16(content: bytes) -> tuple[str, ...]:
    """Commas, digits and line ends have a zero byte in UTF-16, first or second."""
    head = content[:4096]
    if len(content) % 2 or b"\0" not in head:
        return ()
    return ("utf-16-be",) if head[::2].count(0) > head[1::2].count(0) else ("utf-16-le",)


def _decode(content: bytes, encodings: tuple[str, ...], path: Path) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refuse("P008", path)


def _refuse(code: str, path: Path, **context: object) -> FormkitError:
    return InputError.of(code, where=Where(str(path)), file=path.name, **context)
