"""Days that only dots or dashes part: ____.__.__, 20__-__-__; a dash or a slash needs a word for a day before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formkit.learn.cells import around
from formkit.learn.found import Found, Span
from formkit.learn.running import BLANK, FREE, NEWLINE, Running
from formkit.model.handbook import Kind

_DOTTED = re.compile(
    rf"(?P<year>(?:(?<!\d)20)?{BLANK})[ ]?(?P<sign>[.．\-－—/／])[ ]?(?P<month>{BLANK})[ ]?"
    rf"(?P=sign)[ ]?(?P<day>{BLANK})(?![ ]?[.．\-－—/／])"
)
_DAY = re.compile(r"(?:日期|时间|年月日)[）)]?[：:]?$")


def dotted_dates(running: Running) -> Iterator[Span]:
    """Yield the days of a string whose three parts stand between dots, dashes or slashes; their labels are open."""
    text = running.text
    for match in _DOTTED.finditer(text):
        before = text[: match.start()].split(NEWLINE)[-1].strip(FREE)
        if match["sign"] not in ".．" and not _DAY.search(before):
            continue
        parts = tuple((name, running.box(match.end(name) - 1, match.end(name))) for name in ("year", "month", "day"))
        box = around(place for _, place in parts)
        yield Span(match.start(), match.end(), Found("", Kind.DATE, box, parts=parts))
