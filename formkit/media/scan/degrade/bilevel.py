"""Black and white: how scanners and faxes tell ink from paper."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.rasters import Raster

KINDS = ("global", "adaptive", "otsu", "ordered", "diffused")
_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32)


@dataclass(frozen=True, slots=True)
class Threshold:
    """How a grey image becomes black and white.

    Attributes:
        kind: one of `KINDS`; ordered and diffused are dithers.
        level: for global and dithers, where black ends, 0 to 1.
        window: for adaptive, the size of the surroundings in mm.
        offset: for adaptive, by how many grey levels ink must be darker than they are.
        dropouts: lines that the transmission lost.
        pepper: single black pixels, as a share.
    """

    kind: str = "global"
    level: float = 0.6
    window: float = 4.0
    offset: float = 14.0
    dropouts: int = 0
    pepper: float = 0.0


def bilevel(image: Raster, threshold: Threshold, scale: float, rng: Rng) -> Raster:
    """Return a grey image in 0 and 255."""
    found = _parted(image, threshold, scale)
    if threshold.pepper:
        count = int(threshold.pepper * found.size)
        rows, columns = rng.integers(0, found.shape[0], count), rng.integers(0, found.shape[1], count)
        found[rows, columns] = np.where(rng.random(count) < 0.7, 0, 255)
    for _ in range(threshold.dropouts):
        _lose_lines(found, rng)
    return found


def _parted(image: Raster, threshold: Threshold, scale: float) -> Raster:
    if threshold.kind == "adaptive":
        window = max(3, round(threshold.window * scale)) | 1
        mean, binary = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY
        return np.array(cv2.adaptiveThreshold(image, 255, mean, binary, window, threshold.offset), np.uint8)
    if threshold.kind == "otsu":
        _, found = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        return np.array(found, np.uint8)
    brightened = cv2.convertScaleAbs(image, alpha=0.5 / max(threshold.level, 0.05))
    if threshold.kind == "diffused":
        return np.array(np.asarray(Image.fromarray(brightened).convert("1")), np.uint8) * np.uint8(255)
    if threshold.kind == "ordered":
        times = (image.shape[0] // 4 + 1, image.shape[1] // 4 + 1)
        screen = np.tile((_BAYER + 0.5) * 16, times)[: image.shape[0], : image.shape[1]]
        return np.where(brightened > screen, 255, 0).astype(np.uint8)
    return np.where(brightened > 127, 255, 0).astype(np.uint8)


def _lose_lines(found: Raster, rng: Rng) -> None:
    """A few rows come out white, black, or as the row above them."""
    at, count = int(rng.integers(1, found.shape[0] - 8)), int(rng.integers(1, 5))
    kind = rng.random()
    if kind < 0.5:
        found[at : at + count] = 255
    elif kind < 0.85:
        found[at : at + count] = found[at - 1]
    else:
        found[at : at + 1] = 0
