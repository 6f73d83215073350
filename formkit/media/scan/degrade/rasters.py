"""Rasters that paper, print and scanners work on, and smooth chance fields over them."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from formkit.geometry import MM_PER_INCH, POINTS_PER_INCH
from formkit.media.scan.degrade.path import Rng

Raster = NDArray[np.uint8]
"""Rows × columns of grey, or rows × columns × red, green, blue."""
Field = NDArray[np.float32]
_TILE = 512
_COARSE = 8


def render(pdf: bytes, page: int, dpi: float) -> Raster:
    """Return page number ``page`` (from 1) of a PDF in grey at ``dpi``.

    Raises:
        IndexError: there is no such page.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= page <= len(document):
            raise IndexError(f"the PDF has no page {page}")
        bitmap = document[page - 1].render(scale=dpi / POINTS_PER_INCH, grayscale=True)
        grey = np.array(bitmap.to_numpy(), np.uint8)
    finally:
        document.close()
    return grey if grey.ndim == 2 else np.ascontiguousarray(grey[..., 0])


def fitted(grey: Raster, rows: int, columns: int) -> Raster:
    """Return a page cut or filled up with white to the given size; renderers round it by a pixel."""
    if grey.shape[:2] == (rows, columns):
        return grey
    page = np.full((rows, columns), 255, np.uint8)
    page[: min(rows, grey.shape[0]), : min(columns, grey.shape[1])] = grey[:rows, :columns]
    return page


def scale_of(dpi: float) -> float:
    """Return pixels a millimetre."""
    return dpi / MM_PER_INCH


def smooth(rows: int, columns: int, cells: int, rng: Rng) -> Field:
    """Return a smooth field of mean 0 and deviation about 1 with ``cells`` bumps along its longer side."""
    longer = max(rows, columns)
    down, across = (max(2, round(cells * side / longer) + 1) for side in (rows, columns))
    coarse = rng.normal(0, 1.4, (down, across)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float32)


def lit(page: Raster, gain: Field) -> Raster:
    """Return the page times a coarse field of gains from 0 to 1 (grey, or one for each colour)."""
    small = np.clip(gain * 255, 0, 255).astype(np.uint8)
    full = cv2.resize(small, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    if page.ndim == 3 and full.ndim == 2:
        full = cv2.merge([full, full, full])
    return np.asarray(cv2.multiply(page, full, scale=1 / 255), np.uint8)


def coarse_size(page: Raster) -> tuple[int, int]:
    """Return rows and columns of a coarse field over ``page``."""
    return max(2, page.shape[0] // _COARSE), max(2, page.shape[1] // _COARSE)


def noisy(page: Raster, deviation: float, rng: Rng, soft: float = 0.0) -> Raster:
    """Return the page with noise of ``deviation`` grey levels, blurred by ``soft`` pixels; a tile is repeated."""
    if deviation < 0.2:
        return page
    shape = (_TILE, _TILE) if page.ndim == 2 else (_TILE, _TILE, 3)
    tile = rng.standard_normal(shape, np.float32)
    if soft > 0:
        tile = np.asarray(cv2.GaussianBlur(tile, (0, 0), soft), np.float32)
        tile /= max(float(tile.std()), 1e-6)
    tile = np.roll(tile * deviation, tuple(rng.integers(0, _TILE, 2)), (0, 1))
    offset = np.clip(np.round(tile) + 128, 0, 255).astype(np.uint8)
    times = (-(-page.shape[0] // _TILE), -(-page.shape[1] // _TILE))
    full = np.tile(offset, times if page.ndim == 2 else (*times, 1))[: page.shape[0], : page.shape[1]]
    return np.asarray(cv2.addWeighted(page, 1.0, np.ascontiguousarray(full), 1.0, -128), np.uint8)


def grey_of(page: Raster, lamp: tuple[float, float, float]) -> Raster:
    """Return a coloured page as a lamp of these shares of red, green and blue sees it."""
    if page.ndim == 2:
        return page
    return np.asarray(cv2.transform(page, np.array([lamp], np.float32)), np.uint8).reshape(page.shape[:2])
