"""Printed pages and what a scanner makes of them, for the tests of this room."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from formkit.geometry import MM_PER_INCH
from formkit.layout.fingerprint import design_of
from formkit.media.scan.blank import Blank
from formkit.media.scan.canvas import Grey
from formkit.media.scan.shelf import Design
from formkit.pipeline.shelf import InstalledShelf


@cache
def shelf() -> InstalledShelf:
    return InstalledShelf()


def side(sheet: str, number: int = 1, edition: str = "2011", copy: int = 1) -> tuple[Design, Blank]:
    """Return a printed side of the case-management handbook."""
    for design in shelf().designs():
        named = design.sheet == sheet and design.side == number
        if named and any(each.endswith(f"case-management@{edition}") for each in design.handbooks):
            blank = shelf().blank(design, copy)
            assert design.number == design_of(blank.page.fingerprint)
            return design, blank
    raise LookupError(sheet)


def scanned(
    blank: Blank, dpi: int = 200, *, seed: int = 0, turn: int = 0, skew: float = 0.006, noise: float = 6.0
) -> tuple[Grey, np.ndarray]:
    """Return a scan of a printed page, and the 3 × 3 map from millimetres to its pixels."""
    rng = np.random.default_rng(seed)
    scale = dpi / MM_PER_INCH / 8
    picture = cv2.resize(blank.canvas, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = picture.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = corners + rng.normal(0, skew * width, (4, 2)).astype(np.float32) + 30
    bend = cv2.getPerspectiveTransform(corners, moved)
    picture = cv2.warpPerspective(picture, bend, (width + 60, height + 60), borderValue=238)
    picture = np.clip(picture * 0.88 + rng.normal(0, noise, picture.shape), 0, 255).astype(np.uint8)
    across, down = 8 * width / blank.canvas.shape[1], 8 * height / blank.canvas.shape[0]
    to_pixels = bend @ np.array([[across, 0, -0.5], [0, down, -0.5], [0, 0, 1.0]])
    for _ in range(turn):
        to_pixels = np.array([[0, 1, 0], [-1, 0, picture.shape[1] - 1], [0, 0, 1.0]]) @ to_pixels
        picture = np.rot90(picture)
    return np.ascontiguousarray(picture), to_pixels


def places_mm(blank: Blank) -> np.ndarray:
    """Return the middles of all places that are answered, in mm."""
    return np.array([(place.box.centre.x, place.box.centre.y) for place in blank.page.places], np.float64)
