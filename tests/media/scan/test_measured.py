"""Forms that formkit did not print: told by their print, read where they were measured, put together page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from formkit.engines.none import NoEngine
from formkit.errors import Problem
from formkit.geometry import Box
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.scan.assemble import assemble
from formkit.media.scan.beside import Beside, join, words_of
from formkit.media.scan.blank import Blank
from formkit.media.scan.canvas import Grey
from formkit.media.scan.confidence import MEASURED, Calibration, Model
from formkit.media.scan.degrade.simulate import Blanks, simulate
from formkit.media.scan.identify import Identifier, Shown
from formkit.media.scan.marks.choose import MarkAnswer
from formkit.media.scan.pose import Guess, guesses
from formkit.media.scan.raster import PageImage
from formkit.media.scan.register import Registered
from formkit.media.scan.same_form import has_same_words, is_same_print
from formkit.media.scan.shelf import Design
from formkit.media.scan.sides import SideRead, Stack
from formkit.model.layout import Place
from formkit.model.reading import FieldStatus, Reading, Value
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.scanning import scanner_for
from formkit.pipeline.simulating import printed_blank
from tests.media.scan.paper import scanned, shelf


def measured(handbook: str, number: int = 1) -> Design:
    return next(
        each for each in shelf().designs()
        if not each.coded and each.side == number and f"legacy-{handbook}@" in each.handbooks[0]
    )


def shown(grey: np.ndarray) -> list[Shown | Problem]:
    return list(Identifier(shelf(), NoEngine()).sides(PageImage(1, grey), "x.png"))


@pytest.mark.parametrize(("handbook", "number", "turn"), [
    ("followup-2011", 1, 2), ("case-record-5-1", 2, 0), ("home-care-log", 1, 1),
])
def test_a_form_without_a_code_is_surely_known_by_its_print(handbook: str, number: int, turn: int) -> None:
    design = measured(handbook, number)
    grey, _ = scanned(shelf().blank(design, 1), seed=number, turn=turn)
    [found] = shown(grey)
    assert isinstance(found, Shown)
    assert (found.design, found.copy, found.serial, found.certain) == (design, 1, "", True)


def test_a_form_across_is_known_on_a_desk_that_is_nearly_as_bright_as_paper_in_uneven_light() -> None:
    design = measured("home-care-log")
    page, _ = scanned(shelf().blank(design, 1), seed=3, noise=2.0)
    desk = np.full((page.shape[0] + 700, page.shape[1] + 1000), 175.0)
    desk[260 : 260 + page.shape[0], 400 : 400 + page.shape[1]] = page
    light = np.linspace(1.0, 0.6, desk.shape[1])[None]
    [found] = shown(np.ascontiguousarray(desk * light, np.uint8))
    assert isinstance(found, Shown)
    assert (found.design, found.certain) == (design, True)


def test_a_form_that_nobody_measured_is_taken_for_none() -> None:
    blank = shelf().blank(measured("followup-2011"), 1)
    grey, _ = scanned(blank)
    strips = np.array_split(grey, 12)
    order = [5, 0, 9, 3, 11, 1, 7, 2, 10, 4, 8, 6]
    [found] = shown(np.ascontiguousarray(np.concatenate([strips[each] for each in order])))
    assert isinstance(found, Problem)
    assert found.code == "G101"


def test_two_drawings_of_one_form_are_the_same_print_and_other_words_are_not() -> None:
    one = shelf().blank(measured("followup-2011"), 1).canvas
    thicker = np.asarray(cv2.erode(one, np.ones((2, 2), np.uint8)), np.uint8)
    other = one.copy()
    cv2.putText(other, "another edition 2012", (300, 2200), cv2.FONT_HERSHEY_SIMPLEX, 3, 0, 8)
    assert is_same_print(one, thicker)
    assert not is_same_print(one, other)
    assert not is_same_print(one, shelf().blank(measured("supplement-2011"), 1).canvas)


def test_one_form_on_paper_that_two_programs_round_otherwise_is_the_same_print() -> None:
    one = shelf().blank(measured("followup-2011"), 1).canvas
    wider = cv2.copyMakeBorder(one, 0, 1, 0, 2, cv2.BORDER_CONSTANT, value=255)
    assert is_same_print(one, np.asarray(wider, np.uint8))
    longer = cv2.copyMakeBorder(one, 0, 160, 0, 0, cv2.BORDER_CONSTANT, value=255)
    assert not is_same_print(one, np.asarray(longer, np.uint8))


def moved_line(canvas: np.ndarray, places: dict[str, Place], *names: str, by: int = 40) -> None:
    """Print the options of some fields that many pixels further right."""
    for name in names:
        printed = [option.words for option in places[name].options if option.words is not None]
        rows = slice(round(printed[0].y0 * 8) - 2, round(printed[0].y1 * 8) + 2)
        left, right = round(printed[0].x0 * 8) - 2, round(printed[-1].x1 * 8) + 2
        line = canvas[rows, left:right].copy()
        canvas[rows, left:right] = 255
        canvas[rows, left + by : right + by] = line


def test_a_form_by_another_program_has_the_same_words_and_another_edition_has_not() -> None:
    blank = shelf().blank(measured("followup-2011"), 1)
    places = {place.ref.field.id: place for place in blank.page.places}
    wider, edition = blank.canvas.copy(), blank.canvas.copy()
    moved_line(wider, places, "sleep", "diet", "effect", "sf_social")
    title(edition, places)
    assert not is_same_print(blank.canvas, wider)
    assert has_same_words(replace(blank, canvas=wider), blank)
    assert not has_same_words(replace(blank, canvas=edition), blank)


class Doubled:
    """A shelf on which an office measured a shipped form anew; it has these two only."""

    def __init__(self, shipped: Design) -> None:
        self.both = [shipped, replace(shipped, number="OWN", own=True)]

    def designs(self) -> Sequence[Design]:
        return self.both

    def find(self, number: str) -> Design | None:
        return next((each for each in self.both if each.number == number), None)

    def blank(self, design: Design, copy: int) -> Blank:
        return shelf().blank(self.both[0], copy)


def test_a_page_is_known_though_four_guesses_are_of_other_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    design = measured("followup-2011")
    grey, _ = scanned(shelf().blank(design, 1))
    wrong = next(at for at, each in enumerate(shelf().designs()) if each == measured("supplement-2011"))

    def misled(image: np.ndarray, maps: Sequence[np.ndarray], most: int = 4) -> list[Guess]:
        right = guesses(image, maps, most)
        return [*(replace(right[0], blank=wrong) for _ in range(4)), *right][:most]

    monkeypatch.setattr("formkit.media.scan.identify.guesses", misled)
    [found] = shown(grey)
    assert isinstance(found, Shown)
    assert found.design == design


def test_two_mappings_that_an_office_made_of_one_form_are_told_and_none_is_taken() -> None:
    twice = Doubled(replace(measured("home-care-log"), own=True))
    grey, _ = scanned(twice.blank(twice.both[0], 1))
    told = list(Identifier(twice, NoEngine()).sides(PageImage(1, grey), "x.png"))
    assert [each.code for each in told if isinstance(each, Problem)] == ["G101", "G111"]


@pytest.mark.parametrize(("own_share", "is_own"), [(0.7, True), (0.5, False)])
def test_an_offices_own_measuring_is_taken_only_where_its_print_was_found_all_over_the_page(
    monkeypatch: pytest.MonkeyPatch, own_share: float, is_own: bool
) -> None:
    doubled = Doubled(measured("home-care-log"))
    plain = Identifier._try

    def spoilt(self: Identifier, grey: Grey, design: Design, copy: int, guess: Guess) -> Registered | None:
        found = plain(self, grey, design, copy, guess)
        return replace(found, share=own_share) if found is not None and design.own else found

    monkeypatch.setattr(Identifier, "_try", spoilt)
    grey, _ = scanned(doubled.blank(doubled.both[0], 1))
    [found] = Identifier(doubled, NoEngine()).sides(PageImage(1, grey), "x.png")
    assert isinstance(found, Shown)
    assert (found.design.own, found.registered.trusted) == (is_own, True)


# What is written.


Draw = Callable[[np.ndarray, dict[str, Place]], object]


def text(canvas: np.ndarray, box: Box, words: str, height: float = 3.0) -> None:
    """Write words into the middle of a box, as a hand that prints."""
    scale = height * 8 / 21
    (width, high), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, scale, 2)
    at = (round(box.centre.x * 8 - width / 2), round(box.centre.y * 8 + high / 2))
    cv2.putText(canvas, words, at, cv2.FONT_HERSHEY_SIMPLEX, scale, 70, 2, cv2.LINE_AA)


def ring(canvas: np.ndarray, box: Box) -> None:
    middle = (round(box.centre.x * 8), round(box.centre.y * 8))
    cv2.ellipse(canvas, middle, (round(box.width * 4 + 10), 26), 3, 0, 360, 70, 3, cv2.LINE_AA)


def tick(canvas: np.ndarray, box: Box) -> None:
    x, y = box.centre.x * 8, box.centre.y * 8
    points = np.array([(x - 9, y - 2), (x - 2, y + 9), (x + 14, y - 14)], np.int32)
    cv2.polylines(canvas, [points], False, 70, 3, cv2.LINE_AA)


def read(handbook: str, number: int, draw: Draw) -> dict[str, Reading]:
    """Return what is read of a page that was written on and scanned."""
    return dict(seen_and_told(handbook, number, draw)[0].readings)


def seen_and_told(handbook: str, number: int, draw: Draw) -> tuple[SideRead, list[Problem]]:
    """Return the side that was read, and what there is to say of it."""
    blank = shelf().blank(measured(handbook, number), 1)
    canvas = blank.canvas.copy()
    draw(canvas, {place.ref.id: place for place in blank.page.places})
    grey, _ = scanned(replace(blank, canvas=canvas), noise=3.0)
    sides, problems = scanner_for(ScanOptions()).read_image(PageImage(1, grey), "x")
    return sides[0], problems


CODES: dict[str, Value] = {
    "danger": "4", "symptoms": ("1", "10", "12"), "insight": "3", "sf_work": "9", "rehab": ("2",),
}


def test_codes_in_small_boxes_and_dates_on_blanks_are_read() -> None:
    def write(canvas: np.ndarray, places: dict[str, Place]) -> None:
        for name, value in CODES.items():
            codes = value if isinstance(value, tuple) else (str(value),)
            for code, cell in zip(codes, places[name].cells, strict=False):
                text(canvas, cell, code, 2.6)
        for part, digits in zip(places["visit_date"].parts, ("2019", "03", "10"), strict=True):
            text(canvas, part.box, digits)
        for part, digits in zip(places["next_date"].parts, ("2019", "6", ""), strict=True):
            text(canvas, part.box, digits)

    seen = read("followup-2011", 1, write)
    assert {name: seen[name].value for name in CODES} == CODES
    assert (seen["visit_date"].value, seen["next_date"].value) == ("2019-03-10", "2019-06")
    assert seen["sleep"].value is None
    assert seen["last_discharge"].value is None


def test_options_that_are_circled_instead_of_their_codes_written_are_the_answer() -> None:
    def write(canvas: np.ndarray, places: dict[str, Place]) -> None:
        for name, value in CODES.items():
            words = {option.code: option.words for option in places[name].options}
            for code in value if isinstance(value, tuple) else (value,):
                box = words[str(code)]
                assert box is not None
                ring(canvas, box)

    seen = read("followup-2011", 1, write)
    assert {name: seen[name].value for name in CODES} == CODES
    assert seen["sleep"].value is None


def test_a_code_and_a_circle_at_another_option_go_to_a_person() -> None:
    def write(canvas: np.ndarray, places: dict[str, Place]) -> None:
        text(canvas, places["insight"].cells[0], "3", 2.6)
        words = places["insight"].options[0].words
        assert words is not None
        ring(canvas, words)

    side, told = seen_and_told("followup-2011", 1, write)
    assert side.readings["insight"].status is FieldStatus.REVIEW
    assert {side.readings["insight"].value, *side.readings["insight"].alternatives} >= {"1", "3"}
    assert [each.field for each in told if each.code == "G210"] == ["insight"]


def test_squares_before_options_are_read_where_they_are_ticked() -> None:
    def write(canvas: np.ndarray, places: dict[str, Place]) -> None:
        for name, code in (("goal_result", "part"), ("close_reason", "referral")):
            box = next(option.box for option in places[name].options if option.code == code)
            assert box is not None
            tick(canvas, box)

    seen = read("case-record-5-1", 2, write)
    assert (seen["goal_result"].value, seen["close_reason"].value) == ("part", "referral")


def test_a_printed_row_number_is_read_as_what_it_is_and_marks_no_row_as_written() -> None:
    seen = read("home-care-log", 1, lambda canvas, places: text(canvas, places["log.1.index_ref"].box, "CM52-C01"))
    assert [seen[f"log.{row}.seq"].value for row in (1, 15)] == [1, 15]
    assert seen["log.1.index_ref"].value is not None
    assert seen["log.2.content"].value is None


def test_filled_forms_are_simulated_with_their_truth() -> None:
    handbook = load_handbook("legacy-followup-2011")
    layout = build_layout(handbook)
    blanks = Blanks(printed_blank(handbook, layout))
    made = simulate(handbook, layout, blanks, 3, "clean", values={"danger": "3", "insight": "1"})
    truth = made.truth.fields()
    assert (truth["danger"].value, truth["danger"].ink is None) == ("3", False)
    assert truth["sleep"].value is None


# Codes and printed options together.


def _coded(value: Value, reader: str = "code") -> Reading:
    return Reading(value, FieldStatus.ACCEPTED, 0.99, reader=reader)


def _marked(value: Value, margin: float = 3.0) -> MarkAnswer:
    return MarkAnswer(value, (), {"margin": margin})


@pytest.mark.parametrize(("coded", "marked", "meant"), [
    (_coded("1"), _marked(None), Beside.NOTHING),
    (_coded("1"), _marked("1"), Beside.NOTHING),
    (_coded("1"), _marked("2"), Beside.AGAINST),
    (_coded("1"), _marked("2", 0.2), Beside.NOTHING),
    (_coded(None, "code:blank" + MEASURED), _marked("2"), Beside.INSTEAD),
    (_coded(None, "code" + MEASURED), _marked("2"), Beside.AGAINST),
])
def test_a_mark_counts_where_no_code_is_written_and_contradicts_another(
    coded: Reading, marked: MarkAnswer, meant: Beside
) -> None:
    assert join(coded, marked) is meant


def test_only_options_that_were_measured_are_looked_at() -> None:
    places = {place.ref.id: place for place in shelf().blank(measured("followup-2011"), 1).page.places}
    place: Place = places["danger"]
    assert [each.code for each in words_of(place)] == ["0", "1", "2", "3", "4", "5"]


def test_forms_of_others_have_their_own_confidence_and_else_that_of_our_pages() -> None:
    own, ours = Model({}, 3.0, 0.5), Model({}, 1.0, 0.5)
    both = Calibration({"code": ours, "code" + MEASURED: own})
    assert both.model("code" + MEASURED) == own
    assert Calibration({"code": ours}).model("code" + MEASURED) == ours
    assert Calibration({"code": ours}).model("circle" + MEASURED) is None


# Pages into documents.


def _side(image: int, handbook: str, number: int = 1) -> SideRead:
    design = measured(handbook, number)
    page = shelf().blank(design, 1).page
    readings = {place.ref.id: Reading(None, FieldStatus.BLANK) for place in page.places}
    return SideRead(image, design, page, 1, "", True, readings)


def _images(*sides: SideRead) -> Sequence[list[int]]:
    return [[side.image for side in each.sides] for each in assemble(Stack(sides, (), len(sides)), "x")]


def test_each_sheet_of_a_form_of_one_page_is_a_document() -> None:
    assert _images(_side(1, "followup-2011"), _side(2, "followup-2011"), _side(3, "supplement-2011")) == [[1], [2], [3]]


def test_the_pages_of_a_longer_form_are_one_document_whatever_lies_between() -> None:
    found = _images(
        _side(1, "case-record-5-1", 1), _side(2, "followup-2011"), _side(3, "case-record-5-1", 2),
        _side(4, "case-record-5-1", 1), _side(5, "case-record-5-1", 2),
    )
    assert found == [[1, 3], [2], [4, 5]]


def test_a_stack_that_was_fed_from_its_end_is_put_together_all_the_same() -> None:
    found = _images(
        _side(1, "case-record-5-1", 2), _side(2, "case-record-5-1", 1),
        _side(3, "case-record-5-1", 2), _side(4, "case-record-5-1", 1),
    )
    assert found == [[1, 2], [3, 4]]


# Another edition on paper.


def exchange(canvas: np.ndarray, one: Box | None, other: Box | None) -> None:
    """Exchange what is printed in the left parts of two boxes that are as wide as the narrower."""
    assert one is not None
    assert other is not None
    width, height = round(min(one.width, other.width) * 8), round(min(one.height, other.height) * 8)
    parts = [(slice(y, y + height), slice(x, x + width)) for x, y in (
        (round(each.x0 * 8), round(each.y0 * 8)) for each in (one, other)
    )]
    first, second = (canvas[part].copy() for part in parts)
    canvas[parts[0]], canvas[parts[1]] = second, first


def words(places: dict[str, Place], name: str, code: str) -> Box:
    """Return where the words of an option stand behind its code."""
    box = next(option.words for option in places[name].options if option.code == code)
    assert box is not None
    return Box(box.x0 + 3.2, box.y0, box.x1, box.y1)


def title(canvas: np.ndarray, places: dict[str, Place]) -> None:
    exchange(canvas, Box(64.0, 32.0, 85.0, 39.5), Box(90.0, 32.0, 111.0, 39.5))


def options_of(*names: str) -> Draw:
    def draw(canvas: np.ndarray, places: dict[str, Place]) -> None:
        for name in names:
            exchange(canvas, words(places, name, "1"), words(places, name, "3"))
    return draw


def test_options_that_are_printed_otherwise_send_their_field_to_review() -> None:
    def write(canvas: np.ndarray, places: dict[str, Place]) -> None:
        options_of("sleep")(canvas, places)
        for name in ("sleep", "diet"):
            text(canvas, places[name].cells[0], "2", 2.6)

    side, problems = seen_and_told("followup-2011", 1, write)
    assert [each.field for each in problems if each.code == "G211"] == ["sleep"]
    assert "G110" not in {each.code for each in problems}
    assert side.certain
    assert side.held == {"sleep"}
    assert (side.readings["sleep"].value, side.readings["sleep"].status) == ("2", FieldStatus.REVIEW)


@pytest.mark.parametrize("draw", [title, options_of("sleep", "diet", "effect", "sf_social")])
def test_another_title_or_other_options_in_many_places_are_another_edition(draw: Draw) -> None:
    side, problems = seen_and_told("followup-2011", 1, draw)
    assert "G110" in {each.code for each in problems}
    assert not side.certain
    assert {each.status for each in side.readings.values()} == {FieldStatus.REVIEW}
    assert side.held == side.readings.keys()


def test_words_that_another_program_printed_along_their_line_are_the_same_words() -> None:
    def moved(canvas: np.ndarray, places: dict[str, Place]) -> None:
        moved_line(canvas, places, "sleep", "diet", "effect", "sf_social")

    side, problems = seen_and_told("followup-2011", 1, moved)
    codes = [each.code for each in problems]
    assert "G110" not in codes
    assert "G211" not in codes
    assert "G215" in codes
    assert side.certain
    assert {"sleep", "diet", "effect", "sf_social"} <= side.held


@pytest.mark.parametrize("handbook", ["followup-2011", "supplement-2011", "home-care-log"])
def test_rings_and_strokes_over_print_are_no_other_print(handbook: str) -> None:
    def write(canvas: np.ndarray, places: dict[str, Place]) -> None:
        for place in places.values():
            for option in place.options[:2]:
                if option.words is not None:
                    ring(canvas, option.words)
        cv2.line(canvas, (300, 250), (1300, 280), 70, 4, cv2.LINE_AA)

    side, problems = seen_and_told(handbook, 1, write)
    assert not {each.code for each in problems} & {"G110", "G211", "G212"}
    assert side.certain


@pytest.mark.parametrize("left", [0.0, 1.9])
def test_a_code_typed_over_its_box_is_seen_where_the_frame_would_stand(left: float) -> None:
    def write(canvas: np.ndarray, places: dict[str, Place]) -> None:
        [box] = places["inpatient"].cells
        option = next(each.words for each in places["inpatient"].options if each.code == "1")
        assert option is not None
        y, x = round(option.y0 * 8), round(option.x0 * 8)
        sign = canvas[y : y + 30, x : x + 14].copy()
        top, start = round(box.y0 * 8) - 4, round((box.x0 + left) * 8) - 2
        canvas[top - 2 : top + 34, round(box.x0 * 8) - 6 : round(box.x1 * 8) + 6] = 255
        canvas[top : top + 30, start : start + 14] = sign

    side, problems = seen_and_told("followup-2011", 1, write)
    assert [each.field for each in problems if each.code == "G212"] == ["inpatient"]
    assert (side.readings["inpatient"].value, side.readings["inpatient"].status) == ("1", FieldStatus.REVIEW)
