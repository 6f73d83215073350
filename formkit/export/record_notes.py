"""What a person must know to read a workbook of records."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.export.record_order import RecordOrder
from formkit.i18n import N_, _

STATUS_WORDS = {
    "accepted": N_("accepted"), "blank": N_("blank"), "decided": N_("decided by a person"),
    "taken": N_("accepted as read"), "review": N_("for review"), "missing": N_("page missing"),
    "illegible": N_("illegible"), "wrong_page": N_("page of another booklet"), "rejected": N_("page rejected"),
}
"""How a record or an answer stands, in words."""
_ALWAYS = (
    N_("Choices stand in the codes of their edition; the codebook says what they mean. Several codes are joined by ;"),
    N_("A date that is not written down to its day stands as text: 2012-03, 2012, or --03-05 without its year."),
    N_("Codes and numbers of persons are text, so that no zero and no digit is lost."),
    N_("Grey: the page never came. Red: illegible, of another booklet, or rejected by a person."),
)
_WIDE = (
    N_("Orange: not settled yet, a person must look at it. The column “Still open” names these fields of each record."),
    N_("“Problems” are the codes of what the checks found in a record; docs/problems.md explains them."),
)
_SETTLED = N_("What is not settled has no value here; formkit export --doubtful writes what was read of it.")
_DOUBTFUL = N_("What is not settled has the value that was read, which may be wrong.")
_LONG = (
    N_("Each row is an answer; fields in which nothing was written have none."),
    N_("Orange: what was read and is not settled yet; it may be wrong."),
)
_LABELS = N_("Choices stand in the words of their options.")
_MASKED = N_("ID numbers, phones and what people wrote about persons are hidden in this copy.")
_PRIVATE = N_("Internal: it holds ID numbers and health data. For others make a copy with formkit export --mask.")


def notes(order: RecordOrder) -> Iterator[str]:
    """Yield the notes, in the language in use."""
    wording = order.wording
    told = [*(_ALWAYS[1:] if wording.labels and not order.long else _ALWAYS), *(_LONG if order.long else _WIDE)]
    if not order.long:
        told += [_DOUBTFUL if wording.doubtful else _SETTLED, *([_LABELS] if wording.labels else [])]
    told.append(_MASKED if wording.masked else _PRIVATE)
    yield from map(_, told)
