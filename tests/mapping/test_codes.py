"""Every code of the catalogue of mappings is produced by a mistake, and at its exact place."""

from __future__ import annotations

from pathlib import Path

import pytest

from formkit.catalogue.mapping import CODES
from formkit.errors import FormkitError, Severity
from formkit.mapping import check_mapping, load_handbook
from formkit.mapping.explain import explain
from formkit.mapping.new import start_mapping
from formkit.mapping.report import format_problem
from formkit.mapping.source import MAX_BYTES, parse_source
from formkit.mapping.tree import Group
from tests.mapping.conftest import BASE, Check, broken

NAME = "id: person_name, label: 姓名"
DAY = "id: day, label: 日期, kind: date"
TIMES = "kind: integer, min: 0, max: 9"
DRUGS = "{height: 9, table: drugs, number: 20, widths: [70, 60]}"
DAY_ROW = "{height: 9, cells: [{label: 日期}, {field: day}, {label: 情况}, {field: state}]}"
RULE = "{rule: dates_in_order, field: visit.N.day}"
SINGLE = "kind: single, mark: code, options: state"
CASES = [
    # YAML
    ("M004", "title: 封面", "title: 封⟦: 面"),
    ("M005", "    title: 封面", "⟦\ttitle: 封面"),
    ("M007", "title: 封面", "title: ⟦!!python/name:os 封面"),
    ("M009", "title: 封面", "title: ⟦*nothing"),
    ("M011", "checks:", "⟦---\nchecks:"),
    ("M012", "title: 封面", "title: 封面\n    ⟦title: 封底"),
    ("M013", "title: 封面", "title: 封面\n    ⟦2017: x"),
    ("M014", "  - id: visit\n", "  - ⟦../other.yaml\n  - id: visit\n"),
    ("M015", "  - id: visit\n", "  - ⟦missing.yaml\n  - id: visit\n"),
    # traps
    ("M020", "label: 稳定", "label: ⟦yes"),
    ("M020", "label: 稳定", "label: ⟦12:30"),
    ("M020", "label: 稳定", "label: ⟦2024-02-30"),
    ("M020", "label: 稳定", "label: ⟦y"),
    ("M020", "label: 稳定", "label: ⟦0x1F"),
    ("M020", "  state:\n", "  ⟦no: [{code: '1', label: x}]\n  state:\n"),
    ("M021", "title: 封面", "title: ⟦~"),
    ("M022", "min: 0", "min: ⟦00"),
    # schema
    ("M030", NAME, NAME + ", ⟦colour: red"),
    ("M032", NAME, "id: person_name, ⟦lable: 姓名"),
    ("M034", "format: name", "format: ⟦nmae"),
    ("M034", "formkit: 1", "formkit: ⟦2"),
    ("M035", "id: visits", "id: ⟦Visits!"),
    ("M036", "length: 8", "length: ⟦0"),
    ("M037", "height: 12", "height: ⟦0"),
    ("M038", "height: 12", "height: ⟦900"),
    ("M039", 'code: "1"', 'code: ⟦"123456789012345678901"'),
    ("M040", 'codes: ["2"]', "codes: ⟦[]"),
    ("M041", 'code: "1"', "code: ⟦1"),
    ("M041", 'code: "1"', "code: ⟦010"),
    ("M042", "length: 8", 'length: ⟦"8"'),
    ("M043", "min: 0", "min: ⟦none"),
    ("M044", "required: true", "required: ⟦ja"),
    ("M045", "rows: 2\n        columns:\n", "rows: 2\n        columns: ⟦x\n        old:\n"),
    ("M046", '{field: state, codes: ["2"]}', "⟦[state]"),
    ("M047", "options: state", "options: ⟦5"),
    ("M048", "title: 封面", 'title: ⟦""'),
    # fields
    ("M101", DAY, DAY + ", ⟦mark: circle"),
    ("M102", f"{{id: state, label: 情况, {SINGLE}}}", "⟦{id: state, label: 情况, kind: single, options: state}"),
    ("M103", "min: 0, max", "min: ⟦10, max"),
    ("M104", NAME, "id: ⟦ab12, label: 姓名"),
    ("M105", "length: 8", "length: 8, separators: [{after: ⟦8, sign: '-'}]"),
    ("M106", DAY, DAY + ", precision: month, min_precision: ⟦day"),
    ("M107", "format: name", "pattern: ⟦'(a'"),
    ("M108", DAY, DAY + ", ⟦scope: page"),
    ("M111", "options: state", "options: ⟦stat"),
    ("M112", 'code: "2", label', 'code: ⟦"1", label'),
    ("M113", "label: 不稳定", "label: ⟦稳定"),
    ("M114", "label: 稳定", 'label: 稳定, accepts: [⟦"2"]'),
    ("M115", "label: 稳定", "label: 稳定, ⟦exclusive: true"),
    (
        "M116",
        SINGLE,
        "kind: multi, mark: box, options: [{code: '2', label: a, exclusive: true}, "
        "{code: b, label: b, ⟦exclusive: true}]",
    ),
    ("M121", "text_field: words", "text_field: ⟦word"),
    ("M121", "depends: {field: state", "depends: {field: ⟦stat"),
    ("M122", "text_field: words", "text_field: ⟦times"),
    ("M123", "depends: {field: state", "depends: {field: ⟦day"),
    ("M124", "depends: {field: state", "depends: {field: ⟦words"),
    ("M125", 'codes: ["2"]', 'codes: ["2", ⟦"3"]'),
    # sheets
    ("M201", "  - id: visit\n", "  - id: ⟦cover\n"),
    ("M201", "id: number,", "id: ⟦person_name,"),
    ("M202", "    repeats: true\n    count: 2", "    ⟦count: 2"),
    (
        "M203",
        "id: dose, label: 剂量, kind: number",
        f"id: ⟦{'d' * 40}, label: 剂量, kind: single, mark: code, options: [{{code: abcdefgh, label: 片}}]",
    ),
    ("M211", "{height: 12, heading: 走访手册}", "⟦{height: 12}"),
    ("M211", "{label: 姓名, width: 30}", "⟦{width: 30}"),
    ("M212", "heading: 走访手册", "heading: 走访手册, ⟦number: 9"),
    ("M213", "table: drugs", "table: ⟦drug"),
    ("M214", "widths: [70, 60]", "widths: ⟦[70]"),
    ("M215", "number: 20,", "⟦row_label: 药物,"),
    ("M216", "{field: day}", "{field: day, entry: ⟦2}"),
    ("M217", "{field: day}", "{field: day, ⟦columns: 2}"),
    ("M218", DRUGS, "⟦{height: 9, cells: [{gap: true, span: 3}]}"),
    ("M221", "{field: day}", "{field: ⟦dya}"),
    ("M222", "{field: day}", "{field: day}, {field: ⟦day}"),
    # checks
    ("M301", "rule: dates_in_order", "rule: ⟦dates_in_ordr"),
    ("M302", RULE, "{rule: dates_in_order, field: visit.N.day, ⟦feild: x}"),
    ("M303", RULE, "⟦{rule: dates_in_order}"),
    ("M306", RULE, "{rule: dates_in_order, field: ⟦visit.day}"),
    ("M306", "same_as: cover.person_name", "same_as: ⟦cover.name"),
    ("M308", "same_as: cover.person_name", "same_as: ⟦visit.N.times"),
    ("M124", "same_as: cover.person_name", "same_as: ⟦visit.N.again"),
    ("M041", RULE, "{rule: dates_in_order, field: ⟦5}"),
    ("M045", RULE, "{rule: not_in_future, fields: ⟦visit.N.day}"),
    ("M125", RULE, "{rule: requires, field: visit.N.state, codes: [⟦'7'], fields: [visit.N.day]}"),
    # editions
    ("M401", DAY, DAY + ', by_edition: {"2017": {⟦editions: ["2017"]}}'),
    ("M402", DAY, DAY + ', editions: ["2011", "2017", ⟦"2012"]'),
    ("M402", DAY, DAY + ', by_edition: {⟦"2012": {label: x}}'),
    ("M402", 'default_edition: "2017"', 'default_edition: ⟦"2012"'),
    ("M041", DAY, DAY + ', editions: [⟦2017, "2011"]'),
    ("M045", DAY, DAY + ", editions: ⟦all"),
    ("M046", DAY, DAY + ", by_edition: ⟦all"),
    # warnings
    ("M901", NAME, NAME + ", ⟦provisional: true"),
    ("M902", NAME, NAME + ", concept: ⟦person.nmae"),
]
"""Code, and the part of the base that is replaced, with the place of the problem marked."""


def test_the_base_has_no_problems(check: Check) -> None:
    assert check(BASE) == []


@pytest.mark.parametrize(("code", "old", "new"), CASES)
def test_a_mistake_is_reported_at_its_place(code: str, old: str, new: str, check: Check) -> None:
    text, line, column = broken(old, new)
    found = [problem for problem in check(text) if problem.code == code]
    assert [(each.where.line, each.where.column) for each in found] == [(line, column)]
    assert found[0].source_line == text.split("\n")[line - 1]
    assert found[0].where.file.endswith("mapping.yaml")
    assert "{" not in found[0].message.replace("{…}", "")


@pytest.mark.parametrize(
    ("code", "old", "new"), [case for case in CASES if case[0] in ("M032", "M034", "M035", "M041", "M221", "M301")]
)
def test_one_mistake_is_one_problem(code: str, old: str, new: str, check: Check) -> None:
    text, *_ = broken(old, new)
    expected = [code]
    if code == "M221":  # a misspelt cell leaves its field without one: two things to mend
        expected = ["M221", "M223"]
    assert sorted(problem.code for problem in check(text)) == expected


def test_a_missing_key_is_reported_where_its_group_begins(check: Check) -> None:
    (found,) = check(BASE.replace("- {id: number, label: 编号,", "- {id: number,"))
    assert (found.code, found.where.line, found.where.column) == ("M031", 15, 9)


def test_a_field_that_stands_nowhere_is_reported_at_its_id(check: Check) -> None:
    (found,) = check(BASE.replace(", {field: times}", ""))
    assert (found.code, found.where.line, found.where.column) == ("M223", 30, 14)


def test_a_field_without_a_cell_for_every_entry_is_reported(check: Check) -> None:
    found = check(BASE.replace("    count: 2", "    count: 2\n    entries: 2"))
    assert {each.code for each in found} == {"M224", "M225"}
    assert all("2" in each.message for each in found)


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    (found,) = check_mapping(tmp_path / "nowhere")
    assert found.code == "M001"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (BASE.encode("gb18030"), "M002"),
        (BASE.encode("utf-16"), "M002"),
        (b"a" * (MAX_BYTES + 1), "M003"),
        (b"", "M010"),
        (b"# only a comment\n", "M010"),
        (("[" * 50 + "]" * 50).encode(), "M008"),
        (
            (
                "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
                + "".join(f"{n}: &{n} [{','.join([f'*{chr(ord(n) - 1)}'] * 10)}]\n" for n in "bcdefgh")
            ).encode(),
            "M006",
        ),
        (b"a: &a [*a]\n", "M009"),
        (b"- a list\n", "M046"),
        (b"just words\n", "M046"),
    ],
)
def test_a_file_of_no_use_has_one_problem(raw: bytes, code: str, check: Check) -> None:
    assert [problem.code for problem in check(raw)] == [code]


def test_a_file_in_gbk_is_told_by_line_and_likely_encoding(check: Check) -> None:
    (found,) = check(BASE.encode("gb18030"))
    assert found.where.line == 3
    assert "GBK" in found.hint


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(check: Check) -> None:
    assert check(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode()) == []


def test_a_type_that_the_table_does_not_know_still_makes_a_sentence() -> None:
    tree = parse_source("id: x\n", "m.yaml").tree
    assert isinstance(tree, Group)
    (found,) = explain(tree, [{"type": "brand_new", "loc": ("id",), "msg": "Wrong somehow"}])
    assert (found.code, found.message) == ("M049", "'id' cannot be x: Wrong somehow.")


def test_an_unknown_sheet_in_a_rule_is_reported(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import MappingProxyType

    from formkit.catalogue.entry import Severity as Level
    from formkit.mapping import check_rules
    from formkit.model.rules import Argument, ArgumentKind, RuleSpec

    spec = RuleSpec("of_sheet", "C999", Level.ERROR, "", MappingProxyType({"sheet": Argument(ArgumentKind.SHEET, "")}))
    monkeypatch.setattr(check_rules, "RULES", {"of_sheet": spec})
    (found,) = check(BASE.replace(RULE, "{rule: of_sheet, sheet: visits}"))
    assert (found.code, found.hint) == ("M307", "Did you mean 'visit'?")


def test_requests_that_cannot_be_met_name_their_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = start_mapping("house-calls", tmp_path / "mappings")
    (tmp_path / "file").write_text("")
    requests = {
        "M501": lambda: load_handbook("house-call"),
        "M502": lambda: load_handbook("./nowhere"),
        "M503": lambda: load_handbook(f"{made}@1999"),
        "M504": lambda: start_mapping("Nope!", tmp_path),
        "M505": lambda: start_mapping("house-calls", tmp_path / "mappings"),
        "M506": lambda: start_mapping("other", tmp_path / "file"),
    }
    for code, request in requests.items():
        with pytest.raises(FormkitError) as caught:
            request()
        assert caught.value.problem.code == code


def test_every_code_is_tested_here() -> None:
    here = Path(__file__)
    source = "".join(file.read_text(encoding="utf-8") for file in (here, here.with_name("test_measured.py")))
    assert [code for code in CODES if f'"{code}"' not in source] == []


def test_a_problem_is_shown_with_its_line_and_hint(check: Check) -> None:
    (found,) = check(BASE.replace("format: name", "format: nmae"))
    first, line, hint = format_problem(found).split("\n")
    assert first.endswith("mapping.yaml:14:58: M034 nmae is not a known format.")
    assert line.strip() == "- {id: person_name, label: 姓名, kind: text, format: nmae, required: true}"
    assert hint == "    hint: Did you mean 'name'?"


def test_warnings_do_not_fail_a_mapping(check: Check, tmp_path: Path) -> None:
    found = check(BASE.replace(NAME, NAME + ", provisional: true"))
    assert [each.severity for each in found] == [Severity.WARNING]
    assert load_handbook(tmp_path).sheets[0].fields[0].provisional
