"""Lines of one cell that ask for the same: 批次一：批号____ 数量____ / 批次二：批号____ 数量____."""

from __future__ import annotations

import re
from collections import Counter

from formkit.learn.found import Span
from formkit.learn.labels import cleaned
from formkit.learn.running import BLANK, FREE, NEWLINE, SLOTS, Running

_HEAD = re.compile(
    rf"(?m)^[{FREE}]*(?P<head>[^{FREE}{NEWLINE}{BLANK}{SLOTS}：:，,。]{{2,12}})[：:][ ]?"
    rf"(?=[^{FREE}{NEWLINE}{BLANK}{SLOTS}：:]{{1,10}}[：:]?[{FREE}{SLOTS}])"
)
"""What a line begins with, before the name of its first answer."""


def name_by_lines(running: Running, spans: list[Span]) -> None:
    """Put the words that a line begins with before labels that stand in several lines of a string."""
    heads = [(match.start(), cleaned(match["head"])) for match in _HEAD.finditer(running.text)]
    if len(heads) < 2:
        return
    counts = Counter(span.found.label for span in spans)
    for span in spans:
        before = [(start, head) for start, head in heads if start <= span.start]
        if counts[span.found.label] < 2 or not span.found.label or not before:
            continue
        start, head = before[-1]
        if NEWLINE not in running.text[start : span.start] and not span.found.label.startswith(head):
            span.found.label, span.found.labelled = f"{head} {span.found.label}", True
