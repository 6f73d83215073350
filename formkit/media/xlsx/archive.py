"""Looking at a zipped workbook before anything unpacks it."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

from formkit.errors import FormkitError, InputError, Where
from formkit.zipped import Flaw, Limits, flaw_in, unpacked

LIMITS = Limits(entries=5_000, whole=96 * 1024 * 1024, ratio=200, floor=4 * 1024 * 1024)
"""A handbook with a hundred visits unpacks to about 10 MB; worksheets of real files shrink to a fortieth,
repeated bytes to a thousandth."""
_CODES = {Flaw.DOUBLED: "X003", Flaw.ENCRYPTED: "X002", Flaw.BOMB: "X004"}
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
)
"""What `zipfile` and its decompressors raise on damaged bytes."""


def checked_archive(content: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive once its table of contents has been found harmless.

    Raises:
        InputError: X002 for an encrypted archive, X003 for a damaged one, X004 for a bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, IndexError) as cause:
        raise damaged(name) from cause
    flaw = flaw_in(entries, LIMITS)
    if flaw is not None:
        raise InputError.of(_CODES[flaw[0]], where=Where(name), file=name, reason=flaw[1])
    return archive


def part(archive: zipfile.ZipFile, path: str, name: str) -> bytes | None:
    """Return the entry of this name, whatever the case of its letters, or None.

    Raises:
        InputError: as `entry_bytes`.
    """
    wanted = path.lower()
    entry = next((each for each in archive.infolist() if each.filename.lower() == wanted), None)
    return None if entry is None else entry_bytes(archive, entry, name)


def entry_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """Return an entry.

    Raises:
        InputError: X003 where it cannot be unpacked, or holds more than was checked.
    """
    try:
        return unpacked(archive, entry)
    except _DAMAGE as cause:
        raise damaged(name) from cause


def damaged(name: str) -> FormkitError:
    """Return the exception for a file that cannot be opened as a workbook."""
    return InputError.of("X003", where=Where(name), file=name)
