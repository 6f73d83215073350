from __future__ import annotations

import os
import sys
import tracemalloc
from pathlib import Path

import pypdfium2
import pytest

from formkit.errors import OutputError, Severity
from formkit.layout import build_layout
from formkit.media.pdf import emit, emit_many, identify, overlay
from formkit.media.pdf.opened import opened
from tests.media.pdf.probe import FILLED, HANDBOOK, LAYOUT, LONG, REFS, written


@pytest.mark.parametrize("form", [True, False])
def test_the_same_values_give_the_same_bytes(tmp_path: Path, form: bool) -> None:
    assert written(tmp_path, FILLED, form=form) == written(tmp_path, FILLED, form=form)


def test_the_metadata_hold_the_identity_and_nothing_personal(tmp_path: Path) -> None:
    content = written(tmp_path, FILLED, form=False)
    with opened(content, "a.pdf") as file:
        assert set(file.document.info[0]) == {"Title", "Producer", "formkit"}
        assert file.info("formkit") == (identify(content, "a.pdf") or pytest.fail("ours")).to_text().encode()


def test_a_long_text_and_a_further_row_are_told_with_their_addendum_entry(tmp_path: Path) -> None:
    values = {"basic.story": LONG, "visit.1.steps.5.goal": "再就业"}
    problems = emit(HANDBOOK, LAYOUT, values, tmp_path / "a.pdf", form=True)
    assert [(each.code, each.field, dict(each.context)["number"]) for each in problems] == [
        ("A102", "basic.story", "1"),
        ("A103", "visit.1.steps.5.goal", "2"),
    ]
    assert {each.severity for each in problems} == {Severity.WARNING}


def test_the_addendum_prints_the_whole_text(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(written(tmp_path, {"basic.story": LONG}, form=False))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "〔见附页1〕" in text
    assert LONG in text.replace("\r", "").replace("\n", "")


def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    problems = emit(HANDBOOK, LAYOUT, {"basic.name": "王😀"}, tmp_path / "a.pdf", form=False)
    assert [each.code for each in problems] == ["A104"]
    assert "U+1F600" in problems[0].message


def test_rare_characters_come_from_the_other_fonts(tmp_path: Path) -> None:
    assert emit(HANDBOOK, LAYOUT, {"basic.name": "龘淼镕㭎"}, tmp_path / "a.pdf", form=False) == []


def test_a_value_for_an_unknown_field_is_told(tmp_path: Path) -> None:
    problems = emit(HANDBOOK, LAYOUT, {"basic.nonsense": "x"}, tmp_path / "a.pdf", form=False)
    assert [(each.code, each.field) for each in problems] == [("A105", "basic.nonsense")]


def test_an_answer_that_is_no_option_stands_in_the_addendum(tmp_path: Path) -> None:
    problems = emit(HANDBOOK, LAYOUT, {"basic.sex": "7"}, tmp_path / "a.pdf", form=True)
    assert [each.code for each in problems] == ["A106"]


def test_a_missing_folder_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        emit(HANDBOOK, LAYOUT, {}, tmp_path / "no" / "a.pdf", form=False)
    assert caught.value.problem.code == "A101"


def test_what_breaks_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "job.pdf"
    out.write_bytes(b"old")

    def jobs() -> object:
        yield LAYOUT, {}
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError):
        emit_many(HANDBOOK, jobs(), out)  # type: ignore[arg-type]
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_every_field_of_a_form_has_its_id_and_its_label(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(written(tmp_path, {}, form=True))
    document.init_forms()
    raw, names = pypdfium2.raw, set()
    for page in document:
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, index)
            names.add(_text(raw.FPDFAnnot_GetFormFieldName, document, annotation))
            assert _text(raw.FPDFAnnot_GetFormFieldAlternateName, document, annotation)
    multi = {f"basic.{name}.{code}" for name in ("places", "drugs") for code in "123"}
    assert names == (set(REFS) - {"basic.places", "basic.drugs"}) | multi


def _text(call: object, document: pypdfium2.PdfDocument, annotation: object) -> str:
    import ctypes

    size = call(document.formenv, annotation, None, 0)  # type: ignore[operator]
    buffer = (ctypes.c_ushort * (size // 2))()
    call(document.formenv, annotation, buffer, size)  # type: ignore[operator]
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def test_memory_does_not_grow_with_the_length_of_a_print_job(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        emit_many(
            HANDBOOK,
            ((build_layout(HANDBOOK, serial=f"{number:06}"), FILLED) for number in range(1, count)),
            tmp_path / "j.pdf",
        )
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(3)
    assert peak(40) < 1.3 * peak(6) + 300_000


def test_the_overlay_names_every_field_over_the_blank(tmp_path: Path) -> None:
    overlay(LAYOUT, tmp_path / "o.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "o.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) == len(LAYOUT.pages)
    assert all(place.ref.id in text for page in LAYOUT.pages for place in page.places)


@pytest.mark.skipif(sys.platform == "win32", reason="folders there have no such right")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        emit(HANDBOOK, LAYOUT, {}, tmp_path / "a.pdf", form=False)
