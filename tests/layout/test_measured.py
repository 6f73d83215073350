"""Pages of measured sheets: the places of the layout file, as declared pages have them."""

from __future__ import annotations

from pathlib import Path

from formkit.layout import build_layout, to_json
from formkit.mapping import load_handbook
from tests.mapping.measured_form import put


def test_places_have_the_boxes_of_the_layout_file_in_the_order_of_the_mapping(tmp_path: Path) -> None:
    layout = build_layout(load_handbook(put(tmp_path / "small-form")))
    (page,) = layout.pages
    assert (page.width, page.height, page.code, page.fiducials, page.tiles) == (210.0, 297.0, "", (), ())
    assert page.original is not None
    assert page.original.page == 1
    assert [place.ref.id for place in page.places][:4] == ["person_name", "number", "day", "state"]
    assert page.places[0].box.rounded() == (40, 20, 80, 26)


def test_the_box_of_an_option_is_what_is_marked(tmp_path: Path) -> None:
    layout = build_layout(load_handbook(put(tmp_path / "small-form")))
    places = {name: place for name, (_, place) in layout.places().items()}
    ticked, circled, coded = places["way"].options[0], places["rank"].options[0], places["state"].options[0]
    assert ticked.box is not None
    assert ticked.box.rounded() == (40, 50.5, 43, 53.5)
    assert ticked.words is not None
    assert ticked.words.rounded() == (44, 50, 54, 54)
    assert circled.box is not None
    assert circled.box.rounded() == (40, 60, 46, 64)
    assert coded.box is None
    assert coded.words is not None


def test_options_that_were_not_measured_are_listed_all_the_same(tmp_path: Path) -> None:
    layout = build_layout(load_handbook(put(tmp_path / "small-form")))
    assert [option.code for option in layout.places()["needs"][1].options] == ["1", "2"]


def test_the_json_keeps_to_the_contract() -> None:
    data = to_json(build_layout(load_handbook("legacy-followup-2011")))
    (page,) = data["pages"]  # type: ignore[misc]
    fields = {field["id"]: field for field in page["fields"]}
    assert fields["drugs.2.dose"]["type"] == "number"
    assert [part["name"] for part in fields["visit_date"]["parts"]] == ["year", "month", "day"]
    assert (fields["danger"]["mark"], len(fields["symptoms"]["cells"])) == ("code", 12)
    assert "box" not in fields["danger"]["options"][0]
    assert fields["last_discharge"]["depends"] == {"inpatient": ["2"]}


def test_the_fingerprint_changes_with_every_box_that_moves(tmp_path: Path) -> None:
    folder = put(tmp_path / "small-form")
    seen = {build_layout(load_handbook(folder)).pages[0].fingerprint}
    path = folder / "layout.json"
    text = path.read_text(encoding="utf-8")
    moves = [("[40, 20, 80, 26]", "[40.1, 20, 80, 26]"), ("[58, 30, 66, 35]", "[58, 30, 66.1, 35]"),
             ("[44, 50, 54, 54]", "[44, 50, 54.1, 54]"), ("[40, 50.5, 43, 53.5]", "[40, 50.5, 43.1, 53.5]")]
    for number, (old, new) in enumerate(moves, start=2):
        path.write_text(text.replace(old, new), encoding="utf-8")
        seen.add(build_layout(load_handbook(folder)).pages[0].fingerprint)
        assert len(seen) == number


def test_a_form_of_two_pages_has_two_sides() -> None:
    handbook = load_handbook("legacy-case-record-5-1")
    layout = build_layout(handbook)
    assert handbook.sheets[0].side_count == len(layout.pages) == 2
    assert layout.pages[0].fingerprint != layout.pages[1].fingerprint
