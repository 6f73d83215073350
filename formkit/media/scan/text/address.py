"""Addresses: places from large to small, then the number of the group or house.

An automaton over characters: names of places, each lying in the one before; behind a place a small grammar
of numbers (3组, 三社12号, 2号楼1单元301室); and everywhere, at a cost, anything at all. So one beam holds
readings inside and outside the lexicon side by side. The places and the number are right or wrong for
unlike reasons, so each has a margin of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from formkit.media.scan.text.answer import (
    FAR,
    NOTHING,
    Candidate,
    TextAnswer,
    answer,
    line_measures,
    ranked,
    shape_measures,
)
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import scores
from formkit.media.scan.text.lattice import readings, slots
from formkit.media.scan.text.lexicons import Lexicons
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.names import agreement
from formkit.media.scan.text.places import Node, Places
from formkit.media.scan.text.tail import BARE_UNIT, ENTERED, FREE, FREE_SIGN, START, UNITS_ALONE, Tail, moves
from formkit.media.scan.text.vocabulary import place_words
from formkit.model.handbook import Field
from formkit.values.written import normal_text

TAU = 10.0
"""Nats by which a reading inside the lexicon may be behind one outside it."""
LEAVE = 4.0
"""Nats that it costs to go on freely behind a known place."""
_WIDTH, _KEEP = 32, 16
_LEAST = 2e-5

State = Node | Tail


class AddressPrior:
    """What addresses are made of; for each prefix the states of the automaton with what they cost."""

    gain = 0.0

    def __init__(self, places: Places, tau: float = TAU) -> None:
        """Start at any place, or freely at the cost of ``tau``."""
        self._places = places
        self._states: dict[str, dict[State, float]] = {"": {places.below(""): 0.0, FREE: tau}}
        self._least: dict[str, float] = {"": 0.0}

    def step(self, prefix: str, sign: str) -> float:
        """Return by how much the cheapest way through the automaton gets dearer with ``sign``, negative."""
        text = prefix + sign
        self._at(text)
        return self._least[prefix] - self._least[text]

    def end(self, text: str) -> float:
        """Return what it costs to end here, negative; -inf within a place's name."""
        ends = min((cost + _ending(state) for state, cost in self._at(text).items()), default=np.inf)
        return self._least[text] - ends

    def place_of(self, text: str) -> str:
        """Return the part of ``text`` that is names of places, "" where its cheapest way is free from the start."""
        states = self._at(text)
        ways = [(cost + _ending(state), _is_open(state)) for state, cost in states.items()]
        if not ways or min(ways)[1]:
            return ""
        for stop in range(len(text), 0, -1):
            if any(isinstance(state, Node) and state.ends for state in self._at(text[:stop])):
                return text[:stop]
        return ""

    def _at(self, prefix: str) -> dict[State, float]:
        found = self._states.get(prefix)
        if found is None:
            found = self._states[prefix] = self._onward(self._at(prefix[:-1]), prefix[-1])
            self._least[prefix] = min(found.values(), default=np.inf)
        return found

    def _onward(self, states: dict[State, float], sign: str) -> dict[State, float]:
        after: dict[State, float] = {}
        for state, cost in states.items():
            for new, more in self._from_place(state, sign) if isinstance(state, Node) else moves(state, sign):
                if cost + more < after.get(new, np.inf):
                    after[new] = cost + more
        return after

    def _from_place(self, node: Node, sign: str) -> list[tuple[State, float]]:
        found: list[tuple[State, float]] = []
        if sign in node.onward:
            found.append((node.onward[sign], 0.0))
        for code in node.ends:
            below = self._places.below(code).onward
            if sign in below:
                found.append((below[sign], 0.0))
        if node.ends:
            found += moves(START, sign)
            found.append((ENTERED, (LEAVE if sign not in UNITS_ALONE else BARE_UNIT) + FREE_SIGN))
        return found


def _is_open(state: State) -> bool:
    return isinstance(state, Tail) and state.free and not state.count


def _ending(state: State) -> float:
    if isinstance(state, Node):
        return 0.0 if state.ends else float("inf")
    return state.ending


@lru_cache(maxsize=4)
def _places(lexicons: Lexicons) -> Places:
    return Places(lexicons)


def decode_address(field: Field, lines: Sequence[Line], lexicons: Lexicons) -> TextAnswer:
    """Return the address that all ``lines``, readings of the same writing, say.

    place_margin and number_margin, in nats: to the best reading with other places, and to the best one with
    the same places and another number; place: the share of the answer that is names of places.
    """
    prior = AddressPrior(_places(lexicons))
    lines = [line.folded("015") for line in lines]
    words = place_words(lexicons)
    open_ = {each.text for line in lines for each in search(line, prior, _WIDTH, _KEEP, _LEAST) if each.text}
    worded = {text for line in lines for text in readings(slots(line), words, TAU)}
    texts = sorted(open_ | worded)
    if not texts:
        return NOTHING
    seen = np.sum([scores(line, texts) for line in lines], axis=0) / len(lines)
    candidates = [
        Candidate(normal_text(field, text) or None, text, float(own) + prior_of(prior, text) + words.text(text))
        for text, own in zip(texts, seen, strict=True)
    ]
    order = ranked(candidates)
    best = order[0]
    place = prior.place_of(best.raw)
    other = [each.score for each in order if prior.place_of(each.raw) != place]
    same = [each.score for each in order[1:] if prior.place_of(each.raw) == place]
    measures = {
        "place_margin": min(FAR, best.score - max(other, default=-np.inf)),
        "number_margin": min(FAR, best.score - max(same, default=-np.inf)),
        "place": len(place) / len(best.raw),
        "lexicon": float(bool(place)),
        **line_measures(lines[0], best.raw),
        **shape_measures(best.raw),
        "agreement": agreement(lines, [best.raw]),
    }
    return answer(candidates, measures, repaired=best.raw != lines[0].text)


def prior_of(prior: AddressPrior, text: str) -> float:
    """Return the nats of a whole text."""
    return sum(prior.step(text[:at], sign) for at, sign in enumerate(text)) + prior.end(text)
