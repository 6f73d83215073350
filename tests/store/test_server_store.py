"""A store on a PostgreSQL server under the hands of several programs, some of which are killed."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Thread

import pytest

from formkit.errors import StoreError
from formkit.model.review import EVERYTHING
from formkit.pipeline.settling import settle_all
from formkit.store import server_blobs
from formkit.store.blobs import sha256_of
from formkit.store.engine import open_store
from tests.store.crashing_import import import_all, make_files
from tests.store.invented_cases import LI, add, content_of, document, visit
from tests.store.invented_scans import doubtful, queue_made_anew, rows_of_queue, scan
from tests.store.killed_desk import decide_all, take_all
from tests.store.server import Server

POINTS = ("blob half written", "blob written", "blob renamed", "before begin", "in transaction", "before commit",
          "after commit")
FILES = 21


def run(processes: BaseContext, job: Callable[..., None], *given: object, after: float = 0) -> int:
    """Run a program once and return its exit code; with ``after`` it is killed after so many seconds."""
    child = processes.Process(target=job, args=given)  # type: ignore[attr-defined]
    child.start()
    if after:
        time.sleep(after)
        child.kill()
    child.join(60)
    code = child.exitcode
    assert code is not None, "the program hangs"
    return int(code)


def held(url: str) -> tuple[int, set[str]]:
    """Return how many sources a store has, and what is wrong with it, but bytes whose rows were never written."""
    with open_store(url) as store:
        return store.stats().sources, {each.code for each in store.verify()} - {"S303"}


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_each_point_leaves_the_file_in_or_out(
    processes: BaseContext, tmp_path: Path, server_url: str, point: str
) -> None:
    make_files(tmp_path / "in", 3)
    assert run(processes, import_all, str(tmp_path), "careful", point, 2, server_url) == 9
    assert held(server_url) == (2 if point == "after commit" else 1, set())
    assert run(processes, import_all, str(tmp_path), "careful", "", 1, server_url) == 0
    with open_store(server_url) as store:
        found = store.stats()
        assert (found.sources, found.documents, found.persons, found.cases) == (2, 2, 1, 1)
        assert store.verify() == ()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends programs otherwise")
def test_two_imports_at_once_that_are_killed_again_and_again_store_everything_once(
    processes: BaseContext, tmp_path: Path, server_url: str
) -> None:
    chance = random.Random(3)
    make_files(tmp_path / "in", FILES)
    given = (str(tmp_path), "careful", "", 1, server_url)
    for _turn in range(3):
        both = [processes.Process(target=import_all, args=given) for _ in range(2)]  # type: ignore[attr-defined]
        for each in both:
            each.start()
        for each in both:
            time.sleep(chance.uniform(0.05, 0.3))
            each.kill()
            each.join()
        assert held(server_url)[1] == set()
    both = [processes.Process(target=import_all, args=given) for _ in range(2)]  # type: ignore[attr-defined]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
        assert each.exitcode == 0
    with open_store(server_url) as store:
        found = store.stats()
        assert (found.sources, found.documents, found.persons, found.cases) == (FILES - 1, FILES - 1, 1, 1)
        assert store.verify() == ()


def fill(url: str, months: int) -> tuple[int, ...]:
    with open_store(url) as store:
        note = {"followup.1.danger": doubtful("3"), "followup.1.note": doubtful("安")}
        return tuple(scan(store, f"{month}.pdf", note) for month in range(1, months + 1))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends programs otherwise")
def test_kills_at_any_moment_lose_no_promised_decision(processes: BaseContext, tmp_path: Path, server_url: str) -> None:
    told = tmp_path / "told"
    documents = fill(server_url, 4)
    given = (server_url, str(told), documents, True, 0)
    for after in (0.1, 0.3, 0.5):
        run(processes, decide_all, *given, after=after)
        promised = set(told.read_text(encoding="utf-8").split("\n")) - {""} if told.exists() else set()
        with open_store(server_url) as store:
            kept = {f"{each.document_id} {each.field_id}" for n in documents for each in store.corrections(n)}
            assert promised <= kept
    assert run(processes, decide_all, *given) == 0
    with open_store(server_url) as store:
        assert [len(store.corrections(number)) for number in documents] == [2] * 4, "each is kept once"
        settle_all(store)
        found = rows_of_queue(store)
        queue_made_anew(store)
        assert rows_of_queue(store) == found


def test_clerks_at_several_computers_are_never_given_the_same_field(
    processes: BaseContext, tmp_path: Path, server_url: str
) -> None:
    fill(server_url, 12)
    clerks = [
        processes.Process(target=take_all, args=(server_url, who, str(tmp_path / who)))  # type: ignore[attr-defined]
        for who in ("王", "李", "赵")
    ]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join(60)
        assert each.exitcode == 0
    taken = [line for path in tmp_path.iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(taken) == len(set(taken)) == 24
    with open_store(server_url) as store:
        assert store.desk.take("孙", EVERYTHING) == ()


def test_a_run_belongs_to_one_program_and_is_free_when_that_is_gone(server_url: str) -> None:
    given = ("三月", ["/in"], {"engine": "none"})
    with open_store(server_url) as store:
        with open_store(server_url) as first:
            assert not first.begin_run(*given).resumed
            assert first.begin_run(*given).resumed
            with pytest.raises(StoreError) as raised:
                store.begin_run(*given)
            assert raised.value.problem.code == "S008"
            assert not store.begin_run("四月", *given[1:]).resumed, "another run may be under way"
        assert store.begin_run(*given).resumed


def test_a_new_store_opened_by_many_programs_at_once_opens_for_all(server: Server) -> None:
    wrong, url = list[BaseException](), server.url(server.make())

    def look() -> None:
        try:
            with open_store(url) as store:
                store.stats()
        except BaseException as error:
            wrong.append(error)

    threads = [Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_bytes_come_back_whole_and_damage_is_found_and_healed(
    server: Server, server_url: str, kept_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_blobs, "PIECE", 7)
    name = sha256_of(content_of("a.docx"))
    with open_store(server_url) as store:
        add(store, document("a.docx", LI))
        assert store.content(name) == content_of("a.docx")
        server.run(kept_database, "UPDATE blob SET bytes = '' WHERE piece = 1")
        assert [each.code for each in store.verify()] == ["S302"]
        with pytest.raises(StoreError) as raised:
            store.content(name)
        assert raised.value.problem.code == "S109"
        server.run(kept_database, "DELETE FROM blob")
        assert [each.code for each in store.verify()] == ["S301"]
        add(store, document("a.docx", LI))
        assert store.verify() == ()
        server.run(kept_database, "INSERT INTO blob VALUES (repeat('a', 64), 0, 'x')")
        assert [each.code for each in store.verify()] == ["S302"]


def test_a_server_that_was_started_again_is_found_again(server: Server, server_url: str, kept_database: str) -> None:
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != pg_backend_pid() AND datname = "
    with open_store(server_url) as store:
        add(store, document("a.docx", LI))
        server.run("postgres", f"{end}'{kept_database}'")
        assert store.stats().documents == 1
        add(store, document("b.docx", LI | visit(1, "2013-03-01", "0")))
        assert store.stats().documents == 2


def test_text_is_ordered_as_in_a_file_whatever_the_language_of_the_database(server_url: str) -> None:
    names = ["赵", "a", "李", "B", "王", "_", "安"]
    with open_store(server_url) as store:
        for who in names:
            store.accounts.audit(who, "x")
        assert list(store.accounts.audit_words()[0]) == sorted(names)


def test_a_whole_page_in_the_place_of_a_name_or_number_is_kept_though_no_index_takes_it(server_url: str) -> None:
    chance = random.Random(5)
    page = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(6000))
    number = "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ123456789") for _ in range(9000))
    told = LI | {"cover.id_no": "", "cover.patient_name": page, "cover.patient_no": number}
    with open_store(server_url) as store:
        first = add(store, document("a.docx", told))
        again = add(store, document("b.docx", told | visit(1, "2013-03-01", "0")))
        assert store.values(first.document_id)["cover.patient_name"].value == page
        assert again.person_id == first.person_id


def test_what_a_database_cannot_keep_in_a_text_is_escaped(server_url: str) -> None:
    with open_store(server_url) as store:
        add(store, document("a\0b\udce4.docx", LI | {"cover.address": "x\0y"}))
        [found] = store.documents()
        assert found.source == "a\\x00b\\udce4.docx"
        assert store.values(1)["cover.address"].value == "x\0y"
        assert store.find_persons("李\0", 5) == ()
        assert store.accounts.check_password("a\0", "x") is None
