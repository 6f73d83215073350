"""One character as ink: bent, turned, slanted and made as thick as the pen writes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.degrade.faces import Face, size_of
from formkit.media.scan.degrade.hands import Hand
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.pens import Cover, Pen, textured

FINE = 2
"""Characters are drawn this many times finer than the page, then brought down."""
LAST_NARROW = 0x2E00
"""Code points above this are as wide as they are high."""
_THICKEST, _THICKEST_HAN = 0.16, 0.11
"""No pen fills up what it writes: the thickest line in shares of the size."""
_MOST_CHANGE = 0.3
"""Lines are made thicker or thinner by at most this, in mm."""


@dataclass(frozen=True, slots=True)
class Character:
    """A written character: its ink, where its top left pixel lies from its place on the line, and its width in mm."""

    cover: Cover
    left: float
    top: float
    advance: float


def character(face: Face, sign: str, size: float, hand: Hand, scale: float, rng: Rng) -> Character:
    """Return ``sign`` in a font of ``size`` mm an em, at ``scale`` pixels a millimetre."""
    pixels = size * scale * FINE
    glyph = face.glyph(sign, pixels)
    exact = pixels / size_of(pixels)
    wanted = min(hand.pen.width, (_THICKEST_HAN if ord(sign) > LAST_NARROW else _THICKEST) * size)
    mask = thickened(glyph.mask, (wanted - face.thickness * size) * scale * FINE * 0.8)
    grown = (mask.shape[1] - glyph.mask.shape[1]) / 2
    cover, dx, dy = warped(mask, exact / FINE, hand, rng)
    left = (glyph.left - grown) * exact / FINE + dx
    top = (glyph.top - grown) * exact / FINE + dy
    return Character(finished(cover, hand.pen, scale, rng), left, top, glyph.advance * exact / FINE / scale)


def picture(image: NDArray[np.uint8], hand: Hand, scale: float, rng: Rng) -> Character:
    """Return a picture of ink, `FINE` times finer than the page, as a character; its middle is its place."""
    cover, _, _ = warped(image, 1 / FINE, hand, rng)
    rows, columns = cover.shape
    return Character(finished(cover, hand.pen, scale, rng), -columns / 2, -rows / 2, image.shape[1] / FINE / scale)


def thickened(mask: NDArray[np.uint8], by: float) -> NDArray[np.uint8]:
    """Return ink whose lines are thicker by ``by`` pixels (thinner if negative, but never gone)."""
    most = _MOST_CHANGE * 12 * FINE
    width = round(min(abs(by), most))
    if width < 1:
        return mask
    if by < 0:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width + 1, width + 1))
        thin = cv2.erode(mask, kernel)
        return np.asarray(thin, np.uint8) if thin.sum() > 0.35 * mask.sum() else mask
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width + 1, width + 1))
    room = cv2.copyMakeBorder(mask, width, width, width, width, cv2.BORDER_CONSTANT, value=(0.0,))
    return np.asarray(cv2.dilate(room, kernel), np.uint8)


def warped(mask: NDArray[np.uint8], factor: float, hand: Hand, rng: Rng) -> tuple[Cover, float, float]:
    """Return the mask brought down by ``factor`` and out of shape, and by how much its top left corner moved."""
    rows, columns = mask.shape
    angle = np.radians(rng.normal(0, hand.turn))
    lean = np.tan(np.radians(hand.slant + rng.normal(0, 2)))
    size = factor * (1 + rng.normal(0, hand.spread, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[size[0], -lean * size[1]], [0, size[1]]])
    middle = np.array([columns, rows]) / 2
    reach = np.abs(matrix) @ middle + 3
    out = np.ceil(2 * reach).astype(int)
    back = np.linalg.inv(matrix)
    across, down = (np.arange(count, dtype=np.float32) - count / 2 for count in out)
    u, v = np.meshgrid(across, down)
    x = back[0, 0] * u + back[0, 1] * v + middle[0]
    y = back[1, 0] * u + back[1, 1] * v + middle[1]
    bend = rng.normal(0, hand.bend * max(rows, columns), (4, 4, 2)).astype(np.float32)
    off = cv2.resize(bend, (int(out[0]), int(out[1])), interpolation=cv2.INTER_CUBIC)
    map_x, map_y = (x + off[..., 0]).astype(np.float32), (y + off[..., 1]).astype(np.float32)
    cover = cv2.remap(mask, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    moved = middle * factor - out / 2
    return np.asarray(cover, np.float32) / np.float32(255), float(moved[0]), float(moved[1])


def finished(cover: Cover, pen: Pen, scale: float, rng: Rng) -> Cover:
    """Return the cover with the pen's unevenness, soft edge and grain."""
    rows, columns = cover.shape
    if pen.uneven > 0.02:
        waves = rng.normal(1 - pen.uneven / 2, pen.uneven / 2, (4, 4)).astype(np.float32)
        cover = cover * np.clip(cv2.resize(waves, (columns, rows), interpolation=cv2.INTER_LINEAR), 0.1, 1)
    return textured(np.asarray(cover, np.float32), pen, scale, rng)
