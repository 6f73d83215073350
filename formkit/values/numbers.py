"""Numbers as people write them: with a unit behind, in full-width digits, with thousands apart."""

from __future__ import annotations

import math
import re

from formkit.values.characters import numbers_apart, plain_dashes, plain_numbers, without_blanks

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d{1,4})?", re.ASCII)
_MEASURE_WORDS = ("次", "个", "岁", "分", "人")
"""Words that may follow a count on a form that prints no unit."""
MOST_DIGITS = 4000
"""Python refuses to convert longer runs of digits (sys.int_info.default_max_str_digits is 4300)."""


def read_number(text: str, unit: str = "", *, whole: bool = False) -> int | float | None:
    """Return the number in ``text``, the field's ``unit`` behind it left out; None where there is none.

    What is written without a point or exponent is an int. ``whole`` asks for an int: "3.0", which
    spreadsheets make of 3, is one; "3.5" is not. Several numbers side by side (①②, 10²) are none.
    """
    if numbers_apart(bare := text.strip().removesuffix(unit)) != bare:
        return None
    plain = _without_unit(without_blanks(plain_dashes(plain_numbers(text))), unit)
    if len(plain) > MOST_DIGITS + 1 or not (match := _NUMBER.fullmatch(plain)):
        return None
    number = _convert(plain.replace(",", ""), bool(match[1] or match[2]))
    if not whole or isinstance(number, int) or number is None:
        return number
    return int(number) if number.is_integer() else None


def _convert(digits: str, fraction: bool) -> int | float | None:
    if not fraction:
        return int(digits)
    number = float(digits)
    return number if math.isfinite(number) else None


def _without_unit(text: str, unit: str) -> str:
    plain_unit = without_blanks(plain_numbers(unit))
    for word in (plain_unit,) if plain_unit else _MEASURE_WORDS:
        if text.endswith(word):
            return text.removesuffix(word)
    return text
