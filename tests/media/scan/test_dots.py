"""Grey paper made of dots stays even on the grid of a page; print, writing and grey scans are left as they are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey
from formkit.media.scan.dots import is_halftone, without_dots
from formkit.media.scan.level import level_paper
from formkit.media.scan.warp import Warp
from tests.media.scan.text.areas import Area

SCREEN = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) * 16 + 8
"""An ordered screen of four by four."""


def _dithered(grey: Grey) -> Grey:
    rows, columns = grey.shape
    screen = np.tile(SCREEN, (rows // 4 + 1, columns // 4 + 1))[:rows, :columns]
    return np.where(grey > screen, 255, 0).astype(np.uint8)


def _written(paper: int) -> Grey:
    page = Area(120, 120).write("王小明李秀英", 20, 40, size=9).page
    return np.minimum(page, paper).astype(np.uint8)


@pytest.mark.parametrize(("page", "dotted"), [
    (_dithered(_written(170)), True), (_dithered(_written(110)), True),
    (np.where(_written(255) > 127, 255, 0).astype(np.uint8), False), (_written(170), False),
    (np.full((20, 20), 255, np.uint8), False),
])
def test_only_greys_of_dots_are_taken_for_such(page: Grey, dotted: bool) -> None:
    assert is_halftone(page) is dotted


@pytest.mark.parametrize("per_mm", [7.58, 7.98, 8.03, 11.81])
def test_paper_of_dots_has_no_stripes_on_the_grid(per_mm: float) -> None:
    page = _dithered(np.full((1000, 1000), 150, np.uint8))
    warp = Warp.flat(np.diag([per_mm, per_mm, 1.0]), 60, 60)
    shades = []
    for source in (page, without_dots(page, per_mm)):
        canvas = level_paper(warp.flatten(source, Box(0, 0, 60, 60), PIXELS_PER_MM))
        shades.append(float(cv2.GaussianBlur(canvas, (0, 0), 4).astype(float)[40:-40, 40:-40].std()))
    assert shades[1] < 3
    if per_mm == 7.98:
        assert shades[0] > 10, "there are stripes otherwise"


def test_writing_stays_where_the_dots_are_evened_out() -> None:
    even = without_dots(_dithered(_written(170)), PIXELS_PER_MM)
    clean = _written(170)
    ink = clean < 100
    assert even[ink].mean() < even[~ink].mean() - 90
