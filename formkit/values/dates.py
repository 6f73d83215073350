"""Dates as far as they are written: ``2012``, ``2012-03``, ``2012-03-05`` and, without a year, ``--03-05``."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

from formkit.model.handbook import Precision

_ISO = re.compile(r"(?:([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?|--([0-9]{2})-([0-9]{2}))")
_LEAP_YEAR = 2000


def is_date(text: str) -> bool:
    """Say whether ``text`` is a date of the calendar in exactly one of the four ISO forms."""
    return _split(text) is not None


def _split(text: str) -> tuple[int | None, int | None, int | None] | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, lone_month, lone_day = (int(part) if part else None for part in match.groups())
    month, day = month if lone_month is None else lone_month, day if lone_day is None else lone_day
    return (year, month, day) if in_calendar(year, month, day) else None


def in_calendar(year: int | None, month: int | None, day: int | None) -> bool:
    """Say whether there is such a year, month and day; parts that are None are not looked at."""
    if year is not None and not dt.MINYEAR <= year <= dt.MAXYEAR:
        return False
    if month is None:
        return day is None
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= day <= monthrange(_LEAP_YEAR if year is None else year, month)[1]


def iso(year: int | None, month: int | None, day: int | None) -> str | None:
    """Return the date as far as it is known; None where no ISO form holds such parts or no calendar has them."""
    if not in_calendar(year, month, day):
        return None
    if year is None:
        return None if month is None or day is None else f"--{month:02}-{day:02}"
    return f"{year:04}" + "".join(f"-{part:02}" for part in (month, day) if part is not None)


def date_digits(value: str) -> tuple[str, str, str]:
    """Return year (4 digits), month and day (2 digits each); "" for each part that is not written.

    A text that is no date has three empty parts.
    """
    if not is_date(value):
        return ("", "", "")
    if value.startswith("--"):
        return ("", value[2:4], value[5:7])
    return (value[:4], value[5:7], value[8:10])


def precision_of(value: str) -> Precision | None:
    """Return how fine the date is; None where ``value`` is no date."""
    if not is_date(value):
        return None
    _, month, day = date_digits(value)
    return Precision.DAY if day else Precision.MONTH if month else Precision.YEAR


def cut(value: str, precision: Precision) -> str:
    """Return a date as far as ``precision`` goes; one without a year, and what is no date, as it stands."""
    year, month, _ = date_digits(value)
    if not year or not month or precision is Precision.DAY:
        return value
    return value[:7] if precision is Precision.MONTH else year


def bounds(value: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that ``value`` can mean; None without a year or where it is no date."""
    year, month, day = _split(value) or (None, None, None)
    if year is None:
        return None
    last_month = month or 12
    last_day = day or monthrange(year, last_month)[1]
    return dt.date(year, month or 1, day or 1), dt.date(year, last_month, last_day)


def compare(left: str, right: str) -> int | None:
    """Return -1, 0 or 1 for earlier, the same day or later; None where the written parts do not tell."""
    first, second = bounds(left), bounds(right)
    if first is None or second is None:
        return None
    if first[1] < second[0]:
        return -1
    if first[0] > second[1]:
        return 1
    return 0 if first == second and first[0] == first[1] else None


def may_be_same(left: str, right: str) -> bool:
    """Say whether both may mean the same day: no part that is written in both differs."""
    pairs = zip(date_digits(left), date_digits(right), strict=True)
    return all(one == other or not one or not other for one, other in pairs)


def surely_after(left: str, right: str) -> bool:
    """Say whether ``left`` is later than ``right`` however the unwritten parts are filled."""
    return compare(left, right) == 1


def surely_not_before(left: str, right: str) -> bool:
    """Say whether ``left`` is the same day as ``right`` or later, however the unwritten parts are filled."""
    first, second = bounds(left), bounds(right)
    return first is not None and second is not None and first[0] >= second[1]


def days_between(left: str, right: str) -> tuple[int, int] | None:
    """Return the fewest and the most days from ``left`` to ``right``; None where a year is missing."""
    first, second = bounds(left), bounds(right)
    if first is None or second is None:
        return None
    return (second[0] - first[1]).days, (second[1] - first[0]).days


def age(birth: str, on: dt.date) -> int | None:
    """Return the least whole years from ``birth`` to the day ``on``; None where the year is missing."""
    born = bounds(birth)
    if born is None:
        return None
    last = born[1]
    return on.year - last.year - ((on.month, on.day) < (last.month, last.day))
