"""Rings drawn as shapes: where they float, and which printed option lies under one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from formkit.media.docx.typed.align import Alignment
from formkit.media.docx.typed.glyphs import DRAWING, Glyph
from formkit.media.docx.typed.inline import ELLIPSE
from formkit.media.docx.typed.options import PrintedOptions

_USUAL_SIZE = 10.5
"""Points of 五号, the size that forms have where nothing is said."""
_LEAST_SHARE = 0.3
"""Share of the ring's width that must lie over an option."""


def option_under(alignment: Alignment, options: PrintedOptions) -> str | None:
    """Return the code of the option that a ring in the unit lies over; None where no ring or none surely.

    Only rings that are placed from the left edge of the text are understood, over options of the first line.
    """
    spans = [span for glyph in alignment.glyphs if (span := _span(glyph)) is not None]
    if len(spans) != 1:
        return None
    left, right = spans[0]
    edges = _edges(alignment.glyphs)
    best: tuple[float, str] = (0.0, "")
    for option in options.options:
        there = [alignment.partner[place] for place in range(option.start, option.stop) if place in alignment.partner]
        if there and alignment.filled[there[-1]].stop < len(edges):
            start, stop = edges[alignment.filled[there[0]].start], edges[alignment.filled[there[-1]].stop]
            best = max(best, (min(right, stop) - max(left, start), option.code))
    return best[1] if best[0] >= _LEAST_SHARE * (right - left) else None


def _span(glyph: Glyph) -> tuple[float, float] | None:
    """Return left and right edge of a ring in points from the left edge of the text."""
    if glyph.sign != DRAWING or ELLIPSE not in glyph.look:
        return None
    for word in glyph.look:
        match = re.fullmatch(r"at (-?[\d.]+) ([\d.]+)", word)
        if match is not None:
            return float(match[1]), float(match[1]) + float(match[2])
    return None


def _edges(glyphs: Sequence[Glyph]) -> list[float]:
    """Return the left edge of each sign of the first line in points, and the right edge of the last."""
    edges = [0.0]
    for glyph in glyphs:
        if glyph.sign in "\n\t":
            break
        wide = unicodedata.east_asian_width(glyph.raw[:1] or " ") in "WFA"
        width = 0.0 if glyph.sign == DRAWING or not glyph.raw else _size(glyph) * (1.0 if wide else 0.5)
        edges.append(edges[-1] + width)
    return edges


def _size(glyph: Glyph) -> float:
    for word in glyph.look:
        head, _, number = word.partition(" ")
        if head == "size" and number.isdigit():
            return int(number) / 2
    return _USUAL_SIZE


