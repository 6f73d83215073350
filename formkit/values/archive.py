"""The health archive number (健康档案编号): 17 digits, of which forms print the last 8 as 3-5.

6 of the county, 3 of the township, 3 of the village and 5 of the resident. Older samples print
boxes 3-2-6, whose parts are not known. There is no check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from formkit.values.characters import half_width, plain_dashes, without_blanks

_FORMS = re.compile(
    r"(?P<full>\d{9}-?\d{3}-?\d{5})|(?P<short>\d{3}-?\d{5})|(?P<legacy>\d{3}-?\d{2}-?\d{6})", re.ASCII
)


class ArchiveForm(StrEnum):
    """How much of the number is written."""

    FULL = "full"
    SHORT = "short"
    LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class ArchiveNumber:
    """The parts of an archive number; "" for parts that are not written or, in the old form, not known."""

    form: ArchiveForm
    digits: str
    town: str = ""
    village: str = ""
    resident: str = ""


def read_archive(text: str) -> ArchiveNumber | None:
    """Return the parts of an archive number of 17, 8 (3-5) or 11 (3-2-6) digits; None for other shapes."""
    match = _FORMS.fullmatch(without_blanks(plain_dashes(half_width(text))))
    if match is None or match.lastgroup is None:
        return None
    form, digits = ArchiveForm(match.lastgroup), match[0].replace("-", "")
    if form is ArchiveForm.LEGACY:
        return ArchiveNumber(form, digits)
    return ArchiveNumber(form, digits, digits[:-8], digits[-8:-5], digits[-5:])
