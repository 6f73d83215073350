"""A program of its own that runs another and sees to it that it never outlives whoever asked for it.

``python keeper.py FOLDER PROGRAM ARGUMENT...`` runs the program until it ends. Whoever asks holds the other end of the
standard input: the system closes that however a process ends, ``kill -9`` included, and then the program is ended with
all that it started, and the folder, in which it had its files, is removed. That needs no feature of one system only.
Nothing but Python's own library is imported, so that it starts in some hundredths of a second.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress

NOT_STARTED = 127
"""What the keeper ends with where the program cannot be started, as a shell does."""


def keep(folder: str, command: list[str]) -> int:
    """Run a program to its end, or to that of whoever asked; return what it ended with."""
    try:
        program = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return NOT_STARTED
    left = threading.Event()
    watch = threading.Thread(target=_watch, args=(program, folder, left), daemon=True)
    watch.start()
    code = program.wait()
    if left.is_set():
        watch.join()
    return code


def _watch(program: subprocess.Popen[bytes], folder: str, left: threading.Event) -> None:
    os.read(0, 1)
    left.set()
    _end(program)
    shutil.rmtree(folder, ignore_errors=True)


def _end(program: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started: its group of processes or, where there are none, its tree."""
    with suppress(OSError):
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(program.pid)], capture_output=True, check=False)
        else:
            os.killpg(program.pid, signal.SIGKILL)
    program.wait()


if __name__ == "__main__":
    os._exit(keep(sys.argv[1], sys.argv[2:]) & 0xFF)  # The thread may still wait for a word, which nobody sends.
