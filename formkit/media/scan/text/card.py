"""Numbers of the disability card: an identity number, a category and a level, perhaps signs of a new issue."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from formkit.media.scan.text.answer import Candidate, TextAnswer, answer
from formkit.media.scan.text.digits import UNFIT, place_measures, places
from formkit.media.scan.text.idcard import ALPHABET, valid_numbers
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.sight import Sight
from formkit.values.disability import CATEGORIES, LEVELS, CardFault, card_faults

LENGTH = 20
_SUFFIX = "0123456789B"
_KEEP = 8
_REISSUED = 2.0
"""Nats that the signs of a new issue cost."""


def decode_card(sight: Sight, areas: Iterable[str] = ()) -> TextAnswer:
    """Return the card's number: valid ones of 20 to 22 characters, and what was read as it stands, at a cost."""
    listed = tuple(areas)
    candidates: list[Candidate] = []
    for length in (LENGTH, LENGTH + 1, LENGTH + 2):
        found = places(sight, _SUFFIX + "X", length)
        if found is None:
            continue
        cost = _REISSUED * (length > LENGTH)
        logs = found.logs[:, [(_SUFFIX + "X").index(sign) for sign in ALPHABET]]
        heads = valid_numbers(logs[:18], listed, _KEEP)
        rest = _rests(found.logs[18:])
        candidates += [
            Candidate(head + end, "", found.rest + own + more - cost) for own, head in heads for more, end in rest
        ]
        score, text = best_strings(found.logs, _SUFFIX + "X", 1)[0]
        wrong = set(card_faults(text)) - {CardFault.REISSUED}
        candidates.append(Candidate(text, text, found.rest + score - cost - UNFIT * bool(wrong)))
    if not candidates:
        return answer([])
    best = max(candidates, key=lambda each: each.score)
    read = max((each for each in candidates if each.raw), key=lambda each: each.score + UNFIT * bool(
        set(card_faults(each.raw)) - {CardFault.REISSUED}
    ))
    value = str(best.value)
    measures = {
        "fits": float(not set(card_faults(value)) - {CardFault.REISSUED}),
        "as_read": float(value == read.raw),
        **place_measures(sight, _SUFFIX + "X", read.raw),
    }
    told = [Candidate(each.value, read.raw, each.score) for each in candidates]
    return answer(told, measures, repaired=value != read.raw)


def _rests(logs: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[tuple[float, str]]:
    """Return the best categories and levels with what follows them, with their scores."""
    signs = _SUFFIX + "X"
    limited = logs.copy()
    for at, allowed in enumerate((CATEGORIES, LEVELS)):
        limited[at, [column for column, sign in enumerate(signs) if sign not in allowed]] = -np.inf
    if len(logs) > 2:
        limited[2, [column for column, sign in enumerate(signs) if sign != "B"]] -= UNFIT
    return [(score, text) for score, text in best_strings(limited, signs, _KEEP) if np.isfinite(score)]
