"""Masking numbers in copies that leave the office."""

from __future__ import annotations

import re

from formkit.export.roster_columns import BY_ID, Content, RosterRow, Shown

_SEPARATORS = r"[\s()（）\-－—–·.]{0,3}"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_WRITTEN_DATE = rf"(?<!\d)(?:19|20)\d{{2}}[.\-－]{_MONTH}(?:[.\-－]{_DAY}(?!\d)|(?![.\-－]?\d))"
"""A date whose parts are set apart; a number that goes on behind it is another."""
_ID_NUMBER = _SEPARATORS.join((r"\d{6}", r"(?:19|20)\d{2}", r"\d{2}", r"\d{2}", r"\d{3}[\dXx](?!\d)"))
_NUMBER = re.compile(
    rf"{_ID_NUMBER}|(?P<date>{_WRITTEN_DATE})"
    rf"|[(（]?\d(?:{_SEPARATORS}(?!{_WRITTEN_DATE})\d)*(?:[Xx](?:\s?\d{{1,3}}(?!\d))?)?"
)
"""An ID number, a date, or a run of digits, however it is grouped.

A disability card goes on behind the X of its ID number.
"""
_LEAST = 7
"""Digits from which a number may be a phone without its area; shorter ones are ages, doses, years."""
_COMPACT_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_HOUSE = re.compile(r"\d{1,3}-\d{1,2}-\d{3,4}")
"""House, entrance and flat, such as 12-3-1201; phones are grouped otherwise."""
_PHONES = frozenset({"phone", "guardian_phone", "village_contact"})


def masked(row: RosterRow) -> RosterRow:
    """Return the row with the inner digits of ID numbers, cards and phones as asterisks.

    Region and last four signs of an ID number stay, as do the ends of a phone, so that the office
    can still tell two people apart. Free text is searched for such numbers as well. The date of
    birth goes down to its year, since it is a part of the ID number; the age was counted before.
    """
    return RosterRow({column: _masked_cell(column, shown) for column, shown in row.cells.items()}, row.unsure)


def _masked_cell(column: str, shown: Shown) -> Shown:
    if not isinstance(shown, str) or BY_ID[column].content is Content.DATE:
        return shown[:4] if column == "birth" and isinstance(shown, str) else shown
    return mask_phone(shown) if column in _PHONES else mask_text(shown)


def mask_phone(text: str) -> str:
    """Return a phone with its inner digits masked: where phones stand every number is one, however short."""
    return _NUMBER.sub(lambda found: _stars(found[0], 2), text)


def mask_text(text: str) -> str:
    """Return a text with every ID number, card and phone number in it masked, in whatever grouping.

    Dates and house numbers keep their digits: they are as long as a phone, and say little without a name.
    """
    return _NUMBER.sub(lambda found: found[0] if _is_harmless(found) else _stars(found[0], _LEAST), text)


def _is_harmless(found: re.Match[str]) -> bool:
    return any((found["date"], _COMPACT_DATE.fullmatch(found[0]), _HOUSE.fullmatch(found[0])))


def _stars(number: str, least: int) -> str:
    """Mask the inner digits of a number: the region of an ID number and the ends of a phone stay."""
    places = [place for place, sign in enumerate(number) if sign.isdigit() or sign in "Xx"]
    if len(places) < least:
        return number
    first, last = (6, 4) if len(places) >= 15 else (3, 4) if len(places) >= 10 else (2, 2)
    hidden = set(places[first : max(first, len(places) - last)])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(number))
