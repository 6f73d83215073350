"""Numbers of the disability card: an identity number, a category and a level, perhaps signs of a new issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from formkit.media.scan.text.answer import Candidate, TextAnswer, answer
from formkit.media.scan.text.digits import UNFIT, other_lengths, place_measures, places
from formkit.media.scan.text.idcard import ALPHABET, ODD_LENGTH, valid_numbers
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.line import Logs
from formkit.media.scan.text.sight import Sight
from formkit.values.disability import CATEGORIES, LEVELS, CardFault, card_faults

LENGTH = 20
LENGTHS = (LENGTH, LENGTH + 1, LENGTH + 2)
_SIGNS = "0123456789BX"
_KEEP = 8
_REISSUED = 2.0
"""Nats that the signs of a new issue cost."""


def decode_card(sight: Sight, areas: Iterable[str] = ()) -> TextAnswer:
    """Return the card's number: valid ones of 20 to 22 characters, and what was read as it stands, at a cost."""
    listed = tuple(areas)
    candidates = [each for length in LENGTHS for each in _of_length(sight, length, listed)]
    candidates += [replace(each, score=each.score - ODD_LENGTH) for each in other_lengths(sight, _SIGNS, LENGTHS)]
    if not candidates:
        return answer([])
    best = max(candidates, key=lambda each: each.score)
    fits = not _is_wrong(str(best.value))
    measures = {
        "fits": float(fits),
        "as_read": float(fits and best.value == best.raw),
        **place_measures(sight, _SIGNS, best.raw),
    }
    return answer(candidates, measures, repaired=best.value != best.raw)


def _of_length(sight: Sight, length: int, areas: tuple[str, ...]) -> list[Candidate]:
    """Return the best valid numbers of so many characters, and the reading as it stands."""
    found = places(sight, _SIGNS, length)
    if found is None:
        return []
    cost = _REISSUED * (length > LENGTH) - found.rest
    score, text = best_strings(found.logs, _SIGNS, 1)[0]
    heads = valid_numbers(found.logs[:18, [_SIGNS.index(sign) for sign in ALPHABET]], areas, _KEEP)
    valid = [
        Candidate(head + end, text, own + more - cost)
        for own, head in heads for more, end in _rests(found.logs[18:])
    ]
    return [*valid, *([Candidate(text, text, score - cost - UNFIT)] if _is_wrong(text) else [])]


def _is_wrong(number: str) -> bool:
    return bool(set(card_faults(number)) - {CardFault.REISSUED})


def _rests(logs: Logs) -> list[tuple[float, str]]:
    """Return the best categories and levels with what follows them, with their scores."""
    limited = logs.copy()
    for at, allowed in enumerate((CATEGORIES, LEVELS)):
        limited[at, [column for column, sign in enumerate(_SIGNS) if sign not in allowed]] = -np.inf
    if len(logs) > 2:
        limited[2, [column for column, sign in enumerate(_SIGNS) if sign != "B"]] -= UNFIT
    return [(score, text) for score, text in best_strings(limited, _SIGNS, _KEEP) if np.isfinite(score)]
