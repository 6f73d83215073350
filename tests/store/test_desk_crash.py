"""A program killed between decisions loses none, and what it left unfollowed is followed at the next start."""

from __future__ import annotations

import multiprocessing
import signal
import time
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from formkit.model.reading import DocumentStatus
from formkit.model.review import EVERYTHING, GroupBy
from formkit.pipeline.settling import settle_all
from formkit.store.engine import open_store
from tests.store.invented_scans import DANGER, NOTE, doubtful, queue_made_anew, rows_of_queue, scan
from tests.store.killed_desk import decide_all

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends programs otherwise")
DOCUMENTS = 6


@pytest.fixture(scope="module")
def processes() -> BaseContext:
    """Processes that start quickly, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.killed_desk"])
    return context


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
