from __future__ import annotations

import itertools

import pytest

from formkit.errors import UsageError
from formkit.geometry import Box
from formkit.layout import build_layout, layout_problems, misfits, to_json
from formkit.layout.choices import numbered
from formkit.layout.paper import CONTENT, OPTION_GAP, OPTION_MARGIN, OPTION_MAX_WIDTH, PAGE_WIDTH
from formkit.layout.widths import wrapped_lines
from formkit.mapping import load_handbook
from formkit.model.handbook import Cell, CellRole, Field, Handbook, Kind, Mark, Row
from formkit.model.layout import Layout, Page, Place
from tests.layout.designs import (
    CIRCLED,
    CODE,
    CODED,
    DATE,
    LONG,
    SYMPTOMS,
    TICKED,
    answer,
    label,
    one_field,
    one_sheet,
)

EDITIONS = ("case-management@2011", "case-management@2017")


def place(handbook: Handbook) -> Place:
    return build_layout(handbook).pages[0].places[0]


@pytest.fixture(scope="module", params=EDITIONS)
def shipped_layout(request: pytest.FixtureRequest) -> Layout:
    return build_layout(load_handbook(request.param))


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_shipped_handbook_fits_on_its_pages(edition: str) -> None:
    assert [str(each) for each in layout_problems(load_handbook(edition))] == []


def test_tiles_of_a_page_never_overlap_and_stay_inside_the_margins(shipped_layout: Layout) -> None:
    for page in shipped_layout.pages:
        for one, two in itertools.combinations(page.tiles, 2):
            assert not one.box.overlaps(two.box, 0.02), (page.number, one, two)
        assert all(CONTENT.contains(tile.box, 0.02) for tile in page.tiles)


def test_every_place_lies_inside_a_tile_of_its_field(shipped_layout: Layout) -> None:
    for page in shipped_layout.pages:
        for each in page.places:
            boxes = [tile.box for tile in page.tiles if tile.slot and tile.slot.field == each.ref.id]
            marked = [option.box for option in each.options if option.box] or [each.box]
            for box in (*marked, *each.cells):
                assert any(tile.contains(box, 0.05) for tile in boxes), (each.ref.id, box)


def test_places_of_different_fields_never_overlap(shipped_layout: Layout) -> None:
    for page in shipped_layout.pages:
        written = [box for each in page.places for box in _touched(each)]
        for one, two in itertools.combinations(written, 2):
            assert not one.overlaps(two, 0.02), (page.number, one, two)


def _touched(each: Place) -> list[Box]:
    return [option.box for option in each.options if option.box] or list(each.cells) or [each.box]


def test_circled_options_keep_the_distances_that_were_read_safely(shipped_layout: Layout) -> None:
    for _, each in shipped_layout.places().values():
        boxes = [option.box for option in each.options if option.box]
        for one, two in itertools.combinations(boxes, 2):
            beside = max(one.x0, two.x0) - min(one.x1, two.x1)
            below = abs(one.y0 - two.y0)
            assert beside >= OPTION_GAP - 0.05 or below >= 9.0 - 0.05, each.ref.id
        assert all(box.width <= OPTION_MAX_WIDTH + 0.05 for box in boxes), each.ref.id


def test_boxes_are_large_enough_for_a_hand(shipped_layout: Layout) -> None:
    for _, each in shipped_layout.places().values():
        assert all(cell.width >= 5.95 and cell.height >= 7 for cell in each.cells), each.ref.id
        if not each.options:
            assert each.box.height >= 6.95, each.ref.id


def test_long_options_are_circled_by_their_number() -> None:
    boxes = [option.box for option in place(one_field(LONG, 30)).options]
    assert all(box is not None and box.width == pytest.approx(8) for box in boxes)


def test_code_boxes_stand_at_the_right_edge_and_many_of_them_below() -> None:
    single = place(one_field(CODED))
    assert single.box.x1 == pytest.approx(CONTENT.x1 - 1.5)
    many = place(one_field(SYMPTOMS, 36))
    assert len(many.cells) == 12
    assert many.cells[0].y0 > CONTENT.y0 + 20
    assert [sign for _, sign in many.separators] == ["/"] * 11


def test_tick_boxes_are_squares_before_their_option() -> None:
    boxes = [option.box for option in place(one_field(TICKED)).options]
    assert all(box is not None and box.width == box.height == pytest.approx(4) for box in boxes)


def test_a_date_stands_in_one_line_or_in_two_where_the_cell_is_narrow() -> None:
    wide, narrow = place(one_field(DATE)), place(one_field(DATE, 20, 38))
    assert len({cell.y0 for cell in wide.cells}) == 1
    assert len({cell.y0 for cell in narrow.cells}) == 2
    for each in (wide, narrow):
        assert [part.name for part in each.parts] == ["year", "month", "day"]
        assert [sign for _, sign in each.separators] == ["年", "月", "日"]


def test_a_printed_sign_takes_a_unit_of_the_comb() -> None:
    made = place(one_field(CODE))
    assert len(made.cells) == 8
    assert made.cells[3].x0 - made.cells[2].x1 == pytest.approx(6.5)


@pytest.mark.parametrize(
    ("handbook", "code"),
    [
        (one_field(Field("t", "文", Kind.TEXT), 300), "L001"),
        (one_sheet(Row(12, (label("一", 28), answer("t", 10))), fields=(Field("t", "文", Kind.TEXT),)), "L002"),
        (one_field(CODE, 12, 30), "L003"),
        (one_field(SYMPTOMS, 14), "L004"),
        (one_field(Field("t", "文", Kind.TEXT), 6), "L007"),
        (one_field(DATE, 20, 30), "L006"),
    ],
)
def test_what_does_not_fit_is_told(handbook: Handbook, code: str) -> None:
    assert code in {each.code for each in layout_problems(handbook)}


def test_a_label_that_needs_more_lines_than_its_cell_has_is_told() -> None:
    handbook = one_sheet(Row(8, (label("很长的标签" * 5), answer("t"))), fields=(Field("t", "文", Kind.TEXT),))
    assert "L005" in {each.code for each in layout_problems(handbook)}


def test_too_many_copies_are_refused() -> None:
    handbook = one_sheet(Row(12, (label("性别"), answer("sex"))), fields=(CIRCLED,), repeats=True)
    with pytest.raises(UsageError, match="L009"):
        build_layout(handbook, {"s": 2000})


def fingerprints(handbook: Handbook, count: int = 1) -> list[str]:
    pages: tuple[Page, ...] = build_layout(handbook, {"s": count}).pages
    return [page.fingerprint for page in pages]


def test_a_fingerprint_follows_places_and_meanings_and_not_words_around_them() -> None:
    first = fingerprints(one_field(CIRCLED))
    relabelled = one_sheet(Row(12, (label("性  别"), answer("sex"))), fields=(CIRCLED,))
    assert fingerprints(relabelled) == first
    assert fingerprints(one_field(CIRCLED, 14)) != first


def test_all_copies_of_a_sheet_have_one_fingerprint_and_codes_of_their_own() -> None:
    handbook = one_sheet(Row(12, (label("性别"), answer("sex"))), fields=(CIRCLED,), repeats=True)
    assert len(set(fingerprints(handbook, 3))) == 1
    assert len({page.code for page in build_layout(handbook, {"s": 3}).pages}) == 3


def test_the_json_has_what_its_readers_build_on() -> None:
    data = to_json(build_layout(one_field(CODED)))
    page = data["pages"][0]  # type: ignore[index]
    field = page["fields"][0]
    assert (page["page"], page["sheet"], page["side"], page["width_mm"], page["height_mm"]) == (1, "s", 1, 210.0, 297.0)
    assert (field["id"], field["type"], field["mark"]) == ("s.sleep", "single", "code")
    assert field["options"][0] == {"code": "1", "label": "良好"}
    assert len(field["box"]) == 4


def test_filing_holes_miss_what_is_written_on_front_and_back() -> None:
    reach = 12 + 6 / 2
    assert min(CONTENT.x0, PAGE_WIDTH - CONTENT.x1) >= reach + 1
    assert CONTENT.x0 == pytest.approx(PAGE_WIDTH - CONTENT.x1)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_sheet_of_two_sides_takes_one_leaf_of_the_booklet(edition: str) -> None:
    handbook = load_handbook(edition)
    two_sided = {sheet.id for sheet in handbook.sheets if len(sheet.sides) == 2}
    starts = [page for page in build_layout(handbook).pages if page.sheet in two_sided and page.side == 1]
    assert {page.sheet for page in starts} >= {"basic", "supplement", "followup", "plan"}
    assert [(page.sheet, page.number) for page in starts if page.number % 2 == 0] == []


def test_circles_stay_inside_their_cell_at_the_right(shipped_layout: Layout) -> None:
    for page in shipped_layout.pages:
        rims = [tile.box for tile in page.tiles if "r" in tile.borders]
        for each in page.places:
            field = each.ref.field
            if field.mark is not Mark.CIRCLE or numbered(field):
                continue
            for option in each.options:
                assert option.box is not None
                level = option.box.centre.y
                ends = [rim.x1 for rim in rims if rim.y0 <= level <= rim.y1 and rim.x1 > option.box.centre.x]
                assert option.box.x1 <= min(ends, default=CONTENT.x1) - OPTION_MARGIN + 0.05, (each.ref.id, option.code)


def test_the_room_for_a_circle_counts_when_options_are_set_in_lines() -> None:
    narrow = one_field(CIRCLED, 20, 5 * 2 + 2 * (3.53 + 2) + 1.0)
    tops = {option.box.y0 for option in place(narrow).options if option.box}
    assert len(tops) == 2


def test_a_long_label_is_told_whole_up_to_forty_characters() -> None:
    words = "一二三四五六七八九十" * 5
    for length, shown in ((40, words[:40]), (41, words[:40] + "…")):
        cell = Cell(CellRole.LABEL, words[:length], width=28)
        handbook = one_sheet(Row(8, (cell, answer("t"))), fields=(Field("t", "文", Kind.TEXT),))
        told = next(each for each in layout_problems(handbook) if each.code == "L005")
        assert dict(told.context)["label"] == shown


def test_what_does_not_fit_has_its_place_in_the_design() -> None:
    rows = (Row(12, (label("性别"), answer("sex"))), Row(6, (label("文", 28), answer("t"))))
    handbook = one_sheet(*rows, fields=(CIRCLED, Field("t", "文", Kind.TEXT)))
    found = misfits(handbook)
    assert [(each.problem.code, each.sheet, each.side, each.row, each.cell) for each in found] == [
        ("L007", "s", 1, 1, 1)
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_lines_of_the_instructions_are_spaced_alike(edition: str) -> None:
    sheet = load_handbook(edition).sheet("instructions")
    assert sheet is not None
    rests = []
    for row in (row for side in sheet.sides for row in side.rows if row.cells[0].role is CellRole.TEXT):
        cell = row.cells[0]
        if len(row.cells) == 1 and cell.borders == "":
            assert cell.size is not None
            assert cell.size >= 10.5
            lines = wrapped_lines(cell.text, cell.size, CONTENT.width - 2)
            rests.append(row.height - lines * cell.size * 25.4 / 72 * 1.25)
    assert len(rests) > 15
    assert max(rests) - min(rests) <= 0.5
