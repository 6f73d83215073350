"""Forms that formkit did not print, from end to end: what is written of them, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from formkit.errors import UsageError
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.pipeline.checking import check_all
from formkit.pipeline.digitise import read_content
from formkit.pipeline.emit import write_booklet
from formkit.pipeline.templates import build_templates
from tests.mapping.measured_form import put

FORM = "legacy-followup-2011"


def test_the_blank_word_file_is_the_original(tmp_path: Path) -> None:
    handbook = load_handbook(FORM)
    path = tmp_path / "blank.docx"
    assert write_booklet(handbook, build_layout(handbook), {}, path) == []
    assert path.read_bytes() == (Path(handbook.folder) / "blank.docx").read_bytes()


@pytest.mark.parametrize(("name", "values"), [("x.xlsx", {}), ("x.docx", {"patient_name": "陶秋菊"})])
def test_what_would_be_a_look_alike_is_refused(name: str, values: dict[str, str], tmp_path: Path) -> None:
    handbook = load_handbook(FORM)
    with pytest.raises(UsageError) as raised:
        write_booklet(handbook, build_layout(handbook), values, tmp_path / name)
    assert [each.code for each in raised.value.problems] == ["U016"]
    assert not (tmp_path / name).exists()


def test_a_form_without_a_word_file_says_so(tmp_path: Path) -> None:
    handbook = load_handbook(put(tmp_path / "small-form"))
    with pytest.raises(UsageError) as raised:
        write_booklet(handbook, build_layout(handbook), {}, tmp_path / "x.docx")
    assert [each.code for each in raised.value.problems] == ["U017"]


def test_a_form_has_no_templates(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        build_templates(load_handbook(FORM), tmp_path)
    assert [each.code for each in raised.value.problems] == ["U018"]


def test_check_asks_for_no_templates_and_looks_at_the_blank(tmp_path: Path) -> None:
    folder = put(tmp_path / "small-form")
    assert list(check_all(folder)) == []
    other = put(tmp_path / "other-form", size=(210.0, 280.0))
    assert [each.code for each in check_all(other)] == ["L012"]


def test_a_filled_form_that_was_printed_to_a_file_is_read_as_paper_is(tmp_path: Path) -> None:
    handbook = load_handbook(FORM)
    path = tmp_path / "printed.pdf"
    write_booklet(handbook, build_layout(handbook, serial="ABC234"), {"danger": "4", "insight": "2"}, path, form=False)
    [document] = read_content(path.read_bytes(), path)
    assert (document.handbook, document.serial) == (FORM, "ABC234")
    assert document.readings["danger"].value == "4"
    assert document.readings["insight"].value == "2"
    assert document.readings["sleep"].value is None
