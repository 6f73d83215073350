"""Dates whose year, month and day are written on blanks of their own, with 年, 月 and 日 in print between them.

Each blank is read alone, as digits; the likeliest are joined to whole dates, and only dates of the calendar count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from formkit.media.scan.text.answer import Candidate, TextAnswer, answer, line_measures, ranked
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import scores
from formkit.media.scan.text.dates import PARTS, cost_of
from formkit.media.scan.text.digits import DIGITS, loose_measures
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.sight import Sight
from formkit.model.handbook import Field
from formkit.values.date_spellings import read_date

_NUMERALS = "〇零一二三四五六七八九十"
_KEPT = 8
_PLAIN = {
    "year": re.compile(r"(?:19|20)\d\d|\d\d|[〇零一二三四五六七八九]{4}"),
    "month": re.compile(r"0?[1-9]|1[0-2]|[一二三四五六七八九十]|十[一二]"),
    "day": re.compile(r"0?[1-9]|[12]\d|3[01]|[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?"),
}
"""What may stand on a blank."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of reading a blank: its text, and its score in nats."""

    text: str
    score: float


def decode_date_blanks(field: Field, blanks: Mapping[str, Sight]) -> TextAnswer:
    """Return the date on blanks by the name of their part; those that nothing is written on are left out.

    Where the blanks make no date, the answer has what was read there and no value.
    """
    ways = [_ways(name, blanks[name]) if name in blanks else [_Way("", 0.0)] for name, _ in PARTS]
    candidates = [each for chosen in product(*ways) if (each := _date(field, chosen)) is not None]
    raw = "".join(f"{blanks[name].raw}{sign}" for name, sign in PARTS if name in blanks)
    order = ranked(candidates)
    if not order:
        return TextAnswer(None, raw)
    return answer(candidates, _measures(blanks, order[0].raw), repaired=_digits(order[0].raw) != _digits(raw))


def _ways(name: str, sight: Sight) -> list[_Way]:
    line = sight.line()
    if line is None:
        return [_Way(sight.raw, 0.0)] if _PLAIN[name].fullmatch(sight.raw) else []
    reduced = line.only(DIGITS + _NUMERALS)
    texts = {each.text: each.seen for each in search(reduced, width=32, keep=24) if each.text}
    if sight.loose is not None:
        best = [text for _, text in best_strings(sight.loose.of(DIGITS), DIGITS, 6)]
        texts |= dict(zip(best, scores(reduced, best).tolist(), strict=True))
    made = [_Way(text, seen + sight.loose_score(text)) for text, seen in texts.items() if _PLAIN[name].fullmatch(text)]
    return sorted(made, key=lambda each: -each.score)[:_KEPT]


def _date(field: Field, chosen: Sequence[_Way]) -> Candidate | None:
    text = "".join(f"{each.text}{sign}" for each, (_, sign) in zip(chosen, PARTS, strict=True) if each.text)
    spelled = read_date(field, text) if text else None
    if spelled is None or spelled.value is None:
        return None
    return Candidate(spelled.value, text, sum(each.score for each in chosen) - cost_of(field, spelled.value))


def _measures(blanks: Mapping[str, Sight], text: str) -> dict[str, float]:
    """Return the measures of the least sure blank, and how far the loose signs agree with the answer."""
    found: dict[str, float] = {}
    for name, sign in PARTS:
        line = blanks[name].line() if name in blanks else None
        if line is None:
            continue
        before, _, text = text.rpartition(sign) if sign not in text else text.partition(sign)
        for key, value in {**line_measures(line, before), **loose_measures(blanks[name], before)}.items():
            least = min if key in ("sure_least", "sure_mean", "per_sign", "agreement", "slot_least") else max
            found[key] = least(found.get(key, value), value)
    found["parts"] = float(len(blanks))
    return found


def _digits(text: str) -> str:
    return re.sub(r"[^0-9〇零一二三四五六七八九十]", "", text)
