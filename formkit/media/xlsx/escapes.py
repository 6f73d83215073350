r"""Text in cells: what would be taken for an escape, for a formula, or cannot be stored.

OOXML reads ``_x0041_`` in a string as the character with that number (ISO/IEC 29500-1, 22.9.2.19).
Excel follows, LibreOffice does not, so the standard's own escape (``_x005F_``) would be seen in one
of them. A U+2060 WORD JOINER behind the first sign breaks the pattern invisibly in both.
"""

from __future__ import annotations

import re

_JOINER = "\u2060"
_PATTERN = re.compile(r"_(?=\u2060*x[0-9A-Fa-f]{4}_)")
_BROKEN = re.compile(r"_\u2060(?=\u2060*x[0-9A-Fa-f]{4}_)")
_OOXML = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "'")
CELL_LIMIT = 32_767
"""UTF-16 units that a cell of Excel holds ("Excel specifications and limits")."""


def guarded(text: str) -> str:
    """Return ``text`` so that no program finds an escape in it."""
    return _PATTERN.sub("_" + _JOINER, text)


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return _BROKEN.sub("_", text)


def decoded(text: str) -> str:
    """Return a string of an OOXML part with its escapes replaced; lone surrogates are left as they stand."""
    return _OOXML.sub(lambda match: match[0] if 0xD800 <= int(match[1], 16) < 0xE000 else chr(int(match[1], 16)), text)


def starts_like_formula(text: str) -> bool:
    """Say whether a spreadsheet would take ``text``, typed into a cell, for something else than text."""
    return text.startswith(_FORMULA_STARTS)
