"""Options whose code is written into a box: 1 良好 2 一般 3 较差 □, （ ）A.良好 B.一般."""

from __future__ import annotations

import re

from formkit.learn.cells import around
from formkit.learn.code_scales import numbers_before
from formkit.learn.coded import CodedOption, coded_lists, coded_options
from formkit.learn.found import Found, Span
from formkit.learn.option_blanks import end_with_blank, with_blanks
from formkit.learn.running import BLANK, GAP, NEWLINE, SLOTS, Running
from formkit.learn.slots import Slot, leads
from formkit.model.handbook import Kind, Mark
from formkit.model.printed import BOX

_QUESTION = re.compile(rf"[ {GAP}]*[^{SLOTS}{BLANK}{GAP}{NEWLINE} ：:；;，,0-9]{{1,10}}[：:]")
_SEVERAL = 3
"""Coded options right behind a □ that are as many as this have it in common."""


def with_codes(running: Running, slots: list[Slot]) -> list[Span]:
    """Take the slots that a row of coded options leads to, or that is followed by one."""
    found = []
    previous = 0
    for index, slot in enumerate(slots):
        following = slots[index + 1].start if index + 1 < len(slots) else len(running.signs)
        lists = coded_lists(running, previous, slot.start) if len(slot.boxes) > 1 else []
        if len(lists) == len(slot.boxes):
            slot.used = True
            found += _box_each(running, slot, lists)
            previous = slot.end
            continue
        options = numbers_before(running, previous, slot.start) if len(slot.boxes) == 1 else []
        options = options or coded_options(running, previous, slot.start)
        if not options and len(slot.boxes) == 1:
            options = _led_by(running, slot, following)
        elif options and leads(running.text, slot) and not _asks(running.text, slot.end):
            options = []
        if options and (_each_its_own(options, slots[:index]) or _named_itself(running.text, options, slot)):
            options = []
        if options:
            slot.used = True
            found.append(_coded(running, slot, options))
            previous = max(slot.end, options[-1].end)
        elif len(slot.boxes) > 1:
            previous = slot.end
    return found


def _named_itself(text: str, options: list[CodedOption], slot: Slot) -> bool:
    """Say whether boxes behind options have a label of their own: 血型：A B O  身份证号：□□□□."""
    return options[-1].end < slot.start and bool(_QUESTION.fullmatch(text[options[-1].end : slot.start].rstrip(" ")))


def _box_each(running: Running, slot: Slot, lists: list[list[CodedOption]]) -> list[Span]:
    """Return a choice for each of as many lists as there are boxes: 血型 1 A型 2 B型 / RH：1 阴性 2 阳性 □/□."""
    places = [index for index in range(slot.start, slot.end) if running.text[index] in SLOTS]
    own = [Slot(at, at + 1, (running.signs[at].box,), running.text[at]) for at in places]
    return [_coded(running, box, options) for box, options in zip(own, lists, strict=True)]


def _each_its_own(options: list[CodedOption], before: list[Slot]) -> bool:
    """Say whether every option but the last has a box right behind it already: 1.是□ 2.否□ is ticked."""
    starts = [slot.start for slot in before if not slot.used and len(slot.boxes) == 1]
    return all(any(0 <= start - option.end < 2 for start in starts) for option in options[:-1])


def _led_by(running: Running, slot: Slot, following: int) -> list[CodedOption]:
    """Return the coded options behind a slot: （ ）A.良好 B.一般. One of them alone is an option that is ticked."""
    options = coded_options(running, slot.end, following)
    if options and slot.signs == BOX and options[0].start - slot.end < 2 and len(options) < _SEVERAL:
        return []
    return options


def _asks(text: str, start: int) -> bool:
    """Say whether the next words are a question of their own, with its colon."""
    return bool(_QUESTION.match(text, start))


def _coded(running: Running, slot: Slot, options: list[CodedOption]) -> Span:
    many = len(slot.boxes) > 1
    found = Found(
        "", Kind.MULTI if many else Kind.SINGLE, around(slot.boxes), cells=slot.boxes, mark=Mark.CODE,
        options=with_blanks(running, options),
    )
    ends = [end_with_blank(running, option) for option in options]
    start, end = options[0].start, max(ends)
    if slot.start < start:
        return Span(slot.start, end, found)
    return Span(start, end, found, ((slot.start, slot.end),))
