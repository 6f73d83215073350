"""Values as the content of cells: numbers and whole dates as such, all else as text."""

from __future__ import annotations

import copy
import datetime as dt

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.styles.numbers import is_date_format
from openpyxl.styles.proxy import StyleProxy

from formkit.media.xlsx.escapes import guarded, starts_like_formula
from formkit.media.xlsx.hints import item
from formkit.media.xlsx.styles import DATE_FORMAT, TEXT_FORMAT
from formkit.media.xlsx.written import number_text
from formkit.model.handbook import Field, Kind
from formkit.model.reading import Value
from formkit.values.characters import plain_newlines, without_unfit
from formkit.values.dates import cut, is_date
from formkit.values.typed import parse, show

Content = str | int | float | dt.date

_FIRST_YEAR = 1901
"""Excel's calendar has a 29th of February 1900 and nothing before that year."""
_EXACT = 10**15
"""Excel keeps 15 digits of a number."""


def content_of(field: Field, value: Value) -> Content:
    """Return what goes into the cell of ``field``; "" for nothing."""
    if field.kind is Kind.DATE and isinstance(value, str) and _is_day(value) and cut(value, field.precision) == value:
        return dt.date.fromisoformat(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and _survives(field, value):
        return value
    return text_of(field, value)


def text_of(field: Field, value: Value) -> str:
    """Return the text of a value; a choice with its words, where they are read back as the same code."""
    if field.kind is Kind.SINGLE and isinstance(value, str):
        option = next((each for each in field.options if each.code == value), None)
        if option is not None and _means(field, item(option), value):
            return item(option)
    clean: Value = without_unfit(plain_newlines(value)) if isinstance(value, str) else value
    return show(field, clean)


def bare_text(field: Field, value: Value) -> str:
    """Return the shortest text of a value: a choice by its code alone."""
    return show(field, value) if field.kind is Kind.SINGLE else text_of(field, value)


def _means(field: Field, text: str, value: Value) -> bool:
    typed = parse(field, text)
    return typed.value == value and not typed.doubtful and not typed.problems


def _is_day(value: str) -> bool:
    return len(value) == 10 and is_date(value) and int(value[:4]) >= _FIRST_YEAR


def _survives(field: Field, number: float) -> bool:
    """Say whether a number comes back from a numeric cell as it is, an int as an int."""
    if abs(number) >= _EXACT or float(f"{number:.15g}") != number:
        return False
    back = parse(field, number_text(float(number))).value
    return back == number and type(back) is type(number)


def put(cell: Cell | MergedCell, content: Content, size: float | None = None) -> None:
    """Write ``content`` into an answer cell, in a smaller print where ``size`` says so."""
    if isinstance(cell, MergedCell):
        raise TypeError("only the head of merged cells holds a value")
    if isinstance(content, str):
        _put_text(cell, content)
    else:
        cell.value = content
        if isinstance(content, dt.date) and not is_date_format(cell.number_format):
            cell.number_format = DATE_FORMAT
        elif not isinstance(content, dt.date) and cell.number_format == TEXT_FORMAT:
            cell.number_format = "General"
        cell.alignment = _shrinking(cell.alignment)
    if size is not None and size != cell.font.size:
        font: Font = copy.copy(cell.font)  # type: ignore[assignment] # a copy of the proxy is a font
        font.size = size
        cell.font = font


def _put_text(cell: Cell, text: str) -> None:
    cell.value = guarded(text)
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.quotePrefix = starts_like_formula(text)
    cell.alignment = Alignment(
        horizontal=cell.alignment.horizontal, vertical=cell.alignment.vertical, wrap_text=True,
        indent=cell.alignment.indent,
    )


def _shrinking(old: Alignment | StyleProxy) -> Alignment:
    """A number that is wider than its cell would show as ####."""
    return Alignment(horizontal=old.horizontal, vertical=old.vertical, shrink_to_fit=True, indent=old.indent)
