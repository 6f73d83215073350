"""fill → read → import → roster through the command line, in each format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from formkit.i18n import set_language
from tests.cli.conftest import Run, lines_of

RECORD = {
    "cover.patient_name": "欧阳 小兰", "cover.patient_no": "00012345", "cover.sex": "2", "cover.birth_ym": "1949-12",
    "cover.address": "青石镇柳河村=9组\n后院", "cover.idno": "11010519491231002X", "basic.pay_method": ["3", "7"],
    "supplement.first_onset": "1975", "supplement.admissions": 2, "supplement.past_symptoms": ["1", "10", "12"],
    "supplement.past_symptoms_other": "{{7*7}} <b>&amp;", "followup.1.visit_date": "2013-03-05",
    "followup.1.danger": "0", "followup.1.visit_class": "3", "followup.1.drugs.1.name": "利培酮",
    "followup.2.visit_date": "2013-06-04", "followup.2.danger": "3", "plan.1.care_mode": ["1", "3"],
    "plan.1.items.4.problem": "第四个问题", "plan.1.patient_signature": True, "assessment.2.a_sf_total": 7,
    "assessment.5.assess_date": "2014-03-02", "assessment_page.1.year": "2013",
}


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf"])
def test_what_is_filled_is_read_back_unchanged(
    run: Run, records: Callable[..., Path], tmp_path: Path, suffix: str
) -> None:
    filled = run("fill", "case-management@2011", records(RECORD), "-o", tmp_path / "已填", "--format", suffix)
    assert filled.exit_code == 0, filled.output
    (made,) = (tmp_path / "已填").iterdir()
    assert made.suffix == f".{suffix}"
    result = run("read", made)
    (document,) = lines_of(result)
    assert result.exit_code == 0
    assert (document["handbook"], document["edition"]) == ("case-management", "2011")
    fields = document["fields"]
    assert isinstance(fields, dict)
    assert {name: each["value"] for name, each in fields.items() if each["value"] is not None} == RECORD
    blank = [each for each in fields.values() if each["value"] is None]
    assert {each["status"] for each in blank} == {"blank"}
    assert "followup.4.doctor_signature" in fields


def test_import_twice_adds_nothing_and_the_roster_shows_the_person(
    run: Run, records: Callable[..., Path], tmp_path: Path
) -> None:
    run("fill", "case-management", records(RECORD), "-o", "filled", "--format", "docx")
    first = run("import", "filled", "--store", "a.db", "--batch", "第一批")
    again = run("import", "filled", "--store", "a.db")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "stored before: 1" in again.output
    made = run("roster", "--store", "a.db", "-o", "roster.xlsx", "--as-of", "2013-09-30")
    assert made.exit_code == 0, made.output
    book = openpyxl.load_workbook("roster.xlsx")
    text = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"11010519491231002X", "利培酮"} & text == {"11010519491231002X"}
    assert any("欧阳" in each for each in text)


def test_a_dry_run_keeps_nothing(run: Run, records: Callable[..., Path]) -> None:
    run("fill", "case-management", records(RECORD), "-o", "filled")
    assert run("import", "filled", "--dry-run").exit_code == 0
    assert not Path("formkit-store").exists()


def test_a_booklet_that_comes_back_as_a_line_of_read_can_be_filled_again(
    run: Run, records: Callable[..., Path]
) -> None:
    run("fill", "case-management@2017", records({"cover.patient_name": "王桂兰", "supplement.household_type": "2"}),
        "-o", "one")
    run("read", "one", "-o", "read.jsonl")
    line = json.loads(Path("read.jsonl").read_text(encoding="utf-8"))
    assert run("fill", "case-management@2017", "read.jsonl", "-o", "two").exit_code == 0
    (again,) = lines_of(run("read", "two"))
    assert again["serial"] == line["serial"]
    assert again["fields"] == line["fields"]


def test_one_bad_record_leaves_the_others_filled(run: Run, records: Callable[..., Path]) -> None:
    path = records(
        {"cover.patient_name": "甲"}, {"cover.patient_nam": "乙"}, {"cover.sex": "7"}, "not json",
        {"cover.patient_name": 5}, {"cover.patient_name": "丙"},
    )
    result = run("fill", "case-management", path, "-o", "out")
    assert result.exit_code == 1
    assert len(list(Path("out").iterdir())) == 2
    assert "did you mean cover.patient_name?" in result.output
    for code in ("F103", "F101"):
        assert code in result.output
    assert f"{path.name}:2" in result.output


@pytest.mark.parametrize("name", ["people.csv", "people.txt", "people.xlsx"])
def test_a_table_is_refused_as_a_whole_and_it_is_said_what_to_give(run: Run, name: str) -> None:
    Path(name).write_text("cover.patient_name,cover.sex\n甲,1\n乙,2\n", encoding="utf-8")
    result = run("fill", "case-management", name, "-o", "out")
    assert result.exit_code != 0
    assert result.output.count("F114") == 1
    assert "F101" not in result.output
    assert "formkit layout --json" in result.output


def test_where_a_line_stops_being_json_is_told_in_the_language_of_the_user(run: Run) -> None:
    set_language("zh_CN")
    Path("records.jsonl").write_text('{"cover.patient_name": 甲}\n', encoding="utf-8")
    output = run("fill", "case-management", "records.jsonl", "-o", "out").output
    assert "第 1 行从第 24 个字符起不是 JSON" in output
    assert "Expecting" not in output


def test_a_form_that_formkit_did_not_make_is_filled_on_its_own_pages_unless_told_otherwise(
    run: Run, records: Callable[..., Path]
) -> None:
    result = run("fill", "legacy-home-care-log", records({"client_name": "王桂兰"}), "-o", "out")
    assert result.exit_code == 0
    assert [path.suffix for path in Path("out").iterdir()] == [".pdf"]
    (document,) = lines_of(run("read", "out"))
    assert document["fields"]["client_name"]["value"] == "王桂兰"  # type: ignore[index, call-overload]


def test_the_same_key_twice_is_not_silently_the_last(run: Run, records: Callable[..., Path]) -> None:
    result = run("fill", "case-management", records('{"cover.sex": "1", "cover.sex": "2"}'), "-o", "out")
    assert result.exit_code == 1
    assert "F111" in result.output


def test_a_value_that_fails_a_check_is_written_reported_and_read_back(run: Run, records: Callable[..., Path]) -> None:
    odd = {"cover.idno": "110105194912310021", "cover.birth_ym": "2013-13", "cover.postcode": "12"}
    result = run("fill", "case-management", records(odd), "-o", "out")
    assert result.exit_code == 0
    (document,) = lines_of(run("read", "out"))
    fields = document["fields"]
    assert isinstance(fields, dict)
    assert {name: fields[name]["value"] for name in odd} == odd
    assert {fields[name]["status"] for name in odd} == {"accepted"}
    assert document["status"] == "review"
    problems = document["problems"]
    assert isinstance(problems, list)
    assert {"cover.idno"} <= {each.get("field") for each in problems if each["severity"] == "error"}


def test_what_is_written_with_o_is_told_on_stderr_and_stdout_stays_pure(run: Run, records: Callable[..., Path]) -> None:
    blank = run("blank", "case-management", "-o", "空白.pdf")
    assert (blank.stdout, blank.stderr) == ("", "A blank booklet of 19 pages is in 空白.pdf.\n")
    run("fill", "case-management", records({"cover.patient_name": "王桂兰"}), "-o", "filled", "--format", "xlsx")
    read = run("read", "filled", "-o", "读数.jsonl", "--overlay", "核对.pdf")
    assert read.stdout == ""
    assert "1 document is in 读数.jsonl." in read.stderr
    assert "There is no overlay" in read.stderr
    assert not Path("核对.pdf").exists()
    assert "is in" not in run("read", "filled").stderr


def test_fill_calls_blank_only_what_a_record_says_is_blank(run: Run, records: Callable[..., Path]) -> None:
    def told(**line: object) -> str:
        return run("fill", "case-management@2017", records(line), "-o", "out", "--details").output

    part = {"cover.patient_name": "王桂兰"}
    assert "C001" not in told(**part)
    assert "cover.sex) is required and blank" in told(**part, **{"cover.sex": None})
    exported = {"fields": part | {"cover.sex": None}, "open": {"cover.sex": "review"}}
    assert "C001" not in told(**exported)
    read = {"fields": part | {"cover.sex": {"value": None, "status": "missing"}}}
    assert "C001" not in told(**read)
    assert "V" in told(**part, **{"cover.idno": "123"})


@pytest.mark.parametrize("status", [[], {}, 7])
def test_fill_heeds_no_status_that_is_none(run: Run, records: Callable[..., Path], status: object) -> None:
    line = {"fields": {"cover.patient_name": {"value": "王桂兰", "status": status}}}
    result = run("fill", "case-management", records(line), "-o", "out")
    assert (result.exit_code, len(list(Path("out").iterdir()))) == (0, 1), result.output
