"""How far down the white paper behind a colon reaches outside tables: to the next print, where that is far enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formkit.geometry import Box
from formkit.learn.found import Found
from formkit.learn.paragraphs import Paragraph
from formkit.learn.running import BLANK, SLOTS
from formkit.model.handbook import Kind
from formkit.model.printed import Rule

_ROOMY = 0.9
"""In heights of print: as much white paper under a line is more than what parts lines."""
_LINES = 2.2
"""The same for words of several lines."""
_LEVEL = 0.6
"""The same: a scan shows brackets that reach lower than the colon beside them."""
_EDGE = 0.3
"""mm; what is left free over the next print."""


def reach_down(paragraphs: Sequence[Paragraph], tables: Sequence[Box], rules: Sequence[Rule]) -> None:
    """Let the places behind colons reach down to the next print: a room for words, or a line for a name.

    The last print of a page has no end under it, and over a table white paper only sets it apart.
    """
    for paragraph in paragraphs:
        bottom = max(sign.box.y1 for sign in paragraph.running.signs)
        printed = [each.box.y0 for each in paragraphs] + [rule.at for rule in rules] + [table.y0 for table in tables]
        end = min((y for y in printed if y > bottom - _EDGE), default=bottom)
        if any(abs(table.y0 - end) < _EDGE for table in tables):
            continue
        em = paragraph.running.em
        free = end - bottom
        for answer in paragraph.answers:
            if free >= _ROOMY * em and _on_white_paper(paragraph, answer, bottom):
                _lower(answer, end - _EDGE, em, several=free >= _LINES * em and _last(paragraph, answer))


def _on_white_paper(paragraph: Paragraph, answer: Found, bottom: float) -> bool:
    """Say whether an answer is written on the last line of its paragraph, where nothing is ruled."""
    plain = answer.kind is not Kind.DATE or not answer.parts
    plain = plain and not (answer.options or answer.cells or answer.lines or answer.unit)
    ruled = any(sign.char in (BLANK, *SLOTS) and sign.box.overlaps(answer.box) for sign in paragraph.running.signs)
    return plain and not ruled and bottom - answer.box.y1 < _LEVEL * paragraph.running.em


def _last(paragraph: Paragraph, answer: Found) -> bool:
    """Say whether an answer is all that a line asks for, so that its words may go on under it."""
    return len(paragraph.answers) == 1 and answer.kind is Kind.TEXT and answer.format is None


def _lower(answer: Found, end: float, em: float, *, several: bool) -> None:
    box = answer.box
    answer.multiline = answer.multiline or several
    answer.box = replace(box, y1=end if several else min(end, box.y1 + em))
