from __future__ import annotations

from pathlib import Path

from formkit.mapping import load_all_editions
from formkit.mapping.report import format_problem
from formkit.model.handbook import Handbook
from tests.mapping.conftest import BASE, Check

TIMES = "{id: times, label: 次数, kind: integer, min: 0, max: 9}"
CELL = ", {field: times}"
BOTH = '["2011", "2017"]'


def editions(tmp_path: Path, text: str) -> dict[str, Handbook]:
    (tmp_path / "mapping.yaml").write_text(text, encoding="utf-8")
    handbooks, problems = load_all_editions(tmp_path)
    assert problems == []
    return handbooks


def test_an_item_is_only_in_the_editions_it_names(tmp_path: Path) -> None:
    only = 'editions: ["2017"]'
    text = BASE.replace(TIMES, f"{TIMES[:-1]}, {only}}}").replace(CELL, f", {{field: times, {only}}}")
    found = editions(tmp_path, text)
    assert [found[edition].sheets[1].field("times") is not None for edition in found] == [False, True]
    assert [len(found[edition].sheets[1].sides[0].rows[1].cells) for edition in found] == [2, 3]


def test_by_edition_replaces_keys_and_null_takes_them_away(tmp_path: Path) -> None:
    found = editions(tmp_path, BASE.replace(TIMES, TIMES[:-1] + ', by_edition: {"2011": {label: 回数, max: ~}}}'))
    fields = [found[edition].sheets[1].field("times") for edition in ("2011", "2017")]
    assert [(each.label, each.minimum, each.maximum) for each in fields if each] == [("回数", 0, None), ("次数", 0, 9)]


def test_overrides_reach_sheets_options_and_cells(tmp_path: Path) -> None:
    text = BASE.replace("title: 走访\n", 'title: 走访\n    by_edition: {"2011": {title: 随访}}\n')
    text = text.replace("label: 稳定}", 'label: 稳定, by_edition: {"2011": {label: 平稳}}}')
    text = text.replace("{label: 日期}", '{label: 日期, by_edition: {"2011": {label: 时间, bold: true}}}')
    old, new = editions(tmp_path, text).values()
    assert (old.sheets[1].title, new.sheets[1].title) == ("随访", "走访")
    assert [book.sheets[1].fields[1].options[0].label for book in (old, new)] == ["平稳", "稳定"]
    assert [book.sheets[1].sides[0].rows[0].cells[0].bold for book in (old, new)] == [True, False]


def test_a_whole_sheet_can_belong_to_one_edition(tmp_path: Path) -> None:
    text = BASE.replace("title: 走访\n", 'title: 走访\n    editions: ["2017"]\n')
    text = text.replace("field: visit.N.day}", 'field: visit.N.day, editions: ["2017"]}')
    old, new = editions(tmp_path, text).values()
    assert ([sheet.id for sheet in old.sheets], old.checks) == (["cover"], ())
    assert len(new.sheets) == 2
    assert len(new.checks) == 1


def test_a_problem_of_all_editions_is_reported_once_and_without_them(check: Check) -> None:
    (found,) = check(BASE.replace("max: 9", "max: -1"))
    assert "[edition" not in format_problem(found)


def test_a_problem_of_one_edition_names_it(check: Check) -> None:
    (found,) = check(BASE.replace(TIMES, TIMES[:-1] + ', by_edition: {"2011": {max: -1}}}'))
    assert found.code == "M103"
    assert format_problem(found).split("\n")[0].endswith("[edition 2011]")


def test_a_field_left_unplaced_in_one_edition_is_found(check: Check) -> None:
    (found,) = check(BASE.replace(CELL, ', {field: times, editions: ["2011"]}'))
    assert (found.code, found.where.detail) == ("M223", "2017")


def test_a_rule_on_a_field_of_another_edition_is_found(check: Check) -> None:
    text = BASE.replace("{id: day, label: 日期, kind: date}", '{id: day, label: 日期, kind: date, editions: ["2017"]}')
    text = text.replace("{field: day}", '{field: day, editions: ["2017"]}')
    (found,) = check(text)
    assert (found.code, found.where.detail) == ("M306", "2011")


def test_places_of_overrides_are_their_own(check: Check) -> None:
    text = BASE.replace(
        TIMES, '\n          {id: times, label: 次数, kind: integer,\n          by_edition: {"2011": {kind: intger}}}'
    )
    found = [problem for problem in check(text) if problem.code == "M034"]
    line = next(number for number, line in enumerate(text.split("\n"), 1) if "intger" in line)
    assert [(each.where.line, each.where.detail) for each in found] == [(line, "2011")]


def test_editions_without_quotes_are_reported_once_each_and_still_used(check: Check) -> None:
    found = check(BASE.replace(f"editions: {BOTH}", "editions: [2011, 2017]"))
    assert [each.code for each in found] == ["M041", "M041"]
    assert "'2011'" in found[0].hint
