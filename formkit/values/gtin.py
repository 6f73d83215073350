"""The global trade item number: 8, 12, 13 or 14 digits with a check digit (GS1 General Specifications)."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"\d{8}|\d{12,14}", re.ASCII)


def check_digit(body: str) -> str:
    """Return the check digit of the digits before it: weights 3, 1, 3, … from the right.

    Raises:
        ValueError: ``body`` is empty or not of digits.
    """
    if not re.fullmatch(r"\d+", body, re.ASCII):
        raise ValueError("the check digit is made from digits")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def has_shape(text: str) -> bool:
    """Say whether ``text`` has as many digits as such a number."""
    return _SHAPE.fullmatch(text) is not None


def is_gtin(text: str) -> bool:
    """Say whether ``text`` is such a number with the right check digit."""
    return has_shape(text) and check_digit(text[:-1]) == text[-1]
