"""Every answer of a string gets its label, and what the label says of its kind."""

from __future__ import annotations

import re

from formkit.learn.days import date_event, name_day, name_time
from formkit.learn.found import Found, Span
from formkit.learn.labels import MANY, name_kind
from formkit.learn.line_heads import name_by_lines
from formkit.learn.measured import name_counted, name_measured
from formkit.learn.named_behind import name_by_words_behind
from formkit.learn.numbered import name_numbered
from formkit.learn.running import BLANK, GAP, NEWLINE, SLOTS, Running
from formkit.learn.said_before import name_by
from formkit.learn.sentences import COUNTED, in_sentence, name_choice, name_deadline, name_person, name_quantity
from formkit.learn.series import name_series
from formkit.learn.several import guess_several
from formkit.learn.sums import name_figures
from formkit.learn.units import UNIT_WORD
from formkit.model.handbook import Format, Kind

_BEHIND_BLANK = re.compile(rf".*{BLANK}(?:[ ]?{UNIT_WORD}(?![\u4e00-\u9fff]))?[ ，,；;、]*")
"""A blank with its unit, before what names the next one that an option asks for: □补助，每月____元，共____月."""

_SOMEBODY = re.compile(r"(?P<who>[人者])(?:姓名|[（(][^（()）]*[）)])?$")
"""A label that asks for somebody, who may be one or the other."""
_ONLY_HE = r"\g<who>"


def label_all(running: Running, spans: list[Span], *, cell: bool) -> None:
    """Give every answer the words before it, and what they say of its kind."""
    text = running.text
    previous = 0
    before: Found | None = None
    for span in spans:
        found = span.found
        words = _words_before(text, previous, span)
        previous = max(previous, span.end)
        _name(span, text, words, before, cell=cell)
        before = found
        previous = max(previous, name_day(found, text, span.end, first=span is spans[0]))
        found.sure = found.sure and (cell or bool(found.label))
        if found.kind is Kind.SINGLE and MANY.search(words + _words_behind(text, span, spans)):
            found.kind = Kind.MULTI
        name_counted(found)
        date_event(found, text[: span.start], spans)
        name_kind(found)
    _name_together(running, spans, cell=cell)


def _words_before(text: str, previous: int, span: Span) -> str:
    """Return the print from the last answer to the next one."""
    if span.start < previous:  # It is asked for with an option: □待修复，预计日期：____年__月__日 □停用.
        return _BEHIND_BLANK.sub("", re.split(rf"[{SLOTS}][^{SLOTS}，,（(]*[，,（(]?", text[: span.start])[-1])
    return text[previous : span.start]


def _words_behind(text: str, span: Span, spans: list[Span]) -> str:
    """Return the print behind an answer, to the end of the line or to the next answer."""
    end = min((other.start for other in spans if other.start >= span.end), default=len(text))
    return text[span.end : end].split(NEWLINE)[0]


def _name(span: Span, text: str, words: str, before: Found | None, *, cell: bool) -> None:
    """Name an answer by the ``words`` before it and by the answer before them."""
    found = span.found
    if not found.label:
        name_by(found, words)
        _name_in_sentence(found, text, words, span)
        name_figures(found, words, before)
        _name_by_choice(found, words, before)
    if found.options:
        name_choice(found, cell=cell)
    if before is not None and found.format is Format.TIME and not found.label:
        name_time(found, before, words)


def _name_by_choice(found: Found, words: str, before: Found | None) -> None:
    """Name a number right behind a choice in brackets by it: 较上年（上升/下降）____个百分点."""
    if before is not None and _is_of_person(found, words, before):
        found.label, found.labelled = f"{_SOMEBODY.sub(_ONLY_HE, before.label)}身份", True
        return
    bare = not found.options and found.unit and words.strip(f" {GAP}") in ("）", ")")
    if bare and before is not None and before.options and before.label:
        found.label, found.labelled = f"{before.label} {found.unit.removeprefix('个')}", True


def _is_of_person(found: Found, words: str, before: Found) -> bool:
    """Say whether a choice without a name is in a bracket right behind somebody's name: 申请人____（□本人 □家属）."""
    bracketed = len(found.options) > 1 and not found.label and words.strip(f" {GAP}") in ("（", "(")
    if not bracketed or before.kind is not Kind.TEXT or before.unit:
        return False
    return bool(_SOMEBODY.search(before.label)) and all(len(option.label) > 1 for option in found.options)


def _name_together(running: Running, spans: list[Span], *, cell: bool) -> None:
    """Name what only the answers of a string together say."""
    found = [span.found for span in spans]
    if not cell:
        _name_totals(found)
    name_measured(found)
    name_series(running, spans)
    name_by_words_behind(running, spans)
    name_numbered(running, spans)
    name_by_lines(running, spans)
    for each in found:
        _name_extras(each)
        if not cell:
            guess_several(each)


def _name_totals(found: list[Found]) -> None:
    """Name the blanks of 第____页 共____页, and those of which only the unit says what is counted: ____份."""
    for each in found:
        if each.label == "共" and each.unit in COUNTED:
            each.label, each.labelled = f"{each.unit}数", True
        elif each.label == "共" and each.unit:
            each.label, each.labelled = f"共几{each.unit}", True
        elif not each.label and each.unit in COUNTED:
            each.label, each.labelled = f"{each.unit}数", True


def _name_in_sentence(found: Found, text: str, words: str, span: Span) -> None:
    """Take from a label what only joins it to its sentence, where no colon stands before the blank."""
    if found.options or re.search(rf"[：:][ {GAP}{NEWLINE}]*$", words):
        return
    before = found.label
    found.label = in_sentence(before)
    name_deadline(found, text[span.end :])
    name_person(found, text[span.end :])
    if found.label != before or re.search(r"[，,。].{2,}$", text[: span.start]):
        name_quantity(found)


def _name_extras(found: Found) -> None:
    """Put the label of a choice before those of the blanks of its options, where it was printed before them."""
    for blank in found.option_blanks if found.label else ():
        if not blank.labelled:
            blank.label, blank.labelled = f"{found.label} {blank.label}", True
