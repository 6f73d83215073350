"""Circles that a hand draws round an option."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.degrade.path import Points, Rng, Stroke, spline, stroke, turned, wobbled

_LONG = 22.0
"""Options longer than this in mm are ringed flatter and with more tilt."""
_POWERS_WIDE = (2.0, 2.3, 2.8, 3.6, 5.0)
_POWERS_ROUND = (1.8, 2.0, 2.2, 2.8)


@dataclass(frozen=True, slots=True)
class Ring:
    """How one circle is drawn; all lengths in mm, all angles in degrees.

    Attributes:
        beside: room left and right of the option; negative cuts through its text.
        above: room over and under it.
        dx: how far off the middle it is.
        dy: the same downwards.
        tilt: its turn; positive is clockwise.
        power: 2 is an ellipse, more is squarer, less is a lozenge.
        start: where the pen begins; 0 is right, 90 below, 270 above.
        sweep: how far it goes round: 360 closes, less is open, 720 is doubled; negative is anticlockwise.
        drift: by how much its end misses its start, in shares of the size.
        lumps: how uneven it is, in shares of the size.
        wobble: how unsteady the line is.
        flick: length of the tail at its end.
        flick_turn: direction of the tail against the line.
    """

    beside: float = 1.5
    above: float = 1.2
    dx: float = 0.0
    dy: float = 0.0
    tilt: float = 0.0
    power: float = 2.2
    start: float = 260.0
    sweep: float = 375.0
    drift: float = 0.03
    lumps: float = 0.02
    wobble: float = 0.08
    flick: float = 0.0
    flick_turn: float = 0.0


def circle(rng: Rng, option: Box, sloppiness: float = 0.5, neighbour: Box | None = None) -> list[Stroke]:
    """Return a circle round ``option``, as careful (0) or careless (1) as asked.

    Where ``neighbour`` is given, the ring reaches out to touch that option too, without taking it in.
    """
    ring = random_ring(rng, option, sloppiness)
    if neighbour is not None:
        ring = _reaching(ring, option, neighbour, rng)
    return draw_ring(rng, option, ring)


def random_ring(rng: Rng, option: Box, sloppiness: float = 0.5) -> Ring:
    """Return a ring as some hand might draw it round ``option``."""
    loose = 0.3 + sloppiness
    long = option.width > _LONG
    return Ring(
        beside=max(-1.3, rng.normal(1.4, 1.1 * loose)),
        above=max(-0.9, rng.normal(0.8 if long else 1.1, 0.75 * loose)),
        dx=rng.normal(0, 0.7 * loose) + (rng.normal(0, 0.03) * option.width * loose),
        dy=rng.normal(0, 0.55 * loose),
        tilt=rng.normal(-1, 3.2 * loose) if long else rng.normal(-4, 9 * loose),
        power=float(rng.choice(_POWERS_WIDE if option.width > 2 * option.height else _POWERS_ROUND)),
        start=float(rng.choice([rng.normal(265, 30), rng.normal(300, 25), rng.normal(200, 30), rng.uniform(0, 360)])),
        sweep=_sweep(rng) * (-1 if rng.random() < 0.6 else 1),
        drift=abs(rng.normal(0, 0.06 * loose)) * rng.choice([-1, 1]),
        lumps=abs(rng.normal(0.0, 0.045 * loose)),
        wobble=abs(rng.normal(0.0, 0.09 * loose)),
        flick=float(rng.gamma(1.5, 1.6)) if rng.random() < 0.35 else 0.0,
        flick_turn=rng.normal(-25, 30),
    )


def _sweep(rng: Rng) -> float:
    """Most rings close and run on a little; some stay open, some go round twice."""
    kind = rng.choice(4, p=[0.68, 0.17, 0.08, 0.07])
    if kind == 0:
        return float(rng.normal(378, 14))
    if kind == 1:
        return float(rng.uniform(285, 352))
    return float(rng.uniform(400, 480) if kind == 2 else rng.uniform(620, 760))


def _reaching(ring: Ring, option: Box, neighbour: Box, rng: Rng) -> Ring:
    """Return the ring grown and shifted so that its line runs over the near edge of ``neighbour``."""
    gap_x = max(neighbour.x0 - option.x1, option.x0 - neighbour.x1)
    gap_y = max(neighbour.y0 - option.y1, option.y0 - neighbour.y1)
    bite = rng.uniform(0.1, 1.2)
    if gap_x >= gap_y:
        grown = (gap_x + bite) / 2
        side = 1 if neighbour.x0 >= option.x1 else -1
        return replace(ring, beside=max(0.4, grown), dx=side * (gap_x + bite - max(0.4, grown)), tilt=ring.tilt / 2)
    grown = (gap_y + bite) / 2
    side = 1 if neighbour.y0 >= option.y1 else -1
    return replace(ring, above=max(0.3, grown), dy=side * (gap_y + bite - max(0.3, grown)), tilt=ring.tilt / 3)


def draw_ring(rng: Rng, option: Box, ring: Ring) -> list[Stroke]:
    """Return the strokes of ``ring`` round ``option``: one, and now and then a second one over it."""
    centre = (option.centre.x + ring.dx, option.centre.y + ring.dy)
    half = _half_size(option, ring)
    points = _outline(rng, centre, half, ring)
    points = wobbled(turned(points, ring.tilt, centre), rng, ring.wobble)
    if ring.flick > 0.3:
        points = _with_flick(points, ring)
    return [stroke(points, rng)]


def _half_size(option: Box, ring: Ring) -> tuple[float, float]:
    """An ellipse through the corners of a box is larger than the box by √2; hands cut the corners."""
    loose = 1 + 0.22 * (2.4 / max(ring.power, 1.5)) ** 2
    across = max(1.6, option.width / 2 * min(loose, 1 + 3.0 / option.width) + ring.beside)
    return across, max(1.5, option.height / 2 * 0.95 * min(loose, 1.2) + ring.above)


def _outline(rng: Rng, centre: tuple[float, float], half: tuple[float, float], ring: Ring) -> Points:
    count = max(40, int(abs(ring.sweep) / 5))
    part = np.linspace(0, 1, count)
    angle = np.radians(ring.start + ring.sweep * part)
    cos, sin = np.cos(angle), np.sin(angle)
    radius = (np.abs(cos) ** ring.power + np.abs(sin) ** ring.power) ** (-1 / ring.power)
    for wave in (1, 2, 3):
        radius = radius * (1 + rng.normal(0, ring.lumps / wave) * np.cos(wave * angle + rng.uniform(0, 6.3)))
    radius = radius * (1 + ring.drift * (part - 0.5) * 2)
    return np.stack([centre[0] + half[0] * radius * cos, centre[1] + half[1] * radius * sin], axis=1)


def _with_flick(points: Points, ring: Ring) -> Points:
    """Return the path with a tail that leaves it at its end."""
    direction = points[-1] - points[-4]
    direction = direction / (np.hypot(*direction) + 1e-9)
    tip = turned((direction * ring.flick)[None], ring.flick_turn, (0.0, 0.0))[0]
    knots = np.stack([points[-1], points[-1] + direction * ring.flick * 0.4, points[-1] + tip])
    return np.concatenate((points, spline(knots, 5)[1:]))


def knotted_ring(rng: Rng, option: Box, sloppiness: float = 0.5) -> list[Stroke]:
    """Return a ring through a few hasty points: uneven, with straight runs and tight turns."""
    ring = random_ring(rng, option, sloppiness)
    half = _half_size(option, replace(ring, power=2.6))
    knots = int(rng.integers(6, 10))
    turn = ring.sweep / 360
    angle = np.radians(ring.start) + np.linspace(0, 2 * np.pi * turn, max(5, int(knots * abs(turn)) + 1))
    angle = angle + rng.normal(0, 0.12, len(angle))
    size = 1 + rng.normal(0, 0.05 + 0.05 * sloppiness, len(angle))
    x = option.centre.x + ring.dx * 0.6 + half[0] * 1.08 * size * np.cos(angle)
    y = option.centre.y + ring.dy * 0.6 + half[1] * 1.12 * size * np.sin(angle)
    points = turned(spline(np.stack([x, y], axis=1)), ring.tilt * 0.6, (option.centre.x, option.centre.y))
    return [stroke(points, rng)]


def two_arcs(rng: Rng, option: Box, sloppiness: float = 0.5) -> list[Stroke]:
    """Return a ring drawn as two brackets that nearly meet, as some draw round long options."""
    ring = random_ring(rng, option, sloppiness * 0.6)
    first = replace(ring, start=80 + rng.normal(0, 10), sweep=190 + rng.normal(0, 12), flick=0)
    second = replace(ring, start=265 + rng.normal(0, 10), sweep=190 + rng.normal(0, 12))
    second = replace(second, dx=ring.dx + rng.normal(0, 0.4))
    return draw_ring(rng, option, first) + draw_ring(rng, option, second)


def any_circle(rng: Rng, option: Box, sloppiness: float = 0.5, neighbour: Box | None = None) -> list[Stroke]:
    """Return a ring of any make: most are one round stroke."""
    kind = rng.random()
    if neighbour is not None or kind < 0.78:
        return circle(rng, option, sloppiness, neighbour)
    return knotted_ring(rng, option, sloppiness) if kind < 0.95 else two_arcs(rng, option, sloppiness)
