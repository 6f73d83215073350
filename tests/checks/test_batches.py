from __future__ import annotations

from formkit.checks.batch import BatchEntry, check_batch, entry_of
from formkit.model.reading import Document, FieldStatus, PageFound, Reading
from tests.checks.booklet_design import handbook

PUBLISHED = "11010519491231002X"


def told(*entries: BatchEntry) -> list[tuple[str, str]]:
    return [(each.code, each.where.file) for each in check_batch(entries)]


def test_the_same_file_twice_is_told_once() -> None:
    copy = {"id_number": PUBLISHED, "serial": "ABC", "pages": frozenset({1, 2})}
    entries = BatchEntry("a.pdf", "1", **copy), BatchEntry("b.pdf", "1", **copy)  # type: ignore[arg-type]
    assert told(*entries) == [("C201", "b.pdf")]


def test_the_same_person_in_two_files() -> None:
    entries = [BatchEntry("a.pdf", "1", PUBLISHED), BatchEntry("b.pdf", "2", PUBLISHED), BatchEntry("c.pdf", "3")]
    assert told(*entries) == [("C202", "b.pdf")]
    assert PUBLISHED not in str(check_batch(entries)[0].to_json())


def test_the_same_page_of_a_booklet_twice() -> None:
    first = BatchEntry("a.pdf", "1", serial="ABC", pages=frozenset({1, 2}))
    second = BatchEntry("b.pdf", "2", serial="ABC", pages=frozenset({2, 3}))
    plain = BatchEntry("c.pdf", "3", pages=frozenset({2}))
    assert told(first, second, plain, plain) == [("C203", "b.pdf")]
    assert "page 2 of the booklet ABC" in check_batch([first, second])[0].message


def document(**readings: Reading) -> Document:
    return Document(
        "a.pdf", "1", serial="ABC", readings={f"cover.{name}": reading for name, reading in readings.items()},
        pages=(PageFound(1, "cover"), PageFound(2, "visit")),
    )  # fmt: skip


def test_what_tells_a_document_from_others() -> None:
    read = document(guardian_idno=Reading.exact("370101190102039973"), idno=Reading.exact("11010519491231002x"))
    assert entry_of(read, handbook()) == BatchEntry("a.pdf", "1", PUBLISHED, "ABC", frozenset({1, 2}))


def test_a_doubtful_or_wrong_number_joins_nobody() -> None:
    doubtful = Reading(PUBLISHED, FieldStatus.REVIEW, 0.4)
    for reading in (doubtful, Reading.exact("110105194912310021"), Reading.exact("无"), Reading.exact(None)):
        assert entry_of(document(idno=reading), handbook()).id_number is None


def test_an_old_number_is_the_same_person_as_the_new_one() -> None:
    assert entry_of(document(idno=Reading.exact("110105491231002")), handbook()).id_number == PUBLISHED
