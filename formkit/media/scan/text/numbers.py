"""Integers and numbers with a least, a greatest and a unit, in boxes or on a line."""

from __future__ import annotations

import re

from formkit.media.scan.text.answer import NOTHING, Candidate, TextAnswer, answer, line_measures, ranked
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import scores
from formkit.media.scan.text.digits import DIGITS, UNFIT, lengths_of, loose_measures, place_measures, places
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.sight import CellScores, Sight
from formkit.model.handbook import Field, Kind
from formkit.values.numbers import read_number

_OUTSIDE = 4.0
"""Nats that a number costs outside the field's bounds: it may have been written all the same."""
_UNLIKELY = 4.0
"""Nats that a leading zero costs, in front of another digit."""
_LED = re.compile(r"0\d", re.ASCII)
_LOST_POINT = 1.0
"""Nats for a point that was not seen: 02 is rather 0.2 than 2 where fractions may stand."""
_UNITS = "次个岁分人片粒支天日月年mgMGg克毫升元"
_KEEP = 16


def decode_number(field: Field, sight: Sight) -> TextAnswer:
    """Return the number in boxes or on a line; a unit behind it may have been written too.

    What is no number is a candidate as it stands, at a cost. Of several lines the one that reads best counts.
    """
    if sight.cells is not None:
        return _decode_boxes(field, sight)
    if len(sight.lines) > 1:
        lines = [decode_number(field, line) for line in sight.by_line()]
        return max(lines, key=lambda each: (each.measures.get("fits", -1.0), each.measures.get("per_sign", -99.0)))
    line = sight.line()
    if line is None:
        return NOTHING
    signs = DIGITS + ("." if field.kind is Kind.NUMBER else "") + "".join(dict.fromkeys(_UNITS + field.unit))
    reduced = line.only("".join(dict.fromkeys(signs)))
    found = search(reduced, keep=_KEEP)
    texts = {each.text: each.seen for each in found if each.text}
    if sight.loose is not None:
        texts |= _of_signs(sight.loose, reduced)
    if field.kind is Kind.NUMBER:
        pointed = {f"0.{text[1:]}": seen - _LOST_POINT for text, seen in texts.items() if _LED.match(text)}
        texts |= {text: max(seen, texts.get(text, seen)) for text, seen in pointed.items()}
    candidates = [_candidate(field, text, seen + sight.loose_score(text)) for text, seen in texts.items()]
    order = ranked(candidates)
    if not order:
        return NOTHING
    measures = {
        "fits": float(fits(field, order[0].value)),
        **line_measures(line, order[0].raw),
        **loose_measures(sight, order[0].raw),
    }
    return answer(candidates, measures, repaired=order[0].raw != line.text)


def _of_signs(loose: CellScores, line: Line) -> dict[str, float]:
    """Return the best numbers of as many digits as there are loose signs, with their scores by the line."""
    best = [text for _, text in best_strings(loose.of(DIGITS), DIGITS, 4)]
    return dict(zip(best, scores(line, best).tolist(), strict=True))


def _decode_boxes(field: Field, sight: Sight) -> TextAnswer:
    candidates: list[Candidate] = []
    agreement = 1.0
    for length in lengths_of(field, sight.cells):
        found = places(sight, DIGITS, length)
        if found is None:
            continue
        agreement = min(agreement, found.agreement())
        candidates += [
            _candidate(field, text, found.rest + score) for score, text in best_strings(found.logs, DIGITS, _KEEP)
        ]
    order = ranked(candidates)
    if not order:
        return NOTHING
    measures = {
        "fits": float(fits(field, order[0].value)),
        "agreement": agreement,
        **place_measures(sight, DIGITS, order[0].raw),
    }
    return answer(candidates, measures)


def _candidate(field: Field, text: str, score: float) -> Candidate:
    number = read_number(text, field.unit, whole=field.kind is Kind.INTEGER)
    if number is None:
        number = read_number(text.rstrip(_UNITS), whole=field.kind is Kind.INTEGER)
    if number is None:
        return Candidate(text, text, score - UNFIT)
    led = len(text) > 1 and text[0] == "0" and text[1].isdigit()
    return Candidate(number, text, score - _UNLIKELY * led - (0.0 if fits(field, number) else _OUTSIDE))


def fits(field: Field, value: object) -> bool:
    """Say whether ``value`` is a number within the field's bounds."""
    if not isinstance(value, int | float):
        return False
    return (field.minimum is None or value >= field.minimum) and (field.maximum is None or value <= field.maximum)
