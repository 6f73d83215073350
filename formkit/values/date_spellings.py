"""How people write dates, brought to ISO: 2012年3月5日, 2012.3, 二〇一二年三月, 20120305, 3月5日."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.model.handbook import Field, Precision
from formkit.values.characters import half_width, plain_dashes, without_blanks
from formkit.values.dates import iso

_DIGITS = dict(zip("〇○零一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_NUMERALS = re.compile("[〇○零一二三四五六七八九十廿卅]+")
_SAFE_TENS = {"廿": "二十", "卅": "三十"}
_WORDS = re.compile(r"(?:(\d{4}|\d{2})?年度?)?(?:(\d{1,2})?月份?)?(?:(\d{1,2})?[日号]?)?")
"""Blanks of a printed 年月日 may be empty, and the last word may be missing."""
_SIGNS = re.compile(r"(\d{4})(?:[-./,、](\d{1,2})(?:[-./,、](\d{1,2}))?)?")
_SHORT_YEAR = re.compile(r"'?(\d{2})[-./](\d{1,2})[-./](\d{1,2})")
_NO_YEAR = re.compile(r"-?-?(\d{1,2})[-./](\d{1,2})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_MIDNIGHT = re.compile(r"(?<=\d)[T ]+00:00(?::00(?:\.0+)?)?Z?$")
_CENTURY_TURN = 40
"""Two-digit years below it are taken as 20xx, the others as 19xx; both are for a person to look at."""
_EARLIEST, _LATEST = 1850, 2150
"""Years outside are no years of a run of digits without signs."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A date as read: its ISO form (None: the printed 年月日 with nothing in it) and whether to ask."""

    value: str | None
    doubtful: bool = False


def read_date(field: Field, text: str) -> Spelled | None:
    """Return the date that ``text`` spells, or None where it spells none."""
    plain = _plain(text)
    if not re.search(r"\d", plain):
        return Spelled(None) if re.fullmatch(r"[年月日号./-]+", plain) else None
    for attempt in (_signs, _words, _run, _short_year, _no_year):
        found = attempt(field, plain)
        if found is not None:
            return found
    return None


def _plain(text: str) -> str:
    """Return the text in plain digits, without blanks, underscores or a time of midnight."""
    spaced = _MIDNIGHT.sub("", half_width(text).strip())
    apart = re.sub(r"(?<=\d)[\s_]+(?=\d)", "-", spaced)
    return _NUMERALS.sub(_arabic, without_blanks(plain_dashes(apart)).replace("_", "")).rstrip(".。")


def _arabic(match: re.Match[str]) -> str:
    """Return a Chinese numeral in digits: 二〇一二 sign by sign, 二十五 by tens."""
    text = "".join(_SAFE_TENS.get(sign, sign) for sign in match[0])
    tens, ten, ones = text.partition("十")
    if not ten:
        return "".join(str(_DIGITS[sign]) for sign in text)
    if len(tens) > 1 or len(ones) > 1:
        return match[0]
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))


def _made(year: str | None, month: str | None, day: str | None, *, doubtful: bool = False) -> Spelled | None:
    value = iso(*(int(part) if part else None for part in (year, month, day)))
    return None if value is None else Spelled(value, doubtful)


def _signs(field: Field, text: str) -> Spelled | None:
    match = _SIGNS.fullmatch(text)
    return None if match is None else _made(match[1], match[2], match[3])


def _words(field: Field, text: str) -> Spelled | None:
    match = _WORDS.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    if year and day and "月" not in text:
        month, day = day, None
    short = year is not None and len(year) == 2
    return _made(_full_year(year) if short else year, month, day, doubtful=short)


def _run(field: Field, text: str) -> Spelled | None:
    match = _RUN.fullmatch(text)
    if match is None or not _EARLIEST <= int(match[1]) <= _LATEST:
        return None
    # Six digits may be 2012-03 or 20-12-03; only a field that takes months settles it.
    month_is_enough = Precision.DAY not in (field.precision, field.min_precision) or match[3] is not None
    return _made(match[1], match[2], match[3], doubtful=not month_is_enough)


def _full_year(short: str) -> str:
    return f"{20 if int(short) < _CENTURY_TURN else 19}{short}"


def _short_year(field: Field, text: str) -> Spelled | None:
    match = _SHORT_YEAR.fullmatch(text)
    return None if match is None else _made(_full_year(match[1]), match[2], match[3], doubtful=True)


def _no_year(field: Field, text: str) -> Spelled | None:
    match = _NO_YEAR.fullmatch(text)
    return None if match is None else _made(None, match[1], match[2], doubtful=not text.startswith("--"))
