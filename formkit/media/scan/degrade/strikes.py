"""How a hand takes a mark or a word back: lines through it, a zigzag, a cross, a scribble."""

from __future__ import annotations

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.degrade.path import Points, Rng, Stroke, arrow, spline, stroke, turned, wobbled
from formkit.media.scan.degrade.ticks import cross

KINDS = ("lines", "slashes", "zigzag", "cross", "spiral", "scribble")
_WEIGHTS = (0.4, 0.12, 0.16, 0.14, 0.09, 0.09)


def strike(rng: Rng, box: Box, kind: str | None = None, count: int | None = None) -> list[Stroke]:
    """Return a strike-out of what stands in ``box``.

    Args:
        rng: the source of chance.
        box: what is taken back, without room around it.
        kind: one of `KINDS`; any without it.
        count: lines or slashes; 1 to 4 without it.
    """
    chosen = kind or str(rng.choice(KINDS, p=_WEIGHTS))
    lines = count or int(rng.choice([1, 2, 3, 4], p=[0.27, 0.48, 0.17, 0.08]))
    if chosen == "cross":
        return _big_cross(rng, box)
    if chosen == "lines":
        return level_lines(rng, box, lines)
    if chosen == "slashes":
        return _slashes(rng, box, lines)
    if chosen == "zigzag":
        return [stroke(_zigzag(rng, box), rng)]
    return [stroke(_loops(rng, box) if chosen == "spiral" else _scribble(rng, box), rng)]


def double_line(rng: Rng, box: Box) -> list[Stroke]:
    """Return the official way of taking an answer back: two level lines through it."""
    return level_lines(rng, box, 2)


def level_lines(rng: Rng, box: Box, count: int) -> list[Stroke]:
    """Return ``count`` nearly level lines through ``box`` that run out of it on both sides."""
    tilt = rng.normal(-2, 4)
    spread = rng.uniform(0.9, 2.0) if count > 1 else 0.0
    middle = box.centre.y + rng.normal(0, 0.08) * box.height
    found = []
    for number in range(count):
        y = middle + (number - (count - 1) / 2) * spread + rng.normal(0, 0.15)
        start, end = box.x0 - rng.normal(0.9, 0.9), box.x1 + rng.normal(0.9, 1.0)
        points = arrow((start, y), (end, y), rng.normal(0, 0.012))
        points = turned(points, tilt + rng.normal(0, 1), (box.centre.x, box.centre.y))
        found.append(stroke(wobbled(points, rng, 0.07), rng))
    return found


def _slashes(rng: Rng, box: Box, count: int) -> list[Stroke]:
    """Slanting lines from low left to high right, or the other way."""
    falls = -1 if rng.random() < 0.3 else 1
    found = []
    for number in range(count):
        x = box.centre.x + (number - (count - 1) / 2) * rng.uniform(0.9, 2.2)
        reach_x = min(box.width / 2, 6.0) * rng.uniform(0.6, 1.15)
        reach_y = box.height / 2 * rng.uniform(0.8, 1.4) * falls
        start, end = (x - reach_x, box.centre.y + reach_y), (x + reach_x, box.centre.y - reach_y)
        points = arrow(start, end, rng.normal(0, 0.03))
        found.append(stroke(wobbled(points, rng, 0.06), rng))
    return found


def _big_cross(rng: Rng, box: Box) -> list[Stroke]:
    if box.width <= 12:
        return cross(rng, box.inset(-0.5), 0.6)
    part = box.inset(box.width * rng.uniform(0.0, 0.3), -rng.uniform(0, 1.0))
    corners = ((part.x0, part.y0), (part.x1, part.y1), (part.x0, part.y1), (part.x1, part.y0))
    ends = [(x + rng.normal(0, 0.6), y + rng.normal(0, 0.4)) for x, y in corners]
    return [stroke(wobbled(arrow(ends[i], ends[i + 1], rng.normal(0, 0.03)), rng, 0.08), rng) for i in (0, 2)]


def _zigzag(rng: Rng, box: Box) -> Points:
    teeth = max(4, int(box.width / rng.uniform(1.0, 2.6)))
    x = np.linspace(box.x0 - rng.uniform(0, 1), box.x1 + rng.uniform(0, 1), teeth) + rng.normal(0, 0.2, teeth)
    reach = box.height / 2 * rng.uniform(0.35, 1.0)
    y = box.centre.y + np.where(np.arange(teeth) % 2 == 0, -reach, reach) * rng.uniform(0.6, 1.2, teeth)
    knots = np.stack([x, y], axis=1)
    return spline(knots, 6) if rng.random() < 0.7 else knots


def _loops(rng: Rng, box: Box) -> Points:
    """A coil that runs along the word."""
    turns = max(3, int(box.width / rng.uniform(1.0, 2.0)))
    t = np.linspace(0, 1, turns * 14)
    reach = box.height / 2 * rng.uniform(0.5, 1.0)
    x = box.x0 + t * box.width - rng.uniform(0.4, 1.3) * np.cos(t * turns * 2 * np.pi)
    y = box.centre.y + reach * np.sin(t * turns * 2 * np.pi) * (1 + rng.normal(0, 0.1)) + rng.normal(0, 0.4) * t
    return np.stack([x, y], axis=1)


def _scribble(rng: Rng, box: Box) -> Points:
    """A wild thicket: the pen goes to and fro over all of it."""
    count = int(np.clip(box.width * rng.uniform(1.2, 2.6), 12, 70))
    x = np.where(np.arange(count) % 2 == 0, box.x0, box.x1) * 0.6 + rng.uniform(box.x0, box.x1, count) * 0.4
    y = rng.uniform(box.y0, box.y1, count)
    return spline(np.stack([x, y], axis=1), 6)
