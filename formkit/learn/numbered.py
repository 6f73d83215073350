"""Blanks that only numbers stand before, under one name: 出院诊断：1.____ 2.____ 3.____."""

from __future__ import annotations

import re

from formkit.learn.found import Span
from formkit.learn.labels import cleaned
from formkit.learn.running import BLANK, FREE, NEWLINE, Running
from formkit.model.handbook import Kind

_RINGED = "①②③④⑤⑥⑦⑧⑨"
_NUMBERED = re.compile(rf"(?P<number>[1-9{_RINGED}])[.、．)）]?[{FREE}]*$")
_FEWEST = 2
"""Blanks that are numbered; one alone stands behind a number for another reason."""


def name_numbered(running: Running, spans: list[Span]) -> None:
    """Name the blanks of a string that follow one another as 1, 2, 3 by what stands before the first, and the number.

    Where nothing stands there, the number is all, which the label of the cell is put before.
    """
    run: list[Span] = []
    base, end = "", 0
    for span in spans:
        before = running.text[end : span.start]
        number = _number(before) if _is_plain(span, running.text) else 0
        if number != len(run) + 1:
            _call(run, base)
            run = []
        if number == len(run) + 1:
            base = base if run else _base(before)
            run.append(span)
        end = span.end
    _call(run, base)


def _is_plain(span: Span, text: str) -> bool:
    found = span.found
    named = found.label and found.label[-1] not in _RINGED
    plain = found.kind is Kind.TEXT and not (named or found.options or found.unit or found.parts)
    return plain and text[span.start : span.start + 1] == BLANK


def _number(before: str) -> int:
    """Return the number right before a blank, 0 where there is none."""
    match = _NUMBERED.search(before)
    if match is None:
        return 0
    sign = match["number"]
    return _RINGED.index(sign) + 1 if sign in _RINGED else int(sign)


def _base(before: str) -> str:
    """Return what names all of the blanks: the words before the first number."""
    words = re.split(rf"[{NEWLINE}，,；;。]", _NUMBERED.sub("", before).rstrip(f"{FREE}{NEWLINE}"))[-1]
    return cleaned(words)


def _call(run: list[Span], base: str) -> None:
    if len(run) < _FEWEST:
        return
    for number, span in enumerate(run, 1):
        span.found.label = f"{base}{number}"
        span.found.labelled = bool(base)
