"""Pages are known by their code, else by their print; what is no page of ours is said to be none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.engines.none import NoEngine
from formkit.engines.registry import load_engine
from formkit.errors import Problem
from formkit.geometry import Box
from formkit.layout.paper import CODE_TEXT_BOX
from formkit.media.scan.identify import Identifier, Shown
from formkit.media.scan.raster import PageImage
from formkit.media.scan.warp import project
from tests.media.scan.paper import scanned, shelf, side


def _sides(grey: np.ndarray, engine: object | None = None) -> list[Shown | Problem]:
    return list(Identifier(shelf(), engine or NoEngine()).sides(PageImage(1, grey), "x.png"))


def _spoilt(blank: object, *, seed: int = 0, turn: int = 0, text_too: bool = False) -> np.ndarray:
    """Return a scan on which no code is readable."""
    grey, to_pixels = scanned(blank, seed=seed, turn=turn)
    boxes = [each.box for each in blank.page.fiducials] + [blank.page.code_box] + [CODE_TEXT_BOX] * text_too
    for box in boxes:
        corners = np.array([(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)])
        cv2.fillConvexPoly(grey, project(to_pixels, corners).astype(np.int32), 225)
    return grey


def test_a_code_tells_design_copy_and_serial() -> None:
    design, blank = side("followup", 2, copy=3)
    grey, _ = scanned(blank, turn=2)
    [shown] = _sides(grey)
    assert isinstance(shown, Shown)
    assert (shown.design, shown.copy, shown.serial, shown.certain) == (design, 3, "", True)


@pytest.mark.parametrize(("sheet", "number"), [("cover", 1), ("basic", 1), ("followup", 1), ("assessment", 1)])
def test_without_a_code_the_print_tells_the_side_but_not_whose_it_is(sheet: str, number: int) -> None:
    design, blank = side(sheet, number)
    [shown] = _sides(_spoilt(blank, seed=number, turn=2, text_too=True))
    assert isinstance(shown, Shown)
    assert shown.design == design
    assert not shown.certain
    assert shown.serial is None
    assert shown.copy == (None if design.repeats else 1)


def test_without_a_readable_symbol_the_code_in_print_tells_all() -> None:
    design, blank = side("followup", 1)
    [shown] = _sides(_spoilt(blank, seed=4), load_engine("ppocr"))
    assert isinstance(shown, Shown)
    assert (shown.design, shown.copy, shown.serial, shown.certain) == (design, 1, "", True)


def test_two_sheets_on_one_picture_are_both_found() -> None:
    first, one = side("cover", 1)
    second, two = side("basic", 1)
    left, _ = scanned(one, seed=1)
    right, _ = scanned(two, seed=2)
    height = min(left.shape[0], right.shape[0])
    found = _sides(np.hstack([left[:height], right[:height]]))
    assert {each.design.number for each in found if isinstance(each, Shown)} == {first.number, second.number}


def test_the_back_of_the_leaf_shining_through_is_no_page() -> None:
    front, one = side("followup", 1)
    _, two = side("followup", 2)
    grey, _ = scanned(one, seed=1, skew=0.0)
    back, _ = scanned(two, seed=1, skew=0.0)
    shining = 255 - (255 - back[:, ::-1].astype(int)) * 0.35
    pale = grey.copy()
    pale[: grey.shape[0] // 2] = np.minimum(grey, shining.astype(np.uint8))[: grey.shape[0] // 2]
    pale[-200:, :] = np.minimum(pale[-200:, :], back[-200:, :])
    found = _sides(pale)
    assert [each.design.number for each in found if isinstance(each, Shown)] == [front.number]


def test_an_empty_back_is_passed_over() -> None:
    rng = np.random.default_rng(1)
    page = np.clip(240 + rng.normal(0, 5, (2339, 1654)), 0, 255).astype(np.uint8)
    assert _sides(page) == []


def test_a_foreign_page_is_a_problem_with_the_number_of_its_picture() -> None:
    page = np.full((2339, 1654), 245, np.uint8)
    for row in range(200, 2100, 60):
        cv2.putText(page, "Invoice 2093 of the water works, payable soon", (150, row), 0, 1.2, 30, 2)
    [found] = _sides(page)
    assert isinstance(found, Problem)
    assert found.code == "G101"
    assert "1" in found.message


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (3000, 3), (90, 700)])
def test_a_picture_that_is_too_small_for_any_page_is_a_foreign_one(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 255, shape).astype(np.uint8)
    [found] = _sides(picture)
    assert isinstance(found, Problem)
    assert found.code == "G101"


def test_a_code_on_paper_that_shows_something_else_is_not_believed() -> None:
    _, blank = side("followup", 1)
    grey, to_pixels = scanned(blank, seed=2)
    inside = Box(16, 27, 194, 270)
    corners = np.array([(inside.x0, inside.y0), (inside.x1, inside.y0), (inside.x1, inside.y1), (inside.x0, inside.y1)])
    cv2.fillConvexPoly(grey, project(to_pixels, corners).astype(np.int32), 235)
    [found] = _sides(grey)
    assert isinstance(found, Problem) or not found.registered.trusted


def test_a_code_alone_is_no_page() -> None:
    _, blank = side("followup", 1)
    grey, _ = scanned(blank, seed=2, skew=0.0)
    [found] = _sides(np.ascontiguousarray(grey[:260]))
    assert isinstance(found, Problem)
    assert found.code == "G103"


def test_a_code_of_no_installed_handbook_is_told_with_its_text() -> None:
    _, blank = side("followup", 1)
    grey, _ = scanned(blank, seed=2)

    class Bare:
        def find(self, number: str) -> None:
            return None

    [found] = Identifier(Bare(), NoEngine()).sides(PageImage(3, grey), "x.png")
    assert isinstance(found, Problem)
    assert found.code == "G102"
    assert blank.page.code in found.message
