"""Whose booklets a PDF holds: by the property that formkit writes, else by the sheet codes on its pages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pypdfium2
import zxingcpp

from formkit.layout.sheet_code import LENGTH, MAIN, decode
from formkit.media.pdf.booklet_marks import booklet_marks, file_mark
from formkit.media.pdf.opened import Opened, opened
from formkit.media.pdf.page_text import page_text
from formkit.model.imprint import Imprint
from formkit.model.layout import SheetCode

_PAGES_LOOKED_AT = 6
_SCALE = 150 / 72
_MOST_PIXELS = 40_000_000


def identify(content: bytes, name: str) -> Imprint | None:
    """Return the identity of the file, of its first booklet where it holds several; None where it is not ours.

    Where only sheet codes tell (a file that was printed to a new PDF, or a scan), ``handbook`` is
    empty and ``designs`` has the design numbers (5 characters) of the pages that were looked at.

    Raises:
        InputError: it is no PDF, cut off, protected by a password, damaged, empty, or far too large.
    """
    with opened(content, name) as file:
        own = file_mark(file) or next((found for _, found in booklet_marks(file)), None)
        if own is not None:
            return own
        codes = list(_codes(file, content))
    if not codes:
        return None
    serial = codes[0].serial
    return Imprint("", "", serial, designs=tuple(code.design for code in codes if code.serial == serial))


def split(content: bytes, name: str) -> list[Imprint]:
    """Return the identity of every booklet in a print job, in the order of the pages.

    Raises:
        InputError: as for `identify`.
    """
    with opened(content, name) as file:
        found = [each for _, each in booklet_marks(file)]
    if found:
        return found
    only = identify(content, name)
    return [only] if only is not None else []


def _codes(file: Opened, content: bytes) -> Iterator[SheetCode]:
    """Yield the sheet codes of the first pages, out of their text or, where they have none, their symbols."""
    for index in range(min(len(file.pages), _PAGES_LOOKED_AT)):
        page = page_text(file, index)
        code = page.code or page.attached or (None if page.chars else _symbol(content, index))
        if code is not None:
            yield code


def _symbol(content: bytes, index: int) -> SheetCode | None:
    """Return the code in the large QR code of a page without text."""
    document = pypdfium2.PdfDocument(content)
    try:
        image = _picture(document[index])
    finally:
        document.close()
    kind: Any = zxingcpp.BarcodeFormat.QRCode
    for found in zxingcpp.read_barcodes(image, formats=kind):
        if len(found.text) == LENGTH + 1 and found.text[0] in f"{MAIN}ABCD":
            code = decode(found.text[1:])
            if code is not None:
                return code
    return None


def _picture(page: Any) -> Any:
    width, height = page.get_size()
    scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    return page.render(scale=scale, grayscale=True).to_pil()
