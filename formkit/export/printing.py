"""How sheets are printed: the paper of the office, its margins, what every page repeats, the numbers of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from formkit.model.office import Paper

PAGE_NUMBERS = "第 &P 页  共 &N 页"
_PAPER_CODES = {Paper.A4: 9, Paper.A3: 8}
"""The numbers that workbooks give to paper (ECMA-376, pageSetup)."""
_LENGTHS = {Paper.A4: 297 / 25.4, Paper.A3: 420 / 25.4}
"""The long sides, in inches."""
_SIDE, _TOP, _BOTTOM, _FOOTER = 0.4, 0.5, 0.65, 0.3
"""The margins, in inches: below the table there is room for a line."""
_DIGIT, _PADDING, _DPI = 7, 5, 96
"""Pixels of a digit, and of the room beside the digits of a column, at the resolution that widths are counted in."""
_LEAST_SCALE = 65
"""Percent: letters of 11 points are a little over 7 then, about the least that offices print."""


def set_page(
    sheet: Any, paper: Paper, footer: str, *, portrait: bool = False, side: float = _SIDE, top: float = _TOP
) -> None:
    """Put a sheet on paper: as wide as one page, and as many pages high as it takes."""
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(_PAPER_CODES[paper])
    sheet.set_margins(left=side, right=side, top=top, bottom=_BOTTOM)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(footer, {"margin": _FOOTER})


def set_table_page(sheet: Any, widths: Sequence[float], *, headings: int, columns: int = 1) -> None:
    """Put a table on the paper that it fits on legibly; every page repeats the ``headings`` rows.

    What is too wide for one page of A3 goes onto several side by side, each with the first ``columns`` in front. The
    footer has no words, for these tables are written in several languages.
    """
    paper = next((each for each in Paper if _scale(widths, each) >= _LEAST_SCALE), None)
    set_page(sheet, paper or Paper.A3, "&L&A&R&P / &N")
    sheet.repeat_rows(0, headings - 1)
    if paper is None:
        sheet.set_print_scale(_LEAST_SCALE)
        sheet.repeat_columns(0, columns - 1)
        sheet.print_across()


def _scale(widths: Sequence[float], paper: Paper) -> float:
    """Return how large columns come out on a page that is as wide as they are, in percent."""
    needed = sum(_DIGIT * width + _PADDING for width in widths)
    return 100 * (_LENGTHS[paper] - 2 * _SIDE) * _DPI / needed
