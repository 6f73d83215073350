"""Writing the objects of a PDF file one after the other, so that a print job of any length needs little memory.

The syntax is that of ISO 32000-1 (PDF 1.7): indirect objects, streams, a cross-reference table.
The same calls give the same bytes; no date and no random number goes into the file.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import BinaryIO

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PLAIN = re.compile(r"[ !-'*-\[\]-~]*")
"""Printable ASCII without parentheses and backslash."""
_SMALLEST_PACKED = 120


def name(text: str) -> bytes:
    """Return ``text`` as a PDF name; bytes that a name cannot hold become ``#xx`` (clause 7.3.5)."""
    raw = text.encode("utf-8", "surrogatepass")
    return b"/" + b"".join(
        bytes([byte]) if (chr(byte).isalnum() and byte < 128) or byte in b"_-+" else b"#%02X" % byte for byte in raw
    )


def text_string(text: str) -> bytes:
    """Return ``text`` as a text string: ASCII as it is, anything else in UTF-16BE (clause 7.9.2.2)."""
    if _PLAIN.fullmatch(text):
        return b"(" + text.encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be", "surrogatepass").hex().upper().encode() + b">"


def ref(number: int) -> bytes:
    """Return the reference to an object."""
    return b"%d 0 R" % number


def array(items: Iterable[bytes]) -> bytes:
    """Return an array."""
    return b"[" + b" ".join(items) + b"]"


def numbers(*values: float) -> bytes:
    """Return an array of numbers with at most three decimals."""
    return array(f"{value:.3f}".rstrip("0").rstrip(".").encode() for value in values)


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """Return a dictionary; the keys are plain ASCII names."""
    return b"<<" + b" ".join(b"/" + key.encode("ascii") + b" " + value for key, value in entries.items()) + b">>"


class PdfFile:
    """A PDF file in the making: objects go out as soon as they are complete."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._position = 0
        self._places: list[int] = [0]
        self._write(HEADER)

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._position += len(data)

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, body: bytes, number: int | None = None) -> int:
        """Write an object, under a reserved number or a new one; return its number."""
        number = self.reserve() if number is None else number
        self._places[number] = self._position
        self._write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        return number

    def put_stream(self, content: bytes, entries: Mapping[str, bytes] | None = None, number: int | None = None) -> int:
        """Write a stream, packed where that saves room; return its number."""
        packed = dict(entries or {})
        if len(content) > _SMALLEST_PACKED:
            content = zlib.compress(content, 6)
            packed["Filter"] = b"/FlateDecode"
        packed["Length"] = b"%d" % len(content)
        return self.put(dictionary(packed) + b"\nstream\n" + content + b"\nendstream", number)

    def close(self, root: int, info: int) -> None:
        """Write the cross-reference table and the trailer; every reserved object must be there by now."""
        start = self._position
        count = len(self._places)
        rows = [b"0000000000 65535 f \n", *(b"%010d 00000 n \n" % place for place in self._places[1:])]
        mark = self._digest.hexdigest()[:32].upper().encode()
        trailer = dictionary(
            {"Size": b"%d" % count, "Root": ref(root), "Info": ref(info), "ID": b"[<%s><%s>]" % (mark, mark)}
        )
        self._write(
            b"xref\n0 %d\n" % count + b"".join(rows) + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start
        )
