"""Phone numbers: mobiles, landlines with their area, several in one cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from formkit.media.scan.text.answer import NOTHING, Candidate, TextAnswer, answer, line_measures, ranked
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import scores
from formkit.media.scan.text.digits import DIGITS, UNFIT, loose_measures
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.sight import Sight
from formkit.media.scan.text.slots import Slots, slots
from formkit.values.phone import PhoneKind, normal_phones, phone_kind, phones_in

SIGNS = DIGITS + "-、/()转"
MOBILE = 11
_RARE = 3.0
"""Nats that a number costs which cannot be dialled from elsewhere, or is a service's."""
_KEEP = 24
_NOTHING_ELSE = Sight()


def decode_phone(sight: Sight) -> TextAnswer:
    """Return the numbers on the line in plain form, several joined by 、.

    There is no check digit: a phone is worth a look unless it is known. What is no phone number is a candidate
    as it stands, at a cost.
    """
    if len(sight.lines) > 1:
        return _on_lines(sight)
    return phone_in(sight.all_readings(), sight)


def _on_lines(sight: Sight) -> TextAnswer:
    """Return the numbers of several lines joined by 、; of lines that are none only where all are."""
    found = [decode_phone(line) for line in sight.by_line()]
    good = [each for each in found if each.measures.get("fits")] or [each for each in found if each.value is not None]
    if len(good) < 2:
        return good[0] if good else NOTHING
    measures = {name: min(each.measures.get(name, 0.0) for each in good) for name in good[0].measures}
    measures["signs"] = sum(each.measures["signs"] for each in good)
    value, raw = "、".join(str(each.value) for each in good), "、".join(each.raw for each in good)
    return TextAnswer(value, raw, measures=measures, repaired=any(each.repaired for each in good))


def phone_in(lines: Sequence[Line], sight: Sight = _NOTHING_ELSE) -> TextAnswer:
    """Return the numbers that all ``lines``, readings of the same writing, say; see `decode_phone`."""
    reduced = [line.only(SIGNS) for line in lines]
    counts = {MOBILE, *([sight.loose.count] if sight.loose else [])}
    by_count = [{count: _digits(line, count) for count in counts} for line in reduced]
    texts = sorted({text for line, seen in zip(reduced, by_count, strict=True) for text in _texts(line, seen, sight)})
    if not texts:
        return NOTHING
    seen = np.sum([scores(line, texts) for line in reduced], axis=0) / len(reduced)
    plain = [normal_phones(text) for text in texts]
    candidates = [
        Candidate(number or None, text, float(own) + sight.loose_score(text) - _cost(number))
        for number, text, own in zip(plain, texts, seen, strict=True)
    ]
    best = ranked(candidates)[0]
    measures = {
        "fits": float(_cost(str(best.value or "")) == 0.0),
        **line_measures(reduced[0], best.raw),
        **loose_measures(sight, best.raw),
        "slot_least": _least_margin(by_count[0][MOBILE], best.raw),
    }
    return answer(candidates, measures, repaired=best.raw != lines[0].text)


def _digits(line: Line, count: int) -> Slots | None:
    """Return the places of a line that holds so many digits."""
    return slots(line.only(DIGITS), DIGITS, count)


def _texts(line: Line, by_count: Mapping[int, Slots | None], sight: Sight) -> list[str]:
    """Return what the line may say: open readings, these with the digits of the loose signs, and eleven digits."""
    found = [each.text for each in search(line, keep=_KEEP) if each.text]
    for count, seen in by_count.items():
        if seen is None:
            continue
        boxes = sight.boxes(count)
        logs = seen.logs + boxes.of(DIGITS) if boxes is not None else seen.logs
        best = [text for _, text in best_strings(logs, DIGITS, _KEEP)]
        patterns = {_shape(text) for text in found if sum(sign.isdigit() for sign in text) == count}
        found += [*best, *(_filled(shape, text) for shape in patterns for text in best[:6])]
    return found


def _shape(text: str) -> str:
    """Return a text with every digit as a 0."""
    return "".join("0" if sign.isdigit() else sign for sign in text)


def _filled(shape: str, digits: str) -> str:
    rest = iter(digits)
    return "".join(next(rest) if sign == "0" else sign for sign in shape)


def _cost(numbers: str) -> float:
    """Return the nats against numbers in plain form: 0 where every one is a mobile or a landline with its area."""
    kinds = [phone_kind(part) for part in phones_in(numbers)]
    if not kinds or None in kinds:
        return UNFIT
    return _RARE * sum(kind in (PhoneKind.LOCAL, PhoneKind.SERVICE) for kind in kinds)


def _least_margin(found: Slots | None, text: str) -> float:
    """Return the least margin of a digit of eleven, in nats; 0 where the text is not as many digits."""
    if found is None or len(text) != MOBILE or not text.isdigit():
        return 0.0
    ordered = np.sort(found.logs, axis=1)
    return float((ordered[:, -1] - ordered[:, -2]).min())
