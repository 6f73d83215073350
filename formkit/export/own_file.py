"""Whether a file may be replaced: a workbook that formkit wrote and nobody changed since, or nothing of anybody's."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from formkit.errors import UsageError, Where, problem
from formkit.model.roster import MARK, MARK_NAME, RESULT_MARKS

SUFFIX = ".xlsx"
_TIMES = re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)<")
_DAMAGE = (OSError, zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, ValueError, EOFError)
"""What `zipfile` raises on a file that is no archive, lacks an entry or is damaged."""
_MOST = 64 * 1024
"""Bytes of a file of properties that are looked at."""


def check_target(
    path: Path, *, force: bool = False, known: Sequence[str] = (SUFFIX,), mark: str = MARK
) -> None:
    """Refuse to write under a wrong suffix or over a file that is somebody's work.

    A workbook is ours where it bears the ``mark`` and nobody changed it since; other files bear no mark, so that
    any that is there may be somebody's.

    Raises:
        UsageError: U001 or E013 for the suffix, E012 for a workbook that formkit did not write or that
            was changed since, E023 for another file that is there; ``force`` replaces those.
    """
    suffix, named = path.suffix.lower(), ", ".join(known)
    if not suffix:
        raise UsageError(problem("E013", path=path, known=named))
    if suffix not in known:
        raise UsageError(problem("U001", path=path, suffix=path.suffix, known=named))
    if force or not os.path.isfile(path):  # noqa: PTH113 - says no, too, where the system lets nobody look
        return
    if suffix != SUFFIX:
        raise UsageError(problem("E023", where=Where(str(path)), file=path.name))
    if not _is_untouched(path, mark):
        raise UsageError(problem("E012", where=Where(str(path)), file=path.name))


def is_own_result(content: bytes) -> bool:
    """Say whether the bytes are a workbook that formkit made of what it knows, unchanged: a roster, a report …"""
    return content.startswith(b"PK") and _is_untouched(io.BytesIO(content), *RESULT_MARKS)


def _is_untouched(file: Path | IO[bytes], *marks: str) -> bool:
    """Office programs keep the mark when they save a file, but they note the time."""
    try:
        with zipfile.ZipFile(file) as archive:
            custom, times = (_start(archive, f"docProps/{name}.xml") for name in ("custom", "core"))
    except _DAMAGE:
        return False
    own = any(f'name="{MARK_NAME}"><vt:lpwstr>{mark}<'.encode() in custom for mark in marks)
    return own and len(set(_TIMES.findall(times))) == 1


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as content:
        return content.read(_MOST)
