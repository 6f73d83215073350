"""The arithmetic of the citizen identity number: GB 11643-1999 with the check of ISO 7064 MOD 11-2.

It stands down here because persons are recognised by these numbers; what else a number tells, and
what is wrong with one, is in `formkit.values.idcard`.
"""

from __future__ import annotations

import re

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""2 ** (18 - place) mod 11 for the places 1 to 17 (GB 11643-1999)."""
CHECK_CHARACTERS = "10X98765432"
"""By the weighted sum mod 11 (GB 11643-1999)."""
OLD = re.compile(r"\d{15}", re.ASCII)
"""The shape of a number of GB 11643-1989."""


def check_character(body: str) -> str:
    """Return the check character of the first 17 digits.

    Raises:
        ValueError: ``body`` is not 17 digits.
    """
    if not re.fullmatch(r"\d{17}", body, re.ASCII):
        raise ValueError("the check character is made from 17 digits")
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def lengthened(old: str) -> str:
    """Return the 18 characters of a 15-digit number: "19" before the year, the check character behind.

    Raises:
        ValueError: ``old`` is not 15 digits.
    """
    if not OLD.fullmatch(old):
        raise ValueError("an old number has 15 digits")
    body = f"{old[:6]}19{old[6:]}"
    return body + check_character(body)
