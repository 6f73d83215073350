"""A sheet on a desk is seen by its edges, whatever light falls on it; what is printed on paper is no sheet."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.media.scan.canvas import Grey
from formkit.media.scan.outline import outlines
from formkit.media.scan.warp import project

PAPER = 235


def form(rows: int = 1188, columns: int = 840) -> Grey:
    """Return a page with a heading and a table."""
    page = np.full((rows, columns), PAPER, np.uint8)
    cv2.putText(page, "a form", (columns // 3, rows // 10), cv2.FONT_HERSHEY_SIMPLEX, 2, 30, 4)
    for row in range(rows // 6, rows * 5 // 6, 60):
        cv2.rectangle(page, (columns // 10, row), (columns * 9 // 10, row + 60), 30, 3)
    return page


def on_desk(page: Grey, level: float, *, shade: float = 0.0) -> tuple[Grey, np.ndarray]:
    """Return a photograph of a page on a desk of a level, darker towards one side, and the page's corners in it."""
    rows, columns = page.shape
    corners = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    there = (corners * 0.9 + np.array([(190, 120), (160, 150), (185, 140), (150, 160)])).astype(np.float32)
    bend = cv2.getPerspectiveTransform(corners, there)
    size = (columns + 260, rows + 220)
    rng = np.random.default_rng(1)
    desk = np.float32(level) + rng.normal(0, 3, size[::-1])
    paper = cv2.warpPerspective(page.astype(np.float32), bend, size, flags=cv2.INTER_AREA)
    covers = cv2.warpPerspective(np.ones(page.shape, np.float32), bend, size)
    light = 1 - shade * np.linspace(0, 1, size[0])[None]
    made = np.where(covers > 0.5, paper, desk) * light
    return np.clip(made, 0, 255).astype(np.uint8), project(bend, corners.astype(np.float64))


@pytest.mark.parametrize(("level", "shade"), [(60, 0.0), (150, 0.4), (205, 0.0), (205, 0.35)])
def test_a_sheet_is_found_on_desks_of_any_grey(level: float, shade: float) -> None:
    picture, corners = on_desk(form(), level, shade=shade)
    [found] = outlines(picture)
    away = np.linalg.norm(found[:, None] - corners[None], axis=2).min(axis=1)
    assert away.max() < 0.012 * max(picture.shape)


def test_paper_that_fills_the_picture_has_no_outline_and_nor_has_its_table() -> None:
    assert outlines(form()) == []


def test_an_empty_desk_has_no_outline() -> None:
    rng = np.random.default_rng(2)
    assert outlines(np.clip(150 + rng.normal(0, 4, (900, 1200)), 0, 255).astype(np.uint8)) == []
