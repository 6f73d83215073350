"""Where fields lie in a picture, and the pieces that a person looks at, whichever way the page was put in."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.media.scan.crops import crop, page_jpeg, turned, upright
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


def test_a_crop_at_the_edge_of_its_picture_ends_there() -> None:
    made = crop(np.full((1400, 1000), 200, np.uint8), Region(1, (0.9, 0.97, 1.0, 1.0)))
    assert made.box[2] == pytest.approx(1.0)
    assert made.box[3] == pytest.approx(1.0)


def test_a_whole_page_is_shown_upright_and_no_larger_than_a_screen_needs() -> None:
    jpeg = page_jpeg(np.full((3000, 4200), 255, np.uint8), 1)
    shown = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown.shape[0] == 2200
    assert shown.shape[0] > shown.shape[1]
