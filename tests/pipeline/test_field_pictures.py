"""Pictures for those who look at them: nobody waits for another's, each is made once, no queue has no end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Event, Lock, Thread
from typing import cast

import pypdfium2
import pytest
from PIL import Image

from formkit.errors import StoreError
from formkit.model.reading import Region
from formkit.model.store import Store
from formkit.pipeline.field_pictures import MOST_AHEAD, FieldPictures
from formkit.pipeline.kept import Ahead, Kept
from tests.review.scanned_store import noise, picture, pictures

BOX = (0.2, 0.2, 0.4, 0.3)


class Files:
    """Files by their SHA-256; reading one may be held up, and every reading is counted."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.held: dict[str, Event] = {}
        self.asked: list[str] = []

    def add(self, *pages: Image.Image, pdf: bool = False) -> str:
        content = self._pdf(pages) if pdf else pictures(*pages)
        name = hashlib.sha256(content).hexdigest()
        self.kept[name] = content
        return name

    def _pdf(self, pages: tuple[Image.Image, ...]) -> bytes:
        out = BytesIO()
        pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=75)
        return out.getvalue()

    def content(self, sha256: str) -> bytes:
        self.asked.append(sha256)
        if sha256 in self.held:
            assert self.held[sha256].wait(20)
        if sha256 not in self.kept:
            raise StoreError.of("S108", sha256=sha256)
        return self.kept[sha256]


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def shown(files: Files) -> Iterator[FieldPictures]:
    made = FieldPictures(cast(Store, files))
    yield made
    for each in files.held.values():
        each.set()
    made.close()


def test_a_clerk_waits_for_nobody_elses_file(files: Files, shown: FieldPictures) -> None:
    slow, quick = files.add(picture("slow")), files.add(picture("quick"))
    files.held[slow] = Event()
    waiting = Thread(target=shown.crop, args=(slow, Region(1, BOX)))
    waiting.start()
    while slow not in files.asked:
        waiting.join(0.01)
    assert shown.crop(quick, Region(1, BOX)).jpeg
    assert shown.thumbnail(quick, 1, 0)
    assert shown.count(quick) == 1
    assert waiting.is_alive()
    files.held[slow].set()
    waiting.join(20)
    assert not waiting.is_alive()


def test_what_many_ask_for_at_once_is_made_once(files: Files, shown: FieldPictures) -> None:
    name = files.add(picture("once"), noise())
    files.held[name] = Event()
    with ThreadPoolExecutor(8) as clerks:
        asked = [clerks.submit(shown.crop, name, Region(1 + index % 2, BOX)) for index in range(8)]
        files.held[name].set()
        assert len({each.result().jpeg for each in asked}) == 2
    assert files.asked == [name]


def test_a_file_that_is_gone_is_asked_for_again(files: Files, shown: FieldPictures) -> None:
    for _time in range(2):
        with pytest.raises(StoreError, match="S108"):
            shown.crop("0" * 64, Region(1, BOX))
    assert len(files.asked) == 2


def test_the_crop_of_a_page_that_was_turned_since_is_another_one(files: Files, shown: FieldPictures) -> None:
    name = files.add(picture("turned"))
    assert shown.crop(name, Region(1, BOX)) != shown.crop(name, Region(1, BOX, turn=1))


def test_crops_are_cut_ahead_once_and_only_so_many_wait(files: Files, shown: FieldPictures) -> None:
    name, last = files.add(picture("first")), files.add(picture("last"))
    files.held[name] = Event()
    shown.cut_ahead([(name, Region(1, BOX))] * 9)
    while name not in files.asked:
        Event().wait(0.01)
    shown.cut_ahead((f"{index:064x}", Region(1, BOX)) for index in range(10 * MOST_AHEAD))
    shown.cut_ahead([(last, Region(1, BOX))] * 9)
    assert len(shown._ahead) == MOST_AHEAD
    files.held[name].set()
    while len(shown._ahead):
        Event().wait(0.01)
    shown.close()
    assert len(files.asked) == 1 + MOST_AHEAD, "of too many the last ones are cut"
    assert files.asked.count(last) == 1


def test_pdfium_is_never_used_by_two_threads_at_a_time(
    files: Files, shown: FieldPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [files.add(picture(f"pdf {index}"), noise(index), pdf=True) for index in range(6)]
    lock, real, met = Lock(), pypdfium2.PdfDocument.get_page, list[bool]()

    def alone(document: pypdfium2.PdfDocument, index: int) -> object:
        met.append(not lock.acquire(blocking=False))
        try:
            Event().wait(0.005)
            return real(document, index)
        finally:
            if not met[-1]:
                lock.release()

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", alone)
    with ThreadPoolExecutor(6) as clerks:
        assert all(each.jpeg for each in clerks.map(lambda name: shown.crop(name, Region(2, BOX)), names))
    assert met
    assert not any(met)


def test_what_is_kept_is_bounded_by_its_size_and_the_last_used_stay() -> None:
    kept: Kept[str, bytes] = Kept(10, len)
    for name in ("a", "b"):
        kept.get(name, lambda: b"1234")
    assert kept.get("a", lambda: b"") == b"1234"
    kept.get("c", lambda: b"1234")
    assert [name in kept for name in "abc"] == [True, False, True]
    kept.get("d", lambda: b"0123456789 and more")
    assert [name in kept for name in "abcd"] == [False, False, False, True]


def test_after_the_end_nothing_is_made_ahead() -> None:
    ahead, done = Ahead(2, "test"), list[str]()
    ahead.close()
    ahead.want("late", lambda: done.append("late"))
    assert done == []
