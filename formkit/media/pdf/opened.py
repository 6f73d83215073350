"""Opening a PDF from somebody else: what is no PDF, cut off, locked or swollen is refused by name."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1

from formkit.errors import FormkitError, InputError, Where

MOST_PAGES = 20_000
MOST_UNPACKED = 512 * 2**20
"""Bytes that all packed streams of a file may unpack to."""
_START, _END = 1024, 4096
_STREAM = re.compile(rb"stream\r?\n")
_NESTED = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode)[\s\[\]]*/(?:FlateDecode|Fl|LZWDecode)\b")
_CHUNK = 2**20
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """An open PDF: its name for messages, its bytes, the document and its page objects in order."""

    name: str
    content: bytes
    document: Any
    plumber: Any
    pages: tuple[Any, ...]

    def info(self, key: str) -> object:
        """Return an entry of the document information, or None."""
        for each in self.document.info:
            found = resolve1(each.get(key)) if isinstance(each, dict) else None
            if found is not None:
                return found
        return None

    def sheet(self, index: int) -> Any:
        """Return a page as pdfplumber sees it: characters and curves."""
        return self.plumber.pages[index]


@contextmanager
def opened(content: bytes, name: str) -> Iterator[Opened]:
    """Yield an opened PDF; nothing that its contents do inside the block escapes but as an InputError.

    Raises:
        InputError: it is no PDF, cut off, protected by a password, damaged, empty, or far too large.
    """
    _look_at(content, name)
    try:
        with pdfplumber.open(BytesIO(content)) as plumber:
            document = plumber.doc
            yield Opened(name, content, document, plumber, _pages(document, name))
    except FormkitError:
        raise
    except (MemoryError, RecursionError) as cause:
        raise InputError.of("A004", where=Where(name), file=name) from cause
    except Exception as cause:
        raise InputError.of(_code_of(cause), where=Where(name), file=name) from None


def _code_of(cause: BaseException) -> str:
    chain = [cause, cause.__cause__, cause.__context__, *cause.args]
    locked = any(isinstance(each, PDFPasswordIncorrect | PDFEncryptionError) for each in chain)
    return "A003" if locked else "A004"


def _look_at(content: bytes, name: str) -> None:
    where = Where(name)
    if b"%PDF-" not in content[:_START]:
        raise InputError.of("A001", where=where, file=name)
    if b"%%EOF" not in content[-_END:]:
        raise InputError.of("A002", where=where, file=name)
    if _NESTED.search(content) or _swollen(content):
        raise InputError.of("A007", where=where, file=name, most=MOST_UNPACKED // 2**20)


def _swollen(content: bytes) -> bool:
    """Unpack every stream that can be unpacked, keeping nothing, and stop when it is too much."""
    total = 0
    view = memoryview(content)
    for match in _STREAM.finditer(content):
        if match.end() < len(content) and content[match.end()] & 0x0F != 8:
            continue
        unpacker, data = zlib.decompressobj(), view[match.end() :]
        position = 0
        try:
            while not unpacker.eof and position < len(data):
                total += len(
                    unpacker.decompress(unpacker.unconsumed_tail or data[position : position + _CHUNK], _CHUNK)
                )
                if not unpacker.unconsumed_tail:
                    position += _CHUNK
                if total > MOST_UNPACKED:
                    return True
        except zlib.error:
            continue
    return False


def _pages(document: Any, name: str) -> tuple[Any, ...]:
    pages = tuple(islice(PDFPage.create_pages(document), MOST_PAGES + 1))
    where = Where(name)
    if not pages:
        raise InputError.of("A005", where=where, file=name)
    if len(pages) > MOST_PAGES:
        raise InputError.of("A006", where=where, file=name, pages=f"> {MOST_PAGES}", most=MOST_PAGES)
    tree = resolve1(document.catalog.get("Pages"))
    count = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    if isinstance(count, int) and count > len(pages):
        raise InputError.of("A004", where=where, file=name)
    return pages
