"""Templates that an office restyled: measured, printed, filled and read back; refused while they are not measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from docx.oxml.ns import qn
from lxml import etree

from formkit.errors import FormkitError, InputError, UsageError
from formkit.geometry import Box, points_to_mm
from formkit.layout import build_layout
from formkit.mapping import load_handbook, start_mapping
from formkit.media.docx import measuring_copy, printed_pdf
from formkit.media.pdf.coloured import coloured_pages
from formkit.model.handbook import Handbook
from formkit.model.layout import Layout
from formkit.pipeline import designs, restyling, scanning, shelf
from formkit.pipeline.checking import check_all
from formkit.pipeline.digitise import read_content
from formkit.pipeline.emit import write_booklet
from formkit.pipeline.prints import print_name, print_named
from formkit.pipeline.restyling import measure_template
from formkit.pipeline.simulating import Order, material_of, simulate_into
from formkit.pipeline.templates import build_templates
from formkit.shipped import shipped
from tests.restyled import (
    OFFICE,
    coloured,
    control,
    higher_row,
    print_by_hand,
    restyle,
    wider_first_column,
    with_control_in_the_cell_of,
    without_control,
)

TEMPLATES = Path("templates")
TEMPLATE = TEMPLATES / "docx" / "visits@1.docx"
VALUES = {
    "cover.person_name": "陶秋菊", "cover.birth": "1961-04-09", "visit.1.visit_date": "2013-05-06",
    "visit.1.at_home": "2", "visit.2.at_home": "1", "visit.2.needs.3.need": "轮椅",
}


def down(mm: float) -> Callable[[Box], Box]:
    return lambda box: box.moved(0, mm)


@pytest.fixture
def visits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    """Return a small handbook of the office's own; its templates are built."""
    monkeypatch.chdir(tmp_path)
    for cached in (scanning._scanner, shelf.references, shelf._booklet, shelf._blank, designs._by_design):
        cached.cache_clear()
    start_mapping("visits", Path("mappings"))
    handbook = load_handbook("visits")
    build_templates(handbook, TEMPLATES)
    return handbook


def measured_by_hand(handbook: Handbook, move: Callable[[Box], Box]) -> Handbook:
    """Measure the template in use by a print of the test's own."""
    print_by_hand(measuring_copy(handbook, TEMPLATE), handbook, move, Path("print.pdf"))
    measure_template(handbook, TEMPLATE, TEMPLATES, pdf=Path("print.pdf"))
    return load_handbook("visits")


def codes(error: FormkitError) -> list[str]:
    return [each.code for each in error.problems]


def checked() -> list[str]:
    return [each.code for each in check_all(Path("mappings/visits"))]


def places(layout: Layout) -> dict[str, list[Box]]:
    return {
        name: [place.box, *place.cells, *(option.box for option in place.options if option.box)]
        for name, (_, place) in layout.places().items()
    }


def apart(one: dict[str, list[Box]], other: dict[str, list[Box]]) -> float:
    pairs = [pair for name in one for pair in zip(one[name], other[name], strict=True)]
    return max(abs(a - b) for pair in pairs for a, b in zip(*(box.rounded(3) for box in pair), strict=True))


# By a print that was given.


def test_every_copy_of_a_sheet_has_its_places_where_the_print_has_them(visits: Handbook) -> None:
    restyle(TEMPLATE, TEMPLATE, higher_row(9), higher_row(9, table=1))
    handbook = measured_by_hand(visits, down(9))
    before, after = build_layout(visits), build_layout(handbook)
    moved = {name: [box.moved(0, 9) for box in boxes] for name, boxes in places(before).items()}
    assert set(moved) >= {"visit.2.needs.3.promised_by", "cover.birth"}
    assert apart(moved, places(after)) < 0.05
    assert all(one.fingerprint != other.fingerprint for one, other in zip(before.pages, after.pages, strict=True))
    assert [page.fiducials[0].box for page in after.pages] == [page.fiducials[0].box for page in before.pages]


def test_a_side_on_which_nothing_moved_stays_the_same_form(visits: Handbook) -> None:
    restyle(TEMPLATE, TEMPLATE, size=9)
    handbook = measured_by_hand(visits, down(0.1))
    assert handbook.restyled is not None
    assert [page.fingerprint for page in build_layout(handbook).pages] == [
        page.fingerprint for page in build_layout(visits).pages
    ]


def test_a_moved_template_is_refused_until_it_is_measured(visits: Handbook) -> None:
    assert checked() == []
    restyle(TEMPLATE, TEMPLATE, wider_first_column(4))
    assert checked() == ["T011"]
    with pytest.raises(UsageError) as raised:
        write_booklet(visits, build_layout(visits), {}, Path("x.docx"))
    assert codes(raised.value) == ["T011"]
    assert not Path("x.docx").exists()
    handbook = measured_by_hand(visits, down(9))
    assert checked() == []
    assert write_booklet(handbook, build_layout(handbook), VALUES, Path("x.docx")) == []


def test_words_and_fonts_may_change_without_measuring(visits: Handbook) -> None:
    restyle(TEMPLATE, TEMPLATE, size=9)
    assert checked() == []
    measured_by_hand(visits, down(9))
    restyle(TEMPLATE, TEMPLATE, size=8)
    assert checked() == ["T015"]
    restyle(TEMPLATE, TEMPLATE, higher_row(2))
    assert checked() == ["T011"]


def test_a_measurement_that_was_changed_is_told_and_counts_as_none(visits: Handbook) -> None:
    restyle(TEMPLATE, TEMPLATE, higher_row(9))
    measured_by_hand(visits, down(9))
    TEMPLATE.with_suffix(".pdf").write_bytes(b"%PDF-")
    assert load_handbook("visits").restyled is None
    assert checked() == ["T011", "T014"]


def test_a_template_that_is_built_again_is_printed_as_formkit_lays_it_out(visits: Handbook) -> None:
    restyle(TEMPLATE, TEMPLATE, higher_row(9))
    measured_by_hand(visits, down(9))
    build_templates(load_handbook("visits"), TEMPLATES)
    handbook = load_handbook("visits")
    assert (handbook.restyled, checked()) == (None, [])
    assert len(list((TEMPLATES / "docx" / "issued").iterdir())) == 2


def test_a_mapping_that_has_changed_since_is_laid_out_by_formkit_and_the_template_refused(visits: Handbook) -> None:
    restyle(TEMPLATE, TEMPLATE, higher_row(9))
    measured_by_hand(visits, down(9))
    mapping = Path("mappings/visits/mapping.yaml")
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("rows: 3", "rows: 4"), encoding="utf-8")
    handbook = load_handbook("visits")
    layout = build_layout(handbook)
    assert {page.original for page in layout.pages if page.sheet == "visit"} == {None}
    assert "T002" in checked()
    with pytest.raises(UsageError) as raised:
        write_booklet(handbook, layout, {}, Path("x.docx"))
    assert codes(raised.value) == ["T011"]


@pytest.mark.parametrize("name", ["x.docx", "x.pdf"])
def test_what_is_filled_into_a_restyled_form_is_read_back(visits: Handbook, name: str) -> None:
    restyle(TEMPLATE, TEMPLATE, higher_row(9))
    handbook = measured_by_hand(visits, down(9))
    layout = build_layout(handbook, serial="ABC234")
    assert write_booklet(handbook, layout, VALUES, Path(name)) == []
    [document] = read_content(Path(name).read_bytes(), Path(name))
    found = {name: each.value for name, each in document.readings.items() if each.value is not None}
    assert (document.handbook, document.serial, found) == ("visits", "ABC234", VALUES)


def test_a_pdf_that_was_printed_before_is_read_by_its_own_places(visits: Handbook) -> None:
    written = []
    for number, mm in enumerate((0, 9, 6)):
        if mm:
            restyle(TEMPLATE, TEMPLATE, higher_row(mm))
        handbook = measured_by_hand(visits, down(mm)) if mm else visits
        written.append(Path(f"{number}.pdf"))
        write_booklet(handbook, build_layout(handbook, serial="ABC234"), VALUES, written[-1], form=False)
    for path in written:
        [document] = read_content(path.read_bytes(), path)
        found = {name: each.value for name, each in document.readings.items() if each.value is not None}
        assert (path, found) == (path, VALUES), document.problems


def test_paper_is_read_when_its_template_was_taken_away(visits: Handbook) -> None:
    restyle(TEMPLATE, TEMPLATE, higher_row(9))
    handbook = measured_by_hand(visits, down(9))
    write_booklet(handbook, build_layout(handbook, serial="ABC234"), VALUES, Path("x.pdf"), form=False)
    TEMPLATE.unlink()
    assert load_handbook("visits").restyled is None
    [document] = read_content(Path("x.pdf").read_bytes(), Path("x.pdf"))
    assert {name: each.value for name, each in document.readings.items() if each.value is not None} == VALUES


def test_a_print_keeps_its_name_when_the_template_is_measured_anew(visits: Handbook) -> None:
    restyle(TEMPLATE, TEMPLATE, higher_row(9))
    before = measured_by_hand(visits, down(9))
    restyle(TEMPLATE, TEMPLATE, higher_row(2))
    after = print_named(measured_by_hand(visits, down(11)), print_name(before))
    assert places(build_layout(after)) == places(build_layout(before))


# What cannot be measured.


def test_lost_and_doubled_controls_are_told_with_their_sides(visits: Handbook) -> None:
    restyle(
        TEMPLATE, Path("r.docx"), without_control("visit.{{n}}.visit_date"),
        with_control_in_the_cell_of("cover.person_name", "cover.birth"),
    )
    with pytest.raises(InputError) as raised:
        measure_template(visits, Path("r.docx"), TEMPLATES)
    told = {(each.code, each.where.detail, dict(each.context)["field"]) for each in raised.value.problems}
    assert told == {
        ("T003", "visit", "visit.1.visit_date"), ("T003", "visit", "visit.2.visit_date"),
        ("T010", "cover", "cover.person_name"),
    }


def test_a_control_in_the_cell_of_another_is_told(visits: Handbook) -> None:
    restyle(TEMPLATE, Path("r.docx"), with_control_in_the_cell_of("cover.person_name", "cover.birth", moved=True))
    with pytest.raises(InputError) as raised:
        measure_template(visits, Path("r.docx"), TEMPLATES)
    assert codes(raised.value) == ["T013"]


def test_a_control_outside_of_the_tables_is_told(visits: Handbook) -> None:
    def out(body: etree._Element) -> None:
        found = control(body, "cover.birth")
        next(found.iterancestors(qn("w:tbl"))).getprevious().append(found)

    restyle(TEMPLATE, Path("r.docx"), out)
    with pytest.raises(InputError) as raised:
        measure_template(visits, Path("r.docx"), TEMPLATES)
    assert codes(raised.value) == ["T012"]


def test_a_control_on_a_side_of_another_sheet_is_told(visits: Handbook) -> None:
    made = measuring_copy(visits, TEMPLATE)
    areas = [coloured(made, visits, down(0), number) for number in range(2)]
    birth = next(cell.colour for cell in made.sides[0].cells if "cover.birth" in cell.tags)
    del areas[0][birth]
    print_by_hand(made, visits, down(0), Path("print.pdf"), areas=areas)
    with pytest.raises(InputError) as raised:
        measure_template(visits, TEMPLATE, TEMPLATES, pdf=Path("print.pdf"))
    assert [(each.code, each.field) for each in raised.value.problems] == [("T019", "cover.birth")]


def test_a_cell_that_is_too_narrow_for_its_boxes_is_told(visits: Handbook) -> None:
    made = measuring_copy(visits, TEMPLATE)
    print_by_hand(made, visits, lambda box: replace(box, x1=box.x0 + 30), Path("print.pdf"))
    with pytest.raises(InputError) as raised:
        measure_template(visits, TEMPLATE, TEMPLATES, pdf=Path("print.pdf"))
    assert {each.code for each in raised.value.problems} == {"T020"}
    assert "cover.birth" in {each.field for each in raised.value.problems}


def test_a_cell_that_leaves_no_room_to_write_or_to_circle_is_told(visits: Handbook) -> None:
    made = measuring_copy(visits, TEMPLATE)
    print_by_hand(made, visits, lambda box: replace(box, x1=box.x0 + 0.8), Path("print.pdf"))
    with pytest.raises(InputError) as raised:
        measure_template(visits, TEMPLATE, TEMPLATES, pdf=Path("print.pdf"))
    assert {"cover.person_name", "visit.1.at_home"} <= {each.field for each in raised.value.problems}
    assert set(codes(raised.value)) == {"T020"}


def test_a_book_is_no_print_and_is_not_read_to_its_end(visits: Handbook) -> None:
    made = measuring_copy(visits, TEMPLATE)
    print_by_hand(made, visits, down(0), Path("print.pdf"), areas=[{} for _ in range(40)])
    assert len(coloured_pages(Path("print.pdf").read_bytes(), "print.pdf", made.colours, 3)) == 3
    with pytest.raises(InputError) as raised:
        measure_template(visits, TEMPLATE, TEMPLATES, pdf=Path("print.pdf"))
    assert codes(raised.value) == ["T017"]


@pytest.mark.parametrize(("pages", "code"), [("other", "T017"), ("split", "T018"), ("more", "T021"), ("code", "T009")])
def test_a_print_with_other_pages_is_refused(visits: Handbook, pages: str, code: str) -> None:
    made = measuring_copy(visits, TEMPLATE)
    first, second = (coloured(made, visits, down(0), number) for number in range(2))
    halves = [dict(list(second.items())[:3]), dict(list(second.items())[3:])]
    uncoded = {colour: box for colour, box in first.items() if colour != made.sides[0].marks["C"]}
    given = {
        "other": [{colour + 1 - made.sides[0].cells[0].colour: box for colour, box in first.items()}, {}],
        "split": [first, *halves], "more": [first, second, {}], "code": [uncoded, second],
    }
    print_by_hand(made, visits, down(0), Path("print.pdf"), areas=given[pages])
    with pytest.raises(InputError) as raised:
        measure_template(visits, TEMPLATE, TEMPLATES, pdf=Path("print.pdf"))
    assert codes(raised.value) == [code]
    assert not TEMPLATE.with_suffix(".json").exists()


def test_without_libreoffice_the_copy_to_be_printed_is_written(
    visits: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restyling.docx, "office_program", lambda: None)
    with pytest.raises(UsageError) as raised:
        measure_template(visits, TEMPLATE, TEMPLATES)
    assert codes(raised.value) == ["T016"]
    copy = TEMPLATES / "docx" / "visits@1.measure.docx"
    assert str(copy) in raised.value.problem.hint
    assert copy.read_bytes() == measuring_copy(visits, TEMPLATE).content
    measured_by_hand(visits, down(0))
    assert not copy.exists()


# By LibreOffice, from end to end.


@OFFICE
@pytest.mark.libreoffice
def test_libreoffice_finds_every_place_of_a_template_as_it_ships(visits: Handbook) -> None:
    handbook = load_handbook("case-management@2017")
    made = measure_template(handbook, _shipped(handbook), TEMPLATES)
    assert (made.sides, made.moved) == (len(build_layout(handbook, _once(handbook)).pages), 0)
    told = json.loads((TEMPLATES / "docx" / "case-management@2017.json").read_bytes())
    assert len([place for side in told["sides"] for place in side["places"]]) > 150


@OFFICE
@pytest.mark.libreoffice
def test_a_restyled_template_that_ships_is_printed_scanned_and_read(visits: Handbook) -> None:
    before = load_handbook("case-management@2011")
    restyle(_shipped(before), Path("r.docx"), wider_first_column(5), higher_row(4, row=3), size=9)
    made = measure_template(before, Path("r.docx"), TEMPLATES)
    assert made.moved == 1
    handbook = load_handbook("case-management@2011")
    counts = {sheet.id: int(sheet.id == "cover") for sheet in handbook.sheets}
    layout = build_layout(handbook, counts, "ABC234")
    _boxes_are_printed_where_the_layout_has_them(handbook, layout)
    wrong, right = _simulated_and_read(handbook, counts)
    assert wrong == {}
    assert len(right) > 8


def _boxes_are_printed_where_the_layout_has_them(handbook: Handbook, layout: Layout) -> None:
    """The Word file that is handed out, as LibreOffice prints it, has all boxes where scans are looked at."""
    write_booklet(handbook, layout, {}, Path("blank.docx"))
    Path("printed.pdf").write_bytes(printed_pdf(Path("blank.docx").read_bytes(), "blank.docx"))
    with pdfplumber.open("printed.pdf") as document:
        outlines = [
            Box(*(points_to_mm(each[key]) for key in ("x0", "top", "x1", "bottom"))) for each in document.pages[0].rects
        ]
    cells = [cell for place in layout.pages[0].places for cell in place.cells]
    assert len(cells) > 40
    for cell in cells:
        assert min(apart({"": [cell]}, {"": [each]}) for each in outlines) < 0.5


def _simulated_and_read(handbook: Handbook, counts: dict[str, int]) -> tuple[dict[str, object], list[str]]:
    """Return what is accepted and wrong of a simulated scan, and the fields that are read right."""
    folder = Path("scans")
    folder.mkdir()
    order = Order(count=1, seed=5, profile="clean")
    [[path]] = simulate_into(handbook, counts, order, material_of(()), folder)
    told = json.loads((folder / "truth.jsonl").read_text(encoding="utf-8"))["fields"]
    truth = {name: each["value"] for name, each in told.items()}
    [document] = read_content(path.read_bytes(), path)
    values = {name: document.readings[name] for name in truth}
    wrong = {
        name: (truth[name], each.value) for name, each in values.items()
        if each.status.value == "accepted" and each.value != truth[name]
    }
    return wrong, [name for name, each in values.items() if each.value == truth[name]]


def _once(handbook: Handbook) -> dict[str, int]:
    return {sheet.id: 1 for sheet in handbook.sheets}


def _shipped(handbook: Handbook) -> Path:
    return shipped("templates") / "docx" / f"{handbook.full_id}.docx"
