"""The QR codes of a side as small PNG pictures of one bit a pixel."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

from formkit.layout.sheet_code import MAIN
from formkit.layout.symbol import MODULES, modules
from formkit.model.layout import Page

_DOTS = 8
"""Pixels a module."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def symbols(page: Page) -> dict[str, bytes]:
    """Return the pictures of a side by the letter of their place: the corners and the large code."""
    made = {each.corner: qr_png(each.text) for each in page.fiducials}
    if page.code_box is not None:
        made[MAIN] = qr_png(MAIN + page.code)
    return made


@lru_cache(maxsize=2048)
def qr_png(text: str) -> bytes:
    """Return the QR code (version 1, level M, ISO/IEC 18004) of ``text`` without a quiet zone, as PNG."""
    lines = [_line(row) * _DOTS for row in modules(text)]
    size = MODULES * _DOTS
    header = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _line(row: tuple[bool, ...]) -> bytes:
    """Return one line of pixels behind its filter byte; a dark module is 0, and eight pixels are one byte."""
    return b"\x00" + bytes(0x00 if dark else 0xFF for dark in row)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
