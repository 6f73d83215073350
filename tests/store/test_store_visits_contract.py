"""How visits become a case, over a file and over memory alike."""

from __future__ import annotations

from formkit.model.reading import DocumentStatus, FieldStatus, Reading
from formkit.model.store import Store
from tests.store.invented_cases import LI, add, codes, document, unsure, visit


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
    store.correct(second.document_id, "followup.3.danger", "5", who="王", why="undo")
    assert [each.code for each in store.problems(second.document_id)] == ["S110"]
    assert store.document(second.document_id).status is DocumentStatus.REVIEW


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
    never_came = Reading(None, FieldStatus.MISSING)
    missing = {"followup.3.danger": never_came, "followup.3.visit_date": never_came}
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


def test_of_two_versions_a_corrected_one_holds_then_a_sure_one_then_the_later(store: Store) -> None:
    first = add(store, document("a.pdf", LI | visit(1, "2013-03-01", "0", note="old")))
    doubtful = visit(1, "2013-03-01", "5", note="new") | {"followup.1.danger": unsure("5")}
    second = add(store, document("b.pdf", doubtful))

    def shown() -> dict[str, object]:
        (seen,) = store.case_values(first.case_id or 0).of_sheet("followup")
        return {name: seen.values[name].value for name in ("danger", "note")}

    assert shown() == {"danger": "0", "note": "new"}
    store.correct(first.document_id, "followup.1.note", "corrected", who="王", why="paper")
    assert shown() == {"danger": "0", "note": "corrected"}
    store.accept(second.document_id, who="王", why="seen")
    assert shown() == {"danger": "5", "note": "corrected"}


def test_a_sheet_that_is_scanned_twice_and_reads_the_same_is_told(store: Store) -> None:
    first = add(store, document("scan.pdf", LI | visit(1, "2013-03-01", "0", note="same")))
    second = add(store, document("rescan.pdf", visit(3, "2013-03-01", "0", note="same")))
    assert codes(second) == ["S115"]
    told = {"other": str(first.document_id), "entries": "Visit 2013-03-01 (scan.pdf)"}
    assert dict(second.problems[0].context) == told
    assert store.document(second.document_id).status is DocumentStatus.ACCEPTED


def test_the_same_answers_in_other_bytes_are_told_even_where_nothing_says_whose_they_are(store: Store) -> None:
    answers = {"followup.1.visit_date": "2013-03-01", "followup.1.danger": "2", "followup.1.note": "安",
               "followup.2.danger": "1"}
    first = add(store, document("scan.pdf", answers))
    second = add(store, document("rescan.pdf", answers))
    assert codes(second) == ["S204", "S115"]
    assert dict(second.problems[1].context)["other"] == str(first.document_id)


def test_a_visit_that_says_more_than_is_known_is_not_told_to_be_seen_again(store: Store) -> None:
    add(store, document("scan.pdf", LI | visit(1, "2013-03-01", "0", note="same")))
    assert codes(add(store, document("more.pdf", visit(1, "2013-03-01", "0", note="same", symptoms=("1",))))) == []
    assert codes(add(store, document("next.pdf", visit(2, "2013-06-01", "0", note="same")))) == []
