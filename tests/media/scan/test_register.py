"""A page is put onto its grid from whatever the scanner left of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.media.scan.blank import Blank
from formkit.media.scan.codes import find_codes
from formkit.media.scan.register import Registered, pose_from_codes, register
from formkit.media.scan.warp import Warp, project
from tests.media.scan.paper import places_mm, scanned, side


def _registered(grey: np.ndarray, blank: Blank) -> Registered:
    seen = find_codes(grey)[0]
    pose = pose_from_codes(seen.symbols, blank.page)
    found = register(grey, blank, pose, method="code", well_known=len(seen.symbols) > 2)
    assert found is not None
    return found


def _off(found: Registered, blank: Blank, to_pixels: np.ndarray, dpi: int) -> float:
    """Return the 95th percentile of the error over all places of the page, in mm."""
    points = places_mm(blank)
    apart = np.linalg.norm(found.warp.to_pixels(points) - project(to_pixels, points), axis=1)
    return float(np.percentile(apart, 95) / (dpi / 25.4))


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("turn", [0, 1, 2])
def test_a_skewed_and_turned_page_is_registered_within_a_seventh_of_a_millimetre(dpi: int, turn: int) -> None:
    _, blank = side("followup", 2)
    grey, to_pixels = scanned(blank, dpi, seed=dpi + turn, turn=turn)
    found = _registered(grey, blank)
    assert found.trusted
    assert found.residual < 0.2
    assert _off(found, blank, to_pixels, dpi) < 0.15


@pytest.mark.parametrize("lost", range(4))
def test_a_lost_corner_mark_does_not_matter(lost: int) -> None:
    _, blank = side("basic", 1)
    grey, to_pixels = scanned(blank, seed=lost)
    corner = blank.page.fiducials[lost].box
    centre = project(to_pixels, np.array([(corner.centre.x, corner.centre.y)]))[0]
    cv2.circle(grey, (round(centre[0]), round(centre[1])), 60, 40, -1)
    assert _off(_registered(grey, blank), blank, to_pixels, 200) < 0.15


def test_one_readable_code_is_enough() -> None:
    _, blank = side("plan", 1)
    grey, to_pixels = scanned(blank, seed=3)
    for each in blank.page.fiducials[1:]:
        centre = project(to_pixels, np.array([(each.box.centre.x, each.box.centre.y)]))[0]
        cv2.circle(grey, (round(centre[0]), round(centre[1])), 60, 255, -1)
    box = blank.page.code_box
    centre = project(to_pixels, np.array([(box.centre.x, box.centre.y)]))[0]
    cv2.circle(grey, (round(centre[0]), round(centre[1])), 80, 255, -1)
    assert len(find_codes(grey)[0].symbols) == 1
    assert _off(_registered(grey, blank), blank, to_pixels, 200) < 0.3


def test_paper_that_bulges_is_followed() -> None:
    _, blank = side("supplement", 2)
    grey, to_pixels = scanned(blank, seed=5, skew=0.0)
    rows, columns = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]].astype(np.float32)
    bulge = 7 * np.sin(np.pi * columns / grey.shape[1]) * np.sin(np.pi * rows / grey.shape[0])
    bent = cv2.remap(grey, columns, (rows + bulge).astype(np.float32), cv2.INTER_LINEAR, borderValue=238)
    found = _registered(bent, blank)
    points = places_mm(blank)
    flat = project(to_pixels, points)
    truth = flat - np.stack([
        np.zeros(len(flat)),
        7 * np.sin(np.pi * flat[:, 0] / grey.shape[1]) * np.sin(np.pi * flat[:, 1] / grey.shape[0]),
    ], 1)
    apart = np.linalg.norm(found.warp.to_pixels(points) - truth, axis=1) / (200 / 25.4)
    assert np.percentile(apart, 95) < 0.35


@pytest.mark.parametrize("slip", [1.0, 1.5, 2.0, 2.5])
def test_a_page_that_uneven_rollers_pressed_and_stretched_by_millimetres_is_followed_to_its_end(slip: float) -> None:
    _, blank = side("assessment", 1)
    grey, to_pixels = scanned(blank, seed=6, skew=0.0)
    per_mm, height = 200 / 25.4, grey.shape[0]

    def behind(rows: np.ndarray) -> np.ndarray:
        """Return by how many pixels the rollers are behind, ahead, and behind again."""
        return slip * per_mm * np.sin(2 * np.pi * rows / height)

    rows, columns = np.mgrid[0:height, 0 : grey.shape[1]].astype(np.float32)
    bent = cv2.remap(grey, columns, (rows + behind(rows)).astype(np.float32), cv2.INTER_LINEAR, borderValue=238)
    found = _registered(bent, blank)
    seen, truth = found.warp.to_pixels(places_mm(blank)), project(to_pixels, places_mm(blank))
    apart = np.hypot(seen[:, 0] - truth[:, 0], seen[:, 1] + behind(seen[:, 1]) - truth[:, 1]) / per_mm
    assert np.percentile(apart, 95) < 0.3
    assert found.residual < 0.25


def test_print_of_another_sheet_is_not_trusted() -> None:
    _, blank = side("followup", 1)
    _, other = side("plan", 1)
    grey, to_pixels = scanned(other, seed=8)
    found = register(grey, blank, to_pixels, method="code")
    assert found is None or not found.trusted


def test_the_canvas_is_level_and_in_step_with_the_blank() -> None:
    _, blank = side("basic", 2)
    grey, _ = scanned(blank, seed=9)
    shade = np.linspace(1.0, 0.6, grey.shape[1])[None]
    found = _registered((grey * shade).astype(np.uint8), blank)
    assert found.canvas.shape == blank.canvas.shape
    paper = found.canvas[cv2.erode(blank.canvas, np.ones((9, 9))) > 250]
    assert np.percentile(paper, 5) > 215


@pytest.mark.parametrize(("share", "worst", "trusted"), [
    (0.6, 0.3, True), (0.6, 0.25, False), (0.7, 0.25, True), (0.7, 0.15, False), (0.5, 0.5, False),
])
def test_a_third_full_of_writing_may_hide_more_of_its_print_where_the_rest_is_clear(
    share: float, worst: float, trusted: bool
) -> None:
    _, blank = side("followup", 2)
    warp = Warp.flat(np.eye(3), blank.page.width, blank.page.height)
    assert Registered(blank.canvas, warp, "print", 0.1, share, worst, 0.9).trusted is trusted
