"""Masking numbers in copies that leave the office."""

from __future__ import annotations

import re

from formkit.export.roster_columns import BY_ID, Content, RosterRow, Shown

_ID = re.compile(r"(?<!\d)(\d{6})(\d{5,12})(\d{3}[\dXx])(?![\dXx])")
_PHONE = re.compile(r"(?<!\d)(0\d{2,3}-?\d|\d{3})(\d{3,6}?)(\d{3,4})(?!\d)")
_PHONES = frozenset({"phone", "guardian_phone", "village_contact"})
_LOCAL = re.compile(r"(?<!\d)(\d{2})(\d{3,4}?)(\d{2})(?!\d)")


def masked(row: RosterRow) -> RosterRow:
    """Return the row with the inner digits of ID numbers, cards and phones as asterisks.

    Region and last four signs of an ID number stay, as do the ends of a phone, so that the office
    can still tell two people apart. Free text is searched for such numbers as well. The date of
    birth goes down to its year, since it is a part of the ID number; the age was counted before.
    """
    return RosterRow({column: _masked_cell(column, shown) for column, shown in row.cells.items()})


def _masked_cell(column: str, shown: Shown) -> Shown:
    if not isinstance(shown, str) or BY_ID[column].content is Content.DATE:
        return shown[:4] if column == "birth" and isinstance(shown, str) else shown
    return _mask_phone(shown) if column in _PHONES else mask_text(shown)


def _mask_phone(text: str) -> str:
    """Mask numbers without an area too, which in other text might be anything."""
    return _LOCAL.sub(_stars, mask_text(text))


def mask_text(text: str) -> str:
    """Return a text with every ID number and phone number in it masked."""
    without_ids = _ID.sub(_stars, text)
    return _PHONE.sub(_stars, without_ids)


def _stars(match: re.Match[str]) -> str:
    return match[1] + "*" * len(match[2]) + match[3]
