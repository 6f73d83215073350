"""Other marks than circles: ticks, crosses, filled boxes and dots."""

from __future__ import annotations

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.degrade.path import Points, Rng, Stroke, arrow, spline, stroke, turned, wobbled


def tick(rng: Rng, box: Box, sloppiness: float = 0.5) -> list[Stroke]:
    """Return a tick in or near a small box: its lowest point is inside, its arms may reach 8 mm out.

    One in eight is a mere slanting stroke, as hasty ticks are.
    """
    size = float(np.clip(rng.lognormal(np.log(max(box.height, 3.0) * 1.1), 0.35 + 0.2 * sloppiness), 1.8, 14))
    foot = (
        box.centre.x + rng.normal(0, 0.12 + 0.15 * sloppiness) * box.width,
        box.centre.y + rng.normal(0.18, 0.12) * box.height,
    )
    return [stroke(wobbled(_tick_path(rng, foot, size), rng, 0.03 + 0.06 * sloppiness), rng, taper=0.55)]


def _tick_path(rng: Rng, foot: tuple[float, float], size: float) -> Points:
    right = size * rng.uniform(0.55, 1.05)
    up = size * rng.uniform(0.5, 0.95)
    left, rise = size * rng.uniform(0.12, 0.42), size * rng.uniform(0.05, 0.4)
    end = (foot[0] + right, foot[1] - up)
    if rng.random() < 0.12:
        back = (foot[0] - right * rng.uniform(0.1, 0.5), foot[1] + up * rng.uniform(0.1, 0.4))
        return arrow(back, end, rng.normal(0, 0.06))
    start = (foot[0] - left, foot[1] - rise)
    short, long = arrow(start, foot, rng.normal(-0.06, 0.08)), arrow(foot, end, rng.normal(0.05, 0.08))
    if rng.random() < 0.3:
        hook = (start[0] - size * rng.uniform(0.03, 0.15), start[1] + size * rng.uniform(0.02, 0.15))
        short = np.concatenate((arrow(hook, start)[:-1], short))
    if rng.random() < 0.4:
        return spline(np.concatenate((short[::5], np.asarray([foot]), long[3::5], np.asarray([end]))), 6)
    return np.concatenate((short, long[1:]))


def tick_at_start(rng: Rng, option: Box, sloppiness: float = 0.5) -> list[Stroke]:
    """Return a tick on the first characters of a printed option, beginning before its box now and then."""
    first = Box.at(option.x0 + rng.uniform(-1.5, 2.0), option.y0, min(option.width, 5.0), option.height)
    return tick(rng, first, sloppiness)


def tick_over(rng: Rng, option: Box, sloppiness: float = 0.5) -> list[Stroke]:
    """Return a tick somewhere over a printed option."""
    at = rng.uniform(0.1, 0.8)
    x = option.x0 + option.width * at
    return tick(rng, Box(x - 2, option.y0, x + 2, option.y1), sloppiness)


def cross(rng: Rng, box: Box, sloppiness: float = 0.5) -> list[Stroke]:
    """Return a × over ``box``: two strokes, or one that loops like an alpha."""
    half = np.array([max(box.width, 2.5), max(box.height, 2.5)]) / 2 * rng.uniform(0.55, 1.25 + 0.4 * sloppiness)
    half = np.minimum(half, 6.0)
    middle = np.array([box.centre.x, box.centre.y]) + rng.normal(0, 0.2 + 0.4 * sloppiness, 2)
    signs = np.array([[-1, -1], [1, 1], [1, -1], [-1, 1]])
    corners = middle + signs * half * rng.uniform(0.75, 1.2, (4, 2))
    if rng.random() < 0.2:
        return [stroke(wobbled(spline(corners[[0, 1, 2, 3]], 9), rng, 0.05), rng)]
    first = stroke(wobbled(arrow(tuple(corners[0]), tuple(corners[1]), rng.normal(0, 0.05)), rng, 0.05), rng)
    second = stroke(wobbled(arrow(tuple(corners[2]), tuple(corners[3]), rng.normal(0, 0.05)), rng, 0.05), rng)
    return [first, second] if rng.random() < 0.6 else [second, first]


def fill(rng: Rng, box: Box, sloppiness: float = 0.5) -> list[Stroke]:
    """Return a box filled in: hatched to and fro, more or less densely, or in a spiral from its middle."""
    inside = box.inset(rng.normal(0.25, 0.2 + 0.3 * sloppiness), rng.normal(0.25, 0.2 + 0.3 * sloppiness))
    if rng.random() < 0.25:
        return [stroke(_spiral(rng, inside), rng)]
    gap = rng.uniform(0.22, 0.8)
    lines = max(3, int(inside.height / gap))
    t = np.linspace(0, 1, lines)
    x = np.where(np.arange(lines) % 2 == 0, inside.x0, inside.x1) + rng.normal(0, 0.2 + 0.25 * sloppiness, lines)
    y = inside.y0 + t * inside.height + rng.normal(0, 0.08, lines)
    points = turned(np.stack([x, y], axis=1), rng.uniform(-60, 60), (box.centre.x, box.centre.y))
    path = spline(points, 6) if rng.random() < 0.6 else points
    return [stroke(path, rng, taper=0.2)]


def _spiral(rng: Rng, box: Box) -> Points:
    turns = max(2.0, min(box.width, box.height) / rng.uniform(0.5, 0.9))
    t = np.linspace(0, 1, int(turns * 16))
    angle = t * turns * 2 * np.pi + rng.uniform(0, 6.3)
    wave = 1 + rng.normal(0, 0.06, len(t))
    x = box.centre.x + box.width / 2 * t * np.cos(angle) * wave
    y = box.centre.y + box.height / 2 * t * np.sin(angle) * wave
    return np.stack([x, y], axis=1)


def dot(rng: Rng, at: tuple[float, float], radius: float = 0.3) -> list[Stroke]:
    """Return a spot of about ``radius`` mm, round or drawn out a little."""
    turns = np.linspace(0, 4 * np.pi, 14)
    out = np.linspace(0.1, 1, 14) * radius * rng.uniform(0.7, 1.2, 14)
    points = np.stack([at[0] + out * np.cos(turns) * rng.uniform(0.7, 1.5), at[1] + out * np.sin(turns)], axis=1)
    return [Stroke(points, np.full(14, rng.uniform(0.9, 1.4)))]


def box_mark(rng: Rng, box: Box, sloppiness: float = 0.5) -> list[Stroke]:
    """Return a mark for a tick box: mostly a tick, else a cross, a fill or a big dot."""
    kind = rng.choice(4, p=[0.66, 0.16, 0.13, 0.05])
    if kind == 3:
        return dot(rng, (box.centre.x + rng.normal(0, 0.3), box.centre.y + rng.normal(0, 0.3)), rng.uniform(0.5, 1.2))
    makers = (tick, cross, fill)
    return makers[kind](rng, box, sloppiness)
