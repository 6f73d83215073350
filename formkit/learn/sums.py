"""Sums of money: in words, a blank before each rank (____万____仟____佰____拾____元整), and in figures behind ￥."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.found import Found, Span
from formkit.learn.running import BLANK, GAP, Running
from formkit.model.handbook import Kind

_RANKS = re.compile(rf"(?:[ ]?(?:{BLANK}|□|[{GAP} ]+)[ ]?[亿万仟千佰百拾十元圆角分]){{3,}}[ ]?整?")
_FIGURES = re.compile(rf"[ {GAP}]*(?:人民币)?[（(]?(?:小写)?[）)]?[：:]?[￥¥][：: {GAP}]*元?[ {GAP}]*")
_ROOM = 10.0
"""mm; paper behind the sign of a currency that is as wide is there for the figures."""
_IN_WORDS = re.compile(r"(?:人民币)?[（(]?(?:人民币)?大写[）)]?(?:人民币)?")
_CURRENCY_SIGN = re.compile(rf"[￥¥][：: {GAP}]*$")
_LIKE_FIGURES = re.compile(r"[羊夫半关Y][：: ]*$")
"""What a scan may show of the sign of a currency, behind a sum in words."""
_NOTHING = re.compile(rf"[{GAP} （(1]*")
"""What a scan may show between a sum in words and that in figures."""


def sums(running: Running) -> Iterator[Span]:
    """Yield the sums of a string, each one text over all its blanks; its label is still open."""
    for match in _RANKS.finditer(running.text):
        signs = running.signs[match.start() : match.end()]
        blanks = [sign.box for sign in signs if sign.char in (BLANK, "□")]
        places = blanks or [sign.box for sign in signs if sign.char in (GAP, " ")]
        yield Span(match.start(), match.end(), Found("", Kind.TEXT, around(places), lines=tuple(places)))


def figures(running: Running) -> Iterator[Span]:
    """Yield the paper behind the sign of a currency that is all that is printed in a cell: |￥          |."""
    if not _FIGURES.fullmatch(running.text):
        return
    sign = next(each.box for each in running.signs if each.char in "￥¥")
    end = next((each.box.x0 for each in running.signs if each.char == "元"), running.room.x1)
    if end - sign.x1 >= _ROOM:
        place = Box(sign.x1, running.room.y0, end, running.room.y1)
        yield Span(0, len(running.text), Found("", Kind.TEXT, place, unit="元"))


def in_figures(label: str) -> str:
    """Return what a sum in figures is called, beside one in words: 合计金额 beside 合计（大写）."""
    stem = _IN_WORDS.sub("", label)
    return label if stem == label else stem if re.search(r"[额款费价]$", stem) else f"{stem}金额"


def name_figures(found: Found, words: str, before: Found | None) -> None:
    """Name a sum of money in figures by that in words before it: 现金（大写）____ ￥____."""
    in_words = before is not None and "大写" in before.label
    bare = in_words and not found.label and bool(_NOTHING.fullmatch(words))
    like = in_words and bool(_LIKE_FIGURES.search(words))
    if found.kind is not Kind.TEXT or not (bare or like or _CURRENCY_SIGN.search(words)):
        return
    found.unit = found.unit or "元"
    if before is not None and in_words and len(found.label.strip("（()）小写")) < 2:
        found.label, found.labelled = before.label.replace("大写", "小写"), before.labelled
