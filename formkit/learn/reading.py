"""One string of print → the answers in it, each with its own label."""

from __future__ import annotations

import re

from formkit.learn.blanks import after_colons, ruled_blanks, seals
from formkit.learn.choices import choices
from formkit.learn.circled import alternatives
from formkit.learn.coded import coded_options
from formkit.learn.dates import dates
from formkit.learn.found import Found, FoundOption, Span
from formkit.learn.labels import MANY, cleaned, is_signature, name_kind
from formkit.learn.running import GAP, NEWLINE, Running
from formkit.learn.series import name_series
from formkit.model.handbook import Kind, Mark

_PREPRINTED = re.compile(r"[：:][ ]?(?P<text>[A-Za-z]{1,6}[-－]?|第)$")
_BREAK = re.compile(rf"[{GAP}{NEWLINE}；;。]")


def answers(running: Running, *, cell: bool) -> list[Found]:
    """Return the answers of a cell or of a paragraph in their order, those of options behind their choice.

    A label that stands before an answer is its label; where there is none the label stays "" for the cell beside it.
    """
    dated = list(dates(running))
    spans = dated + [span for span in choices(running) if not _clash(span, dated)]
    if cell and not spans:
        spans += _circled(running)
    if not cell or not spans:
        spans += [span for span in alternatives(running) if not _within(span, spans)]
    spans += ruled_blanks(running, spans)
    spans += after_colons(running, spans, running.room.y1 if cell else None)
    if cell:
        spans += seals(running, spans)
    spans.sort(key=lambda span: span.start)
    _label(running, spans, cell=cell)
    return [found for span in spans for found in _unfolded(span.found)]


def _within(span: Span, others: list[Span]) -> bool:
    return any(other.holds(index) for other in others for index in range(span.start, span.end))


def _clash(span: Span, dated: list[Span]) -> bool:
    """Say whether a box belongs to a date printed with boxes: □□□□年□□月□□日."""
    return not span.found.options and any(date.holds(span.start) or date.holds(span.end - 1) for date in dated)


def _circled(running: Running) -> list[Span]:
    """Return coded options that no box belongs to: their code or word is circled."""
    options = coded_options(running, 0, len(running.signs))
    if not options:
        return []
    made = [FoundOption(each.code, each.label, running.box(each.start, each.end)) for each in options]
    box = made[0].box
    for option in made[1:]:
        box = box.union(option.box)
    found = Found("", Kind.SINGLE, box, mark=Mark.CIRCLE, options=made, sure=False)
    return [Span(options[0].start, options[-1].end, found)]


def _label(running: Running, spans: list[Span], *, cell: bool) -> None:
    """Give every answer the words before it, and what they say of its kind."""
    text = running.text
    previous = 0
    for span in spans:
        found = span.found
        words = text[previous : span.start]
        previous = max(previous, span.end)
        if not found.label:
            _name(found, words)
        if not found.label and found.kind is Kind.DATE and span is not spans[0]:
            found.label = "日期"
        found.sure = found.sure and (cell or bool(found.label))
        if MANY.search(words) and found.kind is Kind.SINGLE:
            found.kind = Kind.MULTI
        _count(found)
        name_kind(found)
    name_series(running, spans)
    for span in spans:
        _name_extras(span.found)


def _name_extras(found: Found) -> None:
    """Put the label of a choice before those of the blanks of its options, where it was printed before them."""
    for option in found.options if found.label else ():
        for extra in (option.text, option.count):
            if extra is not None and not extra.labelled:
                extra.label, extra.labelled = f"{found.label} {extra.label}", True


def _count(found: Found) -> None:
    """Say in the label of a number of times what is counted, where the words before it do not."""
    if found.unit == "次" and found.label and "次" not in found.label:
        found.label += "次" if re.search(r"[）)]$|每[日天周月年]$", found.label) else "次数"


def _name(found: Found, words: str) -> None:
    printed = _PREPRINTED.search(words.rstrip(" "))
    if printed:
        found.preprinted = printed["text"]
        words = words[: printed.start()]
    parts = [part for part in _BREAK.split(words.rstrip(f" {GAP}{NEWLINE}")) if part.strip()]
    label = cleaned(_last_words(parts[-1])) if parts else ""
    found.label = label
    found.labelled = bool(label)
    if found.kind is Kind.TEXT and is_signature(label):
        found.kind = Kind.SIGNATURE


def _last_words(part: str) -> str:
    """Return what names the answer in a sentence: what stands behind its last comma, where that is no list."""
    pieces = re.split(r"[，,]", part)
    return pieces[-1] if len(pieces[-1].strip("：: ")) > 1 else part


def _unfolded(found: Found) -> list[Found]:
    more = [extra for option in found.options for extra in (option.count, option.text) if extra is not None]
    return [found, *more]

