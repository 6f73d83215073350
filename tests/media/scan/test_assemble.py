"""Sides become booklets as the contract says; what is missing, doubled or foreign is told."""

from __future__ import annotations

from dataclasses import replace

from formkit.errors import Severity
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.scan.assemble import assemble
from formkit.media.scan.confidence import shipped_calibration
from formkit.media.scan.issued import issued_counts, page_numbers
from formkit.media.scan.sides import SideRead, Stack
from formkit.model.layout import Page
from formkit.model.reading import FieldStatus, Reading
from formkit.pipeline.scans import documents_of
from tests.media.scan.paper import shelf, side

NO_FOOTER = lambda side: ""  # noqa: E731


def _read(
    image: int, sheet: str, number: int = 1, *, copy: int | None = 1, serial: str | None = "", edition: str = "2011",
    share: float = 1.0, certain: bool = True, **values: object,
) -> SideRead:
    design, blank = side(sheet, number, edition, copy or 1)
    page: Page = blank.page
    readings = {place.ref.id: Reading(None, FieldStatus.BLANK) for place in page.places}
    for name, value in values.items():
        field = next(each for each in readings if each.endswith(f".{name}"))
        readings[field] = Reading(value, FieldStatus.ACCEPTED, 0.99)
    shown = {"method": "code", "residual_mm": 0.1, "share": share}
    return SideRead(image, design, page, copy, serial, certain, readings, shown)


def _documents(*sides: SideRead, footer: object = NO_FOOTER) -> list[object]:
    return documents_of(Stack(tuple(sides), (), len(sides)), b"x", "stack.pdf", footer, shipped_calibration())


def test_pages_of_two_serials_in_any_order_are_two_booklets() -> None:
    found = assemble(Stack((
        _read(1, "followup", 2, serial="ABC123"), _read(2, "cover", serial="XYZ789"),
        _read(3, "cover", serial="ABC123"), _read(4, "followup", 1, serial="ABC123"),
    ), ()), "x")
    assert [(each.serial, [side.image for side in each.sides]) for each in found] == [
        ("ABC123", [1, 3, 4]), ("XYZ789", [2]),
    ]


def test_a_new_plain_booklet_begins_at_each_first_sheet() -> None:
    found = assemble(Stack((_read(1, "cover"), _read(2, "basic"), _read(3, "cover"), _read(4, "basic")), ()), "x")
    assert [[side.image for side in each.sides] for each in found] == [[1, 2], [3, 4]]


def test_one_plain_booklet_may_lie_in_any_order() -> None:
    found = assemble(Stack((_read(1, "basic", 2), _read(2, "followup", 1), _read(3, "cover")), ()), "x")
    assert [[side.image for side in each.sides] for each in found] == [[1, 2, 3]]


def test_sheets_before_the_first_cover_that_the_next_booklet_has_too_are_a_booklet_of_their_own() -> None:
    found = assemble(Stack((_read(1, "basic"), _read(2, "cover"), _read(3, "basic"), _read(4, "cover")), ()), "x")
    assert [[side.image for side in each.sides] for each in found] == [[1], [2, 3], [4]]


def test_a_side_without_a_readable_code_goes_to_its_neighbours_and_every_answer_to_review() -> None:
    [document] = _documents(
        _read(1, "cover", serial="ABC123"),
        _read(2, "basic", serial=None, certain=False, filler="王芳"),
        _read(3, "basic", 2, serial="ABC123"),
    )
    assert document.serial == "ABC123"
    assert document.readings["basic.filler"].value == "王芳"
    statuses = {document.readings[place.ref.id].status for place in side("basic")[1].page.places}
    assert statuses == {FieldStatus.REVIEW}
    assert "G104" in {each.code for each in document.problems}


def test_every_field_of_a_page_that_never_came_is_missing() -> None:
    [document] = _documents(_read(1, "cover"), _read(2, "followup", 1, copy=2), _read(3, "followup", 2, copy=2))
    assert document.readings["followup.1.danger"].status is FieldStatus.MISSING
    assert document.readings["followup.2.danger"].status is FieldStatus.BLANK
    assert sum(each.code == "G106" for each in document.problems) == 2


def test_a_missing_side_on_which_nothing_is_asked_is_a_warning_behind_those_that_are_missed() -> None:
    cover, basic = replace(_read(1, "cover"), numbers=(1, 19)), replace(_read(2, "basic"), numbers=(5, 19))
    [document] = _documents(cover, basic)
    missing = [each for each in document.problems if each.code == "G106"]
    layout = build_layout(load_handbook("case-management@2011"))
    silent = {(page.title, page.side) for page in layout.pages if not page.places}
    told = [(dict(each.context)["sheet"], int(dict(each.context)["page"])) for each in missing]
    assert silent
    assert [each in silent for each in told] == sorted(each in silent for each in told)
    assert {each.severity for each, name in zip(missing, told, strict=True) if name in silent} == {Severity.WARNING}
    assert {each.severity for each, name in zip(missing, told, strict=True) if name not in silent} == {Severity.ERROR}


def test_two_scans_of_one_side_that_agree_give_the_clearer_one_and_a_warning() -> None:
    [document] = _documents(
        _read(1, "basic", share=0.7, filler="王芳"), _read(2, "basic", share=1.0, filler="王芳"),
    )
    assert document.readings["basic.filler"].status is FieldStatus.ACCEPTED
    assert [each.code for each in document.problems if each.code.startswith("G")].count("G105") == 1
    assert {each.image for each in document.pages} == {1, 2}


def test_two_scans_of_one_side_that_differ_go_to_review_with_both_answers() -> None:
    [document] = _documents(_read(1, "basic", filler="王芳"), _read(2, "basic", share=0.8, filler="李明"))
    reading = document.readings["basic.filler"]
    assert (reading.value, reading.status) == ("王芳", FieldStatus.REVIEW)
    assert "李明" in reading.alternatives
    assert any(each.code == "G109" and each.field == "basic.filler" for each in document.problems)


def test_a_value_taken_for_the_sake_of_other_answers_is_told_with_what_was_read_by_itself() -> None:
    woman, man = "11010519491231002X", "110105194912310011"
    cover = _read(1, "cover", sex="2")
    doubtful = Reading(man, FieldStatus.REVIEW, 0.5, reader="x", candidates=((man, 0.0), (woman, 2.0)))
    (document,) = _documents(replace(cover, readings={**cover.readings, "cover.idno": doubtful}))
    reading = document.readings["cover.idno"]
    assert (reading.value, reading.raw, reading.status) == (woman, man, FieldStatus.REVIEW)
    assert [each.field for each in document.problems if each.code == "G213"] == ["cover.idno"]


def test_sides_of_another_edition_with_the_same_serial_are_a_document_of_their_own() -> None:
    found = _documents(
        _read(1, "cover", serial="ABC123"), _read(2, "followup", 1, serial="ABC123"),
        _read(3, "followup", 1, serial="ABC123", edition="2017"),
    )
    assert [(each.edition, each.serial) for each in found] == [("2011", "ABC123"), ("2017", "ABC123")]
    assert "G107" in {each.code for each in found[0].problems}


def _footers(numbers: dict[int, tuple[int, int]]) -> object:
    return lambda side: "第 {} 页／共 {} 页".format(*numbers[side.image]) if side.image in numbers else ""


def test_the_number_of_pages_in_print_proves_a_default_booklet() -> None:
    handbook = load_handbook("case-management@2011")
    counts = issued_counts(handbook, (_read(1, "cover"), _read(2, "basic")), _footers({1: (1, 19), 2: (5, 19)}))
    assert counts == handbook.default_counts()


def test_page_numbers_prove_how_many_copies_of_a_sheet_lie_between_others() -> None:
    handbook = load_handbook("case-management@2011")
    default = handbook.default_counts()
    more = default | {"followup": 7}
    pages = sum(more[sheet.id] * len(sheet.sides) for sheet in handbook.sheets)
    sides = (_read(1, "cover"), _read(2, "followup", 1, copy=1), _read(3, "plan", 1), _read(4, "assessment"))
    numbers = {1: (1, pages), 2: (9, pages), 3: (23, pages), 4: (pages, pages)}
    assert issued_counts(handbook, sides, _footers(numbers))["followup"] == 7


def test_without_page_numbers_only_the_sheets_that_came_are_expected() -> None:
    handbook = load_handbook("case-management@2011")
    counts = issued_counts(handbook, (_read(1, "followup", 1, copy=2),), NO_FOOTER)
    assert {name: count for name, count in counts.items() if count} == {"followup": 2}


def test_a_foot_that_says_no_two_numbers_is_not_believed() -> None:
    assert page_numbers("第 9 页／共 19 页") == (9, 19)
    assert page_numbers("第 20 页／共 19 页") is None
    assert page_numbers("第 页／共 19 页") is None
    assert shelf().find("00000") is None
