"""Pens of the training hand: a layer of ink at the fine grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.marks.pages import FINE, HEIGHT, WIDTH
from tools.marks.strokes import Path, Rng

Layer = NDArray[np.float32]
"""Share of light that ink takes away, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Pen:
    """A pen: ``width`` in mm, ``dark`` is the share of light its ink takes, ``grain`` how much paper shows through,
    ``skips`` the chance that it leaves a gap in a stroke, ``uneven`` how much width and darkness vary.
    """

    width: float
    dark: float
    grain: float
    skips: float
    uneven: float


def random_pen(rng: Rng) -> Pen:
    """Return a pen: gel, ballpoint, marker, pencil or a pale one."""
    kind = rng.choice(5, p=[0.42, 0.27, 0.06, 0.13, 0.12])
    if kind == 0:
        return Pen(rng.uniform(0.3, 0.75), rng.uniform(0.75, 0.98), 0.0, 0.02, 0.12)
    if kind == 1:
        return Pen(rng.uniform(0.2, 0.5), rng.uniform(0.55, 0.92), rng.uniform(0, 0.35), 0.12, 0.25)
    if kind == 2:
        return Pen(rng.uniform(0.8, 1.8), rng.uniform(0.6, 0.98), 0.0, 0.0, 0.1)
    if kind == 3:
        return Pen(rng.uniform(0.3, 0.8), rng.uniform(0.2, 0.6), rng.uniform(0.3, 0.8), 0.02, 0.25)
    return Pen(rng.uniform(0.2, 0.5), rng.uniform(0.22, 0.5), rng.uniform(0, 0.3), 0.1, 0.25)


def blank_layer() -> Layer:
    """Return a layer without ink."""
    return np.zeros((round(HEIGHT * FINE), round(WIDTH * FINE)), np.float32)


def draw(layer: Layer, strokes: Sequence[Path], pen: Pen, rng: Rng) -> None:
    """Draw strokes onto the layer; crossings get darker."""
    for path in strokes:
        _draw_one(layer, path, pen, rng)


def _draw_one(layer: Layer, path: Path, pen: Pen, rng: Rng) -> None:
    room = pen.width + 0.3
    low, high = path.min(axis=0) - room, path.max(axis=0) + room
    x0, y0 = max(0, int(low[0] * FINE)), max(0, int(low[1] * FINE))
    x1, y1 = min(layer.shape[1], int(high[0] * FINE) + 1), min(layer.shape[0], int(high[1] * FINE) + 1)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    cover = np.zeros((y1 - y0, x1 - x0), np.uint8)
    points = np.round((path * FINE - [x0, y0]) * 16).astype(np.int32)
    widths, flow = _pressure(len(points), pen, rng)
    step = 3
    for start in range(0, len(points) - 1, step):
        if flow[start] > 0.05:
            piece = points[start : start + step + 1].reshape(-1, 1, 2)
            thick = max(1, round(float(widths[start]) * FINE))
            cv2.polylines(cover, [piece], False, float(255 * flow[start]), thick, cv2.LINE_8, 4)
    ink = cv2.blur(cover, (3, 3)).astype(np.float32) * np.float32(pen.dark / 255)
    if pen.grain > 0:
        ink *= _grain(ink.shape, pen.grain, rng)
    part = layer[y0:y1, x0:x1]
    part += ink * (1 - part)


def _pressure(count: int, pen: Pen, rng: Rng) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    knots = max(3, count // 8)
    at = np.linspace(0, knots - 1, count)
    widths = pen.width * np.clip(np.interp(at, np.arange(knots), rng.normal(1, pen.uneven, knots)), 0.4, 1.7)
    flow = np.clip(np.interp(at, np.arange(knots), rng.normal(0.97, pen.uneven * 0.7, knots)), 0.15, 1)
    if rng.random() < 0.4:
        fade = max(1, int(count * rng.uniform(0.05, 0.3)))
        flow[-fade:] *= np.linspace(1, rng.uniform(0.1, 0.8), fade)
        widths[-fade:] *= np.linspace(1, rng.uniform(0.4, 1), fade)
    if rng.random() < pen.skips and count > 12:
        start = int(rng.integers(0, count - 6))
        flow[start : start + int(rng.integers(2, max(3, count // 8)))] = 0
    return widths, flow


def _grain(shape: tuple[int, ...], grain: float, rng: Rng) -> Layer:
    coarse = rng.random((shape[0] // 2 + 2, shape[1] // 2 + 2), np.float32)
    coarse = np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)
    return np.asarray(1 - np.float32(grain) * np.clip(coarse * 1.9 - 0.5, 0, 1), np.float32)
