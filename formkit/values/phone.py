"""Phone numbers of mainland China: mobile, landline, service numbers.

Source: the numbering plan as general practice knows it: mobiles 1[3-9] and nine digits; landlines
with a three-digit prefix (010, 02x) and eight digits or a four-digit prefix and seven or eight;
400/800 numbers of ten digits.
"""

from __future__ import annotations

import re
from enum import StrEnum

from formkit.values.characters import half_width, plain_dashes, stripped

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_SERVICE = re.compile(r"[48]00-?\d{3,4}-?\d{3,4}", re.ASCII)
_LANDLINE = re.compile(r"(?:(?:010|02\d)-?\d{8}|0[3-9]\d{2}-?\d{7,8})(?:[-转]\d{1,6})?", re.ASCII)
_LOCAL = re.compile(r"[2-9]\d{6,7}(?:[-转]\d{1,6})?", re.ASCII)
_COUNTRY = re.compile(r"^(?:\+86|0086|\(\+?86\)|86(?=1[3-9]\d{9}$))-?")
_AREA = re.compile(r"^\((0\d{2,3})\)[\s-]*|^(0\d{2,3})[\s-]+", re.ASCII)
_BETWEEN = re.compile(r"[/、,，;；\n]+")
_FIRST_RUN = re.compile(r"\d(?:[\d-]*\d)?", re.ASCII)
_SHORTEST = 7


class PhoneKind(StrEnum):
    """What sort of number it is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"
    LOCAL = "local"
    """Seven or eight digits without the area: who reads it elsewhere cannot dial it."""


def phone_kind(number: str) -> PhoneKind | None:
    """Return the kind of one number in its plain form, or None where it is no phone number."""
    if _MOBILE.fullmatch(number):
        return PhoneKind.MOBILE
    if _SERVICE.fullmatch(number) and sum(sign.isdigit() for sign in number) == 10:
        return PhoneKind.SERVICE
    if _LANDLINE.fullmatch(number):
        return PhoneKind.LANDLINE
    return PhoneKind.LOCAL if _LOCAL.fullmatch(number) else None


def phones_in(text: str) -> tuple[str, ...]:
    """Return the single numbers of a cell in which several are parted by 、 / , or ;."""
    return tuple(part for part in (stripped(part) for part in _BETWEEN.split(half_width(text))) if part)


def normal_phone(text: str) -> str:
    """Return one number in its plain form; a text that is no phone number keeps all but its width."""
    bare = plain_dashes(half_width(stripped(text)))
    compact = _COUNTRY.sub("", re.sub(r"[\s·]+", "", bare))
    mobile = compact.replace("-", "")
    if phone_kind(mobile) is PhoneKind.MOBILE:
        return mobile
    parted = re.sub(r"\s+", "", _AREA.sub(lambda match: f"{match[1] or match[2]}-", bare))
    return next((candidate for candidate in (parted, compact) if phone_kind(candidate)), bare)


def normal_phones(text: str) -> str:
    """Return every number of the cell in plain form, parted by 、 as on the form."""
    return "、".join(normal_phone(part) for part in phones_in(text))


def phone_after_name(text: str) -> str | None:
    """Return the number in a cell that holds a name before it: the first run of seven or more digits."""
    runs = _FIRST_RUN.findall(plain_dashes(half_width(text)))
    return next((run for run in runs if sum(sign.isdigit() for sign in run) >= _SHORTEST), None)
