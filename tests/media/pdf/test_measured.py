"""Forms that formkit did not print, as PDF: the original page, what we add over it, and reading it back exactly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.errors import InputError
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media import pdf
from formkit.model.handbook import Handbook, Kind
from formkit.model.ids import booklet_refs
from formkit.model.layout import Layout
from formkit.model.reading import FieldStatus, Value
from tests.mapping.measured_form import put

NAMES = ("legacy-followup-2011", "legacy-supplement-2011", "legacy-case-record-5-1", "legacy-home-care-log",
         "legacy-civil-defence")


def drawn(path: Path, page: int = 0) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as document:
        return np.asarray(document[page].render(scale=1.0, grayscale=True).to_numpy(), np.int16).squeeze()


def made(handbook: Handbook, layout: Layout, values: dict[str, Value], path: Path, *, form: bool) -> Path:
    pdf.emit(handbook, layout, values, path, form=form)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_is_the_original_page(name: str, tmp_path: Path) -> None:
    handbook = load_handbook(name)
    layout = build_layout(handbook)
    path = made(handbook, layout, {}, tmp_path / "blank.pdf", form=False)
    for page in layout.pages:
        assert page.original is not None
        ours = drawn(path, page.number - 1)
        theirs = drawn(Path(page.original.path), page.original.page - 1)
        rows, columns = min(ours.shape[0], theirs.shape[0]), min(ours.shape[1], theirs.shape[1])
        assert abs(ours[:rows, :columns] - theirs[:rows, :columns]).mean() < 0.5


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_turned_in_its_file_stands_as_it_is_viewed(turn: int, tmp_path: Path) -> None:
    folder = put(tmp_path / "small-form", rotate=turn)
    handbook = load_handbook(folder)
    assert pdf.original_problems(build_layout(handbook)) == []
    path = made(handbook, build_layout(handbook), {}, tmp_path / "blank.pdf", form=False)
    assert abs(drawn(path) - drawn(folder / "blank.pdf")).mean() < 0.5


def values_of(handbook: Handbook) -> dict[str, Value]:
    return dict(_values(handbook))


def _values(handbook: Handbook) -> Iterator[tuple[str, Value]]:
    for number, ref in enumerate(booklet_refs(handbook)):
        field = ref.field
        codes = [option.code for option in field.options]
        if field.kind is Kind.SINGLE:
            yield ref.id, codes[number % len(codes)]
        elif field.kind is Kind.MULTI:
            yield ref.id, tuple(codes[: 1 + number % min(4, len(codes) - 1)])
        elif field.kind is Kind.DATE:
            yield ref.id, f"2013-0{1 + number % 9}-1{number % 10}"
        elif field.kind is Kind.INTEGER:
            yield ref.id, number % 7
        elif field.kind is Kind.NUMBER:
            yield ref.id, number + 0.5
        elif field.kind is Kind.CODE:
            yield ref.id, "20101454"[: field.length]
        elif field.kind is Kind.SIGNATURE:
            yield ref.id, True
        else:
            yield ref.id, "案主独居，子女在外。" * (1 + number % 3)


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_form_is_read_back_exactly(name: str, tmp_path: Path) -> None:
    handbook = load_handbook(name)
    layout = build_layout(handbook, serial="ABC234")
    values = values_of(handbook)
    path = made(handbook, layout, values, tmp_path / "filled.pdf", form=True)
    content = path.read_bytes()
    imprint = pdf.identify(content, path.name)
    assert imprint is not None
    assert (imprint.handbook, imprint.serial) == (name, "ABC234")
    booklet = pdf.read(content, path.name, handbook, imprint)
    assert {each.code for each in booklet.problems} <= {"V101", "V102", "V103", "V104", "V105", "V106"}
    assert {field: each.value for field, each in booklet.readings.items()} == values


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=90))
def test_any_text_on_ruled_lines_comes_back(words: str, tmp_path: Path) -> None:
    handbook = load_handbook("legacy-case-record-5-1")
    path = made(handbook, build_layout(handbook), {"background": words}, tmp_path / "filled.pdf", form=True)
    imprint = pdf.identify(path.read_bytes(), path.name)
    assert imprint is not None
    assert pdf.read(path.read_bytes(), path.name, handbook, imprint).readings["background"].value == words


def test_text_stands_on_the_ruled_lines_one_after_the_other(tmp_path: Path) -> None:
    handbook = load_handbook("legacy-case-record-5-1")
    layout = build_layout(handbook)
    place = layout.places()["background"][1]
    path = made(handbook, layout, {"background": "案主独居，子女在外务工。" * 6}, tmp_path / "filled.pdf", form=False)
    with pypdfium2.PdfDocument(path) as document:
        text = document[0].get_textpage()
        found = [index for index in range(text.count_chars()) if text.get_text_range(index, 1) == "独"]
        boxes = [text.get_charbox(index) for index in found]
        height = document[0].get_height()
    middles = [(height - (bottom + top) / 2) * 25.4 / 72 for _, bottom, _, top in boxes]
    assert len({round(middle) for middle in middles}) > 1
    assert all(any(line.y0 <= middle <= line.y1 for line in place.lines) for middle in middles)


def test_a_row_that_was_added_stands_in_the_addendum_and_comes_back(tmp_path: Path) -> None:
    handbook = load_handbook("legacy-followup-2011")
    values: dict[str, Value] = {"patient_name": "陶秋菊", "drugs.4.name": "氯氮平"}
    path = made(handbook, build_layout(handbook), values, tmp_path / "filled.pdf", form=True)
    imprint = pdf.identify(path.read_bytes(), path.name)
    assert imprint is not None
    booklet = pdf.read(path.read_bytes(), path.name, handbook, imprint)
    assert booklet.readings["drugs.4.name"].value == "氯氮平"
    assert [each.code for each in booklet.problems] == []


def test_what_the_form_carries_already_is_not_printed_again(tmp_path: Path) -> None:
    handbook = load_handbook("legacy-home-care-log")
    layout = build_layout(handbook)
    blank = made(handbook, layout, {}, tmp_path / "blank.pdf", form=True)
    imprint = pdf.identify(blank.read_bytes(), blank.name)
    assert imprint is not None
    reading = pdf.read(blank.read_bytes(), blank.name, handbook, imprint).readings["log.3.seq"]
    assert reading.status is FieldStatus.BLANK
    with pypdfium2.PdfDocument(blank) as document:
        assert document[0].get_textpage().get_text_bounded().count("15") == 1


def test_a_blank_that_is_another_file_than_the_layout_says_is_told(tmp_path: Path) -> None:
    folder = put(tmp_path / "small-form", size=(210.0, 280.0))
    layout = build_layout(load_handbook(folder))
    assert [each.code for each in pdf.original_problems(layout)] == ["L012"]


def test_a_blank_with_too_few_pages_is_told(tmp_path: Path) -> None:
    folder = put(tmp_path / "small-form")
    text = (folder / "layout.json").read_text(encoding="utf-8")
    more = text.rstrip()[:-2] + ', {"width_mm": 210.0, "height_mm": 297.0, "places": []}]}'
    (folder / "layout.json").write_text(more, encoding="utf-8")
    handbook = load_handbook(folder)
    assert [each.code for each in pdf.original_problems(build_layout(handbook))] == ["L011"]
    with pytest.raises(InputError):
        made(handbook, build_layout(handbook), {}, tmp_path / "blank.pdf", form=False)


def test_a_blank_that_went_away_after_loading_is_told(tmp_path: Path) -> None:
    folder = put(tmp_path / "small-form")
    handbook = load_handbook(folder)
    (folder / "blank.pdf").unlink()
    assert [each.code for each in pdf.original_problems(build_layout(handbook))] == ["L010"]
    with pytest.raises(InputError):
        made(handbook, build_layout(handbook), {}, tmp_path / "blank.pdf", form=False)
    assert not (tmp_path / "blank.pdf").exists()


def test_a_print_job_of_many_copies_holds_the_form_once(tmp_path: Path) -> None:
    handbook = load_handbook("legacy-followup-2011")
    one, many = tmp_path / "one.pdf", tmp_path / "many.pdf"
    for path, count in ((one, 1), (many, 20)):
        pdf.emit_many(handbook, [(build_layout(handbook, serial=f"AAA{n:03}"), {}) for n in range(count)], path)
    assert many.stat().st_size < 1.2 * one.stat().st_size
