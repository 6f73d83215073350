"""Ink that is no answer: spots, dashes, underlines, a neighbour's writing, tails of signatures."""

from __future__ import annotations

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.degrade.path import Rng, Stroke, arrow, spline, stroke, turned, wobbled
from formkit.media.scan.degrade.ticks import dot

KINDS = ("dot", "dash", "comma", "tail", "scrawl", "trial", "bracket")


def stray(rng: Rng, box: Box, kind: str | None = None) -> list[Stroke]:
    """Return one piece of stray ink somewhere in ``box``; ``kind`` is one of `KINDS`, any without it."""
    chosen = kind or str(rng.choice(KINDS, p=[0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.07]))
    at = (float(rng.uniform(box.x0, box.x1)), float(rng.uniform(box.y0, box.y1)))
    if chosen == "dot":
        return dot(rng, at, rng.uniform(0.12, 0.5))
    if chosen in ("dash", "comma"):
        length = rng.uniform(0.6, 2.0) if chosen == "comma" else rng.uniform(1.5, 7.0)
        points = arrow((at[0] - length / 2, at[1]), (at[0] + length / 2, at[1]), rng.normal(0, 0.08))
        return [stroke(turned(points, rng.normal(60, 20) if chosen == "comma" else rng.normal(0, 25), at), rng)]
    if chosen == "tail":
        return signature_tail(rng, at)
    if chosen == "scrawl":
        return scrawl(rng, Box.at(at[0], at[1], rng.uniform(8, 22), rng.uniform(3, 6)))
    return _trial(rng, at) if chosen == "trial" else _bracket(rng, at)


def underline(rng: Rng, option: Box) -> list[Stroke]:
    """Return one or two lines under printed words; they stress, and do not answer."""
    count = 1 if rng.random() < 0.75 else 2
    found = []
    for number in range(count):
        y = option.y1 + rng.uniform(-0.4, 0.8) + number * rng.uniform(0.7, 1.2)
        points = arrow((option.x0 + rng.normal(0, 0.8), y), (option.x1 + rng.normal(0, 0.8), y), rng.normal(0, 0.01))
        found.append(stroke(wobbled(points, rng, 0.12), rng))
    return found


def signature_tail(rng: Rng, at: tuple[float, float]) -> list[Stroke]:
    """Return the sweep that ends a signature: a long curve from ``at`` to the right or downwards."""
    reach = rng.uniform(10, 38)
    heading = rng.normal(8, 22)
    t = np.linspace(0, 1, 6)
    x = at[0] + reach * t
    y = at[1] + np.cumsum(rng.normal(0, 1.2, 6)) + rng.choice([-1, 1]) * 3 * t**2
    return [stroke(turned(spline(np.stack([x, y], axis=1), 9), heading, at), rng, taper=0.7)]


def scrawl(rng: Rng, box: Box) -> list[Stroke]:
    """Return a few strokes like running writing that fill ``box``: what a neighbour's line looks like."""
    found = []
    letters = max(2, int(box.width / rng.uniform(3.0, 5.0)))
    for number in range(letters):
        left = box.x0 + box.width * number / letters
        for _ in range(int(rng.integers(1, 4))):
            knots = int(rng.integers(3, 6))
            x = left + rng.uniform(0, box.width / letters * 1.1, knots)
            y = rng.uniform(box.y0, box.y1, knots)
            found.append(stroke(spline(np.stack([x, y], axis=1), 7), rng, taper=0.5))
    return found


def _trial(rng: Rng, at: tuple[float, float]) -> list[Stroke]:
    """A pen tried out: small loops or a wave."""
    turns = rng.uniform(2, 5)
    t = np.linspace(0, 1, 60)
    size = rng.uniform(0.8, 2.2)
    x = at[0] + t * rng.uniform(4, 12) + size * 0.8 * np.cos(t * turns * 6.3)
    return [stroke(np.stack([x, at[1] + size * np.sin(t * turns * 6.3)], axis=1), rng)]


def _bracket(rng: Rng, at: tuple[float, float]) -> list[Stroke]:
    """A brace in the margin, open to one side."""
    height, depth = rng.uniform(6, 18), rng.uniform(0.8, 2.5) * rng.choice([-1, 1])
    y = at[1] + height * np.array([0, 0.1, 0.45, 0.5, 0.55, 0.9, 1.0])
    x = at[0] + depth * np.array([1, 0.3, 0.2, -0.5, 0.2, 0.3, 1.0])
    return [stroke(spline(np.stack([x, y], axis=1), 7), rng)]
