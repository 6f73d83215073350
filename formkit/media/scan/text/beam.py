"""Open decoding: the likeliest texts of a line by prefix beam search, with or without a prior over characters."""

from __future__ import annotations

from dataclasses import dataclass
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


class Prior(Protocol):
    """What is known of a kind of text before it is seen."""

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


@dataclass(slots=True)
class _Path:
    """The mass of one prefix, ending in a blank or in its last character, and its prior."""

    blank: float = 0.0
    sign: float = 0.0
    prior: float = 0.0


def search(
    line: Line, prior: Prior | None = None, width: int = WIDTH, keep: int = 8, least: float = _LEAST
) -> list[Found]:
    """Return up to ``keep`` texts, the best first; ``width`` prefixes are followed, and no sign below ``least``.

    Every text that survives the beam is scored exactly (`ctc.scores`); the prior's nats are added to that.
    """
    paths = {"": _Path(blank=1.0)}
    signs = line.signs
    seen = np.exp(line.logs[:, :-1])
    for step in range(line.steps):
        followed = _followed(seen[step], least)
        paths = _best(_onward(paths, seen[step], [(signs[at], float(seen[step, at])) for at in followed], prior), width)
    return _scored(line, paths, prior, keep)


def _followed(row: NDArray[np.float64], least: float) -> list[int]:
    likely = np.flatnonzero(row[1:] >= least) + 1
    if len(likely) > _MOST_SIGNS:
        likely = likely[np.argsort(row[likely])[-_MOST_SIGNS:]]
    return [int(at) for at in likely]


def _onward(
    paths: dict[str, _Path],
    row: NDArray[np.float64],
    followed: list[tuple[str, float]],
    prior: Prior | None,
) -> dict[str, _Path]:
    """Return every prefix that one more step can make of ``paths``."""
    blank = float(row[0])
    chances = dict(followed)
    onward: dict[str, _Path] = {}
    for prefix, path in paths.items():
        mass = path.blank + path.sign
        here = onward.setdefault(prefix, _Path(prior=path.prior))
        here.blank += mass * blank
        last = prefix[-1:]
        if last in chances:
            here.sign += path.sign * chances[last]
        for sign, chance in followed:
            new = prefix + sign
            longer = onward.get(new)
            if longer is None:
                worth = path.prior + (prior.step(prefix, sign) if prior else 0.0)
                longer = onward[new] = _Path(prior=worth)
            longer.sign += (path.blank if sign == last else mass) * chance
    return onward


def _best(paths: dict[str, _Path], width: int) -> dict[str, _Path]:
    """Return the ``width`` best prefixes, their masses scaled to the greatest."""
    listed = [(path.blank + path.sign, path.prior, text, path) for text, path in paths.items()]
    most = max((mass for mass, _, _, _ in listed), default=0.0) or 1.0
    ranked = sorted(
        ((np.log(mass / most) + prior, text, path) for mass, prior, text, path in listed if mass > most * 1e-200),
        key=lambda each: -each[0],
    )[:width]
    for _, _, path in ranked:
        path.blank /= most
        path.sign /= most
    return {text: path for worth, text, path in ranked if worth > -np.inf}


def _scored(line: Line, paths: dict[str, _Path], prior: Prior | None, keep: int) -> list[Found]:
    texts = list(paths)
    seen = scores(line, texts)
    found = [
        Found(text, float(exact), float(exact) + paths[text].prior + (prior.end(text) if prior else 0.0))
        for text, exact in zip(texts, seen, strict=True)
    ]
    ranked = sorted((each for each in found if each.total > -np.inf), key=lambda each: -each.total)
    return ranked[:keep]
