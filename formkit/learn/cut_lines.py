"""Lines that part a page and are not written on: where a slip is cut off, and around words in the middle of a line."""

from __future__ import annotations

import re

from formkit.learn.running import BLANK, FREE, Running

_AROUND = re.compile(rf"{BLANK}[ \u3000]*[（(]?[^{BLANK}：:）)]{{2,20}}[）)]?[ \u3000]*{BLANK}")
_MIDDLE = 3.0
"""mm; how far from the middle of the page the middle of such a line is at most."""
_IN = 0.1
"""How far from the margin it begins at least, in widths of what is printed."""
_ALIKE = 0.15
"""How much the lines on both sides of words may differ in width."""
_BLANKS = re.compile(rf"[{FREE}]*{BLANK}[{FREE}]*")


def cuts(line: Running, width: float) -> bool:
    """Say whether a line of a page, as wide as ``width``, is ruled to part what stands over and under it."""
    blanks = [sign.box for sign in line.signs if sign.char == BLANK]
    if not blanks or any(len(sign.lines) > 1 for sign in line.signs):
        return False
    middle = (blanks[0].x0 + blanks[-1].x1) / 2
    if len(blanks) == 1:  # A line to write on begins where others do.
        inside = blanks[0].x0 - line.room.x0 > _IN * line.room.width
        return inside and abs(middle - width / 2) < _MIDDLE and bool(_BLANKS.fullmatch(line.text))
    wide = max(box.width for box in blanks)
    alike = len(blanks) == 2 and wide - min(box.width for box in blanks) < _ALIKE * wide
    return alike and bool(_AROUND.fullmatch(line.text.strip(" \u3000")))
