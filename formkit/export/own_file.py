"""Whether a file may be replaced by a roster: one that formkit wrote and nobody changed since."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from formkit.errors import UsageError, Where, problem
from formkit.model.roster import MARK, MARK_NAME

SUFFIX = ".xlsx"
_MARK = f'name="{MARK_NAME}"><vt:lpwstr>{MARK}<'.encode()
_TIMES = re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)<")
_DAMAGE = (OSError, zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, ValueError, EOFError)
"""What `zipfile` raises on a file that is no archive, lacks an entry or is damaged."""
_MOST = 64 * 1024
"""Bytes of a file of properties that are looked at."""


def check_target(path: Path, *, force: bool = False) -> None:
    """Refuse to write a roster under a wrong suffix or over a file that is somebody's work.

    Raises:
        UsageError: U001 or E013 for the suffix, E012 for a file that formkit did not write or that
            was changed since; ``force`` replaces that one.
    """
    if not path.suffix:
        raise UsageError(problem("E013", path=path, known=SUFFIX))
    if path.suffix.lower() != SUFFIX:
        raise UsageError(problem("U001", path=path, suffix=path.suffix, known=SUFFIX))
    if path.is_file() and not force and not _is_untouched(path):
        raise UsageError(problem("E012", where=Where(str(path)), file=path.name))


def _is_untouched(path: Path) -> bool:
    """Office programs keep the mark when they save a file, but they note the time."""
    try:
        with zipfile.ZipFile(path) as archive:
            marks, times = (_start(archive, f"docProps/{name}.xml") for name in ("custom", "core"))
    except _DAMAGE:
        return False
    return _MARK in marks and len(set(_TIMES.findall(times))) == 1


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as content:
        return content.read(_MOST)
