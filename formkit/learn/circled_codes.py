"""Coded options that no box belongs to: their code or word is circled."""

from __future__ import annotations

import re

from formkit.learn.cells import around
from formkit.learn.coded import coded_options
from formkit.learn.found import Found, Span
from formkit.learn.option_blanks import end_with_blank, with_blanks
from formkit.learn.replies import is_answer
from formkit.learn.running import GAP, Running
from formkit.model.handbook import Kind, Mark

_SHORT = 8
"""Signs of an option in running text at most; what is longer is a remark."""
_NOTE = re.compile(r"(?:注|说明|附件?|备注|须知|如下|要求)[：:]$")

_LEGEND = re.compile(r"(?:代码|代号|图例|符号)(?:[：:为]|如下)[ ]?$")
"""What codes stand for that are written elsewhere: 服务项目代码：A助餐 B助浴."""


def circled_codes(running: Running) -> list[Span]:
    """Return coded options that no box belongs to: their code or word is circled."""
    options = coded_options(running, 0, len(running.signs))
    bracketed = bool(options) and running.text[options[0].start] in "（("
    if not options or (bracketed and not all(is_answer(each.label) for each in options)):  # （1）… （2）… are remarks.
        return []
    if len({each.label for each in options}) < len(options):  # The numbers of lines: 1.药名____ 2.药名____.
        return []
    if _LEGEND.search(running.text[: options[0].start]):
        return []
    made = with_blanks(running, options)
    found = Found("", Kind.SINGLE, around(option.box for option in made), mark=Mark.CIRCLE, options=made, sure=False)
    return [Span(options[0].start, end_with_blank(running, options[-1]), found)]


def asked_behind(running: Running) -> list[Span]:
    """Return options with letters or ringed numbers behind a question or a colon, outside tables: A.否 B.是."""
    found = circled_codes(running)
    if not found:
        return []
    span, options = found[0], found[0].found.options
    lead = running.text[: span.start].rstrip(f" {GAP}")
    lettered = running.text[span.start] not in "0123456789"
    short = all(0 < len(option.label) <= _SHORT for option in options)
    return found if lettered and short and lead.endswith(("：", ":", "？", "?")) and not _NOTE.search(lead) else []
