"""Open decoding: the likeliest texts of a line by prefix beam search, with or without a prior over characters."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappush, heappushpop
from math import inf, log
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


_Mass = tuple[float, float]
"""The mass of one prefix, ending in a blank and ending in its last character."""


class _Worths:
    """What the prior says of prefixes, in nats: each asked for once, and only if the beam may keep it."""

    def __init__(self, prior: Prior) -> None:
        self._prior = prior
        self._known = {"": 0.0}

    def of(self, text: str) -> float:
        """Return the nats of a prefix; that of the prefix before it is known."""
        found = self._known.get(text)
        if found is None:
            before = text[:-1]
            found = self._known[text] = self._known[before] + self._prior.step(before, text[-1])
        return found

    def most(self, text: str) -> float:
        """Return what the nats of a prefix are at most."""
        found = self._known.get(text)
        return self._known[text[:-1]] + self._prior.gain if found is None else found


def search(
    line: Line, prior: Prior | None = None, width: int = WIDTH, keep: int = 8, least: float = _LEAST
) -> list[Found]:
    """Return up to ``keep`` texts, the best first; ``width`` prefixes are followed, and no sign below ``least``.

    Every text that survives the beam is scored exactly (`ctc.scores`); the prior's nats are added to that.
    """
    paths: dict[str, _Mass] = {"": (1.0, 0.0)}
    worths = _Worths(prior) if prior else None
    signs = line.signs
    seen = np.exp(line.logs[:, :-1])
    for step in range(line.steps):
        row = seen[step]
        followed = [(signs[at], float(row[at])) for at in _followed(row, least)]
        paths = _best(_onward(paths, float(row[0]), followed), width, worths)
    return _scored(line, paths, prior, worths, keep)


def _followed(row: NDArray[np.float64], least: float) -> list[int]:
    likely = np.flatnonzero(row[1:] >= least) + 1
    if len(likely) > _MOST_SIGNS:
        likely = likely[np.argsort(row[likely])[-_MOST_SIGNS:]]
    return [int(at) for at in likely]


def _onward(paths: dict[str, _Mass], blank: float, followed: list[tuple[str, float]]) -> dict[str, _Mass]:
    """Return every prefix that one more step can make of ``paths``."""
    chances = dict(followed)
    onward = {
        prefix: ((ending + signed) * blank, signed * chances.get(prefix[-1:], 0.0))
        for prefix, (ending, signed) in paths.items()
    }
    for prefix, (ending, signed) in paths.items():
        mass, last = ending + signed, prefix[-1:]
        for sign, chance in followed:
            new = prefix + sign
            more = (ending if sign == last else mass) * chance
            known = onward.get(new)
            onward[new] = (0.0, more) if known is None else (known[0], known[1] + more)
    return onward


def _best(paths: dict[str, _Mass], width: int, worths: _Worths | None) -> dict[str, _Mass]:
    """Return the ``width`` best prefixes, their masses scaled to the greatest."""
    listed = [(ending + signed, text) for text, (ending, signed) in paths.items()]
    most = max(listed, default=(0.0, ""))[0] or 1.0
    if worths is None:
        listed.sort(key=itemgetter(0), reverse=True)
        ranked = [text for mass, text in listed[:width] if mass > most * _NOTHING]
    else:
        likely = [(log(mass / most), text) for mass, text in listed if mass > most * _NOTHING]
        ranked = _worthiest(likely, width, worths)
    return {text: (paths[text][0] / most, paths[text][1] / most) for text in ranked}


def _worthiest(listed: list[tuple[float, str]], width: int, worths: _Worths) -> list[str]:
    """Return the best prefixes with their prior, which is only asked while it can still change anything."""
    bounded = sorted(((mass + worths.most(text), mass, text) for mass, text in listed), key=itemgetter(0), reverse=True)
    kept: list[tuple[float, str]] = []
    lowest: list[float] = []
    for bound, mass, text in bounded:
        if len(lowest) == width and bound < lowest[0]:
            break
        worth = mass + worths.of(text)
        if worth == -inf:
            continue
        kept.append((worth, text))
        if len(lowest) < width:
            heappush(lowest, worth)
        else:
            heappushpop(lowest, worth)
    kept.sort(key=itemgetter(0), reverse=True)
    return [text for _, text in kept[:width]]


def _scored(
    line: Line, paths: dict[str, _Mass], prior: Prior | None, worths: _Worths | None, keep: int
) -> list[Found]:
    texts = list(paths)
    found = []
    for text, exact in zip(texts, scores(line, texts).tolist(), strict=True):
        worth = worths.of(text) + prior.end(text) if worths and prior else 0.0
        found.append(Found(text, exact, exact + worth))
    ranked = sorted((each for each in found if each.total > -inf), key=lambda each: -each.total)
    return ranked[:keep]
