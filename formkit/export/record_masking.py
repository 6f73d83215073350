"""Values of records in copies that leave the office: nothing in them tells who somebody is."""

from __future__ import annotations

import re

from formkit.export.masking import mask_phone, mask_text
from formkit.export.record_columns import FieldColumn
from formkit.model.concepts import BIRTH
from formkit.model.handbook import Field, Format, Kind
from formkit.model.reading import Value

HIDDEN = "***"
"""Stands for what tells who somebody is, or may."""
_NAMING = (Format.NAME, Format.NAME_PHONE, Format.ADDRESS)
"""Formats that are hidden whether or not the mapping calls their field sensitive."""
_NUMBERS = (Format.ID_NUMBER, Format.PHONE)
_LIKE_A_PHONE = 10**10
"""A whole number from which it is as long as the number of a mobile phone, and counts nothing on a form."""
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}|--[0-9]{2}-[0-9]{2}")


def masked_value(value: Value, column: FieldColumn) -> Value:
    """Return a value without what tells who somebody is: choices, numbers and dates stay, but only the year of a birth.

    Text loses every ID number, card and phone, as in a masked roster. Text that is sensitive, or may be, is hidden as
    a whole: names and addresses always, words where figures belong, all words of a field that is not known here, and
    all text where the mapping says of no field that it is sensitive.
    """
    if isinstance(value, int) and abs(value) >= _LIKE_A_PHONE:
        return mask_text(str(value))
    if not isinstance(value, str) or column.is_choice:
        return value
    if column.ref is None:
        return _year(value) if _DATE.fullmatch(value) else _figures(value)
    field = column.ref.field
    if field.kind is Kind.DATE:
        return _masked_date(value, field)
    if field.kind is Kind.CODE:
        return mask_text(value) if value.isascii() else HIDDEN
    return _masked_text(value, field, undeclared=column.undeclared) if field.kind is Kind.TEXT else HIDDEN


def _masked_date(value: str, field: Field) -> str:
    if _DATE.fullmatch(value) is None:
        return HIDDEN
    return _year(value) if field.concept == BIRTH else value


def _year(date: str) -> str:
    return HIDDEN if date.startswith("-") else date[:4]


def _masked_text(value: str, field: Field, *, undeclared: bool) -> str:
    if field.format in _NUMBERS:
        return _figures(value, phone=field.format is Format.PHONE)
    return HIDDEN if field.sensitive or undeclared or field.format in _NAMING else mask_text(value)


def _figures(value: str, *, phone: bool = False) -> str:
    """Return figures with their inner ones masked; beside words they are hidden with them, for those may be a name."""
    if any(sign.isalpha() and sign not in "Xx" for sign in value):
        return HIDDEN
    return mask_phone(value) if phone else mask_text(value)
