"""Names of persons: those known to the office, and what surnames and given names are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from formkit.media.scan.text.answer import NOTHING, Candidate, TextAnswer, answer, line_measures, ranked
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import likeliest, scores
from formkit.media.scan.text.lexicons import Lexicons
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.sight import Sight
from formkit.values.characters import closed_name, stripped

WEIGHT = 0.5
"""How much of the prior's nats counts: the engine has learnt some of it already."""
_UNKNOWN_SURNAME = math.log(1e-5)
_UNKNOWN_GIVEN = math.log(3e-6)
_USUAL_SURNAME, _USUAL_GIVEN = -4.0, -5.5
"""What a usual character costs; it is given back, so that a name is not the worse for being longer."""
_LENGTHS = {2: math.log(0.14), 3: math.log(0.82), 4: math.log(0.03)}
_OTHER_LENGTH = math.log(0.003)
_NO_NAME = math.log(1e-7)
_HAN = ("\u3400", "\u9fff")
_MOST_KNOWN, _LEAST_KNOWN = 8.0, 4.0


class NamePrior:
    """What a Chinese name is made of: a surname, then one or two characters of given names."""

    gain = -WEIGHT * min(_USUAL_SURNAME, _USUAL_GIVEN)

    def __init__(self, lexicons: Lexicons) -> None:
        """Take the surnames and given names of ``lexicons``."""
        self._surnames = lexicons.surnames
        self._given = lexicons.given
        self._starts: dict[str, float] = {}
        for name, worth in lexicons.surnames.items():
            self._starts[name[0]] = math.log(math.exp(self._starts.get(name[0], -50.0)) + math.exp(worth))

    def step(self, prefix: str, sign: str) -> float:
        """Return the weighted nats of writing ``sign`` after ``prefix``, against a usual character."""
        if not _HAN[0] <= sign <= _HAN[1]:
            return WEIGHT * (_NO_NAME - _USUAL_GIVEN) if sign != "·" else WEIGHT * _USUAL_GIVEN
        if not prefix:
            return WEIGHT * (self._starts.get(sign, _UNKNOWN_SURNAME) - _USUAL_SURNAME)
        worth = self._given.get(sign, _UNKNOWN_GIVEN)
        if len(prefix) == 1 and (double := self._surnames.get(prefix + sign)) is not None:
            worth = max(worth, double - self._starts.get(prefix, 0.0))
        return WEIGHT * (worth - _USUAL_GIVEN)

    def end(self, text: str) -> float:
        """Return the weighted nats of a name of this length."""
        return WEIGHT * _LENGTHS.get(len(text), _OTHER_LENGTH)

    def whole(self, text: str) -> float:
        """Return the nats of a whole name."""
        return sum(self.step(text[:at], sign) for at, sign in enumerate(text)) + self.end(text)


@lru_cache(maxsize=4)
def _prior(lexicons: Lexicons) -> NamePrior:
    return NamePrior(lexicons)


def worth_of_being_known(persons: int) -> float:
    """Return the nats by which a known person's name may be behind the open reading.

    The more persons, the more names are alike; measured with 300 and 3,000.
    """
    return min(_MOST_KNOWN, max(_LEAST_KNOWN, 12.0 - math.log(max(1, persons))))


def decode_name(sight: Sight, lexicons: Lexicons) -> TextAnswer:
    """Return the name on the line; a known person's only where it is nearly as likely as the open reading."""
    lines = sight.all_readings()
    if not lines:
        return NOTHING
    return name_in(lines, lexicons)


def name_in(lines: Sequence[Line], lexicons: Lexicons) -> TextAnswer:
    """Return the name that all ``lines``, readings of the same writing, say."""
    prior = _prior(lexicons)
    open_ = {each.text for line in lines for each in search(line, prior) if each.text}
    known = {lexicons.persons[at] for line in lines for at in likeliest(line, lexicons.persons)}
    texts = sorted(open_ | known)
    if not texts:
        return NOTHING
    seen = np.sum([scores(line, texts) for line in lines], axis=0) / len(lines)
    worth = worth_of_being_known(len(lexicons.persons))
    persons = frozenset(lexicons.persons)
    candidates = [
        Candidate(closed_name(stripped(text)), text, float(own) + prior.whole(text) + worth * (text in persons))
        for text, own in zip(texts, seen, strict=True)
    ]
    best = ranked(candidates)[0]
    measures = {
        "lexicon": float(best.raw in persons),
        "prior": prior.whole(best.raw),
        **line_measures(lines[0], best.raw),
        "agreement": agreement(lines, [best.raw]),
    }
    return answer(candidates, measures, repaired=best.raw != lines[0].text)


def agreement(lines: Sequence[Line], texts: Sequence[str]) -> float:
    """Return the share of plain readings that are one of ``texts``."""
    wanted = {"".join(text.split()) for text in texts}
    return sum("".join(line.text.split()) in wanted for line in lines) / len(lines)
