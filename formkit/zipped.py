"""Zip files opened with suspicion: what the table of contents gives away, and unpacking no more than it declares.

`flaw_in` sets limits to the declared sizes, and every entry is unpacked by `unpacked` or `chunks`, which make them
hold. `zipfile` alone does not: asked for a whole entry, it unpacks all that is there before it cuts that off.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import Enum

_ENCRYPTED = 0x1
"""Bit 0 of an entry's general purpose flags (PKWARE APPNOTE 4.4.4)."""
_BIT_BY_BIT, _AT_ONCE = 4096, 1 << 18
"""Bytes read at a time: of bzip2 and LZMA, which `zipfile` unpacks without a bound, and of the others."""


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


def chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Generator[bytes, None, None]:
    """Yield the bytes of an entry little by little; who may stop before the end closes it.

    Raises:
        zipfile.BadZipFile: it holds more than it declares, or is damaged; and what else `zipfile` raises.
    """
    plain = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    size, left = _AT_ONCE if plain else _BIT_BY_BIT, entry.file_size
    longer = copy.copy(entry)
    longer.file_size += 1  # At its declared size `zipfile` would stop and say nothing of the rest.
    with archive.open(longer) as content:
        while chunk := content.read(size):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile(entry.filename)
            yield chunk
    if left:
        raise zipfile.BadZipFile(entry.filename)


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry.

    Raises:
        zipfile.BadZipFile: as `chunks`.
    """
    return b"".join(chunks(archive, entry))
