"""Who signs at the end of a cell that records what was done or found: 结论：□有效 □无效　　工程师：____."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.learn.persons import act_of, answers_for, holds_post
from formkit.learn.signed import make_signature
from formkit.model.handbook import Format, Kind

_FEWEST = 3
"""Answers of such a cell at least, but for a choice, which one other is enough beside."""
_ASKS = re.compile(r"申请|报修|投诉|来[电访信]|咨询|联系|委托|受理|接待|驾驶|承运|参加|紧急|配合|陪同")
"""What those do who are only named."""
_RESULTS = (Kind.SINGLE, Kind.MULTI, Kind.NUMBER, Kind.INTEGER)
"""What is asked of what was done."""


def sign_closing(answers: list[Found]) -> None:
    """Make a signature of the person that the answers of a cell end with, behind what was done there; not sure."""
    if len(answers) < 2:
        return
    last, others = answers[-1], answers[:-1]
    chosen = any(answer.options for answer in others)
    found_out = chosen or (len(answers) >= _FEWEST and any(answer.kind in _RESULTS for answer in others))
    if found_out and _acted(last) and not any(answer.kind is Kind.SIGNATURE for answer in others):
        make_signature(last)
        last.sure = False


def _acted(answer: Found) -> bool:
    """Say whether an answer is a name printed for somebody who did something, or answers for it by his post."""
    plain = answer.kind is Kind.TEXT and answer.format in (None, Format.NAME) and not answer.parts and not answer.unit
    named = plain and answer.labelled and answers_for(answer.label) and not _ASKS.search(answer.label)
    return named and bool(act_of(answer.label) or holds_post(answer.label))
