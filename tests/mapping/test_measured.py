"""Measured sheets: their layout file is checked against the mapping, and every mistake has its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formkit.errors import MappingError, Problem
from formkit.mapping import check_mapping, load_handbook
from formkit.model.handbook import Kind, Mark
from formkit.model.ids import booklet_refs, find
from tests.mapping.measured_form import layout, put, text_of

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "small-form")


def changed(folder: Path, change: Change) -> list[Problem]:
    data = layout((folder / "blank.pdf").read_bytes())
    change(data)
    (folder / "layout.json").write_text(text_of(data), encoding="utf-8")
    return check_mapping(folder)


def rewritten(folder: Path, old: str, new: str) -> list[Problem]:
    path = folder / "mapping.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return check_mapping(folder)


def places(data: dict[str, Any]) -> list[dict[str, Any]]:
    return data["pages"][0]["places"]  # type: ignore[no-any-return]


def test_a_sound_form_has_no_problem_and_ids_without_its_sheet(folder: Path) -> None:
    assert check_mapping(folder) == []
    handbook = load_handbook(folder)
    names = [ref.id for ref in booklet_refs(handbook)]
    assert names[:3] == ["person_name", "number", "day"]
    assert names[-1] == "visits.2.note"
    assert all(find(handbook, name) is not None for name in names)
    assert find(handbook, "form.person_name") is None
    assert handbook.is_measured


def test_a_printed_row_number_is_the_number_of_its_row(folder: Path) -> None:
    handbook = load_handbook(folder)
    printed = {ref.id: ref.field.printed for ref in booklet_refs(handbook) if ref.field.preprinted}
    assert printed == {"visits.1.seq": 1, "visits.2.seq": 2}
    added = find(handbook, "visits.7.seq")
    assert added is not None
    assert added.field.printed == 7


CASES: list[tuple[str, Change, str]] = [
    ("M221", lambda data: places(data)[0].update(field="persn_name"), "persn_name"),
    ("M234", lambda data: places(data)[0].update(box=[80, 20, 40, 26]), "person_name"),
    ("M234", lambda data: places(data)[0].update(box=[40, 20, 80, 326]), "person_name"),
    ("M235", lambda data: places(data).append(places(data)[0]), "person_name"),
    ("M237", lambda data: places(data)[3].pop("cells"), "state"),
    ("M238", lambda data: places(data)[4]["options"].pop(), "way"),
    ("M238", lambda data: places(data)[4]["options"][0].pop("tick"), "way"),
    ("M238", lambda data: places(data)[5]["options"][1].pop("box"), "rank"),
    ("M239", lambda data: places(data)[1]["cells"].pop(), "number"),
    ("M239", lambda data: places(data)[6]["cells"].pop(), "needs"),
    ("M125", lambda data: places(data)[3]["options"][0].update(code="9"), "state"),
    ("M101", lambda data: places(data)[0].update(options=[{"code": "1"}]), "person_name"),
    ("M101", lambda data: places(data)[3].update(parts=[{"name": "year", "box": [1, 1, 2, 2]}]), "state"),
    ("M030", lambda data: places(data)[0].update(colour="red"), "person_name"),
    ("M031", lambda data: places(data)[0].pop("box"), "person_name"),
    ("M034", lambda data: places(data)[2]["parts"][0].update(name="century"), "day"),
    ("M035", lambda data: places(data)[0].update(field="Name!"), "Name!"),
    ("M040", lambda data: places(data)[0].update(box=[1, 2, 3]), "person_name"),
    ("M043", lambda data: places(data)[0].update(box=["a", 20, 80, 26]), "person_name"),
]


@pytest.mark.parametrize(("code", "change", "name"), CASES)
def test_a_mistake_in_the_layout_is_told_at_its_line(code: str, change: Change, name: str, folder: Path) -> None:
    found = [each for each in changed(folder, change) if each.code == code]
    assert found
    lines = (folder / "layout.json").read_text(encoding="utf-8").split("\n")
    for each in found:
        assert each.where.file.endswith("layout.json")
        assert name in lines[each.where.line - 1]
    with pytest.raises(MappingError):
        load_handbook(folder)


def test_all_mistakes_of_a_layout_are_told_at_once(folder: Path) -> None:
    def break_much(data: dict[str, Any]) -> None:
        places(data)[0]["box"] = [80, 20, 40, 26]
        places(data)[1]["cells"].pop()
        places(data)[3].pop("cells")

    assert {each.code for each in changed(folder, break_much)} == {"M234", "M239", "M237"}


def test_a_field_without_a_place_is_told_at_its_line_of_the_mapping(folder: Path) -> None:
    (told,) = changed(folder, lambda data: places(data).pop(0))
    assert (told.code, told.where.file.endswith("mapping.yaml")) == ("M236", True)
    assert told.source_line.strip().startswith("- {id: person_name")


def test_a_table_row_without_a_place_is_told_once_a_column(folder: Path) -> None:
    found = changed(folder, lambda data: places(data).__delitem__(slice(-2, None)))
    assert [each.code for each in found] == ["M236", "M236"]


@pytest.mark.parametrize(("old", "new", "code"), [
    ("measured: layout.json", "measured: ../layout.json", "M231"),
    ("measured: layout.json", "measured: layout.yaml", "M231"),
    ("measured: layout.json", "measured: other.json", "M015"),
    ("    measured: layout.json\n", "", "M211"),
    ("    bare: true\n", "    bare: true\n    repeats: true\n", "M227"),
    ("    bare: true\n", "    bare: true\n    repeats: true\n    entries: 2\n", "M226"),
    ("    fields:\n", "    sides: [{rows: [{height: 9, gap: true}]}]\n    fields:\n", "M211"),
])
def test_a_mistake_in_how_a_sheet_tells_its_pages(old: str, new: str, code: str, folder: Path) -> None:
    found = [each for each in rewritten(folder, old, new) if each.code == code]
    assert found
    assert all(each.where.file.endswith("mapping.yaml") for each in found)


def test_a_sheet_that_repeats_cannot_be_bare_beside_others(folder: Path) -> None:
    second = "  - {id: other, title: 另表, measured: layout.json, fields: []}\nchecks:"
    assert "M227" in {each.code for each in rewritten(folder, "checks:", second)}


def test_another_blank_than_the_measured_one_is_refused(folder: Path) -> None:
    with (folder / "blank.pdf").open("ab") as file:
        file.write(b"\n")
    (told,) = check_mapping(folder)
    assert (told.code, told.where.file.endswith("layout.json")) == ("M233", True)


def test_a_blank_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "blank.pdf").unlink()
    assert [each.code for each in check_mapping(folder)] == ["M232"]


def test_a_blank_outside_of_the_folder_is_refused(folder: Path) -> None:
    assert "M232" in {each.code for each in changed(folder, lambda data: data.update(blank="../blank.pdf"))}


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", '{"formkit_layout": 1, "formkit_layout": 2}'])
def test_a_file_that_is_no_layout_is_told_and_nothing_is_raised(text: str, folder: Path) -> None:
    (folder / "layout.json").write_text(text, encoding="utf-8")
    assert check_mapping(folder)


def test_a_changed_layout_is_loaded_anew(folder: Path) -> None:
    before = load_handbook(folder)
    changed(folder, lambda data: places(data)[0].update(box=[41, 20, 80, 26]))
    assert load_handbook(folder) != before


def test_the_forms_that_ship_are_sound_and_named_as_they_were_measured() -> None:
    names = ("followup-2011", "supplement-2011", "case-record-5-1", "home-care-log", "civil-defence")
    for name in names:
        handbook = load_handbook(f"legacy-{name}")
        assert len(handbook.sheets) == 1
        assert handbook.sheets[0].bare
        assert handbook.sheets[0].measured is not None
        assert handbook.sheets[0].measured.document.endswith("blank.docx")


def test_a_legacy_visit_means_the_same_as_one_of_the_booklet() -> None:
    own, legacy = load_handbook("case-management@2011"), load_handbook("legacy-followup-2011")
    visit = own.sheet("followup")
    assert visit is not None
    for field in legacy.sheets[0].fields:
        same = visit.field(field.id)
        assert same is not None
        assert (field.kind, field.mark, field.concept) == (same.kind, same.mark, same.concept)
        assert [(o.code, o.label) for o in field.options] == [(o.code, o.label) for o in same.options]


def test_codes_of_options_may_be_words() -> None:
    source = load_handbook("legacy-case-record-5-1").sheets[0].field("source")
    assert source is not None
    assert (source.kind, source.mark) == (Kind.SINGLE, Mark.BOX)
    assert [option.code for option in source.options] == ["self_or_family", "worker_found", "referral"]


def test_the_layout_file_is_json(folder: Path) -> None:
    json.loads((folder / "layout.json").read_text(encoding="utf-8"))
