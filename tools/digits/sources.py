"""More digits than a collection of pictures holds: its strokes drawn anew with thin pens, other hands, drawn forms."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.degrade.digits import DigitSource
from formkit.media.scan.degrade.path import Rng, spline

Picture = NDArray[np.uint8]
Figures = NDArray[np.float64]
SIDE = 56
"""Rows and columns of every picture; ink is 255 on 0."""
_FINE = 4
_SHIFT = 4
_ASPECT, _LEAN, _TURN, _BEND = 0.13, 0.15, 0.08, 0.035
"""How far `varied` writing goes: spread of log width over height, of the lean, of the turn in radians, and the largest
spread of bends in shares of the picture."""

_RING = [(0.5, 0.0), (0.15, 0.2), (0.05, 0.55), (0.2, 0.9), (0.5, 1.0), (0.8, 0.85), (0.95, 0.45), (0.8, 0.12)]
_FORMS: dict[int, tuple[tuple[float, list[list[tuple[float, float]]]], ...]] = {
    0: (
        (0.62, [[*_RING, (0.48, 0.01)]]),
        (0.62, [[(0.55, 0.02), *_RING[1:], (0.62, 0.03)]]),
        (0.6, [[(0.7, 0.05), *_RING[1:], (0.75, 0.1), (0.6, 0.0)]]),
    ),
    1: (
        (0.12, [[(0.55, 0.0), (0.5, 0.5), (0.45, 1.0)]]),
        (0.22, [[(0.85, 0.0), (0.5, 0.5), (0.15, 1.0)]]),
        (0.2, [[(0.1, 0.18), (0.75, 0.0), (0.72, 0.5), (0.68, 1.0)]]),
        (0.34, [[(0.0, 0.26), (0.7, 0.0)], [(0.7, 0.0), (0.66, 0.5), (0.62, 1.0)]]),
        (0.4, [[(0.15, 0.2), (0.55, 0.0)], [(0.55, 0.0), (0.52, 1.0)], [(0.0, 1.0), (1.0, 0.98)]]),
    ),
    2: (
        (0.66, [[(0.05, 0.22), (0.3, 0.02), (0.75, 0.06), (0.85, 0.3), (0.5, 0.68), (0.05, 0.98)],
                [(0.05, 0.98), (0.5, 0.96), (1.0, 0.97)]]),
        (0.66, [[(0.1, 0.2), (0.4, 0.0), (0.8, 0.15), (0.7, 0.5), (0.25, 0.9), (0.05, 0.92), (0.2, 0.78), (0.5, 0.92),
                 (1.0, 0.95)]]),
        (0.62, [[(0.08, 0.12), (0.5, 0.0), (0.88, 0.18), (0.6, 0.6), (0.0, 1.0), (0.4, 0.92), (1.0, 0.98)]]),
        (0.64, [[(0.42, 0.3), (0.12, 0.2), (0.5, 0.0), (0.85, 0.22), (0.6, 0.62), (0.2, 0.96), (0.05, 0.84),
                 (0.3, 0.78), (1.0, 0.98)]]),
    ),
    3: (
        (0.6, [[(0.08, 0.12), (0.5, 0.0), (0.86, 0.2), (0.4, 0.46), (0.92, 0.68), (0.6, 0.98), (0.02, 0.88)]]),
        (0.58, [[(0.1, 0.16), (0.45, 0.0), (0.8, 0.18), (0.32, 0.47)],
                [(0.32, 0.47), (0.85, 0.58), (0.82, 0.88), (0.4, 1.0), (0.0, 0.9)]]),
        (0.6, [[(0.05, 0.02), (0.9, 0.02)], [(0.9, 0.02), (0.4, 0.42)],
               [(0.4, 0.42), (0.95, 0.6), (0.75, 0.96), (0.05, 0.9)]]),
    ),
    4: (
        (0.72, [[(0.5, 0.0), (0.25, 0.35), (0.0, 0.65)], [(0.0, 0.65), (1.0, 0.62)],
                [(0.68, 0.28), (0.66, 0.65), (0.62, 1.0)]]),
        (0.66, [[(0.2, 0.02), (0.12, 0.3), (0.08, 0.56)], [(0.08, 0.56), (1.0, 0.52)],
                [(0.78, 0.0), (0.74, 0.5), (0.7, 1.0)]]),
        (0.7, [[(0.7, 0.0), (0.35, 0.35), (0.0, 0.66)], [(0.0, 0.66), (1.0, 0.64)], [(0.7, 0.0), (0.68, 1.0)]]),
        (0.56, [[(0.85, 0.0), (0.4, 0.3), (0.0, 0.56)], [(0.0, 0.56), (0.8, 0.5)],
                [(0.85, 0.0), (0.78, 0.5), (0.7, 1.0)]]),
        (0.58, [[(0.8, 0.0), (0.0, 0.5)], [(0.0, 0.5), (1.0, 0.48)], [(0.8, 0.0), (0.55, 1.0)]]),
        (0.6, [[(0.6, 0.02), (0.05, 0.55)], [(0.05, 0.55), (0.9, 0.5)], [(0.85, 0.1), (0.6, 1.0)]]),
    ),
    5: (
        (0.6, [[(0.22, 0.02), (0.18, 0.25), (0.13, 0.45)],
               [(0.13, 0.45), (0.5, 0.36), (0.9, 0.6), (0.65, 0.95), (0.02, 0.95)], [(0.22, 0.02), (0.95, 0.0)]]),
        (0.6, [[(0.9, 0.02), (0.25, 0.03)], [(0.25, 0.03), (0.15, 0.42)],
               [(0.15, 0.42), (0.6, 0.38), (0.92, 0.65), (0.55, 0.98), (0.0, 0.9)]]),
        (0.56, [[(1.0, 0.0), (0.3, 0.06), (0.2, 0.4), (0.6, 0.42), (0.88, 0.68), (0.5, 0.98), (0.02, 0.88)]]),
    ),
    6: (
        (0.56, [[(0.7, 0.0), (0.25, 0.35), (0.05, 0.75), (0.4, 1.0), (0.9, 0.82), (0.65, 0.52), (0.15, 0.65)]]),
        (0.5, [[(0.45, 0.0), (0.1, 0.45), (0.1, 0.88), (0.5, 1.0), (0.92, 0.78), (0.6, 0.56), (0.12, 0.72)]]),
        (0.6, [[(0.9, 0.02), (0.4, 0.2), (0.05, 0.65), (0.3, 0.98), (0.85, 0.9), (0.85, 0.6), (0.4, 0.52),
                (0.1, 0.7)]]),
    ),
    7: (
        (0.62, [[(0.0, 0.04), (0.5, 0.03), (1.0, 0.02)], [(1.0, 0.02), (0.6, 0.45), (0.4, 1.0)]]),
        (0.58, [[(0.02, 0.15), (0.05, 0.02)], [(0.05, 0.02), (0.95, 0.03)], [(0.95, 0.03), (0.55, 0.5), (0.45, 1.0)]]),
        (0.6, [[(0.0, 0.08), (0.55, 0.05), (0.95, 0.08), (0.75, 0.4), (0.5, 1.0)]]),
        (0.62, [[(0.0, 0.03), (1.0, 0.02)], [(1.0, 0.02), (0.5, 1.0)], [(0.3, 0.5), (0.95, 0.47)]]),
    ),
    8: (
        (0.56, [[(0.85, 0.12), (0.45, 0.0), (0.15, 0.22), (0.55, 0.48), (0.9, 0.76), (0.5, 1.0), (0.08, 0.78),
                 (0.45, 0.48), (0.85, 0.2), (0.75, 0.08)]]),
        (0.52, [[(0.5, 0.0), (0.15, 0.22), (0.5, 0.46), (0.85, 0.22), (0.5, 0.0)],
                [(0.5, 0.46), (0.05, 0.74), (0.5, 1.0), (0.95, 0.74), (0.5, 0.46)]]),
        (0.56, [[(0.8, 0.06), (0.2, 0.1), (0.3, 0.4), (0.85, 0.7), (0.55, 0.98), (0.1, 0.82), (0.4, 0.5),
                 (0.9, 0.04)]]),
    ),
    9: (
        (0.56, [[(0.88, 0.14), (0.45, 0.0), (0.08, 0.25), (0.4, 0.48), (0.88, 0.2)], [(0.88, 0.1), (0.85, 0.55),
                                                                                      (0.78, 1.0)]]),
        (0.56, [[(0.86, 0.2), (0.5, 0.0), (0.1, 0.2), (0.35, 0.5), (0.85, 0.28), (0.85, 0.6), (0.45, 1.0)]]),
        (0.54, [[(0.88, 0.08), (0.4, 0.02), (0.08, 0.28), (0.45, 0.48), (0.86, 0.22), (0.84, 0.7), (0.55, 0.98),
                 (0.12, 0.9)]]),
    ),
}
"""Each digit as pen strokes from (0, 0) top left to (1, 1), with its width in heights; several ways to write it."""


def drawn(count: int, rng: Rng) -> DigitSource:
    """Return ``count`` digits drawn from `_FORMS`, each with knots of its own and some pen."""
    labels = rng.integers(0, 10, count).astype(np.uint8)
    return DigitSource(np.stack([_drawn(int(label), rng) for label in labels]), labels)


def _drawn(digit: int, rng: Rng) -> Picture:
    width, strokes = _FORMS[digit][int(rng.integers(len(_FORMS[digit])))]
    loose = rng.uniform(0.015, 0.06)
    size = np.array([width * rng.lognormal(0, 0.18), 1.0]) * SIDE * 0.78
    size *= min(1.0, SIDE * 0.86 / size[0])
    lean = rng.normal(0.08, 0.14)
    thick = rng.uniform(1.5, 7.0)
    room = np.zeros((SIDE * 2, SIDE * 2), np.uint8)
    joined = {knot: np.array(knot) + rng.normal(0, loose, 2) for each in strokes for knot in each}
    for each in strokes:
        knots = np.stack([joined[knot] for knot in each])
        path = (spline(knots, 10) - 0.5) * size
        path[:, 0] -= path[:, 1] * lean
        points = np.round((path + SIDE / 2) * 2 * 2**_SHIFT).astype(np.int32)
        cv2.polylines(room, [points.reshape(-1, 1, 2)], False, (255,), max(1, round(thick * 2)), cv2.LINE_AA, _SHIFT)
    return np.asarray(cv2.resize(room, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def enlarged(source: DigitSource) -> DigitSource:
    """Return the pictures of ``source`` in `SIDE` rows and columns, smoothly."""
    return DigitSource(np.stack([_smooth(image, SIDE) for image in source.images]), source.labels)


def _smooth(image: Picture, side: int) -> Picture:
    """Enlarge a picture to ``side`` pixels; its grey edges become a slope of about one and a half pixels."""
    factor = side / image.shape[0]
    large = cv2.resize(image.astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    large = cv2.GaussianBlur(large, (0, 0), max(0.5, factor * 0.4))
    return np.asarray(np.clip((large - 100) * 4 + 128, 0, 255), np.uint8)


def varied(source: DigitSource, rng: Rng) -> DigitSource:
    """Return every picture as another writer might: narrower or wider, leaning, turned, its strokes bent."""
    return DigitSource(np.stack([_varied(image, rng) for image in source.images]), source.labels)


def _varied(image: Picture, rng: Rng) -> Picture:
    side = image.shape[0]
    aspect, lean, turn = np.exp(rng.normal(0, _ASPECT)), rng.normal(0, _LEAN), rng.normal(0, _TURN)
    back = np.array([[aspect, lean], [0, 1 / aspect]]) @ [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    at = np.arange(side, dtype=np.float32) - (side - 1) / 2
    knots = int(rng.integers(3, 7))
    bend = rng.normal(0, rng.uniform(0, _BEND) * side, (knots, knots, 2)).astype(np.float32)
    off = cv2.resize(bend, (side, side), interpolation=cv2.INTER_CUBIC)
    u, v = np.meshgrid(at, at)
    x = back[0, 0] * u + back[0, 1] * v + off[..., 0] + (side - 1) / 2
    y = back[1, 0] * u + back[1, 1] * v + off[..., 1] + (side - 1) / 2
    made = cv2.remap(image, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=0)
    return np.asarray(made, np.uint8)


def middle_lines(source: DigitSource) -> NDArray[np.bool_]:
    """Return the middle lines of every picture's strokes, in twice `SIDE` rows and columns."""
    return thinned(np.stack([_smooth(image, SIDE * 2) for image in source.images]) > 128)


def redrawn(source: DigitSource, lines: NDArray[np.bool_], rng: Rng) -> DigitSource:
    """Return every picture with its middle ``lines`` drawn anew by thinner or thicker pens."""
    return DigitSource(np.stack([_penned(line, rng) for line in lines]), source.labels)


def _penned(line: NDArray[np.bool_], rng: Rng) -> Picture:
    """Draw middle lines with a round pen of 1.8 to 6 pixels, after smoothing their steps."""
    away = cv2.distanceTransform((~line).astype(np.uint8), cv2.DIST_L2, 5)
    away = cv2.GaussianBlur(away, (0, 0), 1.6)
    pen = rng.uniform(1.8, 6.0)
    ink = np.clip((pen + 0.8 - away) / 1.6, 0, 1) * 255
    return np.asarray(cv2.resize(ink, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def thinned(pictures: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the middle lines of pictures (n, rows, columns): Zhang and Suen's thinning of all at once."""
    left = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    changed = np.arange(len(left))
    while len(changed):
        part = left[changed]
        before = part.sum(axis=(1, 2))
        for odd in (False, True):
            part &= ~_peeled(part, odd)
        left[changed] = part
        changed = changed[part.sum(axis=(1, 2)) < before]
    return np.asarray(left[:, 1:-1, 1:-1], np.bool_)


def _peeled(part: NDArray[np.bool_], odd: bool) -> NDArray[np.bool_]:
    """Return the edge pixels that one half-step of the thinning takes away."""
    around = [
        np.roll(part, (-down, -across), (1, 2))
        for down, across in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
    ]
    count = np.zeros(part.shape, np.uint8)
    steps = np.zeros(part.shape, np.uint8)
    for at, near in enumerate(around):
        count += near
        steps += ~near & around[(at + 1) % 8]
    north, east, south, west = around[0], around[2], around[4], around[6]
    spare = (north & east & west) | (north & south & west) if odd else (north & east & south) | (east & south & west)
    return np.asarray(part & (count >= 2) & (count <= 6) & (steps == 1) & ~spare, np.bool_)


def gathered(sources: list[DigitSource]) -> DigitSource:
    """Return all pictures of several sources, each of `SIDE` rows and columns."""
    return DigitSource(
        np.concatenate([each.images for each in sources]), np.concatenate([each.labels for each in sources])
    )
