"""Which key chooses which option or alternative."""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = "123456789"


def option_keys(codes: Sequence[str]) -> list[str]:
    """Return a key for each code, "" where none is left.

    A code of one sign is its own key, 10 to 19 are Shift with the last digit, and others ("01", "99") take their last
    digit where it is free.
    """
    keys: list[str] = []
    own = {code.lower() for code in codes if len(code) == 1}
    for code in codes:
        if len(code) == 1:
            key = code.lower()
        elif len(code) == 2 and code.isdecimal() and code[0] == "1":
            key = f"Shift+{code[1]}"
        else:
            key = code[-1] if code[-1].isdecimal() else ""
        taken = key in keys or (len(code) > 1 and key in own)
        keys.append("" if taken else key)
    return keys


def alternative_keys(count: int, *, digits: bool) -> list[str]:
    """Return a key for each alternative: a digit, with Alt where a digit begins an answer that is typed."""
    found = [each if digits else f"Alt+{each}" for each in DIGITS]
    return (found + [""] * count)[:count]


def shown_key(key: str) -> str:
    """Return a key as it stands on a key cap."""
    return key.replace("Shift+", "⇧").upper() if key.startswith("Shift+") else key
