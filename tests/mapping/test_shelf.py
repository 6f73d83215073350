from __future__ import annotations

import os
from pathlib import Path

import pytest

from formkit.errors import MappingError, UsageError
from formkit.layout import layout_problems
from formkit.mapping import available, load_all_editions, load_handbook, mapping_folder, shelf
from formkit.mapping.new import start_mapping
from formkit.shipped import shipped
from tests.mapping.conftest import BASE


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an office's folder, with one mapping of its own and one that ships."""
    ships = tmp_path / "ships"
    for folder, title in ((ships / "visits", "走访手册"), (tmp_path / "here" / "mappings" / "own", "自有手册")):
        folder.mkdir(parents=True)
        own = BASE.replace("id: visits", f"id: {folder.name}").replace("title: 走访手册", f"title: {title}")
        (folder / "mapping.yaml").write_text(own, encoding="utf-8")
    monkeypatch.setattr(shelf, "shipped", lambda _: ships)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def test_own_and_shipped_mappings_are_there(office: Path) -> None:
    assert [name for name, _ in available()] == ["own", "visits"]
    assert load_handbook("own").title == "自有手册"
    assert load_handbook("visits@2011").full_id == "visits@2011"


def test_an_own_mapping_stands_in_for_a_shipped_one(office: Path) -> None:
    main = office / "mappings" / "own" / "mapping.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("id: own", "id: visits"), encoding="utf-8")
    assert [name for name, _ in available()] == ["visits"]
    assert load_handbook("visits").title == "自有手册"


@pytest.mark.parametrize(
    "reference", ["mappings/own", "./mappings/own", "mappings/own@2017", "mappings/own/mapping.yaml"]
)
def test_a_mapping_is_loaded_by_its_folder(office: Path, reference: str) -> None:
    assert load_handbook(reference).id == "own"
    assert load_handbook(Path("mappings/own")).id == "own"


@pytest.mark.parametrize("reference", ["own", "own@2011", "mappings/own", "mappings/own/mapping.yaml"])
def test_the_folder_of_a_mapping_is_found_whatever_names_it(office: Path, reference: str) -> None:
    assert mapping_folder(reference).resolve() == office.resolve() / "mappings" / "own"


def test_a_folder_with_an_at_sign_is_a_folder(office: Path) -> None:
    (office / "mappings" / "own").rename(office / "a@b")
    assert load_handbook("a@b").id == "own"
    assert load_handbook("./a@b@2011").edition == "2011"


@pytest.mark.parametrize(
    ("reference", "code", "hint"),
    [
        ("visit", "M501", "Did you mean 'visits'?"),
        ("xyzzy", "M501", "Known: own, visits."),
        ("", "M501", "Known: own, visits."),
        ("@2017", "M501", "Known: own, visits."),
        ("visits@2012", "M503", "Known: 2011, 2017."),
        ("./nowhere", "M502", "Name a folder that holds a mapping.yaml."),
        ("a\0b", "M501", "Known: own, visits."),
    ],
)
def test_an_unknown_handbook_is_told_with_what_there_is(office: Path, reference: str, code: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_handbook(reference)
    assert (caught.value.problem.code, caught.value.problem.hint) == (code, hint)


def test_a_changed_file_is_read_again(office: Path) -> None:
    main = office / "mappings" / "own" / "mapping.yaml"
    assert load_handbook("own").title == "自有手册"
    main.write_text(main.read_text(encoding="utf-8").replace("自有手册", "改过手册"), encoding="utf-8")
    os.utime(main, ns=(1, 1))
    assert load_handbook("own").title == "改过手册"


def test_the_lock_of_an_editor_does_no_harm(office: Path) -> None:
    (office / "mappings" / "own" / ".#mapping.yaml").symlink_to("user@host.1234")
    assert load_handbook("own").id == "own"


def test_a_mapping_in_errors_is_on_the_shelf_but_not_loaded(office: Path) -> None:
    main = office / "mappings" / "own" / "mapping.yaml"
    main.write_text("formkit: 1\nid: own\n", encoding="utf-8")
    assert "own" in dict(available())
    with pytest.raises(MappingError):
        load_handbook("own")
    handbooks, problems = load_all_editions(main.parent)
    assert handbooks == {}
    assert {each.code for each in problems} == {"M031"}


def test_a_started_mapping_has_no_problems_and_is_found(office: Path) -> None:
    made = start_mapping("house-calls", office / "mappings")
    assert made == office / "mappings" / "house-calls" / "mapping.yaml"
    handbooks, problems = load_all_editions(made)
    assert (list(handbooks), problems) == (["1"], [])
    assert load_handbook("house-calls").title == "走访记录手册"


def test_shipped_folders_of_a_checkout_stand_beside_the_package() -> None:
    assert (shipped("mappings") / "case-management" / "mapping.yaml").is_file()
    assert (shipped("fonts") / "OFL.txt").is_file()
    assert not shipped("no-such-folder").exists()


def test_a_started_mapping_fits_its_pages(office: Path) -> None:
    assert layout_problems(load_handbook(start_mapping("house-calls", office / "mappings"))) == []
