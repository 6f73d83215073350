"""Printed pages made by hand: signs 4 mm wide on lines, tables of ruled cells."""

from __future__ import annotations

from formkit.geometry import Box
from formkit.learn.lines import running
from formkit.learn.running import Running
from formkit.model.printed import Glyph, PrintedPage, Rule, sign_of

EM = 4.0
ROOM = Box(10.0, 10.0, 190.0, 200.0)


def signs(text: str, x: float = 10.0, y: float = 10.0) -> list[Glyph]:
    """Return the signs of lines of text: Chinese ones 4 mm wide, others 2 mm, the first line's top left at (x, y)."""
    found = []
    for number, line in enumerate(text.split("\n")):
        at = x
        for char in line:
            wide = EM if ord(char) > 0x2000 else EM / 2
            top = y + number * 6.0
            found.append(Glyph(sign_of(char), Box(at, top, at + wide, top + EM)))
            at += wide
    return found


def line(text: str, room: Box = ROOM) -> Running:
    """Return a text as the analysis sees it."""
    return running(signs(text, room.x0, room.y0), [], room)


def table(rows: list[list[str]], widths: list[float], x: float = 10.0, y: float = 30.0, height: float = 8.0,
          ) -> tuple[list[Glyph], list[Rule]]:
    """Return print and rules of a table; "<" goes on with the cell on the left, "^" with the one above."""
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    right = x + sum(widths)
    for r, row in enumerate(rows):
        top = y + r * height
        if "^" not in row:
            rules.append(Rule(False, top, x, right))
        left = x
        for text, width in zip(row, widths, strict=True):
            if "^" in row and text != "^":
                rules.append(Rule(False, top, left, left + width))
            if text != "<":
                rules.append(Rule(True, left, top, top + height))
                glyphs += signs(text.strip("^"), left + 1.0, top + 1.0)
            left += width
        rules.append(Rule(True, right, top, top + height))
    rules.append(Rule(False, y + len(rows) * height, x, right))
    return glyphs, rules


def page(glyphs: list[Glyph], rules: list[Rule] | None = None) -> PrintedPage:
    """Return an A4 page."""
    return PrintedPage(210.0, 297.0, tuple(glyphs), tuple(rules or []))
