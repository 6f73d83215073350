from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from formkit.layout import build_layout
from formkit.media.pdf import emit_many, identify, read, split
from formkit.media.pdf.page_text import _folded
from formkit.model.handbook import Kind
from formkit.model.imprint import Booklet, Imprint
from formkit.model.reading import FieldStatus, Value
from tests.media.pdf.probe import FILLED, HANDBOOK, REFS, SERIAL, filled, place, read_back, values_of, written

PAGES = ("basic", "visit", "visit")


def rearranged(content: bytes, order: list[int]) -> bytes:
    """Return the file with its pages in another order, as an office program saves it: without our marks."""
    source, made, out = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new(), BytesIO()
    made.import_pages(source, order)
    made.save(out)
    return out.getvalue()


def flattened(content: bytes) -> bytes:
    """Return a form whose fields were made part of the page."""
    document, out = pypdfium2.PdfDocument(content), BytesIO()
    document.init_forms()
    for page in document:
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
    document.save(out)
    return out.getvalue()


def drawn_on(content: bytes, draw: Callable[[pypdfium2.PdfPage], None]) -> bytes:
    document, out = pypdfium2.PdfDocument(content), BytesIO()
    page = document[0]
    draw(page)
    page.gen_content()
    document.save(out)
    return out.getvalue()


def known(content: bytes) -> Booklet:
    """Read a file that says nothing of itself, as the program does once the design numbers led to the handbook."""
    found = identify(content, "printed.pdf")
    assert found is not None
    return read(content, "printed.pdf", HANDBOOK, Imprint(HANDBOOK.id, HANDBOOK.edition, found.serial))


def folded(value: Value) -> Value:
    """Return a value as a text layer can tell it: radicals are the ideographs they look like."""
    return _folded(value) if isinstance(value, str) else value


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=filled())
def test_a_printed_booklet_is_read_back_or_asks_for_review(tmp_path: Path, values: dict[str, Value]) -> None:
    booklet = read_back(written(tmp_path, values, form=False))
    read_values = values_of(booklet)
    wrong = {name for name in values.keys() | read_values.keys() if folded(values.get(name)) != read_values.get(name)}
    silent = {name for name in wrong if booklet.readings[name].status is not FieldStatus.REVIEW}
    assert not {(name, values.get(name), read_values.get(name)) for name in silent}


def test_a_print_with_usual_values_is_read_back_exactly(tmp_path: Path) -> None:
    booklet = read_back(written(tmp_path, FILLED, form=False))
    assert values_of(booklet) == FILLED
    assert not booklet.problems


def test_a_flattened_form_is_read_from_its_text_and_rings(tmp_path: Path) -> None:
    booklet = read_back(flattened(written(tmp_path, FILLED, form=True)))
    assert values_of(booklet) == FILLED


def test_pages_come_in_any_order_and_without_our_marks(tmp_path: Path) -> None:
    content = rearranged(written(tmp_path, FILLED, form=False), [2, 0, 1])
    booklet = known(content)
    assert values_of(booklet) == FILLED
    assert booklet.imprint.serial == SERIAL
    assert sorted((page.sheet, page.image) for page in booklet.pages) == [("basic", 2), ("visit", 1), ("visit", 3)]


def test_a_missing_page_is_told_and_its_fields_are_missing(tmp_path: Path) -> None:
    whole = written(tmp_path, FILLED, form=False)
    identity = identify(whole, "whole.pdf")
    assert identity is not None
    booklet = read(rearranged(whole, [1, 2]), "part.pdf", HANDBOOK, identity)
    assert [each.code for each in booklet.problems] == ["A201"]
    assert {each.status for name, each in booklet.readings.items() if name.startswith("basic.")} == {
        FieldStatus.MISSING
    }
    assert booklet.readings["visit.1.day"].value == "--03-05"


def test_the_same_page_twice_with_other_answers_goes_to_review(tmp_path: Path) -> None:
    one, other = (
        pypdfium2.PdfDocument(written(tmp_path, FILLED | {"basic.name": name}, form=False)) for name in ("赵一", "钱二")
    )
    one.import_pages(other, [0])
    out = BytesIO()
    one.save(out)
    booklet = read_back(out.getvalue())
    assert {"A203", "A204"} <= {each.code for each in booklet.problems}
    assert booklet.readings["basic.name"].status is FieldStatus.REVIEW
    assert booklet.readings["basic.sex"].status is FieldStatus.ACCEPTED


def test_two_rings_on_a_single_choice_are_not_decided(tmp_path: Path) -> None:
    both = FILLED | {"basic.places": ("1", "2")}
    booklet = read_back(written(tmp_path, both, form=False))
    assert booklet.readings["basic.places"].value == ("1", "2")
    box = next(each.box for each in place("basic.sex").options if each.code == "1")
    assert box is not None

    def ring(page: pypdfium2.PdfPage) -> None:
        raw = pypdfium2.raw
        points = 72 / 25.4
        x, y = box.centre.x * points, (297 - box.centre.y) * points
        path = raw.FPDFPageObj_CreateNewPath(x + 12, y)
        raw.FPDFPath_BezierTo(path, x + 12, y + 10, x - 12, y + 10, x - 12, y)
        raw.FPDFPath_BezierTo(path, x - 12, y - 10, x + 12, y - 10, x + 12, y)
        raw.FPDFPath_SetDrawMode(path, 0, True)
        raw.FPDFPage_InsertObject(page, path)

    booklet = read_back(drawn_on(written(tmp_path, FILLED, form=False), ring))
    assert booklet.readings["basic.sex"].status is FieldStatus.REVIEW
    assert "A205" in {each.code for each in booklet.problems}


@pytest.mark.parametrize("form", [True, False])
def test_what_a_comment_tool_drew_over_a_field_is_left_to_a_person(tmp_path: Path, form: bool) -> None:
    box = place("basic.story").box

    def note(page: pypdfium2.PdfPage) -> None:
        raw, points = pypdfium2.raw, 72 / 25.4
        ink = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_INK)
        corners = (box.x0 * points, (297 - box.y0) * points, box.x1 * points, (297 - box.y1) * points)
        raw.FPDFAnnot_SetRect(ink, raw.FS_RECTF(*corners))
        raw.FPDFPage_CloseAnnot(ink)

    booklet = read_back(drawn_on(written(tmp_path, FILLED, form=form), note))
    assert booklet.readings["basic.story"].status is FieldStatus.REVIEW
    assert [each.code for each in booklet.problems] == ["A206"]


def test_an_addendum_that_is_not_in_the_file_is_asked_for(tmp_path: Path) -> None:
    whole = written(tmp_path, {"basic.story": "很长的经过。" * 200}, form=False)
    booklet = known(rearranged(whole, [0, 1, 2]))
    assert booklet.readings["basic.story"].status is FieldStatus.REVIEW
    assert "A210" in {each.code for each in booklet.problems}


def test_a_print_job_is_split_by_serial_and_each_booklet_read_alone(tmp_path: Path) -> None:
    serials = ["AAAAA1", "AAAAA2", "AAAAA3"]
    jobs = [
        (build_layout(HANDBOOK, {"visit": number}, serial), {"basic.name": f"第{number}人", "basic.story": "长" * 900})
        for number, serial in enumerate(serials, start=1)
    ]
    out = tmp_path / "job.pdf"
    problems = emit_many(HANDBOOK, jobs, out)
    assert [each.code for each in problems] == ["A102"] * 3
    content = out.read_bytes()
    found = split(content, "job.pdf")
    assert [each.serial for each in found] == serials
    assert identify(content, "job.pdf") == found[0]
    for number, identity in enumerate(found, start=1):
        booklet = read(content, "job.pdf", HANDBOOK, identity)
        assert values_of(booklet) == {"basic.name": f"第{number}人", "basic.story": "长" * 900}
        assert len(booklet.pages) == 1 + number


@pytest.mark.skipif(shutil.which("pdftocairo") is None, reason="needs Poppler's pdftocairo")
@pytest.mark.parametrize("form", [True, False])
def test_a_file_that_was_printed_to_a_new_pdf_is_read_by_its_text(tmp_path: Path, form: bool) -> None:
    written(tmp_path, FILLED, form=form)
    again = tmp_path / "again.pdf"
    subprocess.run(["pdftocairo", "-pdf", tmp_path / "booklet.pdf", again], check=True)
    booklet = known(again.read_bytes())
    plain = {name for name in FILLED if REFS[name].field.kind is not Kind.TEXT}
    assert {name: booklet.readings[name].value for name in plain} == {name: FILLED[name] for name in plain}
    assert values_of(booklet) == FILLED


def test_lines_that_somebody_else_set_into_a_place_are_left_to_a_person(tmp_path: Path) -> None:
    box = place("basic.name").box

    def draw(page: pypdfium2.PdfPage) -> None:
        for text, down in ((b"Li", 3.0), (b"Yun", 7.5)):
            made = pypdfium2.raw.FPDFPageObj_NewTextObj(page.pdf, b"Helvetica", 7)
            content = (pypdfium2.raw.FPDF_WCHAR * (len(text) + 1))(*text, 0)
            pypdfium2.raw.FPDFText_SetText(made, content)
            x, y = (box.x0 + 2) * 72 / 25.4, (297 - box.y0 - down) * 72 / 25.4
            pypdfium2.raw.FPDFPageObj_Transform(made, 1, 0, 0, 1, x, y)
            pypdfium2.raw.FPDFPage_InsertObject(page, made)

    booklet = known(rearranged(drawn_on(written(tmp_path, {}, form=False), draw), [0, 1, 2]))
    reading = booklet.readings["basic.name"]
    assert reading.status is FieldStatus.REVIEW
    assert "A208" in {each.code for each in booklet.problems}
