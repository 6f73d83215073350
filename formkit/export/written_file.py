"""A file that is there as a whole or not at all, and what the system says where it cannot be."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from formkit.atomic import write_atomically
from formkit.errors import OutputError, Where, problem


@contextmanager
def written_file(target: Path) -> Iterator[Path]:
    """Yield the path of a file beside the target, which takes its name at the end.

    Raises:
        OutputError: E001 or E002, it cannot be written; then nothing is left behind.
    """
    try:
        with write_atomically(target) as beside:
            yield beside
    except (OSError, xlsxwriter.exceptions.FileCreateError) as failure:
        cause = failure if isinstance(failure, OSError) else failure.__context__
        full = isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = getattr(cause, "strerror", None) or type(cause).__name__
        code = "E002" if full else "E001"
        raise OutputError(problem(code, where=Where(str(target)), file=target.name, reason=reason)) from failure
