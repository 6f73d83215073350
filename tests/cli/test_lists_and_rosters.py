"""Rosters that would overwrite something, and booklets that nobody asked for, are refused."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from formkit.shipped import shipped
from formkit.store import open_store
from tests.cli.conftest import Run
from tests.media_table.lists import id_number, workbook


@pytest.fixture(autouse=True)
def _store() -> None:
    open_store("s.db").close()


def test_a_list_of_the_office_is_replaced_only_by_force(run: Run) -> None:
    workbook(Path("名单.xlsx"), [("姓名",), ("张三",)])
    before = Path("名单.xlsx").read_bytes()
    result = run("roster", "--store", "s.db", "-o", "名单.xlsx")
    assert ("E012" in result.output, result.exit_code) == (True, 2)
    assert Path("名单.xlsx").read_bytes() == before
    assert run("roster", "--store", "s.db", "-o", "名单.xlsx", "--force").exit_code == 0
    assert run("roster", "--store", "s.db", "-o", "名单.xlsx").exit_code == 0
    assert "花名册" in openpyxl.load_workbook("名单.xlsx").sheetnames


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-o", "r.xls"), "U001"),
        (("-o", "r"), "E013"),
        (("-o", "r.xlsx", "--handbook", "unknown"), "M501"),
        (("-o", "r.xlsx", "--handbook", "case-management@1999"), "M503"),
        (("-o", "r.xlsx", "--town", "330197101"), "E009"),
    ],
)
def test_a_roster_that_cannot_be_made_leaves_nothing(run: Run, arguments: tuple[str, ...], code: str) -> None:
    result = run("roster", "--store", "s.db", *arguments)
    assert (code in result.output, result.exit_code) == (True, 2), result.output
    assert not list(Path().glob("r*"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-o", "a.docx", "--fillable"), "E010"),
        (("-o", "a.xlsx", "--fillable"), "E010"),
        (("-o", "a", "--for", "l.xlsx", "--format", "docx", "--fillable"), "E010"),
        (("-o", "a.pdf", "--for", "l.xlsx", "--fillable"), "E010"),
        (("-o", "a.pdf", "--sheets", "followup=0"), "E011"),
        (("-o", "a.pdf", "--sheets", "followup=61"), "E011"),
        (("-o", "a"), "E013"),
        (("-o", "手册/"), "E013"),
    ],
)
def test_a_booklet_that_cannot_be_made_as_asked_leaves_nothing(
    run: Run, arguments: tuple[str, ...], code: str
) -> None:
    workbook(Path("l.xlsx"), [("姓名",), ("张三",)])
    result = run("blank", "case-management", *arguments)
    assert (code in result.output, result.exit_code) == (True, 2), result.output
    assert not list(Path().glob("a*"))
    assert not Path("手册").exists()


def test_a_fillable_file_for_each_person_is_still_made(run: Run) -> None:
    workbook(Path("l.xlsx"), [("姓名", "身份证号"), ("张三", id_number())])
    result = run("blank", "case-management", "-o", "out", "--for", "l.xlsx", "--fillable", "--sheets", "followup=1")
    assert result.exit_code == 0, result.output
    assert len(list(Path("out").glob("*.pdf"))) == 1


def test_the_number_of_persons_told_is_that_of_the_town_asked_for(run: Run) -> None:
    """People of all towns stand in the store; nobody lives in the second town."""
    office = shipped("samples") / "office.toml"
    people = shipped("samples") / "青石镇重性精神疾病患者花名册.xlsx"
    assert run("import", people, "--store", "s.db").exit_code == 0
    with_all = run("roster", "--store", "s.db", "-o", "a.xlsx", "--office", office)
    assert "0 persons" not in with_all.output
    more = '\n[[towns]]\ncode = "330197109"\nname = "无人镇"\n'
    Path("o.toml").write_text(office.read_text(encoding="utf-8") + more, encoding="utf-8")
    result = run("roster", "--store", "s.db", "-o", "b.xlsx", "--office", "o.toml", "--town", "330197109")
    assert "0 persons are on the roster" in result.output


def test_a_lone_sheet_of_a_registered_booklet_finds_its_person_by_the_serial(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["姓名", "身份证号"], ["王桂兰", "33019719540225442X"], ["王桂兰", "330197197105229016"]):
        sheet.append(row)
    book.save("名单.xlsx")
    made = run("blank", "case-management", "-o", "out/", "--for", "名单.xlsx", "--store", "s.db", "--format", "docx")
    assert made.exit_code == 0, made.output
    serial = sorted(Path("out").glob("*.docx"))[1].stem.split("-")[1]
    record = {"serial": serial, "fields": {"followup.1.patient_name": "王桂兰", "followup.1.visit_date": "2013-06-01"}}
    Path("r.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert run("fill", "case-management", "r.jsonl", "-o", "back").exit_code == 0
    result = run("import", "back", "--store", "s.db")
    assert "S20" not in result.output
    with open_store("s.db") as store:
        (document,) = store.documents()
        found = next(each for each in store.persons() if each.id == document.person_id)
        assert found.identity.id_number == "330197197105229016"
