"""Writing a file so that it is there as a whole or not at all.

The bytes go into a hidden file beside the target, are brought to the disk, and take the target's
name in one step. Whatever stops the writing leaves the old file as it was and no new one behind.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def write_atomically(path: Path) -> Iterator[Path]:
    """Yield the path of a new empty file beside ``path``; rename it to ``path`` at the end.

    The temporary name keeps the target's suffix, because some writers choose the format by it. Until it has its
    name only the user may read it, for a program that is killed leaves it behind; then a new file gets the usual
    permissions of the user, and a replaced one keeps its own.

    Raises:
        OSError: the folder is missing or not writable, the disk is full, or ``path`` is a folder.
    """
    target = path.resolve() if path.is_symlink() else path
    if target.is_dir():
        raise IsADirectoryError(21, os.strerror(21), str(path))
    beside = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield beside
        _to_disk(beside)
        _set_mode(beside, _mode_for(target))
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    _folder_to_disk(target.parent)


def _mode_for(target: Path) -> int:
    """Return the permissions of a file that is to be replaced, else those that the user's new files have there.

    These are asked of an empty file: the mask alone does not tell them, and reading it means changing it for a moment.
    """
    with suppress(FileNotFoundError):
        return target.stat().st_mode & 0o777
    probe = target.with_name(f".{secrets.token_hex(8)}")
    handle = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
    try:
        return os.fstat(handle).st_mode & 0o777
    finally:
        os.close(handle)
        with suppress(OSError):
            probe.unlink()


def _set_mode(path: Path, mode: int) -> None:
    """Give a file its permissions; nothing is asked of a network drive that has the same ones for all files."""
    if path.stat().st_mode & 0o777 != mode:
        path.chmod(mode)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    """Bring the rename to the disk, where the system lets one open a folder (Windows does not)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
