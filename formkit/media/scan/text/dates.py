"""Dates: whole dates of the calendar, scored by their boxes and by the line through them.

A date in boxes has a year of four, a month and a day of two; a part may be blank, and a month or day of one
digit may stand in either of its boxes. Every way of writing a part is scored by its boxes, the best are
joined to whole dates, and each of these is scored exactly by the line with and without the printed signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.text.answer import FAR, NOTHING, Candidate, TextAnswer, answer, line_measures, ranked
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import scores
from formkit.media.scan.text.digits import DIGITS, LINE_WEIGHT, UNFIT
from formkit.media.scan.text.line import Line, Logs
from formkit.media.scan.text.sight import CellScores, Sight
from formkit.media.scan.text.slots import LOG_FLOOR
from formkit.model.handbook import Field, Precision
from formkit.values.date_spellings import read_date
from formkit.values.dates import precision_of

PARTS = (("year", "年"), ("month", "月"), ("day", "日"))
_WORDS = re.compile("[年月日号〇零一二三四五六七八九十]")
_SIGNS = DIGITS + "年月日号.-/、"
_NUMERALS = "〇零一二三四五六七八九十"
_KEPT = {"year": 8, "month": 8, "day": 8}
_MOST = 240
_EARLIEST, _LATEST = 1900, 2099
_USUAL = (1920, 2035)
_UNUSUAL = 6.0
"""Nats that a year costs in which no living person was born and no form is written yet."""
_COARSE = 3.0
"""Nats that a date costs which is coarser than the field allows, or has no year; it may be written so."""
_BLANK = "_"
_FINENESS = {Precision.YEAR: 0, Precision.MONTH: 1, Precision.DAY: 2}


@dataclass(frozen=True, slots=True)
class _Part:
    """One way of writing a part: its digits, and its score by the boxes."""

    digits: str
    score: float


def decode_date(field: Field, sight: Sight) -> TextAnswer:
    """Return the date in the parts' boxes, or on the line where there are none; ISO as far as it is written."""
    if any(name in sight.parts for name, _ in PARTS):
        return _decode_parts(field, sight)
    return decode_free_date(field, sight)


def _decode_parts(field: Field, sight: Sight) -> TextAnswer:
    by_cells = _dates_of_cells(field, sight.parts)
    if not by_cells:
        return NOTHING
    lines = [line.only(_SIGNS) for line in sight.all_readings()]
    if not lines:
        return answer(by_cells, _cell_measures(sight.parts, by_cells[0].raw))
    texts = [each.raw for each in by_cells]
    seen = np.mean([_line_scores(line, texts) for line in lines], axis=0)
    both = [
        Candidate(each.value, each.raw, each.score + LINE_WEIGHT * float(own))
        for each, own in zip(by_cells, seen, strict=True)
    ]
    best = ranked(both)[0]
    by_line = by_cells[int(np.argmax(seen))]
    measures = {
        "agreement": (float(by_cells[0].value == best.value) + float(by_line.value == best.value)) / 2,
        "gap": float(min(FAR, seen.max() - seen[texts.index(best.raw)])),
        **_cell_measures(sight.parts, best.raw),
    }
    return answer(both, measures)


def _dates_of_cells(field: Field, parts: Mapping[str, CellScores]) -> list[Candidate]:
    """Return the likeliest dates by the boxes alone, the best first; ``raw`` has a blank part as ``_``."""
    ways = [_ways(name, parts[name]) if name in parts else [_Part("", 0.0)] for name, _ in PARTS]
    found: list[Candidate] = []
    for chosen in product(*ways):
        value = _iso(field, chosen)
        if value is None and any(each.digits for each in chosen):
            continue
        score = sum(each.score for each in chosen) - cost_of(field, value)
        found.append(Candidate(value, "/".join(each.digits or _BLANK for each in chosen), score))
    return sorted(found, key=lambda each: -each.score)[:_MOST]


def _iso(field: Field, chosen: Sequence[_Part]) -> str | None:
    """Return the ISO date of parts as written, None where the calendar has none."""
    spelled = read_date(field, "".join(
        each.digits + sign for each, (_, sign) in zip(chosen, PARTS, strict=True) if each.digits
    ))
    return spelled.value if spelled else None


def cost_of(field: Field, value: str | None) -> float:
    """Return in nats how unlikely a date is for a field before it is seen."""
    if value is None:
        return 0.0
    if value.startswith("--"):
        return _COARSE
    precision = precision_of(value)
    coarse = precision is not None and _FINENESS[precision] < _FINENESS[field.min_precision]
    year = int(value[:4])
    if not _EARLIEST <= year <= _LATEST:
        return UNFIT
    return _COARSE * coarse + _UNUSUAL * (not _USUAL[0] <= year <= _USUAL[1])


def _ways(name: str, cells: CellScores) -> list[_Part]:
    """Return the likeliest ways in which a part can be written into its boxes."""
    digits = cells.of(DIGITS)
    logs = np.concatenate([digits, np.maximum(cells.empty, LOG_FLOOR)[:, None]], axis=1)
    texts, table = _forms(name, cells.count)
    sums = logs[np.arange(cells.count), table].sum(axis=1)
    best = np.argsort(-sums, kind="stable")[: _KEPT[name]]
    return [_Part(texts[at], float(sums[at])) for at in best]


@cache
def _forms(name: str, boxes: int) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return every way of filling a part's boxes: the digits, and for each box the column (10: blank)."""
    if name == "year":
        numbers = [f"{year:04}"[-boxes:] for year in range(_EARLIEST, _LATEST + 1)]
        numbers += [f"{year:02}" for year in range(100)] if boxes > 2 else []
    else:
        most = 12 if name == "month" else 31
        numbers = [f"{number:0{width}}" for width in (1, 2) for number in range(1, most + 1) if number < 10**width]
    filled: dict[str, str] = {}
    for text in dict.fromkeys(["", *numbers]):
        spare = boxes - len(text)
        if spare >= 0:
            filled.setdefault(_BLANK * spare + text, text)
            filled.setdefault(text + _BLANK * spare, text)
    table = [[10 if sign == _BLANK else int(sign) for sign in form] for form in filled]
    return tuple(filled.values()), np.array(table, np.intp)


def _line_scores(line: Line, raws: Sequence[str]) -> Logs:
    """Return the score of each date by the line: the better of its digits alone and with the printed signs."""
    parts = [[digits.replace(_BLANK, "") for digits in raw.split("/")] for raw in raws]
    plain = ["".join(each) for each in parts]
    signed = ["".join(digits + sign for digits, (_, sign) in zip(each, PARTS, strict=False)) for each in parts]
    found = scores(line, plain + signed)
    best: Logs = np.maximum(np.maximum(found[: len(raws)], found[len(raws) :]), -4 * FAR)
    return best


def _cell_measures(parts: Mapping[str, CellScores], raw: str) -> dict[str, float]:
    """Return the measures of the boxes: their best symbol's least and mean probability, and what is foreign."""
    best: list[float] = []
    foreign: list[float] = []
    for cells in parts.values():
        written = np.maximum(cells.logs.max(axis=1), cells.empty)
        best += np.exp(written).tolist()
        foreign += np.exp(cells.foreign).tolist()
    return {
        "sure_least": min(best, default=0.0),
        "sure_mean": float(np.mean(best)) if best else 0.0,
        "foreign": max(foreign, default=0.0),
        "signs": float(sum(sign.isdigit() for sign in raw)),
    }


def decode_free_date(field: Field, sight: Sight) -> TextAnswer:
    """Return a date written on a line in any of the spellings that `values.date_spellings` knows.

    The beam's texts are read by those spellings; one that spells no date is a candidate as it stands, at a cost.
    """
    line = sight.line()
    if line is None:
        return NOTHING
    found = search(line.only(_SIGNS + _NUMERALS), width=48, keep=48)
    candidates = []
    numeric = {each.text: sight.loose_score(each.text) for each in found if not _WORDS.search(each.text)}
    for each in found:
        each = replace(each, seen=each.seen + numeric.get(each.text, 0.0))
        spelled = read_date(field, each.text) if each.text else None
        value = spelled.value if spelled else None
        if value is None:
            candidates.append(Candidate(each.text or None, each.text, each.seen - UNFIT))
        else:
            doubt = _COARSE * (spelled is not None and spelled.doubtful)
            candidates.append(Candidate(value, each.text, each.seen - cost_of(field, value) - doubt))
    order = ranked(candidates)
    if not order:
        return NOTHING
    fits = float(precision_of(str(order[0].value)) is not None)
    return answer(candidates, {"fits": fits, **line_measures(line, order[0].raw)})
