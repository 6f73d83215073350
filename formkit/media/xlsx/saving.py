"""Saving a workbook without a trace elsewhere: whole or not at all, and through memory only.

openpyxl writes each worksheet into a file of the system's temporary folder first. There the answers
of a person would lie in plain sight, and on a full disk the library prints a traceback of its own.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from formkit.atomic import write_atomically
from formkit.errors import OutputError, Where


class _InMemory(ExcelWriter):
    """The library's writer, with worksheets that go straight into the archive."""

    def write_worksheet(self, ws: Any) -> None:
        """Add one worksheet; the steps are those of the method that this one replaces."""
        package: Any = self
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        out = io.BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        package._archive.writestr(ws.path[1:], out.getvalue())
        package.manifest.append(ws)


def workbook_bytes(book: Workbook) -> bytes:
    """Return the workbook as the bytes of an .xlsx file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _InMemory(book, archive).save()
    return out.getvalue()


def save(book: Workbook, path: Path) -> None:
    """Write a workbook so that it is there as a whole or not at all.

    Raises:
        OutputError: X201, the file could not be written.
    """
    content = workbook_bytes(book)
    try:
        with write_atomically(path) as beside:
            beside.write_bytes(content)
    except OSError as cause:
        reason = cause.strerror or type(cause).__name__
        raise OutputError.of("X201", where=Where(str(path)), file=path.name, reason=reason) from cause
