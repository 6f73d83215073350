"""A line as a lattice of look-alikes: for each character that the engine saw its few alternatives, parted into words.

The engine's matrix is peaked: what a character may be besides stands in the same few steps. So the steps of every
character are a slot of their own, and the best ways through the slots by engine and words together are found exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest

import numpy as np

from formkit.media.scan.text.line import Line, Logs
from formkit.media.scan.text.vocabulary import Vocabulary, is_han

LEAST = 0.01
"""A character less likely at every step is no alternative."""
_MOST = 6
"""Alternatives of a slot."""
_GAP = 0.05
"""Nats from which the steps between two characters are not surely blank."""
KEEP = 4
"""Readings that are told, and that are followed at the end of every word."""

Slot = tuple[tuple[str, float], ...]
"""What may stand at a place, "" for nothing, each with its nats against the likeliest; the likeliest first."""
_Way = tuple[float, float, str]
"""Nats of engine and words, nats of the engine alone, and the text."""


def slots(line: Line) -> list[Slot]:
    """Return the places of a line from left to right: its characters, and gaps that are not surely empty."""
    logs, signs = line.logs[:, :-1], line.signs
    best = logs.argmax(axis=1)
    found: list[Slot] = []
    done = 0
    for start, stop in _runs(best.tolist()):
        first = start - 1 if start > done else start
        last = stop + 1 if stop < len(best) - 1 and best[stop] == best[stop + 1] == 0 else stop
        found += _between(logs[done:first], signs)
        found.append(_slot(logs[first:last], signs))
        done = last
    return found + _between(logs[done:], signs)


def _runs(best: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first step of each character and the step behind its last."""
    start = 0
    for step in range(1, len(best) + 1):
        if step == len(best) or best[step] != best[start]:
            if best[start]:
                yield start, step
            start = step


def _between(logs: Logs, signs: Sequence[str]) -> list[Slot]:
    return [_slot(logs, signs)] if logs[:, 0].sum() < -_GAP else []


def _slot(logs: Logs, signs: Sequence[str]) -> Slot:
    """Return what a few steps say if they are one place: a sign at its best step, or nothing at any."""
    likely = np.flatnonzero(logs[:, 1:].max(axis=0) >= np.log(LEAST)) + 1
    if len(likely) > _MOST:
        likely = likely[np.argsort(logs[:, likely].max(axis=0))[-_MOST:]]
    own, blank = logs[:, likely], logs[:, :1]
    either = np.maximum(own, blank)
    nats = either.sum(axis=0) + (own - either).max(axis=0)
    listed = [("", float(blank.sum())), *zip((signs[int(at)] for at in likely), nats.tolist(), strict=True)]
    most = max(each for _, each in listed)
    return tuple(sorted(((sign, each - most) for sign, each in listed), key=lambda each: -each[1]))


def readings(places: Sequence[Slot], vocabulary: Vocabulary, behind: float) -> list[str]:
    """Return the texts that engine and words together find likeliest, the best first, at most `KEEP`.

    None is more than ``behind`` nats less likely by the engine than its own best reading.
    """
    ways: list[list[_Way]] = [[] for _ in range(len(places) + 1)]
    ways[0] = [(0.0, 0.0, "")]
    for start in range(len(places)):
        ways[start] = _best(ways[start])
        if not ways[start]:
            continue
        room = behind + max(seen for _, seen, _ in ways[start])
        for stop, word, cost, nats in _words(places, start, vocabulary, room):
            for total, seen, text in ways[start]:
                if seen + cost >= -behind:
                    ways[stop].append((total + cost + nats, seen + cost, text + word))
    return [text for _, _, text in _best(ways[-1]) if text]


def _words(
    places: Sequence[Slot], start: int, vocabulary: Vocabulary, room: float
) -> Iterator[tuple[int, str, float, float]]:
    """Yield each word that may stand from a slot on: the slot behind it, the word, and nats of engine and words.

    Signs that are no Chinese characters, and nothing at all, stand for themselves and are worth nothing.
    """
    open_: list[tuple[int, str, float]] = []
    for sign, cost in places[start]:
        if cost < -room:
            continue
        if sign and is_han(sign):
            open_.append((start + 1, sign, cost))
        else:
            yield start + 1, sign, cost, vocabulary.sign(sign) if sign else 0.0
    while open_:
        stop, word, cost = open_.pop()
        nats = vocabulary.word(word)
        if nats > -np.inf:
            yield stop, word, cost, nats
        for sign, more in places[stop] if stop < len(places) else ():
            longer = word + sign
            if cost + more >= -room and (not sign or (is_han(sign) and vocabulary.begins(longer))):
                open_.append((stop + 1, longer, cost + more))


def _best(ways: Sequence[_Way]) -> list[_Way]:
    """Return the best way of each text, and of these the best."""
    by_text: dict[str, _Way] = {}
    for way in ways:
        known = by_text.get(way[2])
        if known is None or way > known:
            by_text[way[2]] = way
    return nlargest(KEEP, by_text.values())
