"""The workbook template of a handbook: each sheet once, for an office to restyle."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.workbook import Workbook

from formkit.errors import FormkitError, InputError, Where
from formkit.media.xlsx.draw import draw, set_up
from formkit.media.xlsx.grid import plan_sheet
from formkit.media.xlsx.lists import OptionLists, define, design_digest, put_text
from formkit.media.xlsx.loading import load_book
from formkit.media.xlsx.names import DESIGN, OWN, sheet_name
from formkit.media.xlsx.saving import save
from formkit.media.xlsx.titles import heading, sheet_title
from formkit.model.handbook import Handbook
from formkit.shipped import template_in_use


def template_path(handbook: Handbook) -> Path:
    """Return the workbook template in use; the file need not exist."""
    return template_in_use(handbook.full_id, "xlsx", handbook.folder)


def build_template(handbook: Handbook, path: Path) -> None:
    """Write the template of ``handbook``.

    Raises:
        OutputError: X201, the file could not be written.
    """
    save(draw_template(handbook), path)


def draw_template(handbook: Handbook) -> Workbook:
    """Return the template of ``handbook`` as a workbook."""
    book = openpyxl.Workbook()
    _metric_face(book)
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    sheets = [book.create_sheet(sheet_title(sheet, 1, taken)) for sheet in handbook.sheets]
    lists = OptionLists(book)
    for sheet, page in zip(handbook.sheets, sheets, strict=True):
        draw(book, page, plan_sheet(sheet), lists)
        define(book, sheet_name(sheet.id, 1), page, 1, 1)
        set_up(page, heading(handbook), sheet.title, "1:1" if sheet.side_count > 1 else None)
    put_text(book.worksheets[-1], OWN.index(DESIGN) + 1, 1, design_digest(handbook))
    book.active = 0
    return book


def _metric_face(book: Workbook) -> None:
    """Measure columns by the digits of Arial 10: 7 pixels, with the faces of the same widths that Linux has, too."""
    face = Font(name="Arial", size=10)
    book._fonts = IndexedList([face])  # type: ignore[attr-defined] # the first font measures columns
    book._named_styles["Normal"].font = face  # type: ignore[attr-defined]


def load_template(path: Path) -> Workbook:
    """Return a template as it lies on the disk.

    Raises:
        InputError: X301, it cannot be opened as a workbook; X306, it is not there.
    """
    try:
        return load_book(path.read_bytes(), path.name)
    except FormkitError as cause:
        raise _unreadable(path, cause.problem.message) from cause
    except OSError as cause:
        raise _unreadable(path, cause.strerror or type(cause).__name__) from cause
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, zipfile.BadZipFile) as cause:
        raise _unreadable(path, type(cause).__name__) from cause


def _unreadable(path: Path, reason: str) -> FormkitError:
    return InputError.of("X301", where=Where(str(path)), file=path.name, reason=reason)
