"""How the cells of rosters look: fonts by their Chinese names, thin borders, wrapped headings."""

from __future__ import annotations

from typing import Any, BinaryIO

import xlsxwriter

BODY_FONT, HEAD_FONT = "宋体", "黑体"
BODY_SIZE = 11
TITLE_SIZE = 18

_GRID = {"border": 1, "valign": "vcenter", "text_wrap": True}
_MIDDLE = {**_GRID, "align": "center"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": HEAD_FONT, "font_size": TITLE_SIZE, "align": "center", "valign": "vcenter"},
    "line": {"valign": "vcenter"},
    "line_right": {"valign": "vcenter", "align": "right"},
    "heading": {"font_name": HEAD_FONT, "align": "center", "valign": "vcenter"},
    "header": {**_MIDDLE, "font_name": HEAD_FONT, "bg_color": "#E7E6E6"},
    "text": {**_GRID, "num_format": "@"},
    "short": {**_MIDDLE, "num_format": "@"},
    "number": _MIDDLE,
    "date": {**_MIDDLE, "num_format": "yyyy-mm-dd"},
    "label": _GRID,
    "subtotal": {**_GRID, "font_name": HEAD_FONT, "bg_color": "#F2F2F2"},
    "subtotal_middle": {**_MIDDLE, "font_name": HEAD_FONT, "bg_color": "#F2F2F2"},
    "share": {**_MIDDLE, "num_format": '0.0%;-0.0%;0'},
    "fine_share": {**_MIDDLE, "num_format": '0.000%;-0.000%;0'},
    "section": {"font_name": HEAD_FONT, "font_size": 12, "valign": "vcenter"},
    "note": {"valign": "top", "text_wrap": True, "font_size": 10},
}
"""Rates have one decimal and a zero is printed as 0; a share of the whole population needs more places."""
UNSURE = "_unsure"
_MARKED = {"italic": True, "bg_color": "#FCE4D6"}
"""What nobody has settled: pale orange, and slanted for copies without colour."""
_STYLES |= {name + UNSURE: {**_STYLES[name], **_MARKED} for name in ("text", "short", "number", "date")}


class Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._formats = {name: book.add_format(_with_font(style)) for name, style in _STYLES.items()}

    def __getitem__(self, name: str) -> Any:
        return self._formats[name]


def _with_font(style: dict[str, Any]) -> dict[str, Any]:
    return {"font_name": BODY_FONT, "font_size": BODY_SIZE, **style}


def new_book(target: BinaryIO) -> xlsxwriter.Workbook:
    """Return a workbook in which no text ever becomes a formula, a link or a number by itself.

    It is made in memory: a roster is no content for the temporary files of a shared machine.
    """
    options = {
        "in_memory": True,
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_format_properties": {"font_name": BODY_FONT, "font_size": BODY_SIZE},
    }
    return xlsxwriter.Workbook(target, options)
