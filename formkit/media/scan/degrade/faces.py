"""Fonts that stand for handwriting: which characters they have, how thick they write, their glyphs as pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import formkit
from formkit.media.scan.degrade.path import Rng

_HAN, _DIGITS = "国", "0123456789"
_MEASURED_AT = 96
_STEP = 4
"""Sizes in pixels are rounded up to multiples of this, so that few sizes of a font are held."""
BUNDLED = Path(formkit.__file__).parent / "fonts" / "formkit-sans-core.ttf"
"""The printed font that is always there; with strong jitter it passes for neat handwriting."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character's pixels, and where they lie: ``left`` and ``top`` from its place on the base line."""

    mask: NDArray[np.uint8]
    left: int
    top: int
    advance: float


@dataclass(frozen=True, slots=True)
class Face:
    """A font file. Figures are shares of its size: heights of a Chinese character and a digit, line thickness."""

    path: str
    han: float
    digit: float
    thickness: float

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return Path(self.path).stem

    def has(self, text: str) -> bool:
        """Say whether the font has every character of ``text``."""
        return all(_has(self.path, each) for each in text if not each.isspace())

    def glyph(self, character: str, pixels: float) -> Glyph:
        """Return a character at about ``pixels`` a size; see `size_of` for the size that is used."""
        return _glyph(self.path, character, size_of(pixels))


def size_of(pixels: float) -> int:
    """Return the size in pixels that glyphs of about this size are drawn in."""
    return max(12, -int(-pixels // _STEP) * _STEP)


@lru_cache(maxsize=256)
def load_face(path: str) -> Face:
    """Return the font at ``path`` with its measures.

    Raises:
        OSError: there is none, or it is no font.
    """
    han = _height(path, _HAN) if _has(path, _HAN) else 0.0
    digit = _height(path, "0") if _has(path, "0") else 0.0
    sample = _HAN if han else "5"
    return Face(path, han, digit, _thickness(_glyph(path, sample, _MEASURED_AT).mask))


def _height(path: str, character: str) -> float:
    return int(_glyph(path, character, _MEASURED_AT).mask.shape[0]) / _MEASURED_AT


def _thickness(mask: NDArray[np.uint8]) -> float:
    """Twice the area over the outline's length is the mean width of its lines."""
    solid = (mask > 127).astype(np.uint8)
    outlines, _ = cv2.findContours(solid, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    around = sum(cv2.arcLength(each, True) for each in outlines)
    return float(2 * solid.sum() / max(around, 1) / _MEASURED_AT)


@lru_cache(maxsize=64)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=20_000)
def _has(path: str, character: str) -> bool:
    """A font draws nothing, or the same box, for what it does not have."""
    glyph = _glyph(path, character, 32)
    if glyph.mask.size <= 1 or not glyph.mask.any():
        return False
    none = _glyph(path, "\U0010fffd", 32)
    return glyph.mask.shape != none.mask.shape or not np.array_equal(glyph.mask, none.mask)


@lru_cache(maxsize=6000)
def _glyph(path: str, character: str, size: int) -> Glyph:
    font = _font(path, size)
    x0, y0, x1, y1 = (int(np.floor(edge)) for edge in font.getbbox(character, anchor="ls"))
    if x1 <= x0 or y1 <= y0:
        return Glyph(np.zeros((1, 1), np.uint8), 0, 0, float(font.getlength(character)))
    image = Image.new("L", (x1 - x0 + 2, y1 - y0 + 2))
    ImageDraw.Draw(image).text((1 - x0, 1 - y0), character, font=font, fill=255, anchor="ls")
    mask = np.asarray(image)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return Glyph(np.zeros((1, 1), np.uint8), 0, 0, float(font.getlength(character)))
    part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Glyph(part, int(columns[0]) + x0 - 1, int(rows[0]) + y0 - 1, float(font.getlength(character)))


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts to write with: those with Chinese characters, and those with digits that do not have them."""

    han: tuple[Face, ...]
    latin: tuple[Face, ...]

    @classmethod
    def load(cls, paths: Sequence[str | Path]) -> Faces:
        """Return the fonts at ``paths``; the bundled one where none of them has Chinese characters.

        Raises:
            OSError: a file is missing or is no font.
        """
        faces = [load_face(str(path)) for path in paths]
        han = tuple(face for face in faces if face.han)
        latin = tuple(face for face in faces if not face.han and face.digit)
        return cls(han or (load_face(str(BUNDLED)),), latin)

    def choose(self, text: str, favourite: Face, rng: Rng) -> Face:
        """Return a font that has all of ``text``: the favourite, else some other, else the bundled one."""
        if favourite.has(text):
            return favourite
        able = [face for face in self.han if face.has(text)]
        return able[rng.integers(len(able))] if able else load_face(str(BUNDLED))
