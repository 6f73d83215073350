"""One page with all its places: what is drawn on it is read, and what a person must know is told."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.engines.registry import load_engine
from formkit.geometry import Box
from formkit.media.scan import side as room
from formkit.media.scan.canvas import PIXELS_PER_MM
from formkit.media.scan.confidence import shipped_calibration
from formkit.media.scan.marks.readers import MarkReaders
from formkit.media.scan.register import Registered
from formkit.media.scan.side import Readers, SideReader
from formkit.media.scan.text.answer import TextAnswer
from formkit.media.scan.text.lexicons import office_lexicons
from formkit.media.scan.warp import Warp
from formkit.model.reading import FieldStatus
from tests.media.scan.paper import side

READERS = Readers(MarkReaders(), load_engine("ppocr"), office_lexicons(), shipped_calibration())


class Sheet:
    """A printed page on the canvas's grid, to be written on."""

    def __init__(self, sheet: str, number: int = 1) -> None:
        _, self.blank = side(sheet, number)
        self.canvas = self.blank.canvas.copy()
        self.places = {place.ref.field.id: place for place in self.blank.page.places}

    def ring(self, box: Box, grow: float = 1.2, dark: int = 40) -> None:
        centre = (round(box.centre.x * PIXELS_PER_MM), round(box.centre.y * PIXELS_PER_MM))
        half = (round((box.width / 2 + grow) * PIXELS_PER_MM), round((box.height / 2 + grow * 0.6) * PIXELS_PER_MM))
        cv2.ellipse(self.canvas, centre, half, -3, 10, 365, (dark,), 3, cv2.LINE_AA)

    def option(self, field: str, code: str) -> Box:
        return next(each.box for each in self.places[field].options if each.code == code)

    def write(self, field: str, text: str, *, cell: int | None = None) -> None:
        place = self.places[field]
        box = place.box if cell is None else place.cells[cell]
        at = (round((box.x0 + 1.6) * PIXELS_PER_MM), round((box.y1 - 1.8) * PIXELS_PER_MM))
        cv2.putText(self.canvas, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.4, (40,), 3, cv2.LINE_AA)

    def read(self, *, share: float = 1.0, residual: float = 0.1) -> tuple[dict[str, object], list[str]]:
        warp = Warp.flat(np.eye(3), 210, 297)
        registered = Registered(self.canvas, warp, "code", residual, share, share, 0.9)
        reader = SideReader(READERS, registered, self.blank.canvas, self.blank.page, "x.png", 1)
        found = reader.read()
        by_name = {place.ref.field.id: found[place.ref.id] for place in self.blank.page.places}
        return by_name, [each.code for each in reader.problems]


def test_an_untouched_page_is_blank_everywhere() -> None:
    for sheet, number in (("cover", 1), ("basic", 1), ("followup", 2), ("plan", 1), ("assessment", 1)):
        found, told = Sheet(sheet, number).read()
        assert {each.value for each in found.values()} == {None}, sheet
        assert told == []


def test_circles_are_read_and_the_rest_stays_blank() -> None:
    page = Sheet("basic")
    page.ring(page.option("marital", "2"))
    page.ring(page.option("pay_method", "3"))
    page.ring(page.option("pay_method", "7"))
    found, _ = page.read()
    assert found["marital"].value == "2"
    assert found["pay_method"].value == ("3", "7")
    assert found["abo"].value is None


def test_two_circles_at_a_single_choice_go_to_review_and_are_told() -> None:
    page = Sheet("basic")
    page.ring(page.option("marital", "2"))
    page.ring(page.option("marital", "4"))
    found, told = page.read()
    assert found["marital"].status is FieldStatus.REVIEW
    assert told == ["G201"]


def test_digits_in_boxes_are_read() -> None:
    page = Sheet("cover")
    for cell, digit in enumerate("730042"):
        page.write("postcode", digit, cell=cell)
    found, _ = page.read()
    assert found["postcode"].value == "730042"


def test_nothing_of_a_page_that_is_not_in_place_is_accepted() -> None:
    page = Sheet("basic")
    page.ring(page.option("marital", "2"))
    found, _ = page.read(share=0.3)
    assert {each.status for each in found.values()} == {FieldStatus.REVIEW}


def test_a_bent_page_caps_the_confidence_of_its_readings() -> None:
    page = Sheet("basic")
    page.ring(page.option("marital", "2"))
    flat, _ = page.read()
    bent, _ = page.read(residual=0.8)
    assert bent["marital"].confidence < flat["marital"].confidence
    assert bent["marital"].measures["residual_mm"] == pytest.approx(0.8)


def test_something_faint_at_a_signature_is_told() -> None:
    page = Sheet("supplement", 2)
    box = page.places["doctor_signature"].box
    x, y = round(box.x0 * PIXELS_PER_MM) + 60, round(box.centre.y * PIXELS_PER_MM)
    cv2.line(page.canvas, (x, y), (x + 26, y - 6), (120,), 3, cv2.LINE_AA)
    found, told = page.read()
    assert found["doctor_signature"].status is FieldStatus.REVIEW
    assert told == ["G207"]


def test_a_line_that_ran_into_a_signature_is_narrower_than_a_name() -> None:
    named, lined = Sheet("supplement", 2), Sheet("supplement", 2)
    named.write("doctor_signature", "Wang Li")
    box = lined.places["doctor_signature"].box
    ends = [(round(x * PIXELS_PER_MM), round(box.centre.y * PIXELS_PER_MM)) for x in (box.x0, box.x1)]
    cv2.line(lined.canvas, ends[0], ends[1], (40,), 3, cv2.LINE_AA)
    name, line = (page.read()[0]["doctor_signature"].measures["breadth"] for page in (named, lined))
    assert name > 2 * line > 0


def test_what_the_rules_of_a_field_put_right_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "decode", lambda *_: TextAnswer("730042", "730O42", repaired=True))
    page = Sheet("cover")
    page.write("postcode", "7", cell=0)
    found, told = page.read()
    assert found["postcode"].raw == "730O42"
    assert told == ["G204"]
