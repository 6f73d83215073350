"""The modules of a sheet code's QR symbol, for every writer that draws one."""

from __future__ import annotations

from functools import lru_cache

import segno

MODULES = 21
"""A side of QR version 1 (ISO/IEC 18004); at level M it holds 20 characters of the alphanumeric mode.
The quiet zone is the white paper around, not part of the symbol."""
_MASK = 3
"""The standard lets the writer choose among eight masks by a score; readers take any. Scoring them
costs ten times the rest of the work, and is of no use for symbols this small."""


@lru_cache(maxsize=128)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of the symbol, True for a dark module.

    Raises:
        ValueError: the text is longer than 20 characters or has one that the mode lacks.
    """
    made = segno.make(
        text, version=1, error="m", mode="alphanumeric", boost_error=False, micro=False, mask=_MASK
    )
    return tuple(tuple(bool(module) for module in row) for row in made.matrix)
