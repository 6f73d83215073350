"""Which runs of an import are under way: a run belongs to one program, and nothing is done twice at once.

A program that takes a run locks one byte of a file beside the database, the one at the run's number. The system
lets go of it however the program ends, so nobody has to guess whether another is still at it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Protocol

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

class Running(Protocol):
    """Runs that this program has taken."""

    def take(self, run_id: int) -> bool:
        """Take a run, if no other program has it; say whether it is ours now."""

    def close(self) -> None:
        """Let go of all runs."""


class AloneRunning:
    """Runs of a store in memory, which no other program sees."""

    def take(self, run_id: int) -> bool:
        """Take a run."""
        return True

    def close(self) -> None:
        """Let go of nothing."""


class FileRunning:
    """Runs of a store in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._taken: set[int] = set()

    def take(self, run_id: int) -> bool:
        """Take a run, if no other program has it.

        Raises:
            OSError: the file cannot be opened, or the file system knows no locks.
        """
        if run_id in self._taken:
            return True
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(self._file, run_id):
            return False
        self._taken.add(run_id)
        return True

    def close(self) -> None:
        """Let go of all runs; closing the file frees its locks."""
        if self._file is not None:
            os.close(self._file)
        self._file = None
        self._taken.clear()


def _locked(file: int, place: int) -> bool:
    """Lock a byte, unless another program has it."""
    try:
        if sys.platform == "win32":
            os.lseek(file, place, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except (BlockingIOError, PermissionError):
        return False
    return True
