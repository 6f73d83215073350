"""Masking numbers in copies that leave the office."""

from __future__ import annotations

import re
from dataclasses import replace

from formkit.model.roster import RosterPerson

_ID = re.compile(r"(?<!\d)(\d{6})(\d{5,12})(\d{3}[\dXx])(?![\dXx])")
_PHONE = re.compile(r"(?<!\d)(0\d{2,3}-?\d|\d{3})(\d{3,6}?)(\d{3,4})(?!\d)")
_LOCAL = re.compile(r"(?<!\d)(\d{2})(\d{3,4}?)(\d{2})(?!\d)")


def masked(person: RosterPerson) -> RosterPerson:
    """Return the person with the inner digits of ID numbers, cards and phones as asterisks.

    Region and last four signs of an ID number stay, as do the ends of a phone, so that the office
    can still tell two people apart. Free text is searched for such numbers as well. The date of
    birth goes down to its year, since it is a part of the ID number.
    """
    return replace(
        person,
        id_number=mask_text(person.id_number),
        birth=person.birth[:4],
        phone=_mask_phone(person.phone),
        guardian_phone=_mask_phone(person.guardian_phone),
        village_contact=_mask_phone(person.village_contact),
        patient_no=mask_text(person.patient_no),
        disability=mask_text(person.disability),
        remark=mask_text(person.remark),
        address=mask_text(person.address),
        household_address=mask_text(person.household_address),
    )


def _mask_phone(text: str) -> str:
    """Mask numbers without an area too, which in other text might be anything."""
    return _LOCAL.sub(_stars, mask_text(text))


def mask_text(text: str) -> str:
    """Return a text with every ID number and phone number in it masked."""
    without_ids = _ID.sub(_stars, text)
    return _PHONE.sub(_stars, without_ids)


def _stars(match: re.Match[str]) -> str:
    return match[1] + "*" * len(match[2]) + match[3]
