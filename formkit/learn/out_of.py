"""White paper before a slash and a number, which is the most that can be written there: 　　／28, 　　/100分."""

from __future__ import annotations

import re

from formkit.geometry import Box
from formkit.learn.found import Found, Span, inside
from formkit.learn.running import GAP, Running
from formkit.learn.white_paper import NARROW
from formkit.model.handbook import Kind

_MOST = re.compile(rf"[ {GAP}]*(?P<slash>[/／])[ ]?[1-9]\d{{0,2}}[ ]?分?[ {GAP}]*")


def before_most(running: Running, taken: list[Span]) -> list[Span]:
    """Return the white paper before the most that can be reached, where that is all that is printed in a cell."""
    match = _MOST.fullmatch(running.text)
    if match is None or inside(match.start("slash"), taken):
        return []
    slash = running.signs[match.start("slash")].box
    typed = running.signs[0].box.x0 if match.start("slash") else running.room.x0
    box = Box(typed, slash.y0, slash.x0, slash.y1)
    return [Span(0, match.end(), Found("", Kind.INTEGER, box))] if box.width >= NARROW else []
