"""QR codes as vectors: version 1, level M, alphanumeric mode; 21 x 21 modules hold up to 20 characters."""

from __future__ import annotations

from functools import lru_cache

import segno

from formkit.geometry import Box
from formkit.media.pdf.pen import Pen

MODULES = 21
"""A side of QR version 1 (ISO/IEC 18004). The quiet zone is the white paper around, not part of the box."""


@lru_cache(maxsize=64)
def _matrix(text: str) -> tuple[bytes, ...]:
    made = segno.make(text, version=1, error="m", mode="alphanumeric", boost_error=False, micro=False)
    return tuple(bytes(row) for row in made.matrix)


def draw_code(pen: Pen, text: str, box: Box) -> None:
    """Draw the QR code of ``text`` so that its modules fill ``box`` exactly.

    Raises:
        ValueError: the text is longer than 20 characters or has one that the mode lacks.
    """
    pen.modules(_matrix(text), box, MODULES)
