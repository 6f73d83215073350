"""The printer: how the blank page came onto paper."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.rasters import Field, Raster, coarse_size, lit, noisy, smooth


@dataclass(frozen=True, slots=True)
class Press:
    """One print.

    Attributes:
        scale: size of the print against the design, along x and y; "fit to page" makes 0.97.
        skew: turn on the sheet, in degrees.
        dx: shift on the sheet in mm.
        dy: the same downwards.
        gain: by how much print grows (or, negative, shrinks) at each edge, in mm.
        toner: darkness of solid print, 0 to 1.
        uneven: how much the darkness varies over the page.
        rough: how ragged print is.
        specks: spots of toner on a page.
        bands: pale stripes down the page.
    """

    scale: tuple[float, float] = (1.0, 1.0)
    skew: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    gain: float = 0.0
    toner: float = 0.95
    uneven: float = 0.0
    rough: float = 0.0
    specks: float = 0.0
    bands: int = 0


def printed(blank: Raster, press: Press, scale: float, rng: Rng) -> Raster:
    """Return the blank page (grey, ``scale`` pixels a mm) as it was printed; its geometry stays."""
    dark = np.asarray(cv2.bitwise_not(blank), np.uint8)
    if press.rough > 0:
        dark = noisy(dark, press.rough * 60, rng, 0.8)
        dark = np.asarray(cv2.min(dark, cv2.dilate(cv2.bitwise_not(blank), np.ones((3, 3), np.uint8))), np.uint8)
    dark = _grown(dark, press.gain * scale)
    dark = np.asarray(cv2.convertScaleAbs(dark, alpha=press.toner), np.uint8)
    if press.uneven > 0 or press.bands:
        dark = lit(dark, _supply(dark, press, rng))
    page = np.asarray(cv2.bitwise_not(dark), np.uint8)
    _specks(page, rng.poisson(press.specks), scale, rng)
    return page


def _grown(dark: Raster, pixels: float) -> Raster:
    """Grow or shrink print by a part of a pixel: blur, and cut the slope at another height."""
    if abs(pixels) < 0.05:
        return dark
    blurred = cv2.GaussianBlur(dark, (0, 0), 0.8)
    middle = 128 - np.clip(pixels, -0.4, 0.95) * 100
    table = np.clip((np.arange(256) - middle) * 1.9 + 128, 0, 255).astype(np.uint8)
    table[0] = 0
    return np.asarray(cv2.LUT(blurred, table), np.uint8)


def _supply(dark: Raster, press: Press, rng: Rng) -> Field:
    """Return how much toner comes at each place: waves, and pale stripes from a dirty drum."""
    rows, columns = coarse_size(dark)
    supply = 1 - press.uneven * np.clip(smooth(rows, columns, 5, rng) * 0.5 + 0.5, 0, 1.5)
    for _ in range(press.bands):
        at, width = rng.integers(0, columns), int(rng.integers(1, max(2, columns // 40)))
        supply[:, at : at + width] *= rng.uniform(0.25, 0.8)
    return np.asarray(np.clip(supply, 0.05, 1), np.float32)


def _specks(page: Raster, count: int, scale: float, rng: Rng) -> None:
    """Scatter spots of 0.1 to 0.6 mm; most are tiny."""
    rows, columns = page.shape[:2]
    for _ in range(int(count)):
        radius = max(0, round(rng.gamma(1.2, 0.07) * scale))
        at = (int(rng.integers(columns)), int(rng.integers(rows)))
        cv2.circle(page, at, radius, float(rng.integers(20, 120)), -1, cv2.LINE_AA)
