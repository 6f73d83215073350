"""A fault of ours: where it happened goes into a file, and never what was being read."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from formkit import __version__
from formkit.errors import Problem, problem


def report_fault(fault: Exception) -> Problem:
    """Write where a fault of ours happened into a file that the user finds, and return what to tell.

    Only places in the code and names of exceptions: their messages may hold answers of a person.
    """
    path = Path.cwd() / "formkit-fault.txt"
    lines = [f"formkit {__version__}, Python {sys.version.split()[0]}, {sys.platform}"]
    cause: BaseException | None = fault
    while cause is not None:
        lines += [f"{type(cause).__module__}.{type(cause).__name__}"]
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    try:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return problem("U012", path="?")
    return problem("U012", path=path)
