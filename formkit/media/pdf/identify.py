"""Whose booklets a PDF holds: by the property that formkit writes, else by the sheet codes on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formkit.media.pdf.booklet_marks import booklet_marks, file_mark
from formkit.media.pdf.opened import Opened, opened
from formkit.media.pdf.page_pose import symbols_on
from formkit.media.pdf.page_text import page_text
from formkit.model.imprint import Imprint
from formkit.model.layout import SheetCode

_PAGES_LOOKED_AT = 6


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
        codes = list(_codes(file, _PAGES_LOOKED_AT))
    return _by_codes(codes, codes[0].serial) if codes else None


def _by_codes(codes: Iterable[SheetCode], serial: str) -> Imprint:
    return Imprint("", "", serial, designs=tuple(code.design for code in codes if code.serial == serial))


def split(content: bytes, name: str) -> list[Imprint]:
    """Return the identity of every booklet in a print job, in the order of the pages.

    Where nothing but sheet codes tells, as in files that another program joined, each serial is a booklet.

    Raises:
        InputError: as for `identify`.
    """
    with opened(content, name) as file:
        found = [each for _, each in booklet_marks(file)]
        if found:
            return found
        whole = file_mark(file)
        if whole is not None:
            return [whole]
        codes = list(_codes(file, len(file.pages)))
    serials = dict.fromkeys(code.serial for code in codes if code.serial) or dict.fromkeys("" for _ in codes)
    return [_by_codes(codes, serial) for serial in serials]


def _codes(file: Opened, most: int) -> Iterator[SheetCode]:
    """Yield the sheet codes of the first ``most`` pages, out of their text or, where they have none, their symbols."""
    for index in range(min(len(file.pages), most)):
        page = page_text(file, index)
        if page.chars:
            yield from page.codes or filter(None, [page.attached])
        else:
            yield from (each.code for each in symbols_on(file, index)[:1])
