"""What the table of contents of a zip file gives away before anything is unpacked.

`zipfile` never unpacks more of an entry than it declares, so limits on the declared sizes hold.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

_ENCRYPTED = 0x1
"""Bit 0 of an entry's general purpose flags (PKWARE APPNOTE 4.4.4)."""


class Flaw(Enum):
    """Why an archive is not to be unpacked."""

    DOUBLED = "doubled"
    """Two entries have one name: programs differ in which of them they take."""
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    """It would unpack to more than the limits allow."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold: entries, bytes in all, and unpacked to packed.

    Entries of up to ``floor`` bytes may be as repetitive as they like.
    """

    entries: int
    whole: int
    ratio: int
    floor: int


def flaw_in(entries: Sequence[zipfile.ZipInfo], limits: Limits) -> tuple[Flaw, str] | None:
    """Return what is wrong with an archive, with a figure where there is one; None where nothing is."""
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):
        return Flaw.DOUBLED, ""
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return Flaw.ENCRYPTED, ""
    if len(entries) > limits.entries:
        return Flaw.BOMB, f"{len(entries)} > {limits.entries}"
    whole = sum(entry.file_size for entry in entries)
    if whole > limits.whole:
        return Flaw.BOMB, f"{whole >> 20} MB"
    for entry in entries:
        ratio = entry.file_size // max(entry.compress_size, 1)
        if entry.file_size > limits.floor and ratio > limits.ratio:
            return Flaw.BOMB, f"{ratio} : 1"
    return None
