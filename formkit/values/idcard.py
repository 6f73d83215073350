"""The citizen identity number (公民身份号码) of GB 11643-1999 and its 15-digit forerunner of 1989.

Eighteen characters: six of the county (GB/T 2260), eight of the birth date, three of the sequence
(odd: male, even: female) and a check character after ISO 7064 MOD 11-2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from formkit.model.gb11643 import OLD, check_character, lengthened
from formkit.values.characters import half_width, without_blanks
from formkit.values.dates import is_date
from formkit.values.regions import PROVINCES

__all__ = [
    "FEMALE", "MALE", "IdFault", "IdNumber", "check_character", "id_faults", "is_id_number", "lengthened", "normal",
    "proposals", "read_id",
]

MALE, FEMALE = "男", "女"
_FULL = re.compile(r"\d{17}[\dX]", re.ASCII)
_PERMIT_REGION = "83"
"""Taiwan on residence permits; the permits' numbers are made in the same way."""
_LOOKALIKES = str.maketrans("OQDILZSB×✕*", "00011258XXX")
"""Signs that readers of print and handwriting take for one another."""


class IdFault(StrEnum):
    """What is wrong with a number."""

    SHAPE = "shape"
    """Neither 18 characters (17 digits and a digit or X) nor 15 digits."""
    PROVINCE = "province"
    BIRTH = "birth"
    """The birth date is not in the calendar."""
    CHECK = "check"
    OLD = "old"
    """Fifteen digits: right before 1999, without a check character."""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """What a number of the right shape says."""

    number: str
    county: str
    birth: str
    """ISO date; not necessarily one of the calendar."""
    sex: str
    """男 or 女."""

    @property
    def province(self) -> str | None:
        """Name of the province of first registration; None where the code is none."""
        return PROVINCES.get(self.county[:2])


def normal(text: str) -> str:
    """Return ``text`` in half-width signs, without blanks, with a capital X."""
    return without_blanks(half_width(text)).upper()


def read_id(text: str) -> IdNumber | None:
    """Return what a number of 18 or 15 places says, whether or not it is right; None for other shapes."""
    number = normal(text)
    if OLD.fullmatch(number):
        number = lengthened(number)
    elif not _FULL.fullmatch(number):
        return None
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return IdNumber(number, number[:6], birth, MALE if int(number[16]) % 2 else FEMALE)


def id_faults(text: str) -> tuple[IdFault, ...]:
    """Return what is wrong with a number; nothing for a right one of 18 characters."""
    read = read_id(text)
    if read is None:
        return (IdFault.SHAPE,)
    old = bool(OLD.fullmatch(normal(text)))
    found = {
        IdFault.PROVINCE: read.province is None and read.county[:2] != _PERMIT_REGION,
        IdFault.BIRTH: not is_date(read.birth),
        IdFault.CHECK: check_character(read.number[:17]) != read.number[17],
        IdFault.OLD: old,
    }
    return tuple(fault for fault, present in found.items() if present)


def is_id_number(text: str) -> bool:
    """Say whether ``text`` is a number without fault; an old one of 15 digits passes."""
    return set(id_faults(text)) <= {IdFault.OLD}


def proposals(text: str) -> tuple[str, ...]:
    """Return the right number that ``text`` may be misread from (O for 0, I for 1, Z, S, B …), if any."""
    number = normal(text)
    swapped = number.translate(_LOOKALIKES)
    return (swapped,) if swapped != number and not id_faults(swapped) else ()
