"""Phone numbers: mobiles, landlines with their area, several in one cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from formkit.media.scan.text.answer import NOTHING, Candidate, TextAnswer, answer, line_measures, ranked
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import scores
from formkit.media.scan.text.digits import DIGITS, UNFIT
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.slots import slots
from formkit.values.phone import PhoneKind, normal_phones, phone_kind, phones_in

SIGNS = DIGITS + "-、/()转"
MOBILE = 11
_RARE = 3.0
"""Nats that a number costs which cannot be dialled from elsewhere, or is a service's."""
_KEEP = 24


def decode_phone(lines: Sequence[Line]) -> TextAnswer:
    """Return the numbers on the line in plain form, several joined by 、.

    ``lines`` are readings of the same writing. There is no check digit: a phone is worth a look unless it is
    known. What is no phone number is a candidate as it stands, at a cost.
    """
    reduced = [line.only(SIGNS) for line in lines]
    texts = sorted({text for line in reduced for text in _texts(line)})
    if not texts:
        return NOTHING
    seen = np.sum([scores(line, texts) for line in reduced], axis=0) / len(reduced)
    candidates = [
        Candidate(normal_phones(text) or None, text, float(own) - _cost(text))
        for text, own in zip(texts, seen, strict=True)
    ]
    best = ranked(candidates)[0]
    measures = {
        "fits": float(_cost(best.raw) == 0.0),
        **line_measures(reduced[0], best.raw),
        "slot_least": _least_margin(reduced[0], best.raw),
    }
    return answer(candidates, measures, repaired=best.raw != lines[0].text)


def _texts(line: Line) -> list[str]:
    """Return what the line may say: open readings, and the best of eleven digits."""
    found = [each.text for each in search(line, keep=_KEEP) if each.text]
    eleven = slots(line.only(DIGITS), DIGITS, MOBILE)
    if eleven is not None:
        found += [text for _, text in best_strings(eleven.logs, DIGITS, _KEEP)]
    return found


def _cost(text: str) -> float:
    """Return the nats against a text: 0 where every part is a mobile or a landline with its area."""
    kinds = [phone_kind(part) for part in phones_in(normal_phones(text))]
    if not kinds or None in kinds:
        return UNFIT
    return _RARE * sum(kind in (PhoneKind.LOCAL, PhoneKind.SERVICE) for kind in kinds)


def _least_margin(line: Line, text: str) -> float:
    """Return the least margin of a digit, in nats; 0 where the text is not eleven digits."""
    if len(text) != MOBILE or not text.isdigit():
        return 0.0
    found = slots(line.only(DIGITS), DIGITS, MOBILE)
    if found is None:
        return 0.0
    ordered = np.sort(found.logs, axis=1)
    return float((ordered[:, -1] - ordered[:, -2]).min())
