"""A workbook loaded for writing, with its merged cells as they lie in the file.

openpyxl draws the borders of every merged range anew while it loads: four fifths of the time, and
not what the office had set. So the ranges are taken out of the parts first and put back behind.
"""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from formkit.media.xlsx.archive import checked_archive, entry_bytes
from formkit.media.xlsx.ooxml import OoxmlFile

_MERGED = re.compile(rb"<((?:\w+:)?)mergeCells\b[^>]*(?:/>|>.*?</\1mergeCells>)", re.DOTALL)
_RANGE = re.compile(rb'\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def load_book(content: bytes, name: str) -> Workbook:
    """Return a workbook to be written to.

    Raises:
        InputError: X002 to X004, as for any workbook; and whatever openpyxl raises for a broken one.
    """
    file = OoxmlFile(content, name)
    parts = {path: title for title, path in file.worksheets()}
    merged: dict[str, list[str]] = {}
    stripped = io.BytesIO()
    with checked_archive(content, name) as source, zipfile.ZipFile(stripped, "w", zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            data = entry_bytes(source, entry, name)
            title = parts.get(entry.filename)
            if title is not None:
                found = _MERGED.search(data)
                merged[title] = [each.decode("ascii") for each in _RANGE.findall(found[0])] if found else []
                data = _MERGED.sub(b"", data)
            target.writestr(entry.filename, data)
    book = openpyxl.load_workbook(stripped)
    for sheet in book.worksheets:
        for area in merged.get(sheet.title, []):
            merge(sheet, area)
    return book


def merge(sheet: Worksheet, area: str) -> None:
    """Merge cells and leave the look of each as it is."""
    sheet.merged_cells.add(CellRange(area))
