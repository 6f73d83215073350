"""Titles of worksheets, headers and footers."""

from __future__ import annotations

import re

from formkit.model.handbook import Handbook, Sheet

TITLE_LIMIT = 31
"""Characters of a worksheet's name; Excel counts UTF-16 units, and Chinese titles are within the plane of one."""
_FORBIDDEN = re.compile(r"[\\/?*\[\]:\x00-\x1f\U00010000-\U0010ffff]")
_RESERVED = frozenset({"history", "选项", "附页"})


def heading(handbook: Handbook) -> str:
    """Return the title of the handbook, with its edition where there are several."""
    return f"{handbook.title}（{handbook.edition}版）" if len(handbook.editions) > 1 else handbook.title


def sheet_title(sheet: Sheet, copy: int, taken: set[str]) -> str:
    """Return the name of the worksheet of one copy, and note it in ``taken``."""
    return free_title(sheet.title, str(copy) if sheet.repeats else "", taken)


def free_title(base: str, number: str, taken: set[str]) -> str:
    """Return a legal worksheet name of ``base`` and ``number`` that is not taken yet, and note it."""
    clean = _FORBIDDEN.sub(" ", base).strip("' ") or "表"
    for attempt in range(1, 10_000):
        tail = number if attempt == 1 else f"{number}({attempt})"
        title = clean[: TITLE_LIMIT - len(tail)] + tail
        if title.casefold() not in taken | _RESERVED:
            taken.add(title.casefold())
            return title
    raise ValueError("there is no free name for a worksheet")


def footing(sheet: Sheet, copy: int) -> str:
    """Return what the footer says of one copy of a sheet."""
    return f"{sheet.title}　第{copy}份" if sheet.repeats else sheet.title
