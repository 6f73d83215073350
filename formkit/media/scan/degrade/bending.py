"""Where each point of a page comes to lie in the image: a projective map, and paper that was stretched or bent."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Transform
from formkit.media.scan.degrade.path import Points, Rng
from formkit.media.scan.degrade.rasters import Field, Raster

_STEP = 16
"""The map back is worked out at every so many pixels, and straight between them."""
_GRID_MM = 10.0
_ROUNDS = 4

Matrix = NDArray[np.float64]


def moved(dx: float, dy: float) -> Matrix:
    """Return a shift as a matrix."""
    return np.array([[1.0, 0, dx], [0, 1, dy], [0, 0, 1]])


def sized(x: float, y: float) -> Matrix:
    """Return a scaling as a matrix."""
    return np.array([[x, 0, 0], [0, y, 0], [0, 0, 1.0]])


def spun(degrees: float, about: tuple[float, float]) -> Matrix:
    """Return a turn about a point as a matrix; positive is clockwise."""
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1.0]])
    return np.asarray(moved(*about) @ turn @ moved(-about[0], -about[1]), np.float64)


@dataclass(frozen=True, slots=True)
class Bend:
    """The shift in mm of each place of the page, every 10 mm; it comes before the projective map."""

    shift: Field
    """Rows × columns × (x, y)."""

    def at(self, points: Points) -> Points:
        """Return the shift at points of the page in mm."""
        table = points if points.ndim == 3 else points.reshape(-1, 1, 2)
        x, y = (np.asarray(table[..., axis] / _GRID_MM, np.float32) for axis in (0, 1))
        found = cv2.remap(self.shift, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found, np.float64).reshape(points.shape)


def fed(width: float, height: float, stretch: float, sway: float, rng: Rng) -> Bend:
    """Return what uneven rollers do: stretched and pressed by up to ``stretch``, swaying by ``sway`` mm."""
    rows, columns = _grid(width, height)
    speed = _wave(rows, rng) * stretch
    along = np.cumsum(speed) * _GRID_MM
    shift = np.zeros((rows, columns, 2), np.float32)
    shift[..., 1] = (along - along.mean())[:, None]
    shift[..., 0] = (_wave(rows, rng) * sway)[:, None]
    return Bend(shift)


def curled(width: float, height: float, depth: float, rng: Rng) -> Bend:
    """Return what a page that does not lie flat looks like: bowed along one axis and waved, by ``depth`` mm."""
    rows, columns = _grid(width, height)
    u, v = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
    bow = (1 - (u if rng.random() < 0.5 else v) ** 2) * depth * rng.choice([-1, 1])
    waves = np.stack([_surface(rows, columns, rng), _surface(rows, columns, rng)], axis=-1) * depth * 0.35
    waves[..., 1] += bow * rng.uniform(0.5, 1.0)
    waves[..., 0] += bow * rng.uniform(-0.4, 0.4)
    return Bend(np.asarray(waves, np.float32))


def _grid(width: float, height: float) -> tuple[int, int]:
    return int(height / _GRID_MM) + 2, int(width / _GRID_MM) + 2


def _wave(count: int, rng: Rng) -> NDArray[np.float64]:
    t = np.linspace(0, 1, count)
    wave = np.zeros(count)
    for k in (1, 2, 4):
        wave += rng.normal(0, 1 / k) * np.sin(t * np.pi * k * rng.uniform(0.8, 1.4) + rng.uniform(0, 6.3))
    return np.asarray(np.clip(wave, -1.5, 1.5), np.float64)


def _surface(rows: int, columns: int, rng: Rng) -> NDArray[np.float64]:
    coarse = rng.normal(0, 1, (4, 3)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float64)


def in_image(points: Points, matrix: Matrix, bend: Bend | None) -> Points:
    """Return where points of the page (mm) lie in the image (pixels)."""
    bent = points if bend is None else points + bend.at(points)
    mapped = np.concatenate((bent, np.ones((*bent.shape[:-1], 1))), axis=-1) @ matrix.T
    return np.asarray(mapped[..., :2] / mapped[..., 2:])


def laid(
    page: Raster, scale: float, matrix: Matrix, bend: Bend | None, size: tuple[int, int], *, outside: int = 0
) -> Raster:
    """Return the image (rows, columns) that shows ``page`` (``scale`` pixels a mm) through ``matrix``.

    What lies off the page has the grey ``outside``.
    """
    rows, columns = size
    border = (float(outside),) * 3
    if bend is None:
        whole = matrix @ sized(1 / scale, 1 / scale)
        laid_flat = cv2.warpPerspective(page, whole, (columns, rows), flags=cv2.INTER_LINEAR, borderValue=border)
        return np.asarray(laid_flat, np.uint8)
    back = _map_back(matrix, bend, rows, columns) * scale
    to_full = np.array([[1 / _STEP, 0, 0], [0, 1 / _STEP, 0]], np.float64)
    flags, border_mode = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, cv2.BORDER_REPLICATE
    maps = cv2.warpAffine(back.astype(np.float32), to_full, (columns, rows), flags=flags, borderMode=border_mode)
    x, y = cv2.split(maps)
    return np.asarray(cv2.remap(page, x, y, cv2.INTER_LINEAR, borderValue=border), np.uint8)


def _map_back(matrix: Matrix, bend: Bend, rows: int, columns: int) -> Points:
    """Return the page's mm under every `_STEP`-th pixel of the image."""
    across, down = np.arange(0, columns + _STEP, _STEP), np.arange(0, rows + _STEP, _STEP)
    pixels = np.stack(np.meshgrid(across, down), axis=-1).astype(np.float64)
    mapped = np.concatenate((pixels, np.ones((*pixels.shape[:2], 1))), axis=-1) @ np.linalg.inv(matrix).T
    bent: Points = mapped[..., :2] / mapped[..., 2:]
    flat = bent
    for _ in range(_ROUNDS):
        flat = bent - bend.at(flat)
    return flat


def transform_of(matrix: Matrix) -> Transform:
    """Return the matrix as a `Transform`."""
    a, b, c, d, e, f, g, h, i = (float(each) for each in (matrix / matrix[2, 2]).ravel())
    return Transform((a, b, c, d, e, f, g, h, i))
