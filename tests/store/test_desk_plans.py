"""How the database finds what the desk asks for: by an index, however much was decided before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from formkit.model.review import EVERYTHING, DecisionKind, Filter
from formkit.model.store import Store
from formkit.store import schema
from formkit.store.engine import open_store
from formkit.store.sql import SqlStore
from tests.store.invented_scans import DANGER, NOTE, decide, doubtful, scan

QUESTION = "case-management@2017/followup.danger"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(str(tmp_path / "formkit.db")) as opened:
        assert isinstance(opened, SqlStore)
        yield opened


def plans(store: SqlStore, ask: Callable[[Store], object]) -> list[str]:
    """Return the steps in which the database answers every query that ``ask`` makes."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        asked.append((statement, parameters))

    event.listen(store._reader, "before_cursor_execute", note)
    try:
        ask(store)
    finally:
        event.remove(store._reader, "before_cursor_execute", note)
    with store._read() as connection:
        return [
            step[3] for statement, parameters in asked if statement.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
        ]


@contextmanager
def counted(store: SqlStore) -> Iterator[list[int]]:
    """Count the steps of SQLite's machine, by tens; unlike seconds they are the same each time."""
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    def count(driver: object, *_more: object) -> None:
        driver.set_progress_handler(step, 10)  # type: ignore[attr-defined]

    event.listen(store._reader, "checkout", count)
    try:
        yield steps
    finally:
        event.remove(store._reader, "checkout", count)


def add_decided(store: SqlStore, number: int, count: int, kind: DecisionKind, who: str) -> None:
    """Add corrections of a person about fields of a document, as many decisions leave them."""
    names = [f"followup.1.danger_{index}" for index in range(count)]
    spot = {"sheet": "followup", "sheet_edition": "2017", "repeats": 1, "copy": 1, "entry": 1, "role": "answer"}
    read = {"labels": "", "value": '"1"', "raw": "", "status": "review", "confidence": 0.5, "page": 2}
    more = {"alternatives": "[]", "reader": "circle", "measures": "{}", "region": "", "concept": None}
    told = {"before": '"1"', "after": '"2"', "who": who, "why": "", "at": "2013-01-01", "reason": "doubt"}
    with store._write() as connection:
        connection.execute(schema.reading.insert(), [
            {"document_id": number, "field_id": name, "position": -index, "local": "danger", **spot, **read, **more}
            for index, name in enumerate(names, 1)
        ])
        connection.execute(schema.correction.insert(), [
            {"document_id": number, "field_id": name, "kind": kind.value, "entered": "value", "token": f"{kind} {name}",
             **told} for name in names
        ])


def test_the_next_fields_are_found_by_indexes_alone(store: SqlStore) -> None:
    number = scan(store)
    decide(store, "王", number, NOTE, "安")
    for which in (EVERYTHING, Filter(question=QUESTION)):
        steps = plans(store, lambda asked, which=which: asked.desk.take("王", which, 7, two=[QUESTION]))  # type: ignore[misc]
        assert [each for each in steps if "SCAN" in each and not each.startswith("SCAN waiting USING INDEX")] == []
        assert "USE TEMP B-TREE FOR ORDER BY" not in steps
        assert any("waiting" in each for each in steps)


def test_what_persons_judged_is_found_by_the_fields_of_the_readings(store: SqlStore) -> None:
    number = scan(store)
    decide(store, "王", number, NOTE, "安")
    steps = plans(store, lambda asked: list(asked.desk.judged()))
    assert any(each.startswith("SEARCH held USING INDEX correction_field") for each in steps), steps
    assert any(each.startswith("SEARCH undoing USING COVERING INDEX correction_undoes") for each in steps), steps
    scans = {each.split()[1].rstrip("_0123456789") for each in steps if each.startswith("SCAN")}
    assert scans <= {"reading", "document_decision"}, "of decisions only those about whole documents are all read"


@pytest.mark.parametrize("kind", [DecisionKind.VALUE, DecisionKind.FIRST])
def test_the_next_field_costs_as_much_after_many_decisions_as_after_few(store: SqlStore, kind: DecisionKind) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})

    def cost() -> int:
        with counted(store) as steps:
            assert [each.field_id for each in store.desk.take("王", EVERYTHING, 1, two=[QUESTION])] == [DANGER]
        return steps[0]

    first, before = cost(), cost()
    assert before < 2 * first
    add_decided(store, number, 500, kind, "王")
    assert cost() <= before * 1.2


def test_what_a_person_entered_alone_costs_little_to_pass_by(store: SqlStore) -> None:
    names = [f"followup.1.danger_{index}" for index in range(300)]
    number = scan(store, readings=dict.fromkeys([*names, DANGER], doubtful("3")))
    for name in names:
        decide(store, "王", number, name, "4", two=True)
    with counted(store) as steps:
        assert [each.field_id for each in store.desk.take("王", EVERYTHING, 1)] == [DANGER]
    assert steps[0] * 10 < 20 * len(names), "twenty steps of SQLite's machine for each field that is passed by"


def test_the_entries_of_a_field_are_found_by_the_field_however_much_one_person_entered(store: SqlStore) -> None:
    number = scan(store)
    steps = plans(store, lambda asked: asked.desk.field((number, DANGER)))
    found = [each for each in steps if each.startswith(("SEARCH correction ", "SCAN"))]
    assert found
    assert all("(document_id=? AND field_id=?" in each for each in found), found
