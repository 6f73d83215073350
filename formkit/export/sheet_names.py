"""Names of worksheets: at most 31 characters, without some signs, each once."""

from __future__ import annotations

import re

MAX_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class SheetNames:
    """The names that a workbook has so far."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str) -> str:
        """Return ``wanted`` made fit for a worksheet, numbered where it is taken."""
        base = _FORBIDDEN.sub(" ", wanted).strip(" '")[:MAX_LENGTH] or "表"
        name, number = base, 1
        while name.casefold() in self._taken:
            number += 1
            mark = f" {number}"
            name = base[: MAX_LENGTH - len(mark)] + mark
        self._taken.add(name.casefold())
        return name
