"""Sums of money written in words, a blank before each rank: ____万____仟____佰____拾____元整."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formkit.learn.cells import around
from formkit.learn.found import Found, Span
from formkit.learn.running import BLANK, GAP, Running
from formkit.model.handbook import Kind

_RANKS = re.compile(rf"(?:[ ]?(?:{BLANK}|□|[{GAP} ]+)[ ]?[亿万仟千佰百拾十元圆角分]){{3,}}[ ]?整?")


def sums(running: Running) -> Iterator[Span]:
    """Yield the sums of a string, each one text over all its blanks; its label is still open."""
    for match in _RANKS.finditer(running.text):
        signs = running.signs[match.start() : match.end()]
        blanks = [sign.box for sign in signs if sign.char in (BLANK, "□")]
        places = blanks or [sign.box for sign in signs if sign.char in (GAP, " ")]
        yield Span(match.start(), match.end(), Found("", Kind.TEXT, around(places), lines=tuple(places)))
