"""The sheet: its colour and grain, and what happened to it in a drawer."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.rasters import Field, Raster, coarse_size, lit, noisy, smooth

_HOLE_MM = 6.0
_HOLE_FROM_EDGE = 12.0
_HOLE_STEP = 80.0
"""ISO 838: filing holes of 6 mm, 12 mm from the edge, 80 mm apart."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet.

    Attributes:
        tint: its share of red, green and blue light.
        grain: its roughness in grey levels.
        clouds: how uneven its whiteness is, 0 to 1.
        folds: how many folds cross it.
        crease: how deep they show, 0 to 1.
        stains: how many stains it has.
        stain: how dark they are, 0 to 1.
        holes: filing holes along its left edge: 0, 2 or 4.
        through: how much of the other side shows, 0 to 1.
        torn: how many corners are torn off.
        staples: how many staples are in its top left corner.
    """

    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    grain: float = 1.0
    clouds: float = 0.0
    folds: int = 0
    crease: float = 0.0
    stains: int = 0
    stain: float = 0.0
    holes: int = 0
    through: float = 0.0
    torn: int = 0
    staples: int = 0


def aged(page: Raster, paper: Paper, scale: float, rng: Rng, back: Raster | None = None) -> tuple[Raster, Raster]:
    """Return the page on this paper, and a mask that is 0 where the paper is gone.

    Args:
        page: print and ink, grey or coloured.
        paper: the sheet.
        scale: pixels a mm.
        rng: the source of chance.
        back: the other side in grey, as it is read from its own front; for what shows through.
    """
    if back is not None and paper.through > 0:
        page = _shown_through(page, back, paper.through, scale)
    page = lit(page, _whiteness(page, paper, scale, rng))
    for _ in range(paper.folds):
        page = _folded(page, paper.crease, scale, rng)
    page = noisy(page, paper.grain, rng, 0.7)
    mask = np.full(page.shape[:2], 255, np.uint8)
    _punch(mask, paper.holes, scale, rng)
    for _ in range(paper.torn):
        _tear(mask, scale, rng)
    for _ in range(paper.staples):
        _staple(page, scale, rng)
    return page, mask


def _shown_through(page: Raster, back: Raster, share: float, scale: float) -> Raster:
    mirrored = cv2.GaussianBlur(cv2.flip(back, 1), (0, 0), max(0.5, 0.15 * scale))
    table = (255 - (255 - np.arange(256)) * share).astype(np.uint8)
    veil = cv2.LUT(cv2.resize(mirrored, (page.shape[1], page.shape[0])), table)
    if page.ndim == 3:
        veil = cv2.merge([veil, veil, veil])
    return np.asarray(cv2.multiply(page, veil, scale=1 / 255), np.uint8)


def _whiteness(page: Raster, paper: Paper, scale: float, rng: Rng) -> Field:
    rows, columns = coarse_size(page)
    clouds = 1 - paper.clouds * np.clip(smooth(rows, columns, 6, rng) * 0.5 + 0.5, 0, 1)
    coloured = page.ndim == 3
    tint = np.array(paper.tint if coloured else [float(np.mean(paper.tint))], np.float32)
    gain = clouds[..., None] * tint
    for _ in range(paper.stains):
        _stain(gain, paper.stain, rng)
    return np.asarray(gain if coloured else gain[..., 0], np.float32)


def _stain(gain: Field, depth: float, rng: Rng) -> None:
    """A blot with a darker rim, as tea leaves it, or a soft smudge."""
    rows, columns = gain.shape[:2]
    radius = rng.uniform(0.01, 0.09) * columns
    y, x = np.ogrid[:rows, :columns]
    cy, cx, squash = rng.uniform(0, rows), rng.uniform(0, columns), rng.uniform(0.6, 1.6)
    far = np.hypot((x - cx) * squash, y - cy) / radius
    far = far * (1 + 0.15 * np.sin(np.arctan2(y - cy, x - cx) * rng.integers(2, 6) + rng.uniform(0, 6)))
    blot = 1 / (1 + np.exp(np.clip((far - 1) * 9, -30, 30)))
    rim = np.exp(-(((far - 1) * 6) ** 2)) * (rng.random() < 0.5)
    colour = np.array([0.35, 0.6, 1.0]) if rng.random() < 0.6 else np.ones(3)
    colour = colour[: gain.shape[2]] if gain.shape[2] == 3 else np.array([colour.mean()])
    shade = (blot * 0.6 + rim * 0.5)[..., None] * depth * rng.uniform(0.3, 1.0) * colour
    gain *= np.clip(1 - shade, 0.1, 1).astype(np.float32)


def _folded(page: Raster, crease: float, scale: float, rng: Rng) -> Raster:
    """A fold across or along: a thin dark line, light beside it, print cracked off here and there."""
    along = rng.random() < 0.65
    turned = page if along else np.ascontiguousarray(np.swapaxes(page, 0, 1))
    rows, columns = turned.shape[:2]
    part = rng.choice([0.333, 0.5, 0.667]) + rng.normal(0, 0.02)
    reach = max(3, round(1.4 * scale))
    middle = np.clip(part * rows + np.linspace(-1, 1, columns) * rng.normal(0, 2), reach + 2, rows - reach - 3)
    top, bottom = int(middle.min()) - reach, int(middle.max()) + reach
    off = (np.arange(top, bottom)[:, None] - middle[None, :]) / scale
    line = np.exp(-((off / rng.uniform(0.1, 0.3)) ** 2)) * rng.uniform(0.3, 1)
    light = np.exp(-(((off - rng.choice([-0.6, 0.6])) / 0.5) ** 2)) * 0.25
    strip = turned[top:bottom].astype(np.float32)
    shade = 1 - crease * (line - light) * 0.55
    if strip.ndim == 3:
        shade = shade[..., None]
    strip = strip * shade
    cracked = (np.abs(off) < 0.25) & (rng.random(off.shape) < crease * 0.5)
    strip[cracked] = np.maximum(strip[cracked], 225)
    turned = turned.copy()
    turned[top:bottom] = np.clip(strip, 0, 255).astype(np.uint8)
    return turned if along else np.ascontiguousarray(np.swapaxes(turned, 0, 1))


def _punch(mask: Raster, holes: int, scale: float, rng: Rng) -> None:
    middle = mask.shape[0] / 2 / scale + rng.normal(0, 4)
    x = _HOLE_FROM_EDGE + rng.normal(0, 1.2)
    for number in range(holes):
        y = middle + (number - (holes - 1) / 2) * _HOLE_STEP
        radius = _HOLE_MM / 2 * rng.uniform(0.9, 1.1)
        at = (round(x * scale), round(y * scale))
        cv2.circle(mask, at, round(radius * scale), 0.0, -1, cv2.LINE_AA)


def _tear(mask: Raster, scale: float, rng: Rng) -> None:
    """A corner gone along a ragged line; it stays clear of what is 40 mm inside."""
    rows, columns = mask.shape
    x, y = rng.uniform(3, 22) * scale, rng.uniform(3, 25) * scale
    t = np.linspace(0, 1, 14)
    edge = np.stack([x * (1 - t), y * t], axis=1) + rng.normal(0, 0.5 * scale, (14, 2))
    polygon = np.concatenate((np.array([[-9.0, -9.0], [x, -9.0]]), edge, np.array([[-9.0, y]])))
    if rng.random() < 0.5:
        polygon[:, 0] = columns - polygon[:, 0]
    if rng.random() < 0.5:
        polygon[:, 1] = rows - polygon[:, 1]
    cv2.fillPoly(mask, [np.round(polygon).astype(np.int32)], 0.0, cv2.LINE_AA)


def _staple(page: Raster, scale: float, rng: Rng) -> None:
    x, y = rng.uniform(4, 14) * scale, rng.uniform(4, 12) * scale
    angle = np.radians(rng.normal(45, 40))
    half = 5.5 * scale * np.array([np.cos(angle), np.sin(angle)])
    ends = [(round(x + sign * half[0]), round(y + sign * half[1])) for sign in (-1, 1)]
    grey = float(rng.integers(40, 150))
    colour = (grey, grey, grey) if page.ndim == 3 else (grey,)
    cv2.line(page, ends[0], ends[1], colour, max(1, round(0.5 * scale)), cv2.LINE_AA)
