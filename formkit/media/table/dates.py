"""Dates in the cells of lists: real dates, day numbers, and every way of typing them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from formkit.errors import Problem, Where, problem
from formkit.media.table.grid import EPOCH_1900, NOTHING, CellValue, plain
from formkit.model.handbook import Field, Kind, Precision
from formkit.values.characters import half_width
from formkit.values.date_spellings import read_date
from formkit.values.dates import bounds, iso

_ANY_DATE = Field("date", "", Kind.DATE, min_precision=Precision.YEAR)
_SERIALS = range(10_000, 80_000)
"""Excel's day numbers from 1927 to 2119; smaller ones are years, larger ones are typed dates."""
_TIME = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_CUT = re.compile(r"(\d{4})\.1")
_YEARS = range(1850, 2150)
_EARLIEST = dt.date(1900, 3, 1)
"""A date before it is a small number that was formatted as a date."""
_FEWEST_FUTURE_YEARS = 5
"""Visits are planned for next year at the most; a date far ahead is a slip."""


@dataclass(frozen=True, slots=True)
class DateRead:
    """The date in ISO as far as written, or None, and what is wrong or doubtful about it."""

    value: str | None = None
    problems: tuple[Problem, ...] = ()


def read_date_cell(
    cell: CellValue, where: Where, *, epoch: dt.date = EPOCH_1900, cut: bool = False, yearless: bool = False,
    today: dt.date | None = None,
) -> DateRead:
    """Return the date of a cell.

    Args:
        cell: as stored.
        where: its place, named in every problem.
        epoch: day 0 where the cell is a day number.
        cut: whether 2012.1 may have been 2012.10, whose last zero a number does not keep.
        yearless: whether the cell shows no year; the stored one is that of typing.
        today: the day against which the future is told; the machine's where it is left out.
    """
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        if yearless:
            return DateRead(cell.isoformat(), (problem("P040", where=where, value=cell.isoformat()),))
        return _plausible(cell.isoformat(), plain(cell), where, today)
    text = plain(cell)
    if text in NOTHING:
        return DateRead()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = _number(cell, where, epoch)
        if number is not None:
            return number if number.value is None else _plausible(number.value, text, where, today)
    elif cut and _CUT.fullmatch(half_width(text)):
        return DateRead(problems=(problem("P041", where=where, text=text),))
    return _typed(text, where, today)


def _number(cell: float, where: Where, epoch: dt.date) -> DateRead | None:
    """Read a day number, or a year and month that Excel took for a decimal; None for any other number."""
    if float(cell).is_integer():
        return DateRead((epoch + dt.timedelta(days=int(cell))).isoformat()) if int(cell) in _SERIALS else None
    if int(cell) in _SERIALS:
        return DateRead((epoch + dt.timedelta(days=int(cell))).isoformat())
    year, _, decimals = f"{cell:.10g}".partition(".")
    if int(year) not in _YEARS or len(decimals) > 2:
        return None
    if decimals == "1":
        return DateRead(problems=(problem("P041", where=where, text=f"{cell:.10g}"),))
    value = iso(int(year), int(decimals), None)
    return DateRead(value) if value else None


def _typed(text: str, where: Where, today: dt.date | None) -> DateRead:
    spelled = read_date(_ANY_DATE, _TIME.sub("", half_width(text).strip()))
    if spelled is None:
        return DateRead(problems=(problem("P016", where=where, text=text),))
    if spelled.value is None:
        return DateRead()
    if spelled.doubtful or spelled.value.startswith("--"):
        return DateRead(spelled.value, (problem("P028", where=where, text=text, value=spelled.value),))
    return _plausible(spelled.value, text, where, today)


def _plausible(value: str, text: str, where: Where, today: dt.date | None) -> DateRead:
    """Keep a date that no list can mean, and tell it."""
    reach = bounds(value)
    latest = (today or dt.date.today()).year + _FEWEST_FUTURE_YEARS
    if reach is not None and (reach[1] < _EARLIEST or reach[0].year > latest):
        return DateRead(value, (problem("P042", where=where, text=text, value=value),))
    return DateRead(value)
