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
from formkit.media.scan.ink import covered, page_ink
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

    def reader(self, *, share: float = 1.0, residual: float = 0.1) -> SideReader:
        warp = Warp.flat(np.eye(3), 210, 297)
        registered = Registered(self.canvas, warp, "code", residual, share, share, 0.9)
        return SideReader(READERS, registered, self.blank.canvas, self.blank.page, "x.png", 1)

    def read(self, *, share: float = 1.0, residual: float = 0.1) -> tuple[dict[str, object], list[str]]:
        reader = self.reader(share=share, residual=residual)
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


def test_writing_that_runs_into_a_signature_is_looked_at_by_a_person_unless_more_stands_there() -> None:
    signed, overrun = Sheet("assessment"), Sheet("assessment")
    box = overrun.places["assessor_signature"].box
    at = (round((box.x0 - 5.0) * PIXELS_PER_MM), round((box.y1 - 1.8) * PIXELS_PER_MM))
    for page in (signed, overrun):
        cv2.putText(page.canvas, "never", at, cv2.FONT_HERSHEY_SIMPLEX, 1.4, (40,), 3, cv2.LINE_AA)
    beyond = (round((box.x0 + 12.0) * PIXELS_PER_MM), at[1])
    cv2.putText(signed.canvas, "Wang", beyond, cv2.FONT_HERSHEY_SIMPLEX, 1.4, (40,), 3, cv2.LINE_AA)
    (named, _), (found, told) = signed.read(), overrun.read()
    assert named["assessor_signature"].status is FieldStatus.ACCEPTED
    assert found["assessor_signature"].status is FieldStatus.REVIEW
    assert "G214" in told


def test_a_line_that_ran_into_a_signature_is_narrower_than_a_name() -> None:
    named, lined = Sheet("supplement", 2), Sheet("supplement", 2)
    named.write("doctor_signature", "Wang Li")
    box = lined.places["doctor_signature"].box
    ends = [(round(x * PIXELS_PER_MM), round(box.centre.y * PIXELS_PER_MM)) for x in (box.x0, box.x1)]
    cv2.line(lined.canvas, ends[0], ends[1], (40,), 3, cv2.LINE_AA)
    name, line = (page.read()[0]["doctor_signature"].measures["breadth"] for page in (named, lined))
    assert name > 2 * line > 0


@pytest.mark.parametrize(("value", "is_held"), [
    ("李花李花", True), ("李花 李花", True), ("李花", False), ("李李", False),
])
def test_a_name_that_is_read_twice_was_written_anew_and_goes_to_review(
    monkeypatch: pytest.MonkeyPatch, value: str, is_held: bool
) -> None:
    monkeypatch.setattr(room, "decode", lambda *_: TextAnswer(value, value))
    page = Sheet("cover")
    page.write("patient_name", "Li Hua")
    found, told = page.read()
    assert (found["patient_name"].measures["unsure"] == 1.0) is is_held
    assert ("G202" in told) is is_held


def test_places_in_a_shadow_are_never_surely_empty() -> None:
    page = Sheet("followup", 2)
    page.write("doctor_signature", "Wang Li")
    box = page.places["doctor_signature"].box
    page.canvas[: round(box.y0 * PIXELS_PER_MM) - 8] = 0
    reader = page.reader()
    reader.read()
    dark = {each.ref.id for each in page.blank.page.places if each.box.y1 < box.y0 - 1}
    assert dark <= reader.held
    assert page.places["doctor_signature"].ref.id not in reader.held
    assert [each.code for each in reader.problems].count("G216") == 1


def test_a_page_of_dots_that_is_half_black_keeps_its_ink() -> None:
    page = Sheet("followup", 2)
    page.write("doctor_signature", "Wang Li")
    page.canvas[: page.canvas.shape[0] // 2] = 0
    box = page.places["doctor_signature"].box
    assert covered(page_ink(page.canvas, page.blank.canvas), box).share > 0.01


def test_what_the_rules_of_a_field_put_right_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "decode", lambda *_: TextAnswer("730042", "730O42", repaired=True))
    page = Sheet("cover")
    page.write("postcode", "7", cell=0)
    found, told = page.read()
    assert found["postcode"].raw == "730O42"
    assert told == ["G204"]
