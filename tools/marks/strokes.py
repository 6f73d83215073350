"""Strokes of the training hand, in mm: rings, ticks, crosses, fills, strike-outs and stray ink.

A stroke is (n, 2) points. Everything is drawn with more variety than hands have.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box

Rng = np.random.Generator
Path = NDArray[np.float64]
Strokes = list[Path]


def uneven(rng: Rng, path: Path, mm: float) -> Path:
    """Return the path with smooth unsteadiness of about ``mm``."""
    count = len(path)
    knots = max(3, count // int(rng.integers(6, 14)))
    off = rng.normal(0, mm, (knots, 2))
    at = np.linspace(0, knots - 1, count)
    return path + np.stack([np.interp(at, np.arange(knots), off[:, axis]) for axis in (0, 1)], axis=1)


def turned(path: Path, degrees: float, about: tuple[float, float]) -> Path:
    """Return the path turned."""
    a = np.radians(degrees)
    return np.asarray((path - about) @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) + about)


def line(x0: float, y0: float, x1: float, y1: float, bow: float = 0.0, count: int = 24) -> Path:
    """Return a line that bows by ``bow`` of its length."""
    return joined(np.array([x0, y0]), np.array([x1, y1]), bow, count)


def joined(a: Path, b: Path, bow: float = 0.0, count: int = 24) -> Path:
    """Return a line from one point to another that bows by ``bow`` of its length."""
    t = np.linspace(0, 1, count)[:, None]
    across = np.array([-(b - a)[1], (b - a)[0]])
    return np.asarray(a + (b - a) * t + across * bow * 4 * t * (1 - t))


def smooth(knots: Path, count: int = 60) -> Path:
    """Return a curve near the knots (a quadratic B-spline through their middles)."""
    middles = (knots[1:] + knots[:-1]) / 2
    pieces = [knots[:1]]
    t = np.linspace(0, 1, max(3, count // max(1, len(knots))))[:, None]
    for a, b, c in zip(middles[:-1], knots[1:-1], middles[1:], strict=True):
        pieces.append((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c)
    return np.concatenate([*pieces, knots[-1:]])


def ring(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return a ring round the box: closed, open, doubled, tilted, squarish, off its place, in one or two strokes."""
    target = _ringed_part(rng, box, wild)
    long = target.width > 20
    half_x = target.width / 2 + float(np.clip(rng.normal(1.2, 0.9 + wild), -1.0 if long else -0.4, 4.5))
    half_y = target.height / 2 + float(np.clip(rng.normal(0.7, 0.6 + 0.5 * wild), -0.9, 2.6))
    power = float(rng.choice([2.0, rng.uniform(1.5, 2.5), rng.uniform(2.5, 6)], p=[0.3, 0.4, 0.3]))
    if rng.random() < 0.75:
        half_x += (0.29 if power < 2.4 else 0.1) * min(half_x, 5.0) * rng.uniform(0.2, 1.0)
    sweep = _sweep(rng)
    t = np.linspace(0, 1, max(40, int(abs(sweep) / 4)))
    angle = np.radians(rng.uniform(0, 360) + sweep * t * rng.choice([-1, 1]))
    cos, sin = np.cos(angle), np.sin(angle)
    radius = (np.abs(cos) ** power + np.abs(sin) ** power) ** (-1 / power)
    for wave in range(1, 5):
        radius = radius * (1 + rng.normal(0, (0.02 + 0.05 * wild) / wave) * np.cos(wave * angle + rng.uniform(0, 6.3)))
    radius = radius * (1 + rng.normal(0, 0.03 + 0.08 * wild) * (t - 0.5))
    middle = (target.centre.x + rng.normal(0, 0.3 + 0.6 * wild), target.centre.y + rng.normal(0, 0.25 + 0.45 * wild))
    path = np.stack([middle[0] + half_x * radius * cos, middle[1] + half_y * radius * sin], axis=1)
    path = turned(path, _tilt(rng, target, wild), middle)
    if rng.random() < 0.3:
        path = _tail(rng, path)
    path = uneven(rng, path, abs(rng.normal(0, 0.05 + 0.12 * wild)))
    return _perhaps_broken(rng, path)


def _ringed_part(rng: Rng, box: Box, wild: float) -> Box:
    """Mostly the whole option; some ring only most of a long one."""
    if box.width > 12 and rng.random() < 0.05 + 0.15 * wild:
        width = box.width * rng.uniform(0.55, 0.95)
        left = float(rng.choice([box.x0, box.x1 - width, box.centre.x - width / 2], p=[0.5, 0.25, 0.25]))
        return Box(left, box.y0, left + width, box.y1)
    return box


def _tilt(rng: Rng, box: Box, wild: float) -> float:
    if box.width > 20:
        return float(np.clip(rng.normal(-0.5, 1.5 + 3.0 * wild), -8, 8))
    return float(rng.normal(-2, 4 + 9 * wild) * min(1.0, 14 / box.width))


def _sweep(rng: Rng) -> float:
    kind = rng.random()
    if kind < 0.6:
        return float(rng.uniform(350, 410))
    if kind < 0.85:
        return float(rng.uniform(265, 350))
    return float(rng.uniform(410, 560) if kind < 0.94 else rng.uniform(600, 1100))


def _tail(rng: Rng, path: Path) -> Path:
    heading = path[-1] - path[-4]
    heading = heading / (np.hypot(*heading) + 1e-6) * rng.uniform(1, 9)
    tip = path[-1] + turned(heading[None], rng.normal(0, 30), (0, 0))[0]
    return np.concatenate([path, smooth(np.stack([path[-1], path[-1] + heading * 0.5, tip]), 14)])


def _perhaps_broken(rng: Rng, path: Path) -> Strokes:
    """Some rings are two strokes that overlap or leave gaps."""
    if rng.random() < 0.88:
        return [path]
    cut = int(len(path) * rng.uniform(0.3, 0.7))
    gap = int(rng.integers(-3, 4))
    first, second = path[:cut], path[max(cut + gap, 0) :]
    return [first, second + rng.normal(0, 0.35, 2)] if len(second) > 3 else [path]


def squared(rng: Rng, box: Box) -> Strokes:
    """Return a frame with four corners drawn round the option."""
    r = rng.uniform(0.2, 1.6, 4)
    corners = np.array([
        [box.x0 - r[0], box.y0 - r[1] * 0.8], [box.x1 + r[2], box.y0 - r[1] * 0.8],
        [box.x1 + r[2], box.y1 + r[3] * 0.8], [box.x0 - r[0], box.y1 + r[3] * 0.8],
    ]) + rng.normal(0, 0.3, (4, 2))
    path = np.concatenate([joined(corners[i], corners[(i + 1) % 4]) for i in range(4)])
    return [uneven(rng, path, 0.1)]


def tick(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return a tick in, before, after or through a box; its arm may be long."""
    near = Box(box.x0, box.y0, min(box.x1, box.x0 + 6), box.y1) if rng.random() < 0.6 or box.width < 8 else box
    size = float(np.clip(rng.lognormal(np.log(4.0), 0.4), 1.8, 13))
    where = rng.random()
    foot_x = near.x0 + near.width * rng.uniform(0.1, 0.9)
    if where > 0.9:
        foot_x = near.x0 - rng.uniform(0, 0.8) if where > 0.95 else near.x1 + rng.uniform(-0.6, 0.4)
    foot = np.array([foot_x, near.centre.y + near.height * rng.uniform(-0.1, 0.55)])
    up, down = rng.uniform(18, 68), rng.uniform(20, 88)
    arm = foot + size * np.array([np.cos(np.radians(up)), -np.sin(np.radians(up))])
    short = size * rng.uniform(0.12, 0.55)
    start = foot + short * np.array([-np.cos(np.radians(down)), -np.sin(np.radians(down))])
    if rng.random() < 0.14:
        return [uneven(rng, joined(foot + (foot - arm) * rng.uniform(0, 0.3), arm, rng.normal(0, 0.06)), 0.08)]
    first, second = joined(start, foot, rng.normal(0, 0.08)), joined(foot, arm, rng.normal(0.03, 0.08))
    path = np.concatenate([first, second])
    if rng.random() < 0.4:
        path = smooth(np.stack([start, (start + foot) / 2, foot, foot * 0.8 + arm * 0.2, (foot + arm) / 2, arm]), 50)
    if rng.random() < 0.07:
        path[:, 0] = 2 * foot[0] - path[:, 0]
    return [uneven(rng, path, 0.04 + 0.1 * wild)]


def cross(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return a × at a box."""
    size = np.clip(box.height / 2 * rng.uniform(0.5, 1.6), 1.0, 4.5) * np.array([rng.uniform(0.7, 1.3), 1.0])
    middle = np.array([box.centre.x, box.centre.y]) + rng.normal(0, 0.3 + 0.3 * wild, 2)
    jitter = rng.uniform(0.75, 1.25, (4, 1))
    ends = middle + np.array([[-1, -1], [1, 1], [1, -1], [-1, 1]]) * size * jitter
    strokes = [joined(ends[i], ends[i + 1], rng.normal(0, 0.07)) for i in (0, 2)]
    if rng.random() < 0.2:
        return [smooth(np.concatenate([strokes[0], strokes[1]])[:: 6], 40)]
    return [uneven(rng, each, 0.06 + 0.08 * wild) for each in strokes]


def fill(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return a box filled in: hatched, scribbled or coiled, staying about inside."""
    inner = box.inset(rng.uniform(-0.3, 0.8) - 0.3 * wild, rng.uniform(-0.3, 0.8) - 0.3 * wild)
    if rng.random() < 0.3:
        turns = rng.uniform(3, 9)
        t = np.linspace(0, 1, int(turns * 18))
        r = np.sqrt(t) if rng.random() < 0.5 else t
        a = t * turns * 2 * np.pi
        x, y = inner.centre.x + inner.width / 2 * r * np.cos(a), inner.centre.y + inner.height / 2 * r * np.sin(a)
        return [np.stack([x, y], axis=1)]
    count = int(rng.integers(5, 22))
    y = np.linspace(inner.y0, inner.y1, count) + rng.normal(0, 0.1, count)
    x = np.where(np.arange(count) % 2 == 0, inner.x0, inner.x1) + rng.normal(0, 0.15 + 0.25 * wild, count)
    return [turned(np.stack([x, y], axis=1), rng.uniform(-180, 180), (box.centre.x, box.centre.y))]


def lines_through(rng: Rng, box: Box, count: int) -> Strokes:
    """Return nearly parallel lines through a mark, level or slanting."""
    slant = rng.normal(-3, 6) if rng.random() < 0.7 or box.width > 16 else rng.choice([-1, 1]) * rng.uniform(20, 70)
    step = rng.uniform(0.7, 2.2)
    reach = box.width / 2 + rng.uniform(-0.8, 2.6)
    if abs(slant) > 15:
        reach = min(reach, np.hypot(box.width, box.height) / 2 * rng.uniform(0.8, 1.3))
    if box.width > 18:
        slant = np.clip(slant, -9, 9)
        if rng.random() < 0.25:
            reach *= rng.uniform(0.55, 0.95)
    found = []
    for number in range(count):
        off = (number - (count - 1) / 2) * step + rng.normal(0, 0.15) + rng.normal(0, 0.07) * box.height
        shift = rng.normal(0, 0.5)
        left, right = rng.normal([-reach + shift, reach + shift], 0.4)
        path = line(left, off, right, off, rng.normal(0, 0.015))
        path = turned(path, slant + rng.normal(0, 2), (0.0, 0.0)) + np.array([box.centre.x, box.centre.y])
        found.append(uneven(rng, path, 0.08))
    return found


def joined_lines(rng: Rng, box: Box, count: int) -> Strokes:
    """Return strike lines drawn to and fro without lifting the pen."""
    lines = lines_through(rng, box, count)
    return [np.concatenate([each if number % 2 == 0 else each[::-1] for number, each in enumerate(lines)])]


def zigzag(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return a zigzag over a mark, from sparse to dense."""
    count = int(np.clip(box.width * rng.uniform(0.4, 2.2), 5, 60))
    reach = box.height / 2 * rng.uniform(0.5, 1.25)
    x = np.linspace(box.x0 - rng.uniform(-0.5, 1.5), box.x1 + rng.uniform(-0.5, 1.5), count) + rng.normal(0, 0.3, count)
    y = box.centre.y + reach * np.where(np.arange(count) % 2 == 0, -1, 1) * rng.uniform(0.6, 1.15, count)
    path = np.stack([x, y], axis=1)
    path = turned(path, rng.normal(0, 3), (box.centre.x, box.centre.y))
    return [smooth(path, count * 6) if rng.random() < 0.5 else path]


def big_cross(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return a large X over a mark."""
    if box.width > 14 and rng.random() < 0.6:
        width = rng.uniform(6, 14)
        x = rng.uniform(box.x0, box.x1 - width)
        box = Box(x, box.y0, x + width, box.y1)
    over = rng.uniform(0.1, 1.8)
    corners = np.array([[box.x0, box.y0], [box.x1, box.y1], [box.x1, box.y0], [box.x0, box.y1]])
    out = np.array([[-1, -1], [1, 1], [1, -1], [-1, 1]]) * over
    ends = corners + out + rng.normal(0, 0.4 + 0.3 * wild, (4, 2))
    return [uneven(rng, joined(ends[i], ends[i + 1], rng.normal(0, 0.04)), 0.08) for i in (0, 2)]


def coil(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return a coil that runs along a mark."""
    turns = max(3.0, box.width / rng.uniform(1.0, 2.8))
    t = np.linspace(0, 1, int(turns * 16))
    a = t * turns * 2 * np.pi
    x = box.x0 + t * box.width + rng.uniform(0.5, 1.6) * np.cos(a)
    y = box.centre.y + box.height / 2 * rng.uniform(0.5, 1.15) * np.sin(a) + rng.normal(0, 0.5) * t
    return [np.stack([x, y], axis=1)]


def scribble(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return a thicket over a mark."""
    count = int(np.clip(box.width * rng.uniform(1.0, 3.0), 14, 80))
    path = rng.uniform([box.x0 - 0.6, box.y0 - 0.3], [box.x1 + 0.6, box.y1 + 0.3], (count, 2))
    return [smooth(path, count * 5)]


def strike(rng: Rng, box: Box, wild: float) -> Strokes:
    """Return any strike-out of what lies in the box: mostly one or two thin lines."""
    kind = rng.random()
    if kind < 0.52:
        return lines_through(rng, box, int(rng.choice([1, 2, 3, 4], p=[0.32, 0.48, 0.13, 0.07])))
    if kind < 0.6:
        return joined_lines(rng, box, int(rng.integers(2, 5)))
    makers: tuple[Callable[[Rng, Box, float], Strokes], ...] = (zigzag, big_cross, coil, scribble)
    return makers[int(rng.choice(4, p=[0.36, 0.3, 0.17, 0.17]))](rng, box, wild)


def strike_box(rng: Rng, box: Box, wild: float, over_cross: bool) -> Strokes:
    """Return a strike-out of a mark in a small box: more than one line, or a thicket that leaves the box."""
    kind = rng.random()
    if kind < 0.55 or (over_cross and kind > 0.85):
        count = int(rng.choice([2, 3, 4], p=[0.7, 0.2, 0.1]))
        lines = lines_through(rng, box.inset(-rng.uniform(0.3, 1.5), 0), count)
        return lines if rng.random() < 0.8 else joined_lines(rng, box.inset(-1, 0), count)
    if kind < 0.85:
        maker = (zigzag, scribble, coil)[int(rng.choice(3, p=[0.45, 0.35, 0.2]))]
        return maker(rng, box.inset(-rng.uniform(1.2, 2.4), -rng.uniform(0.6, 1.4)), wild)
    return big_cross(rng, box.inset(-rng.uniform(0.5, 2.0)), wild)


def writing(rng: Rng, box: Box) -> Strokes:
    """Return strokes like handwriting along a line: short straight and bent strokes, character by character."""
    found: Strokes = []
    x = box.x0
    size = box.height * rng.uniform(0.55, 1.1)
    while x < box.x1:
        cell = Box.at(x, box.centre.y - size / 2 + rng.normal(0, 0.3), size * rng.uniform(0.5, 1.0), size)
        for _ in range(int(rng.integers(2, 9))):
            found.append(_character_stroke(rng, cell))
        x = cell.x1 + rng.uniform(0.1, 1.2)
    return found


def _character_stroke(rng: Rng, cell: Box) -> Path:
    a = np.array([rng.uniform(cell.x0, cell.x1), rng.uniform(cell.y0, cell.y1)])
    kind = rng.random()
    reach = cell.height * rng.uniform(0.25, 0.9)
    if kind < 0.35:
        return line(a[0], a[1], a[0] + reach, a[1] - reach * rng.uniform(0, 0.25), rng.normal(0, 0.05))
    if kind < 0.65:
        return line(a[0], cell.y0, a[0] + rng.normal(0, 0.4), cell.y0 + reach, rng.normal(0, 0.05))
    if kind < 0.8:
        return line(a[0], a[1], a[0] + rng.choice([-1, 1]) * reach * 0.6, a[1] + reach * 0.7, rng.normal(0, 0.12))
    knots = np.stack([rng.uniform(cell.x0, cell.x1, 5), rng.uniform(cell.y0, cell.y1, 5)], axis=1)
    return smooth(knots, 30)


def stray(rng: Rng, at: tuple[float, float]) -> Strokes:
    """Return one piece of stray ink: dot, dash, line, curve, hook, bracket, wave, arrow."""
    kind = rng.random()
    x, y = at
    if kind < 0.25:
        return [np.array([[x, y], [x + rng.normal(0, 0.3), y + rng.normal(0, 0.3)]])]
    if kind < 0.45:
        angle, reach = rng.uniform(0, np.pi), rng.uniform(0.8, 6)
        return [line(x, y, x + reach * np.cos(angle), y + reach * np.sin(angle), rng.normal(0, 0.06))]
    if kind < 0.6:
        angle, reach = rng.normal(0, 0.6), rng.uniform(10, 60)
        end = (x + reach * np.cos(angle), y + reach * np.sin(angle))
        return [uneven(rng, line(x, y, *end, rng.normal(0, 0.06), 60), 0.3)]
    if kind < 0.75:
        knots = np.array(at) + np.cumsum(rng.normal(0, 3.5, (int(rng.integers(4, 9)), 2)) * [1.6, 0.7], axis=0)
        return [smooth(knots, 90)]
    if kind < 0.85:
        height = rng.uniform(5, 25)
        return [line(x, y, x, y + height, rng.choice([-1, 1]) * rng.uniform(0.02, 0.12))]
    t = np.linspace(0, 1, 80)
    waves, reach = rng.uniform(1, 5), rng.uniform(4, 18)
    return [np.stack([x + reach * t, y + rng.uniform(0.4, 1.8) * np.sin(t * waves * 6.28)], axis=1)]


def underline(rng: Rng, box: Box) -> Strokes:
    """Return a line under printed words."""
    y = box.y1 + rng.uniform(-0.5, 0.9)
    return [uneven(rng, line(box.x0 + rng.normal(0, 1), y, box.x1 + rng.normal(0, 1), y + rng.normal(0, 0.3)), 0.12)]
