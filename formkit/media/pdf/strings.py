"""Text strings of a PDF, as the many programs write them."""

from __future__ import annotations

import codecs
import re

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import PDFDocEncoding

_MARKS = ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF8, "utf-8"))
_GB2312 = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])+")
"""Bytes that GB 2312 can hold: ASCII, and pairs with the high bit set in the rows of signs and of characters."""
_LANGUAGE = re.compile("\x1b[^\x1b]*\x1b")
"""An escape that names the language inside a text string (ISO 32000-1, clause 7.9.2.2)."""


def text_of(raw: object) -> tuple[str, bool]:
    """Return the text of a string, name or text stream, and whether its encoding had to be guessed.

    Strings without a byte order mark are in PDFDocEncoding; some programs put GBK or UTF-8 there.
    """
    found = resolve1(raw)
    if isinstance(found, PDFStream):
        found = found.get_data()
    if isinstance(found, PSLiteral):
        return name_of(found), False
    if isinstance(found, list):
        parts = [text_of(each) for each in found]
        return "/".join(text for text, _ in parts), any(guessed for _, guessed in parts)
    if isinstance(found, bytes):
        return _decoded(found)
    return ("" if found is None or isinstance(found, dict) else str(found)), False


def name_of(raw: object) -> str:
    """Return the text of a name object; "" for anything else."""
    found = resolve1(raw)
    if not isinstance(found, PSLiteral):
        return ""
    return found.name if isinstance(found.name, str) else found.name.decode("utf-8", "replace")


def _decoded(raw: bytes) -> tuple[str, bool]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(encoding, "replace")
            return _LANGUAGE.sub("", text), "\ufffd" in text
    if raw.isascii():
        return raw.decode("ascii"), False
    for encoding in ("utf-8", "gb18030"):
        if encoding == "gb18030" and not _GB2312.fullmatch(raw):
            continue
        try:
            return raw.decode(encoding), True
        except UnicodeDecodeError:
            continue
    return "".join(PDFDocEncoding[byte] for byte in raw), False
