"""Citizen identity numbers: the best valid numbers of GB 11643, exactly.

A number is three blocks: the area (6), the birth date (8), and the sequence with the check character (4).
Of every block the best are kept for each remainder of its weighted sum modulo 11; blocks are joined
remainder by remainder, so nothing is lost to a beam.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.text.answer import FAR, Candidate, TextAnswer, answer
from formkit.media.scan.text.digits import DIGITS, UNFIT, Places, other_lengths, place_measures, places
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.line import Logs
from formkit.media.scan.text.sight import Sight
from formkit.model.gb11643 import CHECK_CHARACTERS, WEIGHTS
from formkit.values.dates import in_calendar
from formkit.values.idcard import is_id_number
from formkit.values.regions import PROVINCES

ALPHABET = DIGITS + "X"
LENGTHS = LENGTH, OLD_LENGTH = 18, 15
UNLISTED = 3.0
"""Nats that an area costs which is in no list: numbers keep the county of their first registration for ever."""
OLD = 8.0
"""Nats that a number of fifteen digits costs: there are few left."""
ODD_LENGTH = 16.0
"""Nats that a number of another length costs: a reader loses a digit more often than a writer does."""
_PERMIT_PREFIX = "83"
_KEEP = 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2035

_Digits = NDArray[np.intp]
Ranked = list[list[tuple[float, str]]]
"""For each remainder modulo 11, the best texts of a block with their scores."""


def valid_numbers(logs: Logs, areas: Iterable[str] = (), keep: int = _KEEP) -> list[tuple[float, str]]:
    """Return the ``keep`` best valid numbers of 18 places with their scores, the best first.

    ``logs`` is (18, 11), the columns 0 to 9 and X; ``areas`` are the codes of 6 digits that cost nothing, every
    other of a known province costs `UNLISTED`. Without any, no area costs.
    """
    front = _joined(_areas(logs[:6, :10], tuple(areas), keep), _births(logs[6:14, :10], keep), keep)
    body = _joined(front, _best(logs[14:17, :10], *_runs(3, 14), keep), keep)
    checked = (
        (score + float(logs[17, ALPHABET.index(check)]), text + check)
        for check, ranked in zip(CHECK_CHARACTERS, body, strict=True) for score, text in ranked
    )
    return nlargest(keep, checked)


def _best(logs: Logs, table: _Digits, remainders: _Digits, keep: int) -> Ranked:
    """Return, by remainder, the best rows of ``table`` (texts, places) as texts."""
    sums = logs[np.arange(table.shape[1]), table].sum(axis=1)
    ranked: Ranked = []
    for remainder in range(11):
        rows = np.flatnonzero(remainders == remainder)
        if len(rows) > keep:
            rows = rows[np.argpartition(-sums[rows], keep)[:keep]]
        ranked.append(sorted(((float(sums[at]), "".join(map(str, table[at]))) for at in rows), reverse=True))
    return ranked


def _areas(logs: Logs, listed: tuple[str, ...], keep: int) -> Ranked:
    rest = _best(logs[2:], *_runs(4, 2), keep)
    pairs = _joined(_best(logs[:2], *_table((*PROVINCES, _PERMIT_PREFIX), 0), keep=40), rest, keep)
    if not listed:
        return pairs
    free = _best(logs, *_table(listed, 0), keep)
    merged = []
    for own, other in zip(free, pairs, strict=True):
        known = {text for _, text in own}
        merged.append(nlargest(keep, own + [(score - UNLISTED, text) for score, text in other if text not in known]))
    return merged


def _births(logs: Logs, keep: int) -> Ranked:
    return _best(logs, *_calendar(), keep)


@cache
def _calendar() -> tuple[_Digits, _Digits]:
    """Return every birth date as digits (dates, 8), and its remainder."""
    return _table(tuple(
        f"{year:04}{month:02}{day:02}"
        for year in range(_FIRST_YEAR, _LAST_YEAR + 1) for month in range(1, 13) for day in range(1, 32)
        if in_calendar(year, month, day)
    ), 6)


@cache
def _runs(places: int, first: int) -> tuple[_Digits, _Digits]:
    """Return every run of so many digits, and its remainder where it starts at the place ``first``."""
    return _table(tuple(f"{number:0{places}}" for number in range(10**places)), first)


@cache
def _table(texts: tuple[str, ...], first: int) -> tuple[_Digits, _Digits]:
    table = np.frombuffer("".join(texts).encode("ascii"), np.uint8).reshape(len(texts), -1).astype(np.intp) - ord("0")
    return table, table @ np.array(WEIGHTS[first : first + table.shape[1]]) % 11


def _joined(left: Ranked, right: Ranked, keep: int) -> Ranked:
    """Return the best texts of two blocks one after the other, by the remainder of both."""
    pooled: Ranked = [[] for _ in range(11)]
    for first, begun in enumerate(left):
        for second, following in enumerate(right):
            pooled[(first + second) % 11] += [
                (score + more, text + end) for score, text in begun for more, end in following
            ]
    return [nlargest(keep, each) for each in pooled]


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading of so many places: what stands there, rules aside, and the candidates with their costs."""

    text: str
    found: Places
    candidates: tuple[Candidate, ...]
    repair: float
    """Nats between what stands there and the best valid number; `FAR` where none is possible."""


def decode_id(sight: Sight, areas: Iterable[str] = ()) -> TextAnswer:
    """Return the identity number in boxes or on a line.

    The candidates are the best valid numbers, and what was read as it stands; the latter costs `UNFIT` nats
    where it is not valid, for people do write wrong numbers. ``repaired`` says that the rules decided.
    """
    listed = tuple(areas)
    reads = [read for read in (_full(sight, listed), _old(sight)) if read is not None]
    candidates = [each for read in reads for each in read.candidates]
    others = other_lengths(sight, ALPHABET, LENGTHS)
    candidates += [replace(each, score=each.score - ODD_LENGTH) for each in others]
    best = max(candidates, key=lambda each: each.score, default=None)
    if best is None:
        return answer([])
    read = next((read for read in reads if best in read.candidates), None)
    if read is None:
        return answer(candidates, {"fits": 0.0, "as_read": 0.0, **place_measures(sight, ALPHABET, best.raw)})
    measures = {
        "gap": read.repair if best.value != read.text else 0.0,
        "fits": float(is_id_number(str(best.value))),
        "as_read": float(best.value == read.text),
        "agreement": read.found.agreement(),
        **place_measures(sight, ALPHABET, read.text),
    }
    return answer(candidates, measures, repaired=best.value != read.text)


def _full(sight: Sight, areas: tuple[str, ...]) -> _Read | None:
    """Return the reading of eighteen places."""
    found = places(sight, ALPHABET, LENGTH)
    if found is None:
        return None
    score, text = _unruled(found, LENGTH - 1)
    valid = valid_numbers(found.logs, areas)
    candidates = [Candidate(number, text, found.rest + own) for own, number in valid]
    if not is_id_number(text):
        candidates.append(Candidate(text, text, found.rest + score - UNFIT))
    return _Read(text, found, tuple(candidates), min(FAR, score - valid[0][0]))


def _old(sight: Sight) -> _Read | None:
    """Return the reading of fifteen places, as numbers were before 1999; anything else costs `OLD` more."""
    found = places(sight, ALPHABET, OLD_LENGTH)
    if found is None:
        return None
    _, text = _unruled(found, OLD_LENGTH)
    best = best_strings(found.logs[:, :10], DIGITS, _KEEP)
    costs = [OLD + (0.0 if is_id_number(number) else UNFIT) for _, number in best]
    candidates = tuple(
        Candidate(number, text, found.rest + own - cost) for (own, number), cost in zip(best, costs, strict=True)
    )
    return _Read(text, found, candidates, FAR)


def _unruled(found: Places, digits: int) -> tuple[float, str]:
    """Return the best text with its score, an X only behind the first ``digits`` places."""
    logs = found.logs.copy()
    logs[:digits, 10] -= FAR
    return best_strings(logs, ALPHABET, 1)[0]
