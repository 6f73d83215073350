"""The office profile: what is right is taken, every mistake is told at once with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from formkit.errors import Problem
from formkit.export.office_profile import load_office
from formkit.model.office import Office, VillageScheme, same_place

SAMPLE = Path(__file__).parents[2] / "samples" / "office.toml"
GOOD = """\
unit = "青石镇卫生院"
county = "南屏县"
county_code = "330197"
[[towns]]
name = "青石镇"
code = "330197101"
population = 20000
population_15 = 16000
[[towns.villages]]
code = "202"
name = "东湾村"
[[towns.villages]]
code = "330197101201"
name = "柳河村"
"""


def load(tmp_path: Path, text: str) -> tuple[Office, list[Problem]]:
    path = tmp_path / "office.toml"
    path.write_text(text, encoding="utf-8")
    return load_office(path)


def found(tmp_path: Path, old: str, new: str) -> list[tuple[str, int]]:
    assert old in GOOD
    return [(each.code, each.where.line) for each in load(tmp_path, GOOD.replace(old, new, 1))[1]]


def test_the_sample_has_no_problem_and_knows_its_villages() -> None:
    office, problems = load_office(SAMPLE)
    assert problems == []
    assert [village.name for _, village in office.villages()] == ["柳河村", "东湾村", "石桥村", "上塘村"]


def test_villages_come_in_code_order_and_short_codes_are_completed(tmp_path: Path) -> None:
    office, problems = load(tmp_path, GOOD)
    assert problems == []
    assert [village.code for _, village in office.villages()] == ["330197101201", "330197101202"]
    assert (office.prevalence, office.scheme) == (0.01, VillageScheme.STATISTICS)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('unit = "青石镇卫生院"', 'unit = ""', "O004", 1),
        ("unit =", "unti =", "O003", 1),
        ('county = "南屏县"', "county = 7", "O005", 2),
        ('"330197"', '"33019"', "O006", 3),
        ('code = "330197101"', 'code = "33019710"', "O006", 6),
        ('code = "330197101"', 'code = "440197101"', "O016", 6),
        ("20000", "-1", "O018", 7),
        ("16000", "26000", "O011", 8),
        ("16000", "16000.5", "O005", 8),
        ('"202"', '"2021"', "O006", 10),
        ('"202"', '"201"', "O008", 13),
        ("东湾村", "柳河村", "O009", 14),
        ('"330197101201"', '"330197999201"', "O007", 13),
        ("东湾村", "东湾社区居委会", "O014", 10),
        ("population_15 = 16000\n", "", "O017", 4),
        ('unit = ', 'prevalence = 1\nunit = ', "O010", 1),
        ('unit = ', 'paper = "A5"\nunit = ', "O012", 1),
        ('unit = ', 'village_scheme = "statistic"\nunit = ', "O012", 1),
        ('unit = ', 'title = "{town}{yaer}"\nunit = ', "O013", 1),
        ('unit = ', 'title = "{town"\nunit = ', "O013", 1),
        ('unit = ', 'signatories = "俞桂香"\nunit = ', "O005", 1),
        ('unit = "青石镇卫生院"', "unit = 青石镇卫生院", "O002", 1),
    ],
)
def test_each_mistake_has_its_code_and_line(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert (code, line) in found(tmp_path, old, new)


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = GOOD.replace("county_code", "conty_code").replace('"202"', '"9"').replace("16000", "160000")
    _, problems = load(tmp_path, text)
    assert [each.code for each in problems] == ["O003", "O011", "O006"]
    assert "county_code" in problems[0].hint


def test_an_unknown_setting_without_a_likeness_lists_those_there_are(tmp_path: Path) -> None:
    _, problems = load(tmp_path, 'zzzz = 1\n' + GOOD)
    assert "unit" in problems[0].hint


def test_a_town_without_villages_is_warned_about(tmp_path: Path) -> None:
    _, problems = load(tmp_path, GOOD.split("[[towns.villages]]")[0])
    assert [each.code for each in problems] == ["O015"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"unit = \xb0\xa1"])
def test_a_file_in_another_encoding_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "office.toml").write_bytes(content)
    assert [each.code for each in load_office(tmp_path / "office.toml")[1]] == ["O001"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    office, problems = load_office(tmp_path / "none.toml")
    assert (office, [each.code for each in problems]) == (Office(), ["O001"])


def test_a_file_without_anything_misses_what_is_needed(tmp_path: Path) -> None:
    assert {dict(each.context)["key"] for each in load(tmp_path, "")[1]} == {"unit", "county", "towns"}


def test_a_village_and_a_neighbourhood_of_one_name_are_two_places() -> None:
    assert same_place("柳河村", "柳河村委会")
    assert same_place("柳河村", "柳河")
    assert not same_place("柳河村", "柳河社区")
