"""The identities that a file carries: in its information, and on the first page of each booklet."""

from __future__ import annotations

from collections.abc import Iterator

from pdfminer.pdftypes import resolve1

from formkit.media.pdf.opened import Opened
from formkit.media.pdf.strings import text_of
from formkit.model.imprint import KEY, Imprint


def file_mark(file: Opened) -> Imprint | None:
    """Return what the document information says."""
    return _written(file.info(KEY))


def booklet_marks(file: Opened) -> Iterator[tuple[int, Imprint]]:
    """Yield, for every page on which a booklet starts, its index and what it says."""
    for index, page in enumerate(file.pages):
        found = _written(resolve1(page.attrs.get(KEY)))
        if found is not None:
            yield index, found


def _written(raw: object) -> Imprint | None:
    return Imprint.from_text(text_of(raw)[0]) if raw is not None else None
