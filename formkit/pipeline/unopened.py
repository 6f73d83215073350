"""Why a file could not be opened: a folder in its place is told as one, since no permission is the cause."""

from __future__ import annotations

import os
from pathlib import Path

from formkit.errors import Problem, Where, problem


def unopened(path: Path, error: OSError) -> Problem:
    """Return the problem of a path that could not be opened as a file.

    Windows says of a folder that access is denied, so it is the path that is looked at and not the error. A folder
    that nobody may look into is told with the system's reason.
    """
    where = Where(str(path))
    try:
        os.scandir(path).close()
    except OSError:
        return problem("F002", where=where, reason=error.strerror or error)
    return problem("F011", where=where)
