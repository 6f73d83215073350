"""A program killed between decisions loses none, and what it left unfollowed is followed at the next start."""

from __future__ import annotations

import signal
import time
from dataclasses import replace
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from formkit.errors import problem
from formkit.model.reading import DocumentStatus, FieldStatus
from formkit.model.review import EVERYTHING, GroupBy
from formkit.model.store import Store
from formkit.model.whole import WholeDecision, WholeKind
from formkit.pipeline.settling import settle_all
from formkit.store.engine import open_store
from tests.store.invented_cases import LI, add, document, unsure, visit
from tests.store.invented_scans import DANGER, NOTE, doubtful, queue_made_anew, rows_of_queue, scan
from tests.store.killed_desk import decide_all, decide_whole

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends programs otherwise")
DOCUMENTS = 6


def fill(path: Path) -> tuple[int, ...]:
    with open_store(str(path)) as store:
        return tuple(
            scan(store, f"{month}.pdf", {
                "followup.1.visit_date": doubtful(f"2013-{month:02d}-01"), DANGER: doubtful("3"), NOTE: doubtful("安"),
            })
            for month in range(1, DOCUMENTS + 1)
        )


def run(processes: BaseContext, *given: object, after: float = 0) -> int:
    """Run the clerk's program once and return its exit code; with ``after`` it is killed after so many seconds."""
    child = processes.Process(target=decide_all, args=given)  # type: ignore[attr-defined]
    child.start()
    if after:
        time.sleep(after)
        child.kill()
    child.join(60)
    code = child.exitcode
    assert code is not None, "the program hangs"
    return int(code)


def test_a_kill_after_a_decision_leaves_it_kept_and_to_be_followed(processes: BaseContext, tmp_path: Path) -> None:
    path, told = tmp_path / "formkit.db", tmp_path / "told"
    documents = fill(path)
    assert run(processes, str(path), str(told), documents, False, 3) == -signal.SIGKILL
    with open_store(str(path)) as store:
        assert store.desk.unsettled() == documents[:2]
        assert store.values(documents[0])[NOTE].value == "平"
        assert settle_all(store) == 2
        assert store.desk.unsettled() == ()
        assert settle_all(store) == 0


@pytest.mark.parametrize("after", [0.05, 0.15, 0.3])
def test_kills_at_any_moment_lose_no_promised_decision(processes: BaseContext, tmp_path: Path, after: float) -> None:
    path, told = tmp_path / "formkit.db", tmp_path / "told"
    documents = fill(path)
    given = (str(path), str(told), documents, True, 0)
    for turn in (1, 2, 3):
        run(processes, *given, after=after * turn)
        promised = set(told.read_text(encoding="utf-8").split("\n")) - {""} if told.exists() else set()
        with open_store(str(path)) as store:
            kept = {f"{each.document_id} {each.field_id}" for n in documents for each in store.corrections(n)}
            assert promised <= kept
            settle_all(store)
            found = rows_of_queue(store)
            queue_made_anew(store)
            assert rows_of_queue(store) == found
            assert store.verify() == ()
    assert run(processes, *given) == 0
    with open_store(str(path)) as store:
        assert [len(store.corrections(number)) for number in documents] == [2] * DOCUMENTS, "each is kept once"
        assert store.desk.unsettled() == ()
        assert {each.status for each in store.documents()} == {DocumentStatus.REVIEW}, "the date of each still waits"
        assert {row[1] for row in store.desk.groups(GroupBy.QUESTION, EVERYTHING)} == {DOCUMENTS}


def booklets(path: Path) -> None:
    """Fill a store with two booklets of two persons; the first has a page that nobody recognised."""
    with open_store(str(path)) as store:
        missing = {"followup.2.note": replace(unsure(None), status=FieldStatus.MISSING, page=4)}
        told = (problem("G101", image=3), problem("G106", page=1, sheet="随访", copy=2))
        add(store, document("a.pdf", LI | visit(1, "2013-03-01", "0") | missing, problems=told))
        other = {"cover.patient_name": "赵 远山", "cover.village": "东湾村"}
        add(store, document("b.pdf", other | visit(1, "2013-06-01", "1") | {"followup.1.note": unsure("x")}))


def state(store: Store) -> object:
    """Return all that a decision about a whole document changes."""
    numbers = (1, 2)
    return (
        [(each.kind, each.who) for each in store.whole.history(1)], [store.document(n).person_id for n in numbers],
        [store.document(n).status for n in numbers], [sorted(each.code for each in store.problems(n)) for n in numbers],
        sorted(rows_of_queue(store)), [store.case_values(each.id).latest for each in store.cases()],
    )


@pytest.mark.parametrize("decision", [
    WholeDecision(1, WholeKind.REJECT, "王", "t1"),
    WholeDecision(1, WholeKind.TOGETHER, "王", "t2", other_id=2),
    WholeDecision(1, WholeKind.ASSIGN, "王", "t3", image=3, page=4),
], ids=lambda each: each.kind)
def test_a_kill_at_any_step_of_a_decision_about_a_whole_document_leaves_all_of_it_or_nothing(
    processes: BaseContext, tmp_path: Path, decision: WholeDecision
) -> None:
    (tmp_path / "0").mkdir()
    booklets(tmp_path / "0" / "formkit.db")
    child = processes.Process(target=decide_whole, args=(str(tmp_path), decision, 400))  # type: ignore[attr-defined]
    child.start()
    child.join(240)
    assert child.exitcode == 0
    copies = sorted(map(int, (each.name for each in tmp_path.iterdir())))
    found = []
    for number in copies:
        with open_store(str(tmp_path / str(number) / "formkit.db")) as store:
            settle_all(store)
            found.append(state(store))
    nothing, everything = found[0], found[-1]
    assert nothing != everything
    kept = next(number for number in copies if found[number] != nothing)
    assert kept > 3, "it dies before the decision is kept"
    assert found[:kept] == [nothing] * kept
    assert found[kept:] == [everything] * (len(copies) - kept)
