"""What every store gives out of whole records, over a file and over memory alike."""

from __future__ import annotations

import pytest

from formkit.errors import problem
from formkit.model.answers import Answer, AnswerState, Wanted, WholeRecord, state_of
from formkit.model.reading import DocumentStatus, FieldStatus, Reading
from formkit.model.review import Decision, DecisionKind
from formkit.model.store import Store
from formkit.model.whole import WholeDecision, WholeKind
from formkit.store import answers
from tests.store.invented_cases import LI, add, document, unsure, visit

READ = frozenset({DocumentStatus.ACCEPTED, DocumentStatus.REVIEW})


def wanted(store: Store, edition: str = "2017", batch: str | None = None) -> Wanted:
    (stock,) = (each for each in store.answers.stock(batch=batch) if each.edition == edition)
    return Wanted(stock.handbook, stock.edition, READ, stock.last, batch)


def records(store: Store, edition: str = "2017") -> list[WholeRecord]:
    return list(store.answers.records(wanted(store, edition)))


def answer(record: WholeRecord, field_id: str) -> Answer:
    (found,) = (each for each in record.answers if each.field_id == field_id)
    return found


def decide(
    store: Store, number: int, field_id: str, kind: DecisionKind, value: str | None, *, two: bool = False
) -> None:
    store.desk.decide(Decision(number, field_id, kind, value, "王", f"{field_id}-{kind}-{value}", two=two))


def test_a_record_comes_out_with_every_answer_and_how_it_stands(store: Store) -> None:
    doubtful = {"followup.1.note": unsure("x"), "followup.1.symptoms": Reading(None, FieldStatus.BLANK)}
    missing = {"assessment.1.score": Reading(None, FieldStatus.MISSING, 1.0, page=9)}
    told = (problem("C001", field="cover.phone", label="phone"),)
    given = document("a.docx", LI | visit(1, "2013-03-01", "0") | doubtful | missing, serial="7KX2M9", problems=told)
    added = add(store, given, batch="春")
    (record,) = records(store)
    assert (record.document_id, record.full_id, record.serial, record.batch, record.source) == (
        added.document_id, "case-management@2017", "7KX2M9", "春", "a.docx",
    )
    assert (record.person_id, record.status, record.codes) == (added.person_id, DocumentStatus.REVIEW, ("C001",))
    assert [each.field_id for each in record.answers] == list(given.readings)
    assert answer(record, "cover.sex") == Answer("cover.sex", "2", AnswerState.ACCEPTED)
    note = answer(record, "followup.1.note")
    assert (note.state, note.settled, note.proposed, note.confidence) == (AnswerState.REVIEW, None, "x", 0.4)
    assert answer(record, "followup.1.symptoms").state is AnswerState.BLANK
    assert record.open_ids == ("followup.1.note", "assessment.1.score")


def test_a_decision_comes_before_the_reading_and_names_who_made_it(store: Store) -> None:
    fields = ("followup.1.note", "followup.1.danger", "followup.1.patient_name")
    number = add(store, document("a.docx", LI | dict.fromkeys(fields, unsure("x")))).document_id
    decide(store, number, fields[0], DecisionKind.VALUE, "赵")
    decide(store, number, fields[1], DecisionKind.ILLEGIBLE, None)
    decide(store, number, fields[2], DecisionKind.VALUE, "李", two=True)
    (record,) = records(store)
    assert answer(record, fields[0]) == Answer(fields[0], "赵", AnswerState.DECIDED, 0.4, "王")
    assert (answer(record, fields[1]).state, answer(record, fields[1]).proposed) == (AnswerState.ILLEGIBLE, None)
    assert (answer(record, fields[2]).state, answer(record, fields[2]).who) == (AnswerState.REVIEW, "")


def test_what_was_accepted_as_it_stands_is_settled_by_who_accepted_it(store: Store) -> None:
    number = add(store, document("a.docx", LI | {"followup.1.note": unsure("x")})).document_id
    store.accept(number, who="陈", why="")
    (record,) = records(store)
    found = answer(record, "followup.1.note")
    assert (found.state, found.settled, found.who, record.open_ids) == (AnswerState.TAKEN, "x", "陈", ())


def test_answers_of_a_rejected_page_have_no_value(store: Store) -> None:
    page = Reading("3", FieldStatus.ACCEPTED, page=2)
    number = add(store, document("a.docx", LI | {"followup.1.danger": page})).document_id
    store.whole.decide(WholeDecision(number, WholeKind.REJECT_PAGE, "王", "t", page=2))
    found = answer(records(store)[0], "followup.1.danger")
    assert (found.state, found.settled, found.proposed) == (AnswerState.REJECTED, None, None)


def test_editions_imports_and_statuses_are_counted_apart(store: Store) -> None:
    add(store, document("a.docx", LI), batch="春")
    add(store, document("b.docx", LI | {"followup.1.note": unsure("x")}), batch="夏")
    add(store, document("c.docx", LI, edition="2011"))
    gone = add(store, document("d.docx", LI, edition="2011")).document_id
    store.whole.decide(WholeDecision(gone, WholeKind.REJECT, "王", "t"))
    add(store, document("e.docx", {}, about="", failed=True))
    counted = {each.full_id: each.by_status for each in store.answers.stock()}
    assert counted == {
        "@": {DocumentStatus.FAILED: 1},
        "case-management@2011": {DocumentStatus.ACCEPTED: 1, DocumentStatus.REJECTED: 1},
        "case-management@2017": {DocumentStatus.ACCEPTED: 1, DocumentStatus.REVIEW: 1},
    }
    assert [each.source for each in records(store, "2011")] == ["c.docx"]
    assert [each.source for each in store.answers.records(wanted(store, batch="夏"))] == ["b.docx"]
    assert store.answers.stock(batch="秋") == ()


def test_the_fields_are_those_of_all_records_and_none_comes_twice(store: Store) -> None:
    add(store, document("a.docx", LI | visit(1, "2013-03-01", "0")))
    add(store, document("b.docx", LI | visit(2, "2013-06-01", "0")))
    add(store, document("c.docx", {"cover.patient_name": "x", "followup.9.danger": "1"}, edition="2011"))
    found = store.answers.field_ids(wanted(store))
    assert sorted(found) == sorted({*LI, *visit(1, "", ""), *visit(2, "", "")})


def test_what_comes_into_the_store_meanwhile_is_not_among_the_records(store: Store) -> None:
    add(store, document("a.docx", LI))
    first = wanted(store)
    add(store, document("b.docx", LI | visit(7, "2013-03-01", "0")))
    assert [each.source for each in store.answers.records(first)] == ["a.docx"]
    assert set(store.answers.field_ids(first)) == set(LI)


def test_records_come_in_order_whatever_is_read_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_AT_ONCE", 2)
    names = [f"{number}.docx" for number in range(5)]
    for name in names:
        add(store, document(name, LI))
    found = store.answers.records(wanted(store))
    first = next(found)
    assert store.document(first.document_id).source == names[0]  # other questions may come between
    assert [first.source, *(each.source for each in found)] == names


@pytest.mark.parametrize("status", list(FieldStatus))
def test_every_reading_stands_somehow_without_a_decision(status: FieldStatus) -> None:
    found = state_of(status, "", taken=False, page_rejected=False)
    assert found.value == status.value
    assert found.is_open == (status in (FieldStatus.REVIEW, FieldStatus.MISSING))
