"""Where fields lie in a picture, and the pieces that a person looks at, whichever way the page was put in."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from formkit.media.scan.crops import Crop, crop, page_jpeg, turned, upright
from formkit.media.scan.raster import PageImage
from formkit.media.scan.regions import regions
from formkit.media.scan.warp import Warp
from formkit.model.reading import Region
from tests.media.scan.paper import scanned, side


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_field_is_found_upright_whichever_way_the_page_was_scanned(turn: int) -> None:
    _, blank = side("plan")
    grey, to_pixels = scanned(blank, turn=turn)
    warp = Warp.flat(to_pixels, blank.page.width, blank.page.height)
    found = regions(warp, blank.page, PageImage(7, grey))
    place = next(each for each in blank.page.places if len(each.options) > 3 and each.options[0].box is not None)
    own = found[place.ref.id]
    assert own.image == 7
    page = upright(grey, own.turn)
    assert page.shape[0] > page.shape[1]
    left, top, right, bottom = turned(own.box, own.turn)
    assert (left + right) / 2 == pytest.approx(place.box.centre.x / blank.page.width, abs=0.04)
    assert (top + bottom) / 2 == pytest.approx(place.box.centre.y / blank.page.height, abs=0.04)
    assert set(own.options) == {each.code for each in place.options if each.box is not None}


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_crop_shows_the_field_and_where_its_options_are(turn: int) -> None:
    page = np.full((1400, 1000), 255, np.uint8)
    cv2.rectangle(page, (300, 600), (380, 640), (0,), -1)
    box, option = (0.2, 0.4, 0.6, 0.5), (0.3, 600 / 1400, 0.38, 640 / 1400)
    lying = np.ascontiguousarray(np.rot90(page, turn))
    region = Region(1, turned(box, -turn), turn, {"1": turned(option, -turn)})
    made = crop(lying, region)
    shown = cv2.imdecode(np.frombuffer(made.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown.shape == (made.height, made.width)
    x0, y0, x1, y1 = made.options["1"]
    inside = shown[round(y0 * made.height) + 2 : round(y1 * made.height) - 2,
                   round(x0 * made.width) + 2 : round(x1 * made.width) - 2]
    assert inside.max() < 60
    assert 0 < made.box[0] < x0 < x1 < made.box[2] < 1


def _with_label(page: np.ndarray, label: tuple[float, float, float, float]) -> np.ndarray:
    rows, columns = page.shape
    at = [round(share * long) for share, long in zip(label, (columns, rows, columns, rows), strict=True)]
    cv2.rectangle(page, (at[0], at[1]), (at[2], at[3]), (0,), -1)
    return page


def _dark(made: Crop) -> np.ndarray:
    shown = cv2.imdecode(np.frombuffer(made.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown.shape == (made.height, made.width)
    return np.argwhere(shown < 60)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_label_that_is_far_away_stands_over_its_field(turn: int) -> None:
    label, field = (0.08, 0.42, 0.2, 0.44), (0.88, 0.42, 0.92, 0.45)
    page = _with_label(np.full((1400, 1000), 255, np.uint8), label)
    lying = np.ascontiguousarray(np.rot90(page, turn))
    far = Region(1, turned(field, -turn), turn, {"1": turned(field, -turn)}, label=turned(label, -turn))
    made, bare = crop(lying, far), crop(lying, replace(far, label=None))
    assert _dark(bare).size == 0
    rows, columns = _dark(made)[:, 0], _dark(made)[:, 1]
    assert rows.max() < made.box[1] * made.height, "over the field"
    wide, high = columns.max() - columns.min() + 1, rows.max() - rows.min() + 1
    scale = (bare.box[2] - bare.box[0]) * bare.width / 40
    assert (wide, high) == (pytest.approx(120 * scale, abs=3), pytest.approx(28 * scale, abs=3)), "all of it, to scale"
    assert made.width == bare.width
    assert (made.box[2] - made.box[0]) * made.width == pytest.approx((bare.box[2] - bare.box[0]) * bare.width)
    assert (made.box[3] - made.box[1]) * made.height == pytest.approx((bare.box[3] - bare.box[1]) * bare.height)
    assert made.options["1"] == made.box


def test_a_crop_is_widened_to_a_label_that_is_near() -> None:
    label, field = (0.08, 0.42, 0.2, 0.44), (0.5, 0.42, 0.6, 0.45)
    page = _with_label(np.full((1400, 1000), 255, np.uint8), label)
    near = Region(1, field, label=label)
    made = crop(page, near)
    assert _dark(crop(page, replace(near, label=None))).size < _dark(made).size
    columns = _dark(made)[:, 1]
    assert columns.max() - columns.min() + 1 == pytest.approx(1.2 * (made.box[2] - made.box[0]) * made.width, abs=4)
    assert made.box[1] * made.height < _dark(made)[:, 0].mean() < made.box[3] * made.height, "in its row"


def test_a_label_that_the_crop_shows_changes_nothing() -> None:
    page = np.full((1400, 1000), 255, np.uint8)
    region = Region(1, (0.3, 0.4, 0.6, 0.45))
    assert crop(page, replace(region, label=(0.2, 0.41, 0.28, 0.44))) == crop(page, region)


def test_a_crop_at_the_edge_of_its_picture_ends_there() -> None:
    made = crop(np.full((1400, 1000), 200, np.uint8), Region(1, (0.9, 0.97, 1.0, 1.0)))
    assert made.box[2] == pytest.approx(1.0)
    assert made.box[3] == pytest.approx(1.0)


def test_a_whole_page_is_shown_upright_and_no_larger_than_a_screen_needs() -> None:
    jpeg = page_jpeg(np.full((3000, 4200), 255, np.uint8), 1)
    shown = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown.shape[0] == 2200
    assert shown.shape[0] > shown.shape[1]
