from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.errors import MappingError
from formkit.mapping import load_handbook
from formkit.mapping.assemble import main_file
from formkit.mapping.editions import declared, edition_problems, pick
from formkit.mapping.lint import check_mapping
from formkit.mapping.report import format_problem
from formkit.mapping.source import parse_source
from formkit.mapping.tree import Group, plain
from formkit.mapping.validate import validate
from tests.mapping.conftest import BASE, Check

MISTAKES = [
    ("M012", "title: 走访手册\n", "title: 走访手册\ntitle: 手册\n"),
    ("M020", "label: 稳定", "label: on"),
    ("M030", "required: true", "required: true, colour: red"),
    ("M032", "label: 编号, kind", "lable: 编号, kind"),
    ("M034", "kind: date", "kind: dat"),
    ("M038", "width: 30}, {field: number}", "width: 900}, {field: number}"),
    ("M041", 'code: "2", label', "code: 2, label"),
    ("M044", "repeats: true", "repeats: yes"),
    ("M214", "widths: [70, 60]", "widths: [70]"),
    ("M308", "same_as: cover.person_name", "same_as: visit.N.times"),
    ("M103", "min: 0, max: 9", "min: 10, max: 9"),
    ("M221", "{field: again}", "{field: agian}"),
    ("M223", "{field: times}", "{gap: true}"),
    ("M302", "field: visit.N.day}", "field: visit.N.day, by: 3}"),
]
WORDS = [
    "id",
    "label",
    "kind",
    "sheets",
    "[",
    "]",
    "{",
    "}",
    ":",
    "- ",
    "\n",
    "  ",
    "&a",
    "*a",
    "!!str",
    "'",
    '"',
    "|",
    ">",
    "yes",
    "010",
    "~",
    "2017",
    "#",
    ",",
    "\t",
    "…",
    "\x00",
    "\ufeff",
    "editions",
    "by_edition",
    "%",
    "@",
    "---",
    "? ",
]


def test_every_kind_of_mistake_is_reported_in_one_run(check: Check) -> None:
    text = BASE
    for _, old, new in MISTAKES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    found = Counter(problem.code for problem in check(text))
    expected = Counter(code for code, _, _ in MISTAKES)
    expected["M223"] += 1  # the misspelt cell leaves its field without one
    assert found == expected


def test_a_broken_field_is_not_missed_where_others_name_it(check: Check) -> None:
    (found,) = check(BASE.replace("kind: date}", "kind: dat}"))
    assert found.code == "M034"


def test_problems_stand_in_the_order_of_the_file(check: Check) -> None:
    found = check(BASE.replace("kind: date", "kind: dat").replace("format: name", "format: nmae"))
    assert [each.where.line for each in found] == sorted(each.where.line for each in found)


def test_loading_raises_all_errors(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(
        BASE.replace("kind: date", "kind: dat").replace("format: name", "format: nmae")
    )
    with pytest.raises(MappingError) as caught:
        load_handbook(tmp_path)
    assert [each.code for each in caught.value.problems] == ["M034", "M034"]


def test_a_sheet_file_has_its_own_places(check: Check) -> None:
    before, after = BASE.split("  - id: cover\n")
    cover, rest = after.split("  - id: visit\n")
    sheet = "id: cover\n" + cover.replace("    ", "", 1).replace("\n    ", "\n").replace("format: name", "format: nmae")
    (found,) = check(f"{before}  - cover.yaml\n  - id: visit\n{rest}", cover=sheet)
    assert (Path(found.where.file).name, found.where.line, found.code) == ("cover.yaml", 4, "M034")


@pytest.mark.parametrize(
    "name", ["../cover.yaml", "/etc/passwd", "a/../../x.yaml", "C:\\x.yaml", "cover.txt", "x\\0.yaml"]
)
def test_a_sheet_file_cannot_lie_outside(check: Check, name: str) -> None:
    codes = {each.code for each in check(BASE.replace("  - id: cover\n", f"  - '{name}'\n  - id: cover\n"))}
    assert codes in ({"M014"}, {"M015"})


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "visits"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text("id: secret\n")
    (folder / "sheet.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "mapping.yaml").write_text(
        BASE.replace("  - id: cover\n", "  - sheet.yaml\n  - id: cover\n"), encoding="utf-8"
    )
    assert [each.code for each in check_mapping(folder)] == ["M014"]


def survives(folder: Path, text: str) -> None:
    main_file(folder).write_bytes(text.encode("utf-8", "surrogatepass"))
    for problem in check_mapping(folder):
        assert problem.code.startswith("M")
        assert problem.message.isprintable()
        assert format_problem(problem)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)))
def test_any_text_gives_only_problems(tmp_path: Path, text: str) -> None:
    survives(tmp_path, text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_mapping_gives_only_problems(tmp_path: Path, data: st.DataObject) -> None:
    text = BASE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(st.sampled_from(["", *WORDS])) + text[end:]
    survives(tmp_path, text)


PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-9, 999),
        st.floats(-9, 9),
        st.sampled_from(["cover", "1", "state", "x.N.y"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "field", "x", "1"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_value_in_any_place_gives_only_problems(data: st.DataObject) -> None:
    import json
    from dataclasses import replace

    from formkit.mapping import lint
    from formkit.mapping.load import to_handbook

    tree = parse_source(BASE, "m.yaml").tree
    assert isinstance(tree, Group)
    whole = plain(tree)
    here: object = whole
    while True:
        assert isinstance(here, dict | list)
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = data.draw(st.sampled_from(keys))
        below = here[key]
        if isinstance(below, dict | list) and below and data.draw(st.booleans()):
            here = below
            continue
        here[key] = data.draw(PLAIN)
        break
    changed = parse_source(json.dumps(whole), "m.yaml").tree
    assert isinstance(changed, Group)
    list(edition_problems(changed))
    for edition in declared(changed) or ("-",):
        validated = validate(pick(changed, edition))
        if validated.node is not None:
            handbook = replace(to_handbook(validated.node, edition, ""), notes=())
            lint._problems(validated, validated.node, handbook)


def test_a_sheet_file_with_a_syntax_error_is_the_only_thing_told(check: Check) -> None:
    start, rest = BASE.index("  - id: visit\n"), BASE.index("checks:\n")
    told = check(BASE[:start] + "  - visit.yaml\n" + BASE[rest:], visit="id: visit\ntitle: [走访\n")
    assert [problem.code for problem in told] == ["M004"]
    assert told[0].where.file.endswith("visit.yaml")


def test_a_wrong_name_on_a_sheet_that_was_read_is_told_beside_the_syntax_error(check: Check) -> None:
    start, rest = BASE.index("  - id: visit\n"), BASE.index("checks:\n")
    wrong = "  - {rule: dates_in_order, field: cover.nowhere}\n"
    told = check(BASE[:start] + "  - visit.yaml\n" + BASE[rest:] + wrong, visit="id: visit\ntitle: [走访\n")
    assert sorted(problem.code for problem in told) == ["M004", "M306"]


def test_a_syntax_error_in_the_only_sheet_file_is_the_only_thing_told(check: Check) -> None:
    start, rest = BASE.index("  - id: cover\n"), BASE.index("checks:\n")
    told = check(BASE[:start] + "  - visit.yaml\n" + BASE[rest:], visit="id: visit\ntitle: [走访\n")
    assert [problem.code for problem in told] == ["M004"]
