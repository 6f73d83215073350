"""How wide printed text is, by a fixed rule instead of a font.

The geometry must be the same on every machine and with every font that an office puts in, so a
character counts as a whole em where East Asian fonts set it full width, and as a rounded-up
average elsewhere. Writers draw inside the room this leaves.
"""

from __future__ import annotations

import unicodedata

from formkit.geometry import points_to_mm

NARROW_EM = 0.58
"""Of an em: digits and lower-case letters of common sans fonts are 0.5 to 0.56 em."""


def text_width(text: str, size: float) -> float:
    """Return the width in mm of one line of ``text`` at ``size`` points."""
    ems = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else NARROW_EM for char in text)
    return ems * points_to_mm(size)


def wrapped_lines(text: str, size: float, width: float) -> int:
    """Return how many lines ``text`` needs in ``width`` mm, its own line breaks included."""
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for char in paragraph:
            step = text_width(char, size)
            if used + step > width and used > 0:
                lines += 1
                used = 0.0
            used += step
    return lines
