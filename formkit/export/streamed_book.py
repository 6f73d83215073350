"""A workbook that is written row by row and never held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from formkit.export.written_file import written_file
from formkit.model.roster import MARK_NAME


@contextmanager
def streamed_book(target: Path, *, mark: str, title: str) -> Iterator[Any]:
    """Yield a new workbook, whose rows must be written in their order; it bears the ``mark`` of what it is.

    Nothing in it ever becomes a formula, a link or a number by itself. What is not held in memory is meanwhile in a
    folder of its own beside the target, which only the user may open, and not in the shared one of the machine.

    Raises:
        OutputError: E001 or E002, it cannot be written; then nothing is left behind.
    """
    with written_file(target) as beside, TemporaryDirectory(prefix=".formkit-", dir=beside.parent) as folder:
        options = {
            "constant_memory": True, "tmpdir": folder, "use_zip64": True,
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(str(beside), options)
        book.set_properties({"title": title})
        book.set_custom_property(MARK_NAME, mark)
        try:
            yield book
            book.close()
        finally:
            _let_go(book)


def _let_go(book: xlsxwriter.Workbook) -> None:
    """Close the files of rows that are open still where the writing was stopped, so that their folder can go."""
    for sheet in book.worksheets():
        if sheet.row_data_fh is not None:
            sheet.row_data_fh.close()
