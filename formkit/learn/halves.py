"""Two blanks with a slash between them under one label: 血压 ____/____, 体重 ____/____ (now and aimed at)."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.learn.running import BLANK, Running
from formkit.learn.units import IN_BRACKETS
from formkit.model.handbook import Kind

_HALVES = re.compile(rf"{BLANK}[ ]?[/／1lI丨][ ]?{BLANK}")
_AIMS = re.compile(
    r"斜[线杠]前[^。]{0,12}(?P<first>目前|当前|本次|实际)[^。]*斜[线杠]后[^。]*(?P<second>目标|下次|计划)"
)
"""What a note says of such blanks: 斜线前填目前情况，斜线后填下次随访目标."""


def name_halves(running: Running, answers: list[Found], notes: str) -> None:
    """Tell the two blanks of a slash apart by what they are of.

    Args:
        running: the print that they stand in.
        answers: all answers of that print; those with one label are changed.
        notes: what else is printed on the page, which may say what stands before and behind a slash.
    """
    plain = [answer for answer in answers if not (answer.options or answer.parts or answer.cells)]
    if len(plain) != 2 or plain[0].label != plain[1].label or not _HALVES.search(running.text):
        return
    label = IN_BRACKETS.sub("", plain[0].label)
    said = _AIMS.search(notes)
    if label.endswith("血压"):
        names = ["收缩压", "舒张压"]
        for answer in plain:
            answer.kind = Kind.INTEGER
    elif said is not None:
        names = [f"{label} {said['first']}", f"{label} {'目标' if '目标' in said.group() else said['second']}"]
    else:
        names = [label, f"{label} 2"]
    for answer, name in zip(plain, names, strict=True):
        answer.label = name
