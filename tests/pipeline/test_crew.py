"""Workers: what hangs, eats the memory or crashes costs that file, or that page, and nothing else.

Most of them start quickly here (see tests.conftest); where they share the pages of a stack, cannot start or are
stopped, and in all programs that tests start, they are started as the product does.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from formkit.errors import FormkitError
from formkit.pipeline.crew import hand
from formkit.pipeline.crew.crew import Crew
from formkit.pipeline.crew.job import FileRead, Wanted
from formkit.pipeline.crew.limits import Limits, default_workers
from formkit.pipeline.crew.memory import computed_seconds, machine_bytes, used_bytes
from formkit.pipeline.crew.tasks import Read, Task
from formkit.pipeline.digitise import read_content
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.sources import Source, sha256_of, sources_in
from tests.cli.test_scans import booklet, scanned
from tests.pipeline import poison
from tests.pipeline.test_importing import LI, visit, written

LIMITS = Limits(seconds=60, megabytes=700)
PAGE_LIMITS = Limits(seconds=60, megabytes=1300)
"""A minute is more than any machine needs, even for the first page of a worker, with what it has to load."""
WARM_SECONDS = 6
"""One that has loaded everything computes 0.2 s for a file or a page; what eats the memory takes a second of computing
or two; what spins does so for the whole limit, which a test has to wait for."""


def wanted(source: Source) -> Wanted:
    return Wanted(source, sha256_of(source.content()))


def struck_before(source: Source) -> Wanted:
    """Return what is wanted; what spins for a whole limit had cost a worker in an earlier start, so it does so once."""
    deaths = {poison.PAGE if source.named.name.startswith("page") else 0: 1} if "spin" in source.named.name else {}
    return replace(wanted(source), deaths=deaths)


def read_all(
    paths: list[Path], limits: Limits = LIMITS, count: int = 2, read: Read = poison.read, **options: object
) -> list[FileRead]:
    with Crew(count, ScanOptions(), limits, read=read, **options) as crew:  # type: ignore[arg-type]
        return list(crew.files(map(struck_before, sources_in(paths))))


def warm(path: Path) -> poison.Warm:
    """Return a reader whose workers have read a file, of a stack its first page, before they are ready."""
    [source] = sources_in([path])
    return poison.Warm(Task(source, sha256_of(source.content()), step=1000))


@pytest.fixture(scope="module")
def stack() -> bytes:
    return scanned(booklet("ABCDE1"))


@pytest.fixture
def busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only computing count: what else runs beside the tests makes sound files slow, too."""
    monkeypatch.setattr(hand, "_WAITING", 1000)


def codes(read: FileRead) -> list[str]:
    return [each.code for each in read.problems]


@pytest.mark.usefixtures("busy_machine", "quick_workers")
def test_each_poisoned_file_costs_itself_and_the_others_keep_their_order(tmp_path: Path) -> None:
    names = ["a", "b-spin", "c", "d-eat", "e", "f-crash", "g-raise", "h-once", "i"]
    paths = [written(tmp_path / f"{name}.xlsx", LI, visit(f"2018-03-{number + 1:02d}"))
             for number, name in enumerate(names)]
    lost: list[FileRead] = []
    limits = replace(LIMITS, seconds=WARM_SECONDS)
    reads = read_all(paths, limits, read=warm(paths[0]), on_death=lost.append)
    found = {each.wanted.source.path.stem: each for each in reads}
    sound = [name for name, each in found.items() if not each.problems]
    assert sorted(sound) == ["a", "c", "e", "h-once", "i"]
    untroubled = [name for name, each in found.items() if not each.deaths]
    assert untroubled == sorted(untroubled)
    assert {name: codes(found[name]) for name in found if name not in sound} == {
        "b-spin": ["F201"], "d-eat": ["F202"], "f-crash": ["F203"], "g-raise": ["F204"],
    }
    assert [each.poisoned for each in (found["b-spin"], found["g-raise"])] == [True, False]
    assert found["f-crash"].deaths == {0: 2}
    assert "赵远山" not in str(found["g-raise"].problems[0])
    assert sum(each.wanted.source.path.stem == "h-once" for each in lost) == 1
    assert all(len(found[name].documents) == 1 for name in sound)


@pytest.mark.usefixtures("quick_workers")
def test_a_file_over_which_a_worker_sleeps_for_ever_is_set_aside_too(tmp_path: Path) -> None:
    [read] = read_all([written(tmp_path / "a-hang.xlsx", LI)], Limits(seconds=0.4), count=1)
    assert (codes(read), read.poisoned) == (["F201"], True)


@pytest.mark.usefixtures("busy_machine", "quick_workers")
@pytest.mark.parametrize(("strikes", "code"), [("spin", "G011"), ("eat", "G012"), ("crash", "G013")])
def test_a_poisoned_page_costs_that_page_of_its_stack(tmp_path: Path, stack: bytes, strikes: str, code: str) -> None:
    (tmp_path / f"page-{strikes}.pdf").write_bytes(stack)
    poisoned = tmp_path / f"page-{strikes}.pdf"
    if strikes == "spin":
        [read] = read_all([poisoned], replace(PAGE_LIMITS, seconds=WARM_SECONDS), count=1, read=warm(poisoned))
    else:
        [read] = read_all([poisoned], PAGE_LIMITS, count=1)
    [document] = read.documents
    assert [page.image for page in document.pages] == [1, 3]
    [told] = [each for each in document.problems if each.code.startswith("G01")]
    assert (told.code, told.where.detail) == (code, f"#{poison.PAGE}")
    assert (read.poisoned, read.deaths) == (False, {poison.PAGE: 2})


@pytest.mark.usefixtures("quick_workers")
def test_a_worker_that_ends_behind_the_last_page_costs_no_page_and_adds_none(tmp_path: Path, stack: bytes) -> None:
    (tmp_path / "page-last.pdf").write_bytes(stack)
    [read] = read_all([tmp_path / "page-last.pdf"], count=1, limits=PAGE_LIMITS)
    [document] = read.documents
    assert [page.image for page in document.pages] == [1, 2, 3]
    assert [each for each in document.problems if each.code.startswith("G01")] == []
    assert (read.pages, read.poisoned) == (3, False)


def test_workers_that_end_before_they_are_ready_end_the_run_and_tell_how(tmp_path: Path) -> None:
    source = sources_in([written(tmp_path / "a.xlsx", LI)])
    with (
        Crew(1, ScanOptions(), LIMITS, read=poison.Unready()) as crew,
        pytest.raises(FormkitError) as stopped,
    ):
        list(crew.files(map(wanted, source)))
    assert (stopped.value.problem.code, dict(stopped.value.problem.context)["how"]) == ("F218", "9")
    assert crew._hands == []


def test_workers_share_the_pages_of_a_stack_and_read_the_same(
    tmp_path: Path, stack: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from formkit.pipeline.crew import crew

    monkeypatch.setattr(crew, "_WORTH_SPLITTING", 1)
    (tmp_path / "a.pdf").write_bytes(stack)
    counted: list[int] = []
    [shared] = read_all([tmp_path / "a.pdf"], Limits(), on_pages=counted.append)
    assert list(shared.documents) == read_content(stack, tmp_path / "a.pdf", options=ScanOptions())
    assert (shared.pages, sum(counted)) == (3, 3)


@pytest.mark.usefixtures("quick_workers")
def test_deaths_of_an_earlier_start_count(tmp_path: Path) -> None:
    [source] = sources_in([written(tmp_path / "a-crash.xlsx", LI)])
    with Crew(1, ScanOptions(), LIMITS, read=poison.read) as crew:
        [read] = crew.files([Wanted(source, sha256_of(source.content()), {0: 1})])
    assert (codes(read), read.deaths) == (["F203"], {0: 2})


def test_stopping_ends_the_workers_at_once(tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{name}.xlsx", LI, visit(f"2018-03-0{number}"))
             for number, name in enumerate(("a", "spin-b"), 1)]
    seen: list[str] = []
    begun = time.monotonic()
    with Crew(1, ScanOptions(), Limits(), read=poison.read, stopping=lambda: bool(seen)) as crew:
        for each in crew.files(map(wanted, sources_in(paths))):
            seen.append(each.wanted.source.label)
        processes = [hand.process for hand in crew._hands]
    assert seen == ["a.xlsx"]
    assert time.monotonic() - begun < 60
    assert not any(each.is_alive() for each in processes)


def test_memory_in_use_is_seen_from_outside() -> None:
    before = used_bytes(os.getpid(), 0) or 0
    held = os.urandom(1024) * 100_000
    after = used_bytes(os.getpid(), 0) or 0
    assert 60_000_000 < after - before < 200_000_000
    assert len(held) < (machine_bytes() or 0)
    assert 1 <= default_workers() <= 16


def test_how_long_a_process_computed_is_seen_from_outside() -> None:
    before, begun = computed_seconds(os.getpid(), 0) or 0.0, time.process_time()
    while time.process_time() - begun < 0.3:
        pass
    assert 0.2 < (computed_seconds(os.getpid(), 0) or 0.0) - before < 5


@pytest.mark.usefixtures("quick_workers")
def test_what_a_worker_put_onto_the_disk_is_gone_with_it(tmp_path: Path) -> None:
    path = written(tmp_path / "a-leave.xlsx", LI)
    [read] = read_all([path], count=1)
    assert codes(read) == ["F203"]
    left = path.with_suffix(".left").read_text(encoding="utf-8").split("\n")
    assert len(left) == 2
    assert not any(Path(each).exists() for each in left)
