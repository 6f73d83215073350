"""What every store keeps of documents and corrections, over a file and over memory alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from formkit.errors import StoreError, Where, problem
from formkit.matching.match import match
from formkit.model.journal import Entry, Locator, Outcome
from formkit.model.reading import DocumentStatus
from formkit.model.store import Store
from formkit.store.blobs import sha256_of
from tests.store.invented_cases import LI, add, content_of, document, handbook, unsure, visit

BOOK = handbook()


def test_a_document_comes_back_as_it_was_read(store: Store) -> None:
    readings = {
        **LI, **visit(1, "2013-03-01", "0", symptoms=("1", "12"), note=None),
        "followup.1.drugs.1.dose": 2.5, "followup.1.note": unsure("含糊"),
    }
    given = document("a.docx", readings)
    added = add(store, given, batch="spring", imported_at=datetime(2013, 4, 1, 8, tzinfo=timezone(timedelta(hours=8))))
    values = store.values(added.document_id)
    assert {name: each.value for name, each in values.items()} == {n: r.value for n, r in given.readings.items()}
    assert {name: each.reading for name, each in values.items()} == dict(given.readings)
    kept = store.document(added.document_id)
    assert (kept.source, kept.sha256, kept.batch) == ("a.docx", given.sha256, "spring")
    assert kept.stored_at == "2013-04-01T00:00:00+00:00"
    assert kept.status is DocumentStatus.REVIEW
    assert kept.pages == given.pages
    assert store.content(given.sha256) == content_of("a.docx")


def test_text_and_names_that_no_database_takes_are_kept_readable(store: Store) -> None:
    given = document("scan-\udcff.pdf", LI | {"cover.patient_name": "李\ud800", "followup.1.note": "\udfff\x00"})
    number = add(store, given).document_id
    assert store.document(number).source == "scan-\\udcff.pdf"
    assert store.values(number)["followup.1.note"].value == "\udfff\x00"
    assert store.values(number)["cover.patient_name"].value == "李\ud800"


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    before = store.stats()
    again = add(store, document("a.docx", LI))
    assert again.duplicate
    assert not first.duplicate
    assert (again.document_id, again.person_id, again.case_id) == (first.document_id, first.person_id, first.case_id)
    assert store.stats() == before
    assert (before.sources, before.documents, before.persons, before.cases) == (1, 1, 1, 1)
    assert before.by_status == {"accepted": 1}


def test_all_documents_of_a_file_come_in_at_once_or_not_at_all(store: Store) -> None:
    other = LI | {"cover.patient_name": "赵远山", "cover.patient_no": "101-00024", "cover.id_no": None}
    content = content_of("pile.pdf")
    pile = [document("pile.pdf", LI), document("pile.pdf", other, edition="1999")]
    with pytest.raises(StoreError) as raised:
        store.add_documents(pile, content, handbooks={BOOK.full_id: BOOK}, matcher=match)
    assert raised.value.problem.code == "S107"
    assert not store.has_source(sha256_of(content))
    assert store.stats().documents == 0
    assert [each.code for each in store.verify()] in ([], ["S303"])
    pile[1] = document("pile.pdf", other)
    added = store.add_documents(pile, content, handbooks={BOOK.full_id: BOOK}, matcher=match)
    assert store.has_source(sha256_of(content))
    assert [each.position for each in store.documents()] == [0, 1]
    assert added[0].person_id != added[1].person_id


def test_bytes_that_are_not_those_read_are_refused(store: Store) -> None:
    with pytest.raises(StoreError) as raised:
        store.add_document(document("a.docx", LI), b"changed meanwhile", handbook=BOOK, matcher=match)
    assert raised.value.problem.code == "S101"
    assert store.stats().sources == 0


def test_a_failed_file_is_kept_without_a_person(store: Store) -> None:
    cause = problem("S002", where=Where("broken.docx"), path="broken.docx")
    added = add(store, document("broken.docx", {}, about="", failed=True, problems=(cause,)))
    assert (added.person_id, added.case_id) == (None, None)
    assert store.documents(DocumentStatus.FAILED)[0].id == added.document_id
    assert store.problems(added.document_id) == (cause,)
    assert store.persons() == ()


def test_a_correction_is_added_and_undone_by_another(store: Store) -> None:
    number = add(store, document("a.docx", LI | visit(1, "2013-03-01", "0"))).document_id
    when = datetime(2013, 5, 1, tzinfo=UTC)
    store.correct(number, "followup.1.danger", "3", who="王", why="misread", when=when)
    now = store.values(number)["followup.1.danger"]
    assert (now.value, now.reading.value, now.corrected) == ("3", "0", True)
    store.correct(number, "followup.1.danger", "0", who="王", why="undo", when=when)
    assert store.values(number)["followup.1.danger"].value == "0"
    assert [(each.before, each.after, each.why) for each in store.corrections(number)] == [
        ("0", "3", "misread"), ("3", "0", "undo"),
    ]
    assert store.corrections(number)[0].at == "2013-05-01T00:00:00+00:00"


def test_a_correction_of_an_unknown_field_or_document_is_refused(store: Store) -> None:
    number = add(store, document("a.docx", LI)).document_id
    for asked, field, code in ((number, "followup.9.danger", "S103"), (number + 7, "cover.phone", "S102")):
        with pytest.raises(StoreError) as raised:
            store.correct(asked, field, "1", who="王", why="x")
        assert raised.value.problem.code == code
    assert store.stats().corrections == 0


def test_a_document_is_accepted_once_every_doubtful_field_is_settled(store: Store) -> None:
    doubtful = {"followup.1.danger": unsure("1"), "followup.1.note": unsure("x")}
    number = add(store, document("a.docx", LI | doubtful)).document_id
    store.correct(number, "followup.1.danger", "1", who="王", why="seen")
    assert store.document(number).status is DocumentStatus.REVIEW
    store.correct(number, "followup.1.note", None, who="王", why="blank")
    assert store.document(number).status is DocumentStatus.ACCEPTED


def test_open_errors_keep_a_document_in_review_until_renewed_or_accepted(store: Store) -> None:
    error = problem("S301", where=Where("a.docx", 3, 4, "B7"), field="cover.phone", sha256="x")
    number = add(store, document("a.docx", LI, problems=(error,))).document_id
    assert store.documents(DocumentStatus.REVIEW)[0].id == number
    assert store.problems(number) == (error,)
    store.renew_problems(number, [])
    assert store.document(number).status is DocumentStatus.ACCEPTED
    store.renew_problems(number, [error])
    store.accept(number, who="王", why="known")
    assert store.document(number).status is DocumentStatus.ACCEPTED
    assert store.problems(number) == ()
    store.renew_problems(number, [error])
    assert store.document(number).status is DocumentStatus.REVIEW


def test_unknown_cases_and_files_are_refused(store: Store) -> None:
    for ask, code in ((lambda: store.case_values(5), "S105"), (lambda: store.content("ab" * 32), "S108")):
        with pytest.raises(StoreError) as raised:
            ask()
        assert raised.value.problem.code == code


def test_documents_are_listed_by_batch(store: Store) -> None:
    first = add(store, document("a.docx", LI), batch="spring")
    add(store, document("b.docx", LI), batch="autumn")
    assert [each.id for each in store.documents(batch="spring")] == [first.document_id]
    assert len(store.documents()) == 2


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        add(store, document("a.docx", LI), imported_at=datetime(2013, 1, 1))
    assert store.stats().documents == 0


def test_a_file_that_was_read_in_a_later_run_is_not_set_aside_for_ever(store: Store) -> None:
    place = Locator("/a/list.csv")
    for number, outcome in enumerate((Outcome.POISONED, Outcome.LIST)):
        run = store.begin_run(str(number), [], {})
        store.note(run.id, [Entry(place, 1, 1, "ab", outcome)])
        assert bool(store.poisoned()) is (outcome is Outcome.POISONED)
