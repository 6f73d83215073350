"""Codes of known length: one-character boxes and the line through them, by adding logarithms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formkit.media.scan.text.answer import FAR, Candidate, TextAnswer, answer
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.line import Line, Logs
from formkit.media.scan.text.sight import CellScores, Sight
from formkit.media.scan.text.slots import LOG_FLOOR, slots
from formkit.model.handbook import Field

DIGITS = "0123456789"
_KEEP = 12
LINE_WEIGHT = 0.3
"""How much the line through printed boxes counts beside the boxes; measured with our reader of boxes: from 0 to 0.3
nothing changed, above it the line did harm to hands whose 1 has a flag."""
KNOWN = 4.0
"""Nats by which a code of the office's list may be behind another."""
UNFIT = 8.0
"""Nats that a text costs which the field's rules do not allow: it may have been written all the same."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a code: ``logs`` (places, symbols), and what all that is not in them is worth, in nats."""

    logs: Logs
    rest: float
    cells: Logs | None = None
    """The boxes' part of ``logs``."""
    line: Logs | None = None
    """The line's part of it, of all its readings."""

    def agreement(self) -> float:
        """Return the share of places in which boxes and line see the same symbol; 1 where only one reader looked."""
        if self.cells is None or self.line is None:
            return 1.0
        return float((self.cells.argmax(axis=1) == self.line.argmax(axis=1)).mean())


def places(sight: Sight, alphabet: str, length: int) -> Places | None:
    """Return the places of a text of ``length`` characters by every reader that can tell; None where none can."""
    boxes = _boxes(sight.boxes(length), alphabet, length)
    lines = [slots(line.only(alphabet), alphabet, length) for line in sight.all_readings()]
    seen = [each for each in lines if each is not None]
    if boxes is None and not seen:
        return None
    logs = np.zeros((length, len(alphabet)))
    rest = 0.0
    cells = line = None
    if boxes is not None:
        cells, outside = boxes
        rest += outside
        logs = logs + cells
    elif sight.cells is not None:
        rest += float(np.maximum(sight.cells.foreign, LOG_FLOOR).sum())
    if seen:
        weight = LINE_WEIGHT if sight.cells is not None else 1.0
        line = np.mean([each.logs for each in seen], axis=0)
        rest += weight * float(np.mean([each.total for each in seen]))
        logs = logs + weight * line
    elif lines:
        rest -= FAR
    return Places(logs, rest, cells, line)


def _boxes(cells: CellScores | None, alphabet: str, length: int) -> tuple[Logs, float] | None:
    """Return the (length, symbols) of the filled boxes and what the empty ones are worth; None if they are too few."""
    if cells is None or length > cells.count:
        return None
    logs = cells.of(alphabet)
    worth = logs.max(axis=1) - np.maximum(cells.empty, LOG_FLOOR)
    chosen = np.sort(np.argsort(-worth, kind="stable")[:length])
    left = np.setdiff1d(np.arange(cells.count), chosen)
    return logs[chosen], float(np.maximum(cells.empty[left], LOG_FLOOR).sum())


def allowed_lengths(field: Field) -> tuple[int, ...]:
    """Return the lengths that are right for a code; none where any is."""
    return tuple(filter(None, (field.length, *field.lengths)))


def lengths_of(field: Field, cells: CellScores | None) -> tuple[int, ...]:
    """Return the lengths to try: those that the field allows, and as many as there are filled boxes."""
    allowed = {*allowed_lengths(field), *([field.cells] if field.cells else [])}
    filled = int(cells.filled().sum()) if cells is not None else 0
    return tuple(sorted({*allowed, *([filled] if filled else [])}))


def decode_code(field: Field, sight: Sight, known: frozenset[str] = frozenset()) -> TextAnswer:
    """Return the code written in boxes or on a line; printed separators are no part of it.

    Lengths that the field does not allow, and open readings of the line, are candidates too, at a cost. A code
    that is ``known`` may be `KNOWN` nats behind another.
    """
    alphabet = field.alphabet or DIGITS
    allowed = set(allowed_lengths(field))
    by_length = {length: places(sight, alphabet, length) for length in lengths_of(field, sight.cells)}
    candidates: list[Candidate] = []
    for length, found in by_length.items():
        if found is not None:
            cost = 0.0 if length in allowed or not allowed else UNFIT
            own = tuple(code for code in known if len(code) == length and set(code) <= set(alphabet))
            candidates += _of_length(found, alphabet, own, cost)
    if sight.cells is None:
        candidates += open_candidates(sight.line(), alphabet, allowed)
    best = max(candidates, key=lambda each: each.score, default=None)
    if best is None:
        return answer([])
    length = len(best.raw)
    used = by_length.get(length)
    return answer(candidates, {
        "lexicon": float(best.value in known),
        "agreement": used.agreement() if used else 0.0,
        "fits": float(not allowed or length in allowed),
        **place_measures(sight, alphabet, best.raw),
    })


def _of_length(found: Places, alphabet: str, known: tuple[str, ...], cost: float) -> list[Candidate]:
    """Return the best texts of the places, and the best of the ``known`` ones, which are worth `KNOWN` more."""
    listed = {text: score for score, text in best_strings(found.logs, alphabet, _KEEP)}
    if known:
        table = np.array([[alphabet.index(sign) for sign in code] for code in known])
        sums = found.logs[np.arange(table.shape[1]), table].sum(axis=1)
        listed.update({known[at]: float(sums[at]) + KNOWN for at in np.argsort(-sums)[:_KEEP]})
    return [Candidate(text, text, found.rest + score - cost) for text, score in listed.items()]


def open_candidates(line: Line | None, alphabet: str, allowed: Sequence[int] | set[int]) -> list[Candidate]:
    """Return the texts of any length that a line may say in ``alphabet``, those of a wrong length at a cost."""
    if line is None:
        return []
    return [
        Candidate(each.text, each.text, each.seen - (UNFIT if allowed and len(each.text) not in allowed else 0.0))
        for each in search(line.only(alphabet), keep=_KEEP) if each.text
    ]


def other_lengths(sight: Sight, alphabet: str, lengths: Sequence[int]) -> list[Candidate]:
    """Return what is written in ``alphabet`` where it has none of the ``lengths``, as it stands."""
    if sight.cells is None:
        found = open_candidates(sight.line(), alphabet, ())
    else:
        filled = int(sight.cells.filled().sum())
        seen = places(sight, alphabet, filled) if filled else None
        best = best_strings(seen.logs, alphabet, _KEEP) if seen else []
        found = [Candidate(text, text, seen.rest + score) for score, text in best] if seen else []
    return [each for each in found if len(each.raw) not in lengths]


def loose_measures(sight: Sight, text: str) -> dict[str, float]:
    """Return what the loose signs of a line say of a text.

    loose: 1 where they are as many as the text has digits and see the same ones, 0 where they see others or are not
    as many; loose_sure: the least probability that they give one of its digits.
    """
    digits = [sign for sign in text if sign.isdigit()]
    if sight.loose is None or not digits or len(digits) != sight.loose.count:
        return {"loose": 0.0, "loose_sure": 0.0}
    logs = sight.loose.of(DIGITS)
    own = logs[np.arange(len(digits)), [int(sign) for sign in digits]]
    alike = "".join(DIGITS[at] for at in logs.argmax(axis=1)) == "".join(digits)
    return {"loose": float(alike), "loose_sure": float(np.exp(own.min()))}


def place_measures(sight: Sight, alphabet: str, text: str) -> dict[str, float]:
    """Return the measures of a code, place by place.

    slot_least: the least margin of a place, in nats; sure_least, sure_mean: the places' probabilities;
    foreign: the greatest probability that a box holds something else; per_sign and signs as of lines.
    """
    found = places(sight, alphabet, len(text))
    if found is None or not text:
        return {"signs": float(len(text))}
    ordered = np.sort(found.logs, axis=1)
    chances = np.exp(found.logs - np.logaddexp.reduce(found.logs, axis=1, keepdims=True)).max(axis=1)
    foreign = float(np.exp(sight.cells.foreign.max())) if sight.cells is not None else 0.0
    margins = ordered[:, -1] - ordered[:, -2] if ordered.shape[1] > 1 else np.full(len(text), FAR)
    return {
        "slot_least": float(margins.min()),
        "sure_least": float(chances.min()),
        "sure_mean": float(chances.mean()),
        "per_sign": float((found.rest + ordered[:, -1].sum()) / len(text)),
        "signs": float(len(text)),
        "foreign": foreign,
    }
