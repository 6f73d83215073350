from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from formkit.geometry import Box, Point
from formkit.media.scan.degrade import PROFILES, Blanks, Habits, Material, conditions, invented, simulate
from formkit.media.scan.degrade.bending import fed, in_image, laid, sized
from formkit.media.scan.degrade.encoding import as_pdf
from formkit.media.scan.degrade.rasters import render
from formkit.model.handbook import Handbook
from formkit.model.layout import Layout

PAGE = 5
"""The first page of basic information: circles, boxes and lines."""


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_makes_an_image_with_its_truth(
    profile: str, handbook: Handbook, layout: Layout, blanks: Blanks
) -> None:
    made = simulate(handbook, layout, blanks, 3, profile, dpi=100, pages=[PAGE])
    image = made.pages[0].image
    assert image.dtype == np.uint8
    assert min(image.shape[:2]) > 600
    assert image.std() > 4
    assert made.pages[0].truth.fields.keys() == {each.ref.id for each in layout.pages[PAGE - 1].places}


def test_the_same_seed_makes_the_same_bytes(handbook: Handbook, layout: Layout, blanks: Blanks) -> None:
    one, two = (simulate(handbook, layout, blanks, 11, "worn", dpi=100, pages=[PAGE]) for _ in range(2))
    assert one.pages[0].content == two.pages[0].content
    assert one.truth.to_json() == two.truth.to_json()
    other = simulate(handbook, layout, blanks, 12, "worn", dpi=100, pages=[PAGE])
    assert other.pages[0].content != one.pages[0].content


def test_the_truth_says_where_ink_is(handbook: Handbook, layout: Layout, blanks: Blanks) -> None:
    """On a clean page, what differs from the blank is the ink of answered fields, where the truth has it."""
    quiet = Material(habits=Habits(stray=0))
    made = simulate(handbook, layout, blanks, 5, "clean", quiet, dpi=100, pages=[PAGE])
    truth, image = made.pages[0].truth, made.pages[0].image
    blank = blanks.page(PAGE, 100)[: image.shape[0], : image.shape[1]]
    ink = blank.astype(int) - image[: blank.shape[0], : blank.shape[1]] > 60
    answered = [each for each in truth.fields.values() if each.ink is not None]
    assert len(answered) > 5
    for each in answered:
        assert each.ink is not None
        assert part(ink, each.ink).any(), each.id
    for name, each in truth.fields.items():
        place = layout.places()[name][1]
        if each.way == "blank" and not each.struck and place.cells:
            assert not any(part(ink, cell.inset(2)).any() for cell in place.cells), name


def part(ink: np.ndarray, box: Box) -> np.ndarray:
    scale = 100 / 25.4
    x0, y0, x1, y1 = (max(0, round(edge * scale)) for edge in (box.x0, box.y0, box.x1, box.y1))
    return ink[y0:y1, x0:x1]


def test_what_was_asked_for_is_what_the_truth_says(handbook: Handbook, layout: Layout, blanks: Blanks) -> None:
    given = {"basic.sex": "1", "basic.pay_method": ("2", "5"), "basic.fill_date": "2021-04-09"}
    plain = Material(habits=Habits().scaled(0))
    made = simulate(handbook, layout, blanks, 2, "clean", plain, dpi=100, pages=[PAGE], values=given)
    fields = made.truth.fields()
    assert {name: each.value for name, each in fields.items() if each.value is not None} == given
    assert fields["basic.pay_method"].marked == ("2", "5")


def test_the_truth_of_a_whole_booklet_is_what_was_to_be_written(
    handbook: Handbook, layout: Layout, blanks: Blanks
) -> None:
    given = invented(layout, np.random.default_rng(6))
    made = simulate(handbook, layout, blanks, 6, "clean", dpi=100, values=given)
    for name, each in made.truth.fields().items():
        unsettled = each.contrary or (each.struck and not each.marked)
        assert each.value == given.get(name) or (each.value is None and unsettled), name
    assert made.truth.fields().keys() >= given.keys()


def test_two_marks_at_a_single_choice_have_no_value(handbook: Handbook, layout: Layout, blanks: Blanks) -> None:
    always = Material(habits=Habits(corrected=0, withdrawn=0, contrary=0.9, stray=0))
    given, found = {"basic.sex": "1"}, []
    for seed in range(6):
        made = simulate(handbook, layout, blanks, seed, "clean", always, dpi=100, pages=[PAGE], values=given)
        found.append(made.truth.fields()["basic.sex"])
    contrary = [each for each in found if each.contrary]
    assert contrary
    assert all(each.value is None and len(each.marked) == 2 for each in contrary)


def test_a_corrected_answer_says_what_was_struck(handbook: Handbook, layout: Layout, blanks: Blanks) -> None:
    always = Material(habits=Habits(corrected=0.95, withdrawn=0, stray=0))
    made = simulate(handbook, layout, blanks, 1, "clean", always, dpi=100, pages=[PAGE], values={"basic.sex": "1"})
    truth = made.truth.fields()["basic.sex"]
    assert (truth.value, truth.marked, truth.corrected) == ("1", ("1",), "struck")
    assert truth.struck
    assert truth.struck != ("1",)


@pytest.mark.parametrize("turn", range(4))
def test_the_transform_leads_to_the_printed_corners(
    turn: int, handbook: Handbook, layout: Layout, blanks: Blanks
) -> None:
    """The dark modules of each corner symbol are where the truth's transform puts them."""
    usual = conditions("copy", np.random.default_rng(turn), dpi=100)
    pose = replace(usual.scanner.pose, turn=turn)
    given = replace(usual, scanner=replace(usual.scanner, pose=pose))
    made = simulate(handbook, layout, blanks, 1, given, pages=[PAGE])
    page = made.pages[0].truth
    assert page.exact
    image = made.pages[0].image
    for mark in layout.pages[PAGE - 1].fiducials:
        inside = page.transform.apply_box(mark.box)
        outside = page.transform.apply(Point(mark.box.centre.x, mark.box.centre.y))
        area = image[max(0, int(inside.y0)) : int(inside.y1), max(0, int(inside.x0)) : int(inside.x1)]
        assert area.size == 0 or area.mean() < 215, (mark.corner, outside)


def test_a_bent_page_is_bent_as_its_map_says() -> None:
    """A dot at a known place of the page comes out where the map through the bend puts it."""
    bend = fed(210, 297, 0.02, 1.0, np.random.default_rng(4))
    page = np.full((1188, 840), 255, np.uint8)
    spot = np.array([[120.0, 200.0]])
    page[796:805, 476:485] = 0
    matrix = sized(4.0, 4.0)
    image = laid(page, 4.0, matrix, bend, (1188, 840), outside=255)
    rows, columns = np.nonzero(image < 100)
    expected = in_image(spot, matrix, bend)[0]
    assert abs(columns.mean() - expected[0]) < 1.0
    assert abs(rows.mean() - expected[1]) < 1.0


def test_truth_takes_the_shape_that_fill_takes(handbook: Handbook, layout: Layout, blanks: Blanks) -> None:
    made = simulate(handbook, layout, blanks, 8, "fax", dpi=100, pages=[PAGE])
    line = json.loads(json.dumps(made.truth.to_json(), ensure_ascii=False))
    assert line["handbook"] == handbook.id
    assert all(set(each) == {"value"} and each["value"] is not None for each in line["fields"].values())
    assert line["pages"][0]["profile"] == "fax"


def test_a_booklet_becomes_a_pdf_of_its_images(handbook: Handbook, layout: Layout, blanks: Blanks) -> None:
    made = simulate(handbook, layout, blanks, 8, "flatbed", dpi=100, pages=[1, PAGE])
    pdf = as_pdf([(page.content, page.dpi) for page in made.pages])
    again = render(pdf, 2, 100)
    assert abs(again.shape[1] - made.pages[1].image.shape[1]) <= 2
    with pytest.raises(IndexError):
        render(pdf, 3, 100)


def test_an_unknown_profile_is_refused(handbook: Handbook, layout: Layout, blanks: Blanks) -> None:
    with pytest.raises(KeyError):
        simulate(handbook, layout, blanks, 1, "telex", dpi=100, pages=[PAGE])
