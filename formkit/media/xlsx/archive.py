"""Looking at a zipped workbook before anything unpacks it."""

from __future__ import annotations

import io
import zipfile
import zlib

from formkit.errors import FormkitError, InputError, Where

MAX_ENTRIES = 5_000
MAX_UNPACKED = 96 * 1024 * 1024
"""Bytes; a handbook with a hundred visits unpacks to about 10 MB."""
MAX_RATIO = 200
"""Unpacked to packed; worksheets of real files reach 40, repeated bytes 1000."""
RATIO_FLOOR = 4 * 1024 * 1024
"""Bytes; small entries may be as repetitive as they like."""
_ENCRYPTED = 0x1


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
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise damaged(name)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise InputError.of("X002", where=Where(name), file=name)
    _check_sizes(entries, name)
    return archive


def _check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _bomb(name, f"{len(entries)} entries")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise _bomb(name, f"{unpacked // 1024 // 1024} MB")
    for entry in entries:
        if entry.file_size > RATIO_FLOOR and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise _bomb(name, f"{entry.file_size // max(entry.compress_size, 1)} : 1")


def part(archive: zipfile.ZipFile, path: str, name: str) -> bytes | None:
    """Return one entry (the check of sizes has bounded it: `zipfile` stops at the declared size), or None.

    Raises:
        InputError: X003 where it cannot be unpacked.
    """
    wanted = path.lower()
    entry = next((each for each in archive.infolist() if each.filename.lower() == wanted), None)
    if entry is None:
        return None
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as cause:
        raise damaged(name) from cause


def damaged(name: str) -> FormkitError:
    """Return the exception for a file that cannot be opened as a workbook."""
    return InputError.of("X003", where=Where(name), file=name)


def _bomb(name: str, reason: str) -> FormkitError:
    return InputError.of("X004", where=Where(name), file=name, reason=reason)
