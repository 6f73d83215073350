"""Open decoding: the likeliest texts of a line by prefix beam search, with or without a prior over characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.text.ctc import scores
from formkit.media.scan.text.line import Line

WIDTH = 24
_LEAST = 1e-4
"""A character less likely at a step is not followed there."""
_MOST_SIGNS = 12
"""Characters that are followed at a step."""
_NOTHING = 1e-200
"""A share of the greatest mass below which a prefix is impossible."""


class Prior(Protocol):
    """What is known of a kind of text before it is seen; no character is worth more than ``gain`` nats."""

    gain: float

    def step(self, prefix: str, sign: str) -> float:
        """Return what writing ``sign`` after ``prefix`` is worth, in nats; -inf forbids it."""
        ...

    def end(self, text: str) -> float:
        """Return what ending here is worth, in nats; -inf forbids it."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A text with its exact log-probability by the line alone, and with the prior's part."""

    text: str
    seen: float
    total: float


_Masses = NDArray[np.float64]
_Columns = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Paths:
    """Prefixes with their masses, ending in a blank and in their last character; the column of that, 0 for none."""

    texts: Sequence[str]
    ending: _Masses
    signed: _Masses
    last: _Columns

    @classmethod
    def start(cls) -> _Paths:
        """Return the empty prefix."""
        return cls([""], np.ones(1), np.zeros(1), np.zeros(1, np.intp))

    def blank(self) -> _Paths:
        """Return the prefixes after a step that is surely a blank."""
        return _Paths(self.texts, self.ending + self.signed, np.zeros(len(self.texts)), self.last)

    def parents(self) -> _Columns:
        """Return where the prefix one character shorter is, -1 for those without."""
        places = {text: at for at, text in enumerate(self.texts)}
        return np.array([places.get(text[:-1], -1) for text in self.texts], np.intp)


@dataclass(frozen=True, slots=True)
class _Onward:
    """What one more step can make of ``before``: its prefixes as they are, then each with every followed sign.

    The masses are of (prefixes + prefixes * signs); a prefix that is one of ``before`` as it is has none as a new one.
    """

    before: _Paths
    signs: Sequence[str]
    columns: _Columns
    ending: _Masses
    signed: _Masses

    def text(self, at: int) -> str:
        """Return the text of one of them."""
        old = len(self.before.texts)
        if at < old:
            return self.before.texts[at]
        prefix, sign = divmod(at - old, len(self.signs))
        return self.before.texts[prefix] + self.signs[sign]

    def chosen(self, places: Sequence[int], most: float) -> _Paths:
        """Return some of them, their masses as shares of ``most``."""
        at, old = np.array(places, np.intp), len(self.before.texts)
        last = np.where(at < old, self.before.last[np.minimum(at, old - 1)], self.columns[(at - old) % len(self.signs)])
        return _Paths([self.text(each) for each in places], self.ending[at] / most, self.signed[at] / most, last)


class _Worths:
    """What the prior says of prefixes, in nats: each asked for once, and only if the beam may keep it."""

    def __init__(self, prior: Prior) -> None:
        self.gain = prior.gain
        self._prior = prior
        self._known = {"": 0.0}

    def of(self, text: str) -> float:
        """Return the nats of a prefix; that of the prefix before it is known."""
        found = self._known.get(text)
        if found is None:
            before = text[:-1]
            found = self._known[text] = self._known[before] + self._prior.step(before, text[-1])
        return found


def search(
    line: Line, prior: Prior | None = None, width: int = WIDTH, keep: int = 8, least: float = _LEAST
) -> list[Found]:
    """Return up to ``keep`` texts, the best first; ``width`` prefixes are followed, and no sign below ``least``.

    Every text that survives the beam is scored exactly (`ctc.scores`); the prior's nats are added to that.
    """
    paths = _Paths.start()
    worths = _Worths(prior) if prior else None
    blanks = np.exp(line.logs[:, 0]).tolist()
    for blank, (columns, chances) in zip(blanks, _followed(line, least), strict=True):
        if not len(columns):  # A blank changes no rank; nearly half of all steps are such.
            paths = paths.blank()
            continue
        paths = _best(_onward(paths, blank, columns, chances, line.signs), width, worths)
    return _scored(line, paths.texts, prior, worths, keep)


def _followed(line: Line, least: float) -> Iterator[tuple[_Columns, _Masses]]:
    """Yield the columns of the signs that are followed at each step, and how likely they are there."""
    logs = line.logs[:, 1:-1]
    some = np.flatnonzero(np.exp(logs.max(axis=0, initial=-inf)) >= least)  # Of thousands of columns a few.
    seen = np.exp(logs[:, some])
    steps, places = np.nonzero(seen >= least)
    bounds = np.searchsorted(steps, np.arange(line.steps + 1)).tolist()
    for step, (start, stop) in enumerate(pairwise(bounds)):
        likely = places[start:stop]
        if len(likely) > _MOST_SIGNS:
            likely = likely[np.argsort(seen[step, likely])[-_MOST_SIGNS:]]
        yield some[likely] + 1, seen[step, likely]


def _onward(
    paths: _Paths, blank: float, columns: _Columns, chances: _Masses, signs: Sequence[str]
) -> _Onward:
    """Return every prefix that one more step can make of ``paths``."""
    mass = paths.ending + paths.signed
    again = paths.last[:, None] == columns
    new = np.where(again, paths.ending[:, None], mass[:, None]) * chances
    signed = paths.signed * (again @ chances)
    known, sign = np.nonzero(again)
    if len(known):
        parent = paths.parents()[known]
        known, sign, parent = known[parent >= 0], sign[parent >= 0], parent[parent >= 0]
        signed[known] += new[parent, sign]
        new[parent, sign] = 0.0
    ending = np.zeros(len(mass) + new.size)
    ending[: len(mass)] = mass * blank
    followed = [signs[at] for at in columns.tolist()]
    return _Onward(paths, followed, columns, ending, np.concatenate([signed, new.ravel()]))


def _best(onward: _Onward, width: int, worths: _Worths | None) -> _Paths:
    """Return the ``width`` best prefixes, their masses scaled to the greatest."""
    masses = onward.ending + onward.signed
    most = float(masses.max(initial=0.0)) or 1.0
    possible = np.flatnonzero(masses > most * _NOTHING)
    masses = masses[possible]
    if worths is None:
        ranked = possible[np.argsort(-masses, kind="stable")[:width]].tolist()
    else:
        ranked = _worthiest(onward, possible, np.log(masses / most), width, worths)
    return onward.chosen(ranked, most)


def _worthiest(onward: _Onward, places: _Columns, masses: _Masses, width: int, worths: _Worths) -> list[int]:
    """Return the best prefixes with their prior, which is only asked while it can still change anything.

    ``masses`` are the logarithms of those at ``places``.
    """
    own = np.array([worths.of(text) for text in onward.before.texts])
    most = np.concatenate([own, np.repeat(own + worths.gain, len(onward.signs))])[places]
    bounds = masses + most
    order = np.argsort(-bounds, kind="stable")
    kept: list[tuple[float, int]] = []
    lowest: list[float] = []
    listed = zip(bounds[order].tolist(), masses[order].tolist(), places[order].tolist(), strict=True)
    for bound, mass, at in listed:
        if len(lowest) == width and bound < lowest[0]:
            break
        worth = mass + worths.of(onward.text(at))
        if worth == -inf:
            continue
        kept.append((worth, at))
        if len(lowest) < width:
            heappush(lowest, worth)
        else:
            heappushpop(lowest, worth)
    kept.sort(key=itemgetter(0), reverse=True)
    return [at for _, at in kept[:width]]


def _scored(
    line: Line, texts: Sequence[str], prior: Prior | None, worths: _Worths | None, keep: int
) -> list[Found]:
    found = []
    for text, exact in zip(texts, scores(line, texts).tolist(), strict=True):
        worth = worths.of(text) + prior.end(text) if worths and prior else 0.0
        found.append(Found(text, exact, exact + worth))
    ranked = sorted((each for each in found if each.total > -inf), key=lambda each: -each.total)
    return ranked[:keep]
