"""What follows from decisions beside the answers: in which order documents are settled, and what an end leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from formkit.errors import Problem
from formkit.model.store import Store
from formkit.pipeline.settling import settle
from formkit.review import background
from formkit.review.background import Settler
from formkit.store.engine import open_store
from tests.store.invented_scans import DANGER, decide, scan


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "formkit.db")) as opened:
        yield opened


class Held:
    """Settling that waits before its first document until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at_work, self.free, self.settled = Event(), Event(), list[int]()
        monkeypatch.setattr(background, "settle", self)

    def __call__(self, store: Store, document_id: int) -> None:
        self.at_work.set()
        assert self.free.wait(10)
        settle(store, document_id)
        self.settled.append(document_id)


def failing(fault: Exception) -> Problem:
    raise fault


def decided(store: Store, count: int) -> list[int]:
    numbers = [scan(store, f"{index}.pdf") for index in range(count)]
    for number in numbers:
        decide(store, "王", number, DANGER, "4")
    return numbers


def test_the_end_waits_for_the_document_at_work_and_leaves_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = decided(store, 4)
    held, settler = Held(monkeypatch), Settler(store, failing, quiet=0)
    settler.catch_up()
    assert held.at_work.wait(10)
    stopping = Thread(target=settler.stop)
    stopping.start()
    while not settler._stopped:
        stopping.join(0.01)
    held.free.set()
    stopping.join(10)
    assert (held.settled, store.desk.unsettled()) == ([first], tuple(others))
    settler.tell(others[0])
    settler.catch_up()
    settler.stop()
    assert store.desk.unsettled() == tuple(others), "nothing begins after the end"


def test_what_is_decided_now_is_settled_before_what_was_left(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third, fourth = decided(store, 4)
    held, settler = Held(monkeypatch), Settler(store, failing, quiet=0)
    settler.catch_up()
    assert held.at_work.wait(10)
    settler.tell(fourth)
    settler.catch_up()
    held.free.set()
    for _ in range(1000):
        if not store.desk.unsettled():
            break
        Event().wait(0.01)
    settler.stop()
    assert held.settled == [first, fourth, second, third]
