"""Light on the page and what lies around it: lamps, shadows, streaks, lids and desks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.rasters import Field, Raster, coarse_size, lit, noisy, smooth


@dataclass(frozen=True, slots=True)
class Light:
    """Light and dirt between page and sensor.

    Attributes:
        uneven: how much the light varies, 0 to 1.
        slope: how much darker the farther side is, 0 to 1.
        shadows: how many shadows fall on it: a hand, a phone.
        shadow: how dark they are, 0 to 1.
        streaks: lines along the feed from dirty glass or rollers.
        streak: how strong they are, 0 to 1.
        gutter: how dark the bound edge is, 0 to 1.
        cast: share of red, green and blue light of the lamp.
    """

    uneven: float = 0.0
    slope: float = 0.0
    shadows: int = 0
    shadow: float = 0.0
    streaks: int = 0
    streak: float = 0.0
    gutter: float = 0.0
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)


def shone(image: Raster, light: Light, scale: float, rng: Rng) -> Raster:
    """Return the image under this light."""
    if light != Light():
        image = lit(image, _gain(image, light, rng))
    for _ in range(light.streaks):
        _streak(image, light.streak, scale, rng)
    return image


def _gain(image: Raster, light: Light, rng: Rng) -> Field:
    rows, columns = coarse_size(image)
    gain = 1 - light.uneven * np.clip(smooth(rows, columns, 3, rng) * 0.5 + 0.5, 0, 1.2)
    u, v = np.meshgrid(np.linspace(0, 1, columns, dtype=np.float32), np.linspace(0, 1, rows, dtype=np.float32))
    angle = rng.uniform(0, 6.3)
    gain *= 1 - light.slope * np.clip(0.5 + 0.7 * ((u - 0.5) * np.cos(angle) + (v - 0.5) * np.sin(angle)), 0, 1)
    if light.gutter:
        gain *= 1 - light.gutter * np.exp(-(u if rng.random() < 0.5 else 1 - u) / rng.uniform(0.02, 0.06))
    for _ in range(light.shadows):
        gain *= _shadow(rows, columns, light.shadow, rng)
    gain = np.clip(gain, 0.05, 1)
    if image.ndim == 3 and light.cast != (1.0, 1.0, 1.0):
        return np.asarray(gain[..., None] * np.array(light.cast, np.float32), np.float32)
    return np.asarray(gain, np.float32)


def _shadow(rows: int, columns: int, depth: float, rng: Rng) -> Field:
    """A soft-edged shape that comes in from a side."""
    shade = np.zeros((rows, columns), np.float32)
    centre = np.array([rng.choice([-0.1, 1.1]) * columns, rng.uniform(0, 1) * rows])
    if rng.random() < 0.4:
        centre = np.array([rng.uniform(0, 1) * columns, 1.1 * rows])
    count = int(rng.integers(5, 10))
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    radius = rng.uniform(0.25, 0.75, count) * columns
    shape = centre + np.stack([np.cos(angle) * radius, np.sin(angle) * radius * 1.2], axis=1)
    cv2.fillPoly(shade, [np.round(shape).astype(np.int32)], (1.0,))
    soft = cv2.GaussianBlur(shade, (0, 0), rng.uniform(0.01, 0.12) * columns + 1)
    return np.asarray(1 - soft * depth * rng.uniform(0.5, 1.0), np.float32)


def _streak(image: Raster, strength: float, scale: float, rng: Rng) -> None:
    """A line down the page: dark, or pale where the glass scatters light; whole or in parts."""
    rows, columns = image.shape[:2]
    x, width = int(rng.integers(0, columns)), max(1, round(rng.gamma(1.5, 0.08) * scale))
    top, bottom = 0, rows
    if rng.random() < 0.35:
        top, bottom = sorted(int(each) for each in rng.integers(0, rows, 2))
    part = image[top:bottom, x : x + width].astype(np.float32)
    share = strength * rng.uniform(0.2, 1.0)
    target = rng.choice([0.0, 60.0, 255.0], p=[0.4, 0.3, 0.3])
    image[top:bottom, x : x + width] = (part * (1 - share) + target * share).astype(np.uint8)


def backing_of(backing: str, image: Raster, seen: Raster, scale: float, rng: Rng) -> Raster:
    """Return the image with what lies behind the page where ``seen`` is 0: white, black, grey or desk."""
    away = np.asarray(cv2.bitwise_not(seen), np.uint8)
    if not away.any():
        return image
    if backing == "white":
        shade = cv2.GaussianBlur(away, (0, 0), max(0.6, 0.25 * scale))
        edge = cv2.bitwise_and(shade, seen)
        dark = cv2.convertScaleAbs(edge, alpha=rng.uniform(0, 0.5))
        return np.asarray(cv2.subtract(image, dark if image.ndim == 2 else cv2.merge([dark, dark, dark])), np.uint8)
    behind = _behind(backing, image.shape, rng)
    part = seen if image.ndim == 2 else cv2.merge([seen, seen, seen])
    if backing == "desk":
        behind = _dropped_shadow(behind, away, scale, rng)
    front = cv2.multiply(image, part, scale=1 / 255)
    back = cv2.multiply(behind, cv2.bitwise_not(part), scale=1 / 255)
    return np.asarray(cv2.add(front, back), np.uint8)


def _behind(backing: str, shape: tuple[int, ...], rng: Rng) -> Raster:
    if backing in ("black", "grey"):
        level = rng.uniform(2, 35) if backing == "black" else rng.uniform(90, 200)
        return noisy(np.full(shape, round(level), np.uint8), 3, rng, 0.8)
    rows, columns = shape[0] // 8 + 1, shape[1] // 8 + 1
    grain = smooth(rows, columns, int(rng.integers(6, 60)), rng) * rng.uniform(2, 14)
    stripes = np.sin(np.linspace(0, rng.uniform(5, 120), rows) + rng.uniform(0, 6))[:, None] * rng.uniform(0, 10)
    base = rng.uniform(35, 210, 3) if rng.random() < 0.4 else np.array([150, 110, 75]) * rng.uniform(0.4, 1.3)
    wood = np.clip(base + (grain + stripes)[..., None], 0, 255).astype(np.uint8)
    if len(shape) == 2:
        wood = np.ascontiguousarray(wood.mean(axis=2).astype(np.uint8))
    full = np.asarray(cv2.resize(wood, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)
    return noisy(full, rng.uniform(1, 6), rng, 1.0)


def _dropped_shadow(behind: Raster, away: Raster, scale: float, rng: Rng) -> Raster:
    """The page's own shadow on the table."""
    shift = rng.uniform(-2, 2, 2) * scale
    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64)
    soft = cv2.warpAffine(away, matrix, (away.shape[1], away.shape[0]), borderValue=(255.0,))
    soft = cv2.GaussianBlur(soft, (0, 0), max(1.0, rng.uniform(0.5, 2.0) * scale))
    table = (255 - (255 - np.arange(256)) * rng.uniform(0.2, 0.7)).astype(np.uint8)
    light = cv2.LUT(soft, table)
    full = light if behind.ndim == 2 else cv2.merge([light, light, light])
    return np.asarray(cv2.multiply(behind, full, scale=1 / 255), np.uint8)
