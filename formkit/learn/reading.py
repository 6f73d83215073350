"""One string of print → the answers in it, each with its own label."""

from __future__ import annotations

from formkit.learn.blanks import ruled_blanks
from formkit.learn.choices import choices
from formkit.learn.circled import alternatives
from formkit.learn.circled_codes import asked_behind, circled_codes
from formkit.learn.colons import after_colons
from formkit.learn.dates import dates, signed_before
from formkit.learn.days import UNNAMED
from formkit.learn.dotted_dates import dotted_dates
from formkit.learn.found import Found, Span
from formkit.learn.halves import slashed
from formkit.learn.labelling import label_all
from formkit.learn.out_of import before_most
from formkit.learn.running import Running
from formkit.learn.seals import seals
from formkit.learn.series import before_districts
from formkit.learn.signed import signed
from formkit.learn.sums import figures, sums
from formkit.learn.times import times
from formkit.learn.told import pointed_out
from formkit.learn.white_paper import before_units, behind_last_word, behind_numbers, under_other
from formkit.model.handbook import Kind


def answers(running: Running, *, cell: bool) -> list[Found]:
    """Return the answers of a cell or of a paragraph in their order, those of options behind their choice.

    A label that stands before an answer is its label; where there is none the label stays "" for the cell beside it.
    """
    days = [*dates(running), *dotted_dates(running)]
    dated = [*days, *times(running), *sums(running), *(figures(running) if cell else ())]
    told = [span for span in pointed_out(running) if not _within(span, dated)]
    spans = dated + told + (behind_numbers(running) if cell else [])
    spans += [span for span in choices(running) if not _clash(span, dated) and not _within(span, told)]
    if cell and not spans:
        spans += circled_codes(running)
    spans += [span for span in alternatives(running, pairs=cell and bool(spans)) if not _within(span, spans)]
    if not cell:
        spans += [span for span in asked_behind(running) if not _within(span, spans)]
    if cell:
        spans += [span for span in slashed(running) if not _within(span, spans)]
        spans += before_most(running, spans)
        spans += before_districts(running, spans)
        spans += before_units(running, spans)
    spans += ruled_blanks(running, spans)
    spans += signed_before(running, dated)
    spans += after_colons(running, spans, running.room.y1 if cell else None)
    if cell:
        spans += behind_last_word(running, spans)
        spans += under_other(running, spans)
        spans += seals(running, spans)
    spans.sort(key=lambda span: (span.start, span.end))
    label_all(running, spans, cell=cell)
    found = [each for span in spans for each in (span.found, *span.found.option_blanks)]
    signed(found, under=False)
    for each in found:
        if not cell and each.kind is Kind.DATE and not each.label:
            each.label = UNNAMED[each.precision]
    return found


def _within(span: Span, others: list[Span]) -> bool:
    return any(other.holds(index) for other in others for index in range(span.start, span.end))


def _clash(span: Span, dated: list[Span]) -> bool:
    """Say whether a box belongs to a date printed with boxes: □□□□年□□月□□日."""
    return not span.found.options and any(date.holds(span.start) or date.holds(span.end - 1) for date in dated)
