"""Answers that were written wrong first: struck out, overwritten, and written anew above or beside."""

from __future__ import annotations

from dataclasses import replace

from formkit.geometry import Box
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.strikes import double_line, strike
from formkit.media.scan.degrade.writing import Writer, Written

WAYS = ("above", "beside", "overwritten")


def corrected_in_box(writer: Writer, wrong: str, right: str, box: Box, rng: Rng, way: str | None = None) -> str:
    """Write ``wrong`` into a box and put it right, and return the way of `WAYS` that was taken.

    Above: the right digit stands smaller over the box; beside: to its right, partly in it; overwritten: the
    right digit is written thickly on the wrong one.
    """
    chosen = way or str(rng.choice(WAYS, p=[0.5, 0.28, 0.22]))
    if chosen == "beside":
        _beside(writer, wrong, right, box, rng)
        return chosen
    before = writer.boxed(wrong, box, rng, 0.55 if chosen == "above" else None)
    if chosen == "overwritten":
        heavy = replace(writer.hand.pen, width=writer.hand.pen.width * 1.5, strength=1.0)
        replace(writer, hand=replace(writer.hand, pen=heavy)).boxed(right, box, rng, 0.72)
        return chosen
    _strike(writer, before.box, rng)
    lifted = box.height * rng.uniform(0.55, 0.85)
    writer.boxed(right, Box(box.x0, box.y0 - lifted, box.x1, box.y1 - lifted), rng, rng.uniform(0.42, 0.6))
    return chosen


def _beside(writer: Writer, wrong: str, right: str, box: Box, rng: Rng) -> None:
    half = box.width * 0.55
    before = writer.boxed(wrong, Box(box.x0, box.y0, box.x0 + half, box.y1), rng, rng.uniform(0.4, 0.55))
    _strike(writer, before.box, rng)
    start = box.x0 + half * rng.uniform(0.85, 1.5)
    writer.boxed(right, Box(start, box.y0, start + half, box.y1), rng, rng.uniform(0.4, 0.6))


def _strike(writer: Writer, box: Box, rng: Rng) -> None:
    """Two level lines, as the rule is; sometimes as people like."""
    strokes = double_line(rng, box) if rng.random() < 0.6 else strike(rng, box)
    writer.layer.draw(strokes, writer.hand.pen, rng)


def corrected_line(writer: Writer, wrong: str, right: str, box: Box, rng: Rng) -> Written:
    """Write ``wrong`` on a line, strike it out, and write ``right`` after it or, small, above it."""
    size = min(writer.hand.size, box.height * 0.6)
    base = box.y1 - box.height * rng.uniform(0.1, 0.25)
    before = writer.row(wrong, (box.x0 + 1, base), size, rng)
    _strike(writer, before, rng)
    if before.x1 + size * (len(right) + 1) < box.x1 and rng.random() < 0.6:
        return writer.line(right, Box(before.x1 + 1, box.y0, box.x1, box.y1), rng, size)
    over = Box(before.x0 - 1, box.y0 - box.height * 0.2, box.x1, before.y0 + size * 0.15)
    return writer.line(right, over, rng, size * 0.62)


_NUMERALS = "〇一二三四五六七八九"


def in_chinese(number: int, *, year: bool = False) -> str:
    """Return a day or month as 十二 or 二十三, a year as 二〇二三.

    Raises:
        ValueError: a number under 1, or over 99 that is no year.
    """
    if year:
        return "".join(_NUMERALS[int(digit)] for digit in str(number))
    if not 1 <= number <= 99:
        raise ValueError(f"{number} is no day or month")
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else "") + (_NUMERALS[ones] if ones else "")
