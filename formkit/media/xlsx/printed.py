"""Digests of the printed texts of a workbook, by which a reader tells print from what people added."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from openpyxl.workbook.workbook import Workbook

from formkit.media.xlsx.addendum import SHEET
from formkit.media.xlsx.instances import Place
from formkit.media.xlsx.written import number_text

_LENGTH = 6
"""Hexadecimal digits of a digest: enough to tell a few hundred texts from what somebody writes."""
_MOST = 5_000
"""Digests that one cell holds."""


def digests(book: Workbook, places: Mapping[str, Place]) -> str:
    """Return the digests of all texts that are no answers; empty where one cell cannot hold them."""
    answers = {(place.sheet.title, place.row, place.column) for place in places.values()}
    found = {
        digest(cell.value if isinstance(cell.value, str) else number_text(float(cell.value)))
        for sheet in book.worksheets if sheet.sheet_state == "visible"
        for row in sheet.iter_rows() for cell in row
        if isinstance(cell.value, str | int | float) and (sheet.title, cell.row, cell.column) not in answers
        and (sheet.title != SHEET or cell.protection.locked)
    }
    return "".join(sorted(found)) if len(found) <= _MOST else ""


def digest(text: str) -> str:
    """Return the digest of a text; blanks and line ends do not count, as programs change them."""
    squeezed = re.sub(r"\s+", "", text)
    return hashlib.sha256(squeezed.encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def digests_in(text: str) -> frozenset[str]:
    """Return the digests that `digests` put together."""
    return frozenset(text[start : start + _LENGTH] for start in range(0, len(text) - _LENGTH + 1, _LENGTH))
