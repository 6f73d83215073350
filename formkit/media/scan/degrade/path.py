"""Paths of a pen in millimetres: what a stroke is, and the shapes that strokes are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box

Rng = np.random.Generator
Points = NDArray[np.float64]
"""n rows of (x, y) in mm."""
Pressures = NDArray[np.float64]
_STEP = 0.35
"""Distance of a stroke's points in mm; short enough for an arc of 2 mm across."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One movement of a pen that stays on the paper.

    ``pressure`` has one figure a point: 1 leaves the pen's usual width, 0.5 half of it.
    """

    points: Points
    pressure: Pressures

    def moved(self, dx: float, dy: float) -> Stroke:
        """Return the stroke shifted by (dx, dy) mm."""
        return Stroke(self.points + np.array([dx, dy]), self.pressure)

    @property
    def length(self) -> float:
        """The way of the pen in mm."""
        return float(np.hypot(*np.diff(self.points, axis=0).T).sum())


def stroke(points: Points, rng: Rng, taper: float = 0.35) -> Stroke:
    """Return a stroke along ``points`` with a hand's pressure: uneven, and lighter at its ends by ``taper``."""
    even = resampled(points)
    count = len(even)
    along = np.linspace(0, 1, count)
    waves = sum(rng.normal(0, 0.06) * np.sin(along * np.pi * k + rng.uniform(0, 6.3)) for k in (1, 2, 3, 5))
    start, end = rng.uniform(0, taper, 2)
    ends = 1 - start * np.exp(-along * 14) - end * np.exp(-(1 - along) * rng.uniform(5, 16))
    return Stroke(even, np.clip((1 + waves) * ends, 0.25, 1.6))


def resampled(points: Points, step: float = _STEP) -> Points:
    """Return the path with points about ``step`` mm apart, its ends kept; at least two points."""
    points = np.asarray(points, np.float64)
    if len(points) == 1:
        points = np.repeat(points, 2, axis=0)
    way = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
    count = max(2, int(way[-1] / step) + 2)
    at = np.linspace(0, way[-1], count)
    return np.stack([np.interp(at, way, points[:, 0]), np.interp(at, way, points[:, 1])], axis=1)


def spline(knots: Points, samples: int = 12) -> Points:
    """Return a Catmull-Rom curve through all ``knots``, ``samples`` points to a piece."""
    knots = np.asarray(knots, np.float64)
    padded = np.concatenate((2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]))
    t = np.linspace(0, 1, samples, endpoint=False)[:, None]
    pieces = [_piece(padded[i : i + 4], t) for i in range(len(knots) - 1)]
    return np.concatenate([*pieces, knots[-1:]])


def _piece(four: Points, t: NDArray[np.float64]) -> Points:
    a, b, c, d = four
    return np.asarray(
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    )


def arrow(start: tuple[float, float], end: tuple[float, float], bow: float = 0.0) -> Points:
    """Return a line from ``start`` to ``end`` that bows out by ``bow`` times its length."""
    a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
    across = np.array([-(b - a)[1], (b - a)[0]])
    t = np.linspace(0, 1, 14)[:, None]
    return np.asarray(a + (b - a) * t + across * bow * 4 * t * (1 - t))


def wobbled(points: Points, rng: Rng, mm: float) -> Points:
    """Return the path as an unsteady hand draws it, about ``mm`` off its line, in slow waves."""
    count = len(points)
    along = np.linspace(0, 1, count)
    off = np.zeros((count, 2))
    for wave in range(1, 5):
        phase, size = rng.uniform(0, 6.3, 2), rng.normal(0, mm / wave, 2)
        off += size * np.sin(along[:, None] * 6.3 * wave * 0.7 + phase)
    return np.asarray(points + off)


def turned(points: Points, degrees: float, about: tuple[float, float]) -> Points:
    """Return the path turned about a point; positive is clockwise, as y runs down."""
    angle = np.radians(degrees)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray((points - np.array(about)) @ matrix.T + np.array(about))


def bounds(strokes: Iterable[Stroke]) -> Box:
    """Return the box around all strokes.

    Raises:
        ValueError: there are none.
    """
    points = np.concatenate([each.points for each in strokes])
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return Box(float(x0), float(y0), float(x1), float(y1))
