"""Number formats: what they say of the number behind them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from formkit.media.xlsx.written import Written

_EAST_ASIAN = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}
"""Formats that Chinese editions number but do not write down (ISO/IEC 29500-1, 18.8.30)."""
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ZEROS = re.compile("0{2,}")
_LAST_DAY = 2_958_465
"""9999-12-31 as a serial number."""
_DAYS_OF_1904 = 1_462
_FEIGNED_DAY = 60
"""Excel's 1900-02-29."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a format shows of a number."""

    is_date: bool = False
    year: bool = False
    day: bool = False
    clock: bool = False
    zeros: int = 0
    """Digits of a format such as 00000000."""


PLAIN = NumberFormat()


def format_by_id(number: int, custom: dict[int, str]) -> NumberFormat:
    """Return the format with this number; unknown ones are plain."""
    code = custom.get(number) or _EAST_ASIAN.get(number) or BUILTIN_FORMATS.get(number) or "General"
    return _understood(code)


@lru_cache(maxsize=1_000)
def _understood(code: str) -> NumberFormat:
    bare = _LITERALS.sub("", code.split(";")[0]).lower()
    zeros = len(bare) if _ZEROS.fullmatch(bare) else 0
    if not is_date_format(code) or bare == "general":
        return NumberFormat(zeros=zeros)
    return NumberFormat(True, "y" in bare or "e" in bare, "d" in bare, "h" in bare or "s" in bare, zeros)


def day_of(serial: float, *, starts_1904: bool) -> dt.date | None:
    """Return the day of a serial number; None where no calendar has it."""
    days = int(serial // 1) + (_DAYS_OF_1904 if starts_1904 else 0)
    if not 1 <= days <= _LAST_DAY or days == _FEIGNED_DAY:
        return None
    return dt.date(1899, 12, 30) + dt.timedelta(days + (days < _FEIGNED_DAY))


def clock_of(serial: float) -> str:
    """Return the time of day of a serial number as HH:MM."""
    minutes = round(serial % 1 * 24 * 60) % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def of_number(number: float, form: NumberFormat, *, starts_1904: bool) -> Written:
    """Return what a finite number in a cell of this format stands for."""
    if not form.is_date:
        return Written(number=number, zeros=form.zeros)
    if form.clock and (0 <= number < 1 or not (form.day or form.year)):
        return Written(clock=clock_of(number), serial=number)
    day = day_of(number, starts_1904=starts_1904)
    if day is None:
        return Written(number=number)
    return Written(day=day.isoformat(), to_the_month=form.year and not form.day, without_year=not form.year,
                   serial=number)
