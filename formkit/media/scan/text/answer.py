"""What comes out of decoding: a value, what else it may be, and the measures that its confidence is fitted from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from formkit.media.scan.text.ctc import greedy, scores
from formkit.media.scan.text.line import Line
from formkit.model.reading import Value

ALTERNATIVES = 5
CANDIDATES = 24
"""How many values an answer keeps with their scores, for what other fields may say of them."""
_STROKES = frozenset("1一丨l|/7“”‘’…•·★。、,.oO：:-_")
"""Signs as which the engine reads a stroke or a dot beside the writing."""
_APART = re.compile("[^\u4e00-\u9fff]+")
FAR = 30.0
"""The margin, in nats, where there is no second answer, and the greatest that is told."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible value with the characters as they stand, and its score in nats."""

    value: Value
    raw: str
    score: float


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """The value decoded of one field.

    ``repaired`` says that the field's rules changed what was read. ``measures`` has what a confidence is fitted
    from, none being one; nats are of the engine's matrix with its floor, so they belong to its model file:

    * margin: from the best to the second value after the field's rules, in nats, at most `FAR`;
    * gap: from the plain reading down to the answer, 0 where they are one;
    * sure_least, sure_mean: the probabilities of the plain reading's characters, or of the places of a code;
    * per_sign: the answer's log-probability by its characters; signs: how many it has;
    * agreement: the share of readers (readings of a line, boxes against line) that say the same;
    * lexicon: 1 where the answer is an entry of a list; fits: 1 where it is as the field's rules ask;
    * slot_least: the least margin of a place of a code; foreign: the greatest probability that a box holds
      something else; as_read: 1 where an identity number is valid as it stands;
    * loose_ends: the ends of a text that may be strokes beside it; run: its longest run without a point or a number;
    * place, place_margin, number_margin: of addresses, see `address.decode_address`; prior: of names.
    """

    value: Value
    raw: str
    alternatives: tuple[Value, ...] = ()
    measures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    repaired: bool = False
    candidates: tuple[tuple[Value, float], ...] = ()
    """The likeliest values, the answer first, each with the nats by which it is behind; none where nothing is told."""

    @property
    def margin(self) -> float:
        """Nats between the best and the second value after the field's rules."""
        return self.measures.get("margin", 0.0)


NOTHING = TextAnswer(None, "")


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the best candidate of every value, the best first."""
    best: dict[Value, Candidate] = {}
    for each in candidates:
        known = best.get(each.value)
        if known is None or each.score > known.score:
            best[each.value] = each
    return sorted(best.values(), key=lambda each: -each.score)


def answer(
    candidates: Sequence[Candidate], measures: Mapping[str, float] | None = None, *, repaired: bool = False
) -> TextAnswer:
    """Return the best of ``candidates`` as the answer, with the margin to the second; `NOTHING` for none."""
    order = ranked(candidates)
    if not order:
        return NOTHING
    margin = order[0].score - order[1].score if len(order) > 1 else FAR
    told = {"margin": min(FAR, margin), **(measures or {})}
    others = tuple(each.value for each in order[1 : 1 + ALTERNATIVES])
    behind = tuple((each.value, order[0].score - each.score) for each in order[:CANDIDATES])
    return TextAnswer(order[0].value, order[0].raw, others, MappingProxyType(told), repaired, behind)


def line_measures(line: Line, text: str) -> dict[str, float]:
    """Return the measures of reading ``text`` in ``line`` that need no other reader.

    gap: nats between the plain reading and ``text`` (0 where they are one); sure_least and sure_mean: of the
    plain reading's characters; per_sign: the log-probability of ``text`` by its characters; signs: their number.
    """
    plain = greedy(line)
    own, open_ = scores(line, [text, plain.text])
    return {
        "gap": float(np.clip(open_ - own, 0.0, FAR)) if np.isfinite(own) else FAR,
        "sure_least": min(plain.sure, default=0.0),
        "sure_mean": float(np.mean(plain.sure)) if plain.sure else 0.0,
        "per_sign": max(-FAR, float(own)) / max(1, len(text)),
        "signs": float(len(text)),
    }


def shape_measures(text: str) -> dict[str, float]:
    """Return the measures of what stands in a Chinese text, whoever read it.

    loose_ends: how many of its two ends are signs as which strokes beside the writing are read; run: characters of its
    longest run of Chinese ones, for in a long run a point is likely to be missing.
    """
    runs = _APART.split(text)
    ends = (text[:1], text[-1:]) if any(runs) else ()
    return {"loose_ends": float(sum(end in _STROKES for end in ends)), "run": float(max(map(len, runs)))}


def says_twice(value: Value) -> bool:
    """Say whether a text is the same words twice: struck out with a line that was not seen, and written again."""
    if not isinstance(value, str):
        return False
    signs = "".join(value.split())
    half = len(signs) // 2
    return half >= 2 and signs == 2 * signs[:half]
