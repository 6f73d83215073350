"""Rosters as offices keep them, against what is known of their content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formkit.media.table.people import PeopleTable, PersonRow
from formkit.media.table.read import read_people

DATA = Path(__file__).parent / "data"
SAMPLES = Path(__file__).parents[2] / "samples"
FILES = {
    "R01": SAMPLES / "青石镇重性精神疾病患者花名册.xlsx",
    "R02": DATA / "R02-云溪乡精神病人摸底表.xlsx",
    "R03": DATA / "R03-北河街道患者名单.csv",
}
CONCEPTS = {
    "name": "person.name", "village": "person.village", "sex": "person.sex", "idno": "person.id_number",
    "address": "person.address", "phone": "person.phone", "phone_2": "person.phone_2", "guardian": "guardian.name",
    "relation": "guardian.relation", "guardian_phone": "guardian.phone", "diagnosis": "illness.diagnosis",
    "first_onset": "illness.first_onset", "last_visit": "visit.date", "remark": "remark",
    "managed_since": "managed_since", "household_type": "household_type", "next_date": "visit.next_date",
}
WORDS = {
    "danger": ("visit.danger", {str(level): f"{level}级" for level in range(6)}),
    "visit_class": ("visit.class", {"1": "不稳定", "2": "基本稳定", "3": "稳定"}),
    "adherence": ("visit.adherence", {"1": "规律", "2": "间断", "3": "不服药"}),
    "managed": ("managed", {"是": "是", "否": "否"}),
}


def truth(key: str) -> dict:
    return json.loads((DATA / f"{FILES[key].name}.truth.json").read_text(encoding="utf-8"))


@pytest.fixture(params=sorted(FILES))
def roster(request: pytest.FixtureRequest) -> tuple[PeopleTable, dict]:
    return read_people(FILES[request.param]), truth(request.param)


def expected(record: dict) -> tuple[dict, dict]:
    values = {CONCEPTS[key]: record[key] for key in CONCEPTS if key in record}
    words = {concept: codes[record[key]] for key, (concept, codes) in WORDS.items() if key in record}
    return values, words


def found(row: PersonRow, concepts: dict) -> dict:
    return {concept: row.values.get(concept) for concept in concepts}


def test_every_person_is_read_and_nothing_else(roster: tuple[PeopleTable, dict]) -> None:
    table, known = roster
    assert [row.where.line for row in table.rows] == [record["row"] for record in known["records"]]


def test_every_value_is_as_known(roster: tuple[PeopleTable, dict]) -> None:
    table, known = roster
    for row, record in zip(table.rows, known["records"], strict=True):
        values, words = expected(record)
        assert found(row, values) == values
        assert {concept: row.meanings.get(concept) for concept in words} == words


def test_a_damaged_number_is_refused_by_its_cell_and_its_birth_date_is_kept() -> None:
    table, known = read_people(FILES["R02"]), truth("R02")
    refused = {found.where.detail for found in table.problems if found.code == "P011"}
    assert refused == {f"Sheet1!{issue['column']}{issue['row']}" for issue in known["issues"]}
    for row, record in zip(table.rows, known["records"], strict=True):
        assert row.values["person.birth"] == record["birth_recoverable"]
        assert ("person.id_number" in row.values) is (record["idno"] is not None)


def test_hidden_columns_are_read_and_told() -> None:
    hidden = {dict(found.context)["column"] for found in read_people(FILES["R02"]).problems if found.code == "P018"}
    assert hidden == {"D", "I"}


def test_a_good_roster_has_no_problem() -> None:
    assert read_people(FILES["R01"]).problems == ()


def test_a_date_without_its_year_is_asked_about() -> None:
    asked = [found for found in read_people(FILES["R03"]).problems if found.code == "P028"]
    assert [found.where.detail for found in asked] == ["L11"]


def test_every_column_tells_why_it_means_what_it_means() -> None:
    columns = {column.header: column for column in read_people(FILES["R02"]).columns}
    assert columns["监护人情况 姓名"].concept == "guardian.name"
    assert columns["基本情况 姓名"].concept == "person.name"
    assert all(column.reason for column in columns.values())
