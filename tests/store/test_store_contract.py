"""What every store keeps, over a file and over memory alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from invented_cases import LI, content_of, document, handbook, id_number, unsure, visit

from formkit.errors import StoreError, Where, problem
from formkit.matching.match import match
from formkit.model.person import Identity, IssuedBooklet
from formkit.model.reading import Document, DocumentStatus, FieldStatus, Reading
from formkit.model.store import Added, ForeignRow, Store
from formkit.store.blobs import sha256_of
from formkit.store.engine import open_store

BOOK = handbook()
OLD = handbook("2011")


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = "memory:" if request.param == "memory" else str(tmp_path / "one" / "formkit.db")
    with open_store(url) as opened:
        yield opened
        assert opened.verify() == ()


def add(store: Store, given: Document, **more: object) -> Added:
    book = {"2017": BOOK, "2011": OLD}.get(given.edition)
    return store.add_document(given, content_of(given.source), handbook=book, matcher=match, **more)  # type: ignore[arg-type]


def codes(added: Added) -> list[str]:
    return [each.code for each in added.problems]


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
    assert store.content(given.sha256) == content_of("a.docx")


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
    number = add(store, document("a.docx", LI | {"followup.1.danger": unsure("1"), "followup.1.note": unsure("x")})).document_id
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


def test_a_second_visit_that_comes_alone_joins_its_case(store: Store) -> None:
    first = add(store, document("booklet.docx", LI | visit(1, "2013-03-01", "2", note="first")))
    second = add(store, document("later.docx", visit(1, "2013-06-02", "0")))
    assert (second.person_id, second.case_id) == (first.person_id, first.case_id)
    assert codes(second) == []
    view = store.case_values(first.case_id or 0)
    assert [each.date for each in view.of_sheet("followup")] == ["2013-03-01", "2013-06-02"]
    assert view.latest["followup.danger"].value == "0"
    assert view.latest["followup.danger"].date == "2013-06-02"
    assert view.latest["followup.note"].value == "first"
    assert view.concepts["person.phone"].value == LI["cover.phone"]
    assert view.person.identity.sex == "女"


def test_visits_that_come_out_of_order_stand_in_the_order_of_their_dates(store: Store) -> None:
    late = add(store, document("late.docx", LI | visit(1, "2013-09-01", "0")))
    add(store, document("early.docx", LI | visit(1, "2013-01-15", "4")))
    view = store.case_values(late.case_id or 0)
    assert [each.values["danger"].value for each in view.of_sheet("followup")] == ["4", "0"]
    assert view.latest["followup.danger"].value == "0"


def test_rows_of_a_table_are_taken_from_one_visit(store: Store) -> None:
    drugs = {"followup.1.drugs.1.name": "甲药", "followup.1.drugs.2.name": "乙药"}
    added = add(store, document("a.docx", LI | visit(1, "2013-03-01", "0") | drugs))
    add(store, document("b.docx", visit(1, "2013-06-01", "0") | {"followup.1.drugs.1.name": "丙药"}))
    latest = store.case_values(added.case_id or 0).latest
    assert latest["followup.drugs.1.name"].value == "丙药"
    assert "followup.drugs.2.name" not in latest


def test_a_differing_rescan_is_a_conflict_and_both_are_kept(store: Store) -> None:
    first = add(store, document("scan.pdf", LI | visit(1, "2013-03-01", "0", note="same")))
    second = add(store, document("rescan.pdf", visit(3, "2013-03-01", "5", note="same")))
    assert codes(second) == ["S110"]
    assert second.problems[0].field == "followup.3.danger"
    assert "5" not in dict(second.problems[0].context).values()
    assert store.document(second.document_id).status is DocumentStatus.REVIEW
    (seen,) = store.case_values(first.case_id or 0).of_sheet("followup")
    assert seen.conflicts == ("danger",)
    assert seen.documents == (first.document_id, second.document_id)
    assert store.values(first.document_id)["followup.1.danger"].value == "0"
    store.correct(second.document_id, "followup.3.danger", "0", who="王", why="paper says 0")
    assert store.problems(second.document_id) == ()
    assert store.document(second.document_id).status is DocumentStatus.ACCEPTED
    assert store.case_values(first.case_id or 0).of_sheet("followup")[0].conflicts == ()


def test_a_conflict_that_a_person_accepted_does_not_come_back(store: Store) -> None:
    add(store, document("scan.pdf", LI | visit(1, "2013-03-01", "0")))
    second = add(store, document("rescan.pdf", visit(1, "2013-03-01", "5")))
    store.accept(second.document_id, who="王", why="both are on paper")
    add(store, document("third.pdf", visit(1, "2013-06-01", "1")))
    assert store.problems(second.document_id) == ()
    assert store.document(second.document_id).status is DocumentStatus.ACCEPTED


def test_an_agreeing_rescan_fills_gaps_and_is_no_conflict(store: Store) -> None:
    first = add(store, document("scan.pdf", LI | visit(1, "2013-03-01", "0")))
    second = add(store, document("rescan.pdf", visit(1, "2013-03-01", "0", note="seen only here")))
    assert codes(second) == []
    (seen,) = store.case_values(first.case_id or 0).of_sheet("followup")
    assert seen.values["note"].value == "seen only here"


def test_a_corrected_date_moves_the_visit(store: Store) -> None:
    first = add(store, document("scan.pdf", LI | visit(1, "2013-03-01", "0")))
    second = add(store, document("other.pdf", visit(1, "2013-03-01", "5")))
    store.correct(second.document_id, "followup.1.visit_date", "2013-05-01", who="王", why="misread")
    assert store.problems(second.document_id) == ()
    assert [each.date for each in store.case_values(first.case_id or 0).of_sheet("followup")] == [
        "2013-03-01", "2013-05-01",
    ]


def test_an_undated_visit_is_kept_apart_and_reported(store: Store) -> None:
    first = add(store, document("a.pdf", LI | visit(1, None, "0")))
    second = add(store, document("b.pdf", visit(1, None, "1")))
    assert codes(first) == codes(second) == ["S111"]
    assert len(store.case_values(first.case_id or 0).of_sheet("followup")) == 2
    store.correct(first.document_id, "followup.1.visit_date", "2013-03-01", who="王", why="added")
    assert store.problems(first.document_id) == ()


def test_unused_sheets_make_no_visits(store: Store) -> None:
    unused = visit(2, None, "0") | {"followup.2.danger": None}
    missing = {"followup.3.danger": Reading(None, FieldStatus.MISSING), "followup.3.visit_date": Reading(None, FieldStatus.MISSING)}
    added = add(store, document("a.docx", LI | visit(1, "2013-03-01", "0") | unused | missing))
    assert [each.entry for each in store.case_values(added.case_id or 0).of_sheet("followup")] == [1]


def test_what_stands_once_on_a_page_belongs_to_each_of_its_entries(store: Store) -> None:
    page = {
        "assessment_page.2.year": 2014, "assessment.5.assessed_on": "2014-03-01", "assessment.5.score": 3,
        "assessment.6.assessed_on": "2014-06-01", "assessment.6.score": 4, "assessment_page.1.year": 2013,
    }
    added = add(store, document("a.docx", LI | page))
    found = store.case_values(added.case_id or 0).of_sheet("assessment")
    assert [(each.entry, each.values["year"].value, each.values["score"].value) for each in found] == [
        (5, 2014, 3), (6, 2014, 4),
    ]


def test_every_value_of_a_case_says_in_which_edition_its_code_was_written(store: Store) -> None:
    old = add(store, document("old.docx", LI | visit(1, "2011-03-01", "1"), edition="2011"))
    new = add(store, document("new.docx", LI | visit(1, "2017-03-01", "3")))
    assert old.case_id == new.case_id
    view = store.case_values(new.case_id or 0)
    assert [(each.sheet_edition, each.values["danger"].edition) for each in view.of_sheet("followup")] == [
        ("2011", "2011"), ("2017", "2017"),
    ]


def test_the_same_day_on_sheets_of_two_editions_is_not_mixed(store: Store) -> None:
    old = add(store, document("old.docx", LI | visit(1, "2017-03-01", "1"), edition="2011"))
    add(store, document("new.docx", LI | visit(1, "2017-03-01", "3")))
    assert len(store.case_values(old.case_id or 0).of_sheet("followup")) == 2


def test_a_sheet_of_an_issued_booklet_joins_by_its_serial_alone(store: Store) -> None:
    names = {name: LI[name] for name in ("cover.patient_name", "cover.patient_no")}
    issued = IssuedBooklet("7K2M9Q", "case-management", "2017", {"cover": 1, "followup": 4}, None, names, ("f1", "f2"))
    kept = store.register_issued(issued, handbook=BOOK, matcher=match)
    assert kept.person_id is not None
    assert store.register_issued(issued, handbook=BOOK, matcher=match) == kept
    assert store.find_serial("7K2M9Q") == kept
    assert (kept.counts, kept.values, kept.fingerprints) == ({"cover": 1, "followup": 4}, names, ("f1", "f2"))
    lone = {"followup.2.visit_date": "2013-06-01", "followup.2.danger": "1"}
    added = add(store, document("lone.pdf", lone, serial="7K2M9Q"))
    assert added.person_id == kept.person_id
    with pytest.raises(StoreError) as raised:
        store.register_issued(IssuedBooklet("7K2M9Q", "case-management", "2017"))
    assert raised.value.problem.code == "S106"
    assert store.find_serial("000000") is None


def test_prefilled_values_make_no_visit(store: Store) -> None:
    filled = {"cover.patient_name": LI["cover.patient_name"], "followup.1.note": "printed"}
    store.register_issued(IssuedBooklet("7K2M9Q", "case-management", "2017", values=filled), handbook=BOOK, matcher=match)
    added = add(store, document("a.pdf", filled | {"followup.2.note": "by hand"}, serial="7K2M9Q"))
    assert [each.entry for each in store.case_values(added.case_id or 0).of_sheet("followup")] == [2]


def test_the_same_paper_scanned_twice_is_one_visit_though_its_date_was_misread(store: Store) -> None:
    first = add(store, document("a.pdf", LI | visit(1, "2013-03-01", "0"), serial="7K2M9Q"))
    second = add(store, document("b.pdf", visit(1, "2013-03-07", "0"), serial="7K2M9Q"))
    assert codes(second) == ["S110"]
    assert store.case_values(first.case_id or 0).of_sheet("followup")[0].conflicts == ("visit_date",)


def test_sheets_without_a_name_wait_for_the_rest_of_their_booklet(store: Store) -> None:
    lone = {"followup.2.visit_date": "2013-06-01", "followup.2.danger": "1"}
    first = add(store, document("lone.pdf", lone, serial="7K2M9Q"))
    assert codes(first) == ["S204"]
    assert first.person_id is None
    second = add(store, document("cover.pdf", LI, serial="7K2M9Q"))
    joined = store.document(first.document_id)
    assert (joined.person_id, joined.case_id) == (second.person_id, second.case_id)
    assert joined.status is DocumentStatus.ACCEPTED
    assert len(store.case_values(second.case_id or 0).of_sheet("followup")) == 1


def test_plain_blanks_share_no_serial(store: Store) -> None:
    first = add(store, document("a.pdf", LI, serial="000000"))
    other = LI | {"cover.patient_name": "赵远山", "cover.patient_no": "9", "cover.id_no": None, "cover.phone": None}
    second = add(store, document("b.pdf", other, serial="000000"))
    assert first.person_id != second.person_id


def test_a_doubtful_match_is_never_merged_until_a_person_settles_it(store: Store) -> None:
    first = add(store, document("a.docx", LI | visit(1, "2013-03-01", "0")))
    alike = {"cover.patient_name": "李青禾", "cover.patient_no": None}
    second = add(store, document("b.docx", alike | {"followup.1.visit_date": "2013-06-01", "followup.1.danger": "3"}))
    assert codes(second) == ["S203"]
    assert second.person_id != first.person_id
    flagged = {each.id: each.possible_duplicate_of for each in store.persons()}
    assert flagged == {first.person_id: None, second.person_id: first.person_id}
    assert first.person_id is not None
    assert second.person_id is not None
    store.settle_duplicate(second.person_id, first.person_id, same=True, who="王", why="asked the village")
    assert [each.id for each in store.persons()] == [first.person_id]
    assert [each.id for each in store.cases()] == [first.case_id]
    for case in (first.case_id, second.case_id):
        assert len(store.case_values(case or 0).of_sheet("followup")) == 2
    assert store.document(second.document_id).case_id == first.case_id
    store.settle_duplicate(second.person_id, first.person_id, same=False, who="王", why="wrong after all")
    assert {each.id: each.possible_duplicate_of for each in store.persons()} == {
        first.person_id: None, second.person_id: None,
    }
    assert len(store.case_values(first.case_id or 0).of_sheet("followup")) == 1


def test_two_people_of_one_name_are_two_without_a_word(store: Store) -> None:
    add(store, document("a.docx", LI))
    namesake = LI | {
        "cover.id_no": id_number("1954-11-30", 33), "cover.birth": "1954-11", "cover.sex": "1",
        "cover.patient_no": "101-00999", "cover.phone": "13900000009",
    }
    assert codes(add(store, document("b.docx", namesake))) == []
    assert len(store.persons()) == 2


def test_a_corrected_number_lets_a_document_find_its_person(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    second = add(store, document("b.docx", visit(1, "2013-06-01", "0") | {"followup.1.patient_name": "季青禾"}))
    assert codes(second) == ["S202"]
    store.correct(second.document_id, "followup.1.patient_name", LI["cover.patient_name"], who="王", why="misread")
    again = store.rematch(second.document_id, matcher=match)
    assert (again.person_id, again.case_id) == (first.person_id, first.case_id)
    assert store.problems(second.document_id) == ()
    assert [each.id for each in store.persons()] == [first.person_id]


def test_a_document_without_a_name_can_be_assigned(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    lone = add(store, document("b.docx", {"followup.1.visit_date": "2013-06-01", "followup.1.danger": "1"}))
    assert store.document(lone.document_id).status is DocumentStatus.REVIEW
    assert first.person_id is not None
    store.assign(lone.document_id, first.person_id, who="王", why="came in the same envelope")
    assert store.document(lone.document_id).case_id == first.case_id
    assert store.document(lone.document_id).status is DocumentStatus.ACCEPTED
    with pytest.raises(StoreError) as raised:
        store.assign(lone.document_id, 999, who="王", why="x")
    assert raised.value.problem.code == "S104"


def test_a_correction_of_the_name_reaches_the_person(store: Store) -> None:
    added = add(store, document("a.docx", LI))
    store.correct(added.document_id, "cover.patient_name", "李青荷", who="王", why="misread")
    assert store.persons()[0].identity.name == "李青荷"
    assert store.persons()[0].identity.number == LI["cover.patient_no"]


def test_columns_that_no_handbook_feeds_are_kept_with_their_person(store: Store) -> None:
    added = add(store, document("a.docx", LI))
    row = ForeignRow(
        Identity(name="李青禾", id_number=LI["cover.id_no"]), {"managed_since": "2010-05", "subsidy": "是"},
        "roster.xlsx", "ab" * 32, "花名册!7", "case-management",
    )
    joined = store.add_foreign_row(row, matcher=match)
    assert (joined.person_id, joined.case_id, joined.duplicate) == (added.person_id, added.case_id, False)
    assert store.add_foreign_row(row, matcher=match).duplicate
    assert store.case_values(added.case_id or 0).foreign == (row,)


def test_a_person_known_from_a_list_alone_has_a_case(store: Store) -> None:
    row = ForeignRow(Identity(name="赵远山", number="7"), {}, "r.csv", "cd" * 32, "3", "case-management")
    joined = store.add_foreign_row(row, matcher=match)
    view = store.case_values(joined.case_id or 0)
    assert (view.person.identity.name, view.visits) == ("赵远山", ())
    assert [each.id for each in store.cases("case-management")] == [joined.case_id]
    assert store.cases("home-care") == ()


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
        add(store, document("a.docx", LI), imported_at=datetime(2013, 1, 1))  # noqa: DTZ001
    assert store.stats().documents == 0
