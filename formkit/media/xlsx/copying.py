"""A worksheet copied with all that belongs to it.

`Workbook.copy_worksheet` copies cells, sizes, merged cells and the page; the rest is copied here.
"""

from __future__ import annotations

import copy
import io

from openpyxl.drawing.image import Image
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_PARTS = ("protection", "sheet_properties", "sheet_format", "oddHeader", "oddFooter", "evenHeader", "evenFooter",
          "firstHeader", "firstFooter", "HeaderFooter", "row_breaks", "col_breaks", "data_validations",
          "conditional_formatting")


def copied(book: Workbook, source: Worksheet, title: str, after: Worksheet) -> Worksheet:
    """Return a copy of ``source`` called ``title``, placed behind ``after``."""
    made = book.copy_worksheet(source)
    made.title = title
    for part in _PARTS:
        setattr(made, part, copy.deepcopy(getattr(source, part)))
    made.sheet_view.showGridLines = source.sheet_view.showGridLines
    made.sheet_view.zoomScale = source.sheet_view.zoomScale
    made.sheet_view.tabSelected = False
    if source.print_title_rows:
        made.print_title_rows = source.print_title_rows
    if source.print_area:
        made.print_area = source.print_area.rsplit("!", 1)[-1]
    for picture in source._images:  # type: ignore[attr-defined] # nothing public tells them
        made.add_image(_picture(picture))
    book.move_sheet(made, book.index(after) + 1 - book.index(made))
    return made


def _picture(source: Image) -> Image:
    content: bytes = source._data()  # type: ignore[attr-defined]
    source.ref = io.BytesIO(content)  # reading has closed the old one
    made = Image(io.BytesIO(content))
    made.anchor = copy.deepcopy(source.anchor)
    made.width, made.height = source.width, source.height
    return made
