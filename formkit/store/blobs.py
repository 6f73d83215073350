"""The bytes of the files that were read, named by their SHA-256.

A file is written beside its place, brought to the disk and then renamed, so a name either has all
of its bytes or does not exist. Encryption, when it comes, is one more `Blobs`.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

Step = Callable[[str], None]
"""Called with the name of each point that a write passes; tests stop the program there."""

_STALE_SECONDS = 3600.0
_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}")
_CAN_SYNC_FOLDERS = os.name == "posix"
"""Windows has no way to bring a folder to the disk."""


def no_step(_name: str) -> None:
    """Pass the point by."""


def sha256_of(content: bytes) -> str:
    """Return the name of some bytes: their SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class Blobs(Protocol):
    """Bytes by their SHA-256."""

    def put(self, content: bytes) -> str:
        """Keep ``content`` for good and return its name."""

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes of a name, or None where there are none."""

    def names(self) -> Iterator[str]:
        """Yield the name of everything that is kept."""


class MemoryBlobs:
    """Keeps everything in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its name."""
        name = sha256_of(content)
        self._kept[name] = bytes(content)
        return name

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes of a name, or None."""
        return self._kept.get(sha256)

    def names(self) -> Iterator[str]:
        """Yield the names in order."""
        yield from sorted(self._kept)


class FolderBlobs:
    """Keeps files ``ab/cdef…`` in a folder that only its owner may enter."""

    def __init__(self, root: Path, step: Step = no_step) -> None:
        self._root = root
        self._step = step
        private_folder(root)
        self._drop_stale()

    def put(self, content: bytes) -> str:
        """Write ``content`` durably and return its name.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
        """
        name = sha256_of(content)
        place = self._place(name)
        if self.get(name) == content:
            return name
        private_folder(place.parent)
        beside = self._root / f"{secrets.token_hex(8)}.tmp"
        try:
            self._write(beside, content)
            self._step("blob written")
            _replace(beside, place)
        finally:
            with suppress(OSError):
                beside.unlink()
        self._step("blob renamed")
        sync_folder(place.parent)
        sync_folder(self._root)
        return name

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes of a name, or None."""
        try:
            return self._place(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def names(self) -> Iterator[str]:
        """Yield the names in order; what is still being written has none."""
        for path in sorted(self._root.glob("??/*")):
            name = path.relative_to(self._root).as_posix()
            if _NAME.fullmatch(name):
                yield name.replace("/", "")

    def _place(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256[2:]

    def _write(self, path: Path, content: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            half = len(content) // 2
            file.write(content[:half])
            file.flush()
            self._step("blob half written")
            file.write(content[half:])
            file.flush()
            os.fsync(file.fileno())

    def _drop_stale(self) -> None:
        # What a killed program left behind; a fresh one may belong to a program that is at work.
        for path in self._root.glob("*.tmp"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    path.unlink()


def _replace(beside: Path, place: Path) -> None:
    # Windows refuses while another program, a virus scanner for one, has the file open.
    for wait in (0.05, 0.2, 0.5):
        try:
            beside.replace(place)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    beside.replace(place)


def private_folder(path: Path) -> None:
    """Make a folder, and those above it, for its owner alone; one that exists stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    if path.is_dir():
        return
    private_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk, where the system has a way to."""
    if not _CAN_SYNC_FOLDERS:
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
