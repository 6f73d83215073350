"""Texts and codes as people write them, brought to the form that formkit keeps, by their format."""

from __future__ import annotations

import re
from collections.abc import Callable

from formkit.model.handbook import Field, Format
from formkit.values.characters import (
    ascii_digits,
    closed_name,
    half_width,
    one_line,
    plain_dashes,
    stripped,
    without_blanks,
)
from formkit.values.phone import normal_phones

_CLOCK = re.compile(r"(\d{1,2})[:时点](\d{1,2})?分?")


def normal_text(field: Field, text: str) -> str:
    """Return what was typed into a text field, without blanks at its ends, in its format's plain form."""
    bare = stripped(text if field.multiline else one_line(stripped(text)))
    return _BY_FORMAT.get(field.format, str)(bare) if field.format else bare


def normal_code(field: Field, text: str) -> str:
    """Return a code in half-width signs without blanks and printed separators.

    Letters become capitals unless the field's alphabet has small ones.
    """
    plain = without_blanks(plain_dashes(half_width(text)))
    alphabet = field.alphabet or ""
    for sign in {plain_dashes(half_width(sign)) for _, sign in field.separators if sign not in alphabet}:
        plain = plain.replace(sign, "")
    return plain if any(sign.islower() for sign in alphabet) else plain.upper()


def _identity(text: str) -> str:
    return without_blanks(half_width(text)).upper()


def _compact(text: str) -> str:
    return without_blanks(half_width(text))


def _clock(text: str) -> str:
    plain = without_blanks(half_width(text))
    match = _CLOCK.fullmatch(plain)
    return f"{int(match[1]):02}:{int(match[2] or 0):02}" if match else plain


_BY_FORMAT: dict[Format, Callable[[str], str]] = {
    Format.NAME: closed_name,
    Format.PHONE: normal_phones,
    Format.NAME_PHONE: ascii_digits,
    Format.ID_NUMBER: _identity,
    Format.DISABILITY_CARD: _identity,
    Format.POSTCODE: _compact,
    Format.TOWN_CODE: _compact,
    Format.VILLAGE_CODE: _compact,
    Format.ARCHIVE_NO: lambda text: plain_dashes(_compact(text)),
    Format.GTIN: _compact,
    Format.TIME: _clock,
}
