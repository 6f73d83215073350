"""Scanners of the test set: another model of optics, light and coding than the one of training."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from formkit.media.scan.canvas import PIXELS_PER_MM
from formkit.media.scan.level import level
from tools.marks.pages import HEIGHT, WIDTH, Grey, Rng, shrunk
from tools.marks.pens import Layer

Floats = NDArray[np.float32]
PROFILES = ("flatbed200", "flatbed300", "adf150", "fax", "photocopy", "worn", "photo")
_DPI = {"flatbed200": 200, "flatbed300": 300, "adf150": 150, "fax": 204, "photocopy": 200, "worn": 200, "photo": 170}


def scanned(rng: Rng, picture: Grey, ink: Layer, profile: str) -> tuple[Grey, Grey]:
    """Return the levelled canvas of a written panel under a profile, and its blank."""
    blank = shrunk(picture, PIXELS_PER_MM)
    density = -np.log(np.clip(picture.astype(np.float32) / 255, 0.04, 1)) * rng.uniform(0.6, 1.0)
    density += -np.log(np.clip(1 - ink, 0.02, 1))
    page = np.exp(-density)
    scale = _DPI[profile] / 25.4
    raster = _optics(rng, page, scale, profile)
    raster = _light(rng, raster, scale, profile)
    grey = _coded(rng, raster, profile)
    return level(_registered(rng, grey, scale, profile), blank), blank


def _optics(rng: Rng, page: Floats, scale: float, profile: str) -> Floats:
    spread = {"photo": rng.uniform(0.5, 1.8), "photocopy": rng.uniform(0.3, 0.9)}.get(profile, rng.uniform(0.05, 0.5))
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), spread * scale / 8 + 0.05), np.float32)


def _light(rng: Rng, raster: Floats, scale: float, profile: str) -> Floats:
    rows, columns = raster.shape
    paper = rng.uniform(0.86, 1.0)
    light = np.full(raster.shape, paper, np.float32)
    if profile == "photo":
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        far = np.hypot(x - rng.uniform(0, columns), y - rng.uniform(0, rows)) / columns
        light *= np.clip(1.05 - far * rng.uniform(0.2, 0.8), 0.25, 1)
        hand = np.zeros(raster.shape, np.float32)
        corners = np.stack([rng.uniform(-0.2, 1.2, 6) * columns, rng.uniform(-0.2, 1.2, 6) * rows], axis=1)
        cv2.fillPoly(hand, [corners.astype(np.int32)], 1.0)
        light *= 1 - cv2.GaussianBlur(hand, (0, 0), rng.uniform(0.5, 4) * scale) * rng.uniform(0, 0.45)
    if profile in ("adf150", "fax"):
        streaks = np.where(rng.random(columns) < 0.004, rng.uniform(-0.25, 0.1, columns), 0).astype(np.float32)
        light *= 1 + streaks[None]
    if profile in ("worn", "photocopy"):
        light = _damaged(rng, light, scale)
    return np.asarray(raster * light, np.float32)


def _damaged(rng: Rng, light: Floats, scale: float) -> Floats:
    rows, columns = light.shape
    for _ in range(int(rng.poisson(2))):
        mask = np.zeros_like(light)
        centre = (int(rng.uniform(0, columns)), int(rng.uniform(0, rows)))
        axes = (int(rng.uniform(1, 12) * scale), int(rng.uniform(1, 9) * scale))
        thick = -1 if rng.random() < 0.6 else max(1, int(scale * 0.5))
        cv2.ellipse(mask, centre, axes, rng.uniform(0, 180), 0, 360, 1.0, thick)
        light *= 1 - cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.3, 6)) * rng.uniform(0.05, 0.3)
    for _ in range(int(rng.poisson(1))):
        mask = np.zeros_like(light)
        y = int(rng.uniform(0, rows))
        thick = max(1, int(rng.uniform(0.1, 0.6) * scale))
        cv2.line(mask, (0, y), (columns, y + int(rng.normal(0, 4 * scale))), 1.0, thick)
        light *= 1 - cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.5, 3)) * rng.uniform(0.1, 0.5)
    for _ in range(int(rng.poisson(1.5))):
        centre = (int(rng.uniform(0, columns)), int(rng.uniform(0, rows)))
        cv2.circle(light, centre, int(2.9 * scale), float(rng.choice([0.05, 0.6, 1.0])), -1, cv2.LINE_AA)
    specks = rng.random(light.shape) < 0.0002
    specks = cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0
    light[specks] *= rng.uniform(0.2, 0.8)
    return light


def _coded(rng: Rng, raster: Floats, profile: str) -> Grey:
    noise = {"photo": rng.uniform(1, 8), "worn": rng.uniform(1, 6)}.get(profile, rng.uniform(0.3, 4))
    grey = np.clip(raster * 250 + rng.standard_normal(raster.shape, np.float32) * np.float32(noise), 0, 255)
    if profile == "photocopy":
        grey = np.clip((grey - rng.uniform(20, 90)) * rng.uniform(1.2, 1.9), 0, 255)
    whole = grey.astype(np.uint8)
    if profile == "fax":
        if rng.random() < 0.3:
            local = cv2.GaussianBlur(whole, (0, 0), rng.uniform(8, 20)).astype(np.int16)
            return np.where(whole.astype(np.int16) > local - rng.uniform(14, 34), 255, 0).astype(np.uint8)
        return np.where(whole > np.median(whole) * rng.uniform(0.55, 0.85), 255, 0).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(whole).save(buffer, "JPEG", quality=int(rng.integers(35, 92)))
    return np.asarray(Image.open(buffer).convert("L"), np.uint8)


def _registered(rng: Rng, grey: Grey, scale: float, profile: str) -> Grey:
    """Bring to the canvas's grid with a bend: a few sine waves, larger in photos and feeders."""
    rows, columns = round(HEIGHT * PIXELS_PER_MM), round(WIDTH * PIXELS_PER_MM)
    y, x = (each.astype(np.float32) / PIXELS_PER_MM for each in np.mgrid[0:rows, 0:columns])
    size = {"photo": 0.22, "adf150": 0.14, "worn": 0.12}.get(profile, 0.06) * rng.gamma(2, 0.5)
    a, b, c, d = rng.uniform(0, 6.3, 4)
    off_x = size * (0.6 * np.sin(y / rng.uniform(12, 60) + a) + 0.6 * np.sin(x / rng.uniform(15, 60) + b))
    off_y = size * (0.6 * np.sin(x / rng.uniform(12, 60) + c) + 0.6 * np.sin(y / rng.uniform(15, 60) + d))
    map_x = ((x + off_x + 0.5 / PIXELS_PER_MM) * scale - 0.5).astype(np.float32)
    map_y = ((y + off_y + 0.5 / PIXELS_PER_MM) * scale - 0.5).astype(np.float32)
    return np.asarray(cv2.remap(grey, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)
