"""What every store keeps of decisions about whole documents, over a file and over memory alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from formkit.errors import Problem, Severity, StoreError, problem
from formkit.matching.match import match
from formkit.model.handbook import Field, Handbook, Kind
from formkit.model.person import Candidate, Identity, IssuedBooklet, Match
from formkit.model.reading import DocumentStatus, FieldStatus, Reading, Region, Value
from formkit.model.review import EVERYTHING, Decision, DecisionKind, GroupBy, Reason
from formkit.model.store import CaseView, ForeignRow, Store
from formkit.model.whole import WholeDecision, WholeKind
from formkit.store import schema
from formkit.store.engine import open_store
from tests.store.invented_cases import LI, add, content_of, document, handbook, unsure, visit

BOOK = handbook()
SCANNED = Region(1, (0.1, 0.1, 0.2, 0.2))


def decision(number: int, kind: WholeKind, token: str = "", **more: object) -> WholeDecision:
    return WholeDecision(number, kind, "王", token or f"{kind}-{number}-{sorted(more.items())}", "看过", **more)  # type: ignore[arg-type]


def on_page(page: int, values: dict[str, Value], status: FieldStatus = FieldStatus.ACCEPTED) -> dict[str, Reading]:
    return {
        name: Reading(value, status if value is not None else FieldStatus.MISSING, 1.0, page=page, region=SCANNED)
        for name, value in values.items()
    }


def test_a_rejected_document_counts_nowhere_and_comes_back_as_it_was(store: Store) -> None:
    kept = add(store, document("a.docx", LI | visit(1, "2013-03-01", "0")))
    second = LI | visit(2, "2013-06-01", "1") | {"followup.2.note": unsure("x")}
    number = add(store, document("b.docx", second)).document_id
    (case,) = store.cases()
    before = store.case_values(case.id)
    assert len(before.of_sheet("followup")) == 2
    assert store.whole.decide(decision(number, WholeKind.REJECT))
    assert [each.date for each in store.case_values(case.id).of_sheet("followup")] == ["2013-03-01"]
    assert store.case_values(case.id).latest["followup.danger"].value == "0"
    assert [each.id for each in store.documents()] == [kept.document_id]
    assert [each.id for each in store.documents(DocumentStatus.REJECTED)] == [number]
    assert store.document(number).status is DocumentStatus.REJECTED
    assert store.desk.groups(GroupBy.REASON, EVERYTHING) == []
    assert (store.stats().documents, store.stats().by_status["rejected"]) == (1, 1)
    assert store.whole.decide(decision(number, WholeKind.RESTORE))
    assert store.case_values(case.id) == before
    assert store.document(number).status is DocumentStatus.REVIEW
    assert [each.field_id for each in store.desk.take("王", EVERYTHING)] == ["followup.2.note"]


def test_a_person_of_whom_all_was_rejected_is_on_no_list(store: Store) -> None:
    number = add(store, document("a.docx", LI)).document_id
    store.whole.decide(decision(number, WholeKind.REJECT))
    assert (store.persons(), store.cases()) == ((), ())
    assert store.values(number)["cover.village"].value == "柳河村"
    assert store.rematch(number, matcher=match).case_id is None
    assert store.persons() == ()
    store.whole.decide(decision(number, WholeKind.RESTORE))
    assert [each.identity.name for each in store.persons()] == ["李 青禾"]
    assert len(store.cases()) == 1


def test_what_a_rejected_document_told_of_a_person_is_known_no_more(store: Store) -> None:
    bare = {name: LI[name] for name in ("cover.patient_name", "cover.patient_no", "cover.birth")}
    add(store, document("a.docx", bare))
    wrong = add(store, document("b.docx", LI | {"cover.village": "别村"}))
    add(store, document("c.docx", bare | {"cover.village": "柳河村"}))
    (person,) = store.persons()
    by_number = Identity(name="赵 远", id_number=LI["cover.id_no"])
    assert (person.identity.village, person.identity.id_number) == ("别村", LI["cover.id_no"])
    store.whole.decide(decision(wrong.document_id, WholeKind.REJECT))
    (left,) = store.persons()
    assert (left.identity.village, left.identity.id_number, left.identity.phone) == ("柳河村", None, None)
    assert left.identity.name == person.identity.name
    assert _candidates_of(store, by_number) == []
    store.whole.decide(decision(wrong.document_id, WholeKind.RESTORE))
    assert store.persons() == (person,)
    assert _candidates_of(store, by_number) == [person.id]


def _candidates_of(store: Store, identity: Identity) -> list[int]:
    """Return the persons that a new row of a list would be compared with."""
    seen: list[int] = []

    def matcher(_: Identity, candidates: Sequence[Candidate]) -> Match:
        seen.extend(each.person.id for each in candidates)
        raise LookupError

    with pytest.raises(LookupError):
        store.add_foreign_row(ForeignRow(identity, {}, "list.xlsx", "0" * 64, "2"), matcher=matcher)
    return seen


def test_what_a_rejected_page_told_of_a_person_comes_back_with_it(store: Store) -> None:
    cover = on_page(1, {"cover.village": "别村", "cover.phone": "13900000002"})
    number = add(store, document("a.pdf", cover | on_page(2, visit(1, "2013-03-01", "0")))).document_id
    store.whole.decide(decision(number, WholeKind.REJECT_PAGE, page=1))
    (person,) = store.persons()
    assert (person.identity.name, person.identity.village, person.identity.phone) == ("李 青禾", None, None)
    store.whole.decide(decision(number, WholeKind.RESTORE_PAGE, page=1))
    (person,) = store.persons()
    assert (person.identity.village, person.identity.phone) == ("别村", "13900000002")


def test_what_a_list_or_a_booklet_told_stays_when_a_document_is_rejected(store: Store) -> None:
    number = add(store, document("a.docx", LI)).document_id
    (person,) = store.persons()
    listed = Identity(name="李青禾", number="101-00023", village="柳河村")
    store.add_foreign_row(ForeignRow(listed, {}, "list.xlsx", "0" * 64, "2", "case-management"), matcher=match)
    phone = {"cover.phone": LI["cover.phone"]}
    store.register_issued(IssuedBooklet("AAAABBBB", "case-management", "2017", {}, person.id, phone))
    store.whole.decide(decision(number, WholeKind.REJECT))
    (left,) = store.persons()
    assert (left.identity.village, left.identity.phone, left.identity.id_number) == ("柳河村", LI["cover.phone"], None)


def test_a_case_without_a_counted_document_is_gone_while_its_person_stays(store: Store) -> None:
    number = add(store, document("a.docx", LI)).document_id
    other = replace(handbook(), id="other-handbook")
    store.add_document(
        document("b.docx", LI, about="other-handbook"), b"bytes of b.docx" * 20, handbook=other, matcher=match,
    )
    assert {each.handbook for each in store.cases()} == {"case-management", "other-handbook"}
    store.whole.decide(decision(number, WholeKind.REJECT))
    assert {each.handbook for each in store.cases()} == {"other-handbook"}


def test_a_decision_with_a_known_token_changes_nothing(store: Store) -> None:
    number = add(store, document("a.docx", LI)).document_id
    assert store.whole.decide(decision(number, WholeKind.REJECT, "one"))
    assert store.whole.decide(decision(number, WholeKind.RESTORE, "two"))
    assert not store.whole.decide(decision(number, WholeKind.REJECT, "one"))
    assert store.document(number).status is DocumentStatus.ACCEPTED
    told = [(each.kind, each.who, each.why) for each in store.whole.history(number)]
    assert told == [(WholeKind.REJECT, "王", "看过"), (WholeKind.RESTORE, "王", "看过")]


def test_decisions_about_unknown_documents_are_refused(store: Store) -> None:
    number = add(store, document("a.docx", LI)).document_id
    for asked in (decision(number + 5, WholeKind.REJECT), decision(number, WholeKind.TOGETHER, other_id=number + 5)):
        with pytest.raises(StoreError) as raised:
            store.whole.decide(asked)
        assert raised.value.problem.code == "S102"
    assert store.whole.history(number) == ()


def test_what_is_missing_waits_once_its_page_has_a_picture(store: Store) -> None:
    fields = on_page(1, LI) | on_page(2, dict.fromkeys(("followup.1.visit_date", "followup.1.danger")))
    gone = problem("G106", page=1, sheet="Visit", copy=1)
    unknown = problem("G101", image=2)
    number = add(store, document("a.pdf", fields, problems=(gone, unknown))).document_id
    assert store.desk.take("王", EVERYTHING) == ()
    page = {"image": 2, "page": 2, "turn": 1}
    store.whole.decide(decision(number, WholeKind.ASSIGN, **page), settles=(gone,))
    assert store.problems(number) == ()
    waiting = store.desk.take("王", EVERYTHING, 5)
    assert [each.field_id for each in waiting] == ["followup.1.visit_date", "followup.1.danger"]
    assert {each.reason for each in waiting} == {Reason.PAGE}
    (assigned,) = store.whole.state(number).assigned
    assert (assigned.page, assigned.image, assigned.turn) == (2, 2, 1)
    assert (assigned.sha256, assigned.file_of) == (store.document(number).sha256, number)
    store.whole.decide(decision(number, WholeKind.TAKE_BACK, page=2), settles=(gone,))
    assert store.problems(number) == (gone, unknown)
    assert store.desk.take("王", EVERYTHING) == ()
    assert store.whole.state(number).assigned == ()


def test_a_missing_side_on_which_nothing_is_asked_calls_nobody(store: Store) -> None:
    silent = problem("G106", severity=Severity.WARNING, page=2, sheet="Cover", copy=1)
    number = add(store, document("a.pdf", on_page(1, LI), problems=(silent,))).document_id
    assert store.problems(number) == (silent,)
    assert store.document(number).status is DocumentStatus.ACCEPTED
    assert number not in store.whole.standings()


def test_a_page_may_have_its_picture_in_the_file_of_another_document(store: Store) -> None:
    fields = on_page(1, LI) | on_page(2, {"followup.1.danger": None})
    number = add(store, document("a.pdf", fields)).document_id
    unknown = problem("G101", image=3)
    other = add(store, document("b.pdf", visit(1, "2013-03-01", "0"), problems=(unknown,))).document_id
    store.whole.decide(decision(number, WholeKind.ASSIGN, image=3, page=2, other_id=other))
    assert store.problems(other) == ()
    assert store.document(other).status is DocumentStatus.ACCEPTED
    (assigned,) = store.whole.state(number).assigned
    assert (assigned.sha256, assigned.file_of) == (store.document(other).sha256, other)
    assert store.whole.state(other).assigned == ()


def test_a_picture_that_is_no_page_is_settled_until_that_is_taken_back(store: Store) -> None:
    unknown = problem("G101", image=2)
    number = add(store, document("a.pdf", LI, problems=(unknown,))).document_id
    store.whole.decide(decision(number, WholeKind.DISMISS, image=2))
    assert (store.problems(number), store.document(number).status) == ((), DocumentStatus.ACCEPTED)
    assert store.whole.state(number).dismissed == {2}
    store.whole.decide(decision(number, WholeKind.RECALL, image=2))
    assert (store.problems(number), store.document(number).status) == ((unknown,), DocumentStatus.REVIEW)


def test_the_last_turn_of_a_picture_holds(store: Store) -> None:
    number = add(store, document("a.pdf", LI)).document_id
    for turn in (1, 2):
        store.whole.decide(decision(number, WholeKind.TURN, image=1, turn=turn))
    assert dict(store.whole.state(number).turns) == {1: 2}


def test_a_rejected_page_leaves_its_other_scan_alone_to_hold(store: Store) -> None:
    first = add(store, document("a.pdf", on_page(1, LI) | on_page(2, visit(1, "2013-03-01", "0")))).document_id
    later = on_page(1, LI) | on_page(2, visit(1, "2013-03-01", "3")) | {
        "followup.1.note": Reading("?", FieldStatus.REVIEW, 0.4, page=2, region=SCANNED)
    }
    second = add(store, document("b.pdf", later)).document_id
    (case,) = store.cases()
    assert [each.code for each in store.problems(second)] == ["S110"]
    store.whole.decide(decision(second, WholeKind.REJECT_PAGE, page=2))
    (entry,) = store.case_values(case.id).of_sheet("followup")
    assert (entry.documents, entry.values["danger"].value) == ((first,), "0")
    assert (store.problems(second), store.document(second).status) == ((), DocumentStatus.ACCEPTED)
    assert store.desk.take("王", EVERYTHING) == ()
    store.whole.decide(decision(second, WholeKind.RESTORE_PAGE, page=2))
    assert [each.code for each in store.problems(second)] == ["S110"]
    assert [each.field_id for each in store.desk.take("王", EVERYTHING, 5)] == ["followup.1.danger", "followup.1.note"]


def test_what_told_to_compare_with_a_rejected_document_is_settled_with_it(store: Store) -> None:
    first = add(store, document("a.docx", LI | visit(1, "2013-03-01", "0", note="同"))).document_id
    second = add(store, document("b.docx", LI | visit(1, "2013-03-01", "0", note="同"))).document_id
    assert [each.code for each in store.problems(second)] == ["S115"]
    store.whole.decide(decision(first, WholeKind.REJECT))
    assert store.problems(second) == ()
    store.whole.decide(decision(first, WholeKind.RESTORE))
    assert [each.code for each in store.problems(second)] == ["S115"]


def test_parts_of_one_booklet_miss_no_page_that_the_other_shows(store: Store) -> None:
    gone = problem("G106", page=1, sheet="Visit", copy=1)
    first = add(store, document("a.pdf", on_page(2, LI) | on_page(1, {"followup.1.danger": None}), problems=(gone,)))
    second = add(store, document("b.pdf", LI | visit(1, "2013-03-01", "0")))
    together = decision(first.document_id, WholeKind.TOGETHER, other_id=second.document_id)
    store.whole.decide(together, settles=(gone,))
    assert store.document(first.document_id).status is DocumentStatus.ACCEPTED
    assert store.whole.state(first.document_id).together == (second.document_id,)
    assert store.whole.state(second.document_id).together == (first.document_id,)
    store.whole.decide(decision(second.document_id, WholeKind.APART, other_id=first.document_id), settles=(gone,))
    assert store.whole.state(first.document_id).together == ()
    assert store.document(first.document_id).status is DocumentStatus.REVIEW
    assert store.problems(first.document_id) == (gone,)


def test_a_document_put_together_wrongly_goes_back_to_its_person(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    zhao = {"cover.patient_name": "赵远", "cover.patient_no": "101-00044", "cover.address": "东头"}
    second = add(store, document("b.docx", zhao))
    persons = store.persons()
    assert first.person_id is not None
    assert second.person_id not in (None, first.person_id)
    pair = {"other_id": second.document_id}
    store.whole.decide(
        decision(first.document_id, WholeKind.TOGETHER, **pair), owner=(second.document_id, first.person_id)
    )
    assert store.document(second.document_id).person_id == first.person_id
    assert [each.identity.address for each in store.persons()] == ["东头"]
    store.whole.decide(decision(second.document_id, WholeKind.APART, other_id=first.document_id))
    assert store.document(second.document_id).person_id == second.person_id
    assert store.persons() == persons
    assert {each.person_id for each in store.cases()} == {first.person_id, second.person_id}


NAMELESS = {"followup.1.visit_date": "2013-03-01", "followup.1.danger": "0"}


def test_a_document_that_was_nobodys_is_nobodys_again_when_documents_come_apart(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    second = add(store, document("b.docx", NAMELESS | {"cover.phone": "13900000002"}))
    assert second.person_id is None
    assert first.person_id is not None
    nobody = store.problems(second.document_id)
    assert [each.code for each in nobody] == ["S204"]
    before = store.persons()
    for turn in ("one", "two"):
        store.whole.decide(
            decision(second.document_id, WholeKind.TOGETHER, f"together {turn}", other_id=first.document_id),
            owner=(second.document_id, first.person_id),
        )
        assert (store.document(second.document_id).person_id, store.problems(second.document_id)) == (1, ())
        store.whole.decide(
            decision(first.document_id, WholeKind.APART, f"apart {turn}", other_id=second.document_id)
        )
        apart = store.document(second.document_id)
        assert (apart.person_id, apart.case_id) == (None, None)
        assert store.problems(second.document_id) == nobody
        assert store.persons() == before
    store.correct(second.document_id, "cover.phone", "13900000003", who="王", why="纸上")
    assert store.persons() == before, "it tells nothing of the person whose it was"
    named = {"cover.patient_name": "赵远", "cover.patient_no": "101-00044"}
    third = add(store, document("c.docx", named))
    assert third.person_id is not None
    store.assign(second.document_id, third.person_id, who="王", why="看过")
    assert store.document(second.document_id).person_id == third.person_id


@pytest.mark.parametrize("settled", [False, True])
def test_the_doubt_whose_a_document_is_comes_back_when_documents_come_apart(store: Store, settled: bool) -> None:
    first = add(store, document("a.docx", LI))
    second = add(store, document("b.docx", {"cover.patient_name": "李青禾", "cover.village": "石桥村"}))
    (doubt,) = (each for each in store.problems(second.document_id) if each.code.startswith("S2"))
    assert first.person_id is not None
    assert second.person_id not in (None, first.person_id)
    store.whole.decide(
        decision(first.document_id, WholeKind.TOGETHER, other_id=second.document_id),
        owner=(second.document_id, first.person_id),
    )
    assert doubt not in store.problems(second.document_id)
    if settled:
        store.settle_duplicate(second.person_id or 0, first.person_id, same=False, who="王", why="看过")
    store.whole.decide(decision(first.document_id, WholeKind.APART, other_id=second.document_id))
    assert store.document(second.document_id).person_id == second.person_id
    assert (doubt in store.problems(second.document_id)) is not settled


def between(view: CaseView) -> dict[int, list[Problem]]:
    """A check of the whole case that tells the newest of its documents of the one before it."""
    *before, newest = sorted({each for visit in view.visits for each in visit.documents})
    return {newest: [problem(
        "S112", late="followup.1.visit_date", late_label="day", late_document=before[-1], end="x", end_label="end",
        end_document=newest,
    )]} if before else {}


def told(store: Store, *numbers: int) -> list[int]:
    return [number for number in numbers if "S112" in {each.code for each in store.problems(number)}]


@pytest.mark.parametrize("way", ["assign", "rematch", "together"])
def test_the_cases_that_a_document_leaves_and_comes_to_are_checked_at_once(store: Store, way: str) -> None:
    zhao = {"cover.patient_name": "赵远", "cover.patient_no": "101-00044"}
    first, other = (add(store, document(f"{who['cover.patient_no']}.docx", who)) for who in (LI, zhao))
    number = add(store, document("b.docx", LI | visit(2, "2013-06-01", "1"))).document_id
    third = add(store, document("c.docx", LI | visit(3, "2013-09-01", "1"))).document_id
    store.desk.settle(third, 0, (), case_checker=between)
    assert told(store, first.document_id, number, third, other.document_id) == [third]
    assert other.person_id is not None
    if way == "assign":
        store.assign(third, other.person_id, who="王", why="看过", case_checker=between)
    elif way == "rematch":
        values = {"cover.id_no": None, "cover.birth": None, "cover.phone": None, **zhao}
        for name, value in values.items():
            store.correct(third, name, value, who="王", why="看过")
        store.rematch(third, matcher=match, case_checker=between)
    else:
        store.whole.decide(
            decision(third, WholeKind.TOGETHER, other_id=other.document_id), owner=(third, other.person_id),
            case_checker=between,
        )
    assert store.document(third).person_id == other.person_id
    assert told(store, first.document_id, number, third, other.document_id) == [number, third]
    if way == "together":
        apart = decision(other.document_id, WholeKind.APART, other_id=third)
        store.whole.decide(apart, case_checker=between)
        assert told(store, first.document_id, number, third, other.document_id) == [third]


def test_cases_that_become_one_are_checked_at_once(store: Store) -> None:
    zhao = {"cover.patient_name": "赵远", "cover.patient_no": "101-00044"}
    first, second = (add(store, document(f"{who['cover.patient_no']}.docx", who)) for who in (LI, zhao))
    pair = (second.person_id or 0, first.person_id or 0)
    store.settle_duplicate(*pair, same=True, who="王", why="看过", case_checker=between)
    assert told(store, first.document_id, second.document_id) == [second.document_id]


ARCHIVED = {"cover.patient_name": "孙亮", "cover.sex": "1", "cover.archive": "00123456"}


def _with_archive() -> Handbook:
    cover, *others = BOOK.sheets
    archive = Field("archive", "archive", Kind.TEXT, concept="person.archive_no")
    return replace(BOOK, sheets=(replace(cover, fields=(*cover.fields, archive)), *others))


@pytest.mark.parametrize("of_older_version", [False, True])
def test_what_only_a_booklet_told_is_known_when_all_documents_are_rejected(
    store: Store, of_older_version: bool
) -> None:
    book = _with_archive()
    store.register_issued(IssuedBooklet("AAAABBBB", book.id, "2017", {}, None, ARCHIVED), handbook=book, matcher=match)
    if of_older_version:
        with store._write() as connection:  # type: ignore[attr-defined]
            connection.execute(schema.issued.update().values(identity=""))
    paper = document("a.docx", ARCHIVED | visit(1, "2013-03-01", "0"), serial="AAAABBBB")
    number = store.add_document(paper, content_of("a.docx"), handbook=book, matcher=match).document_id
    known = Identity(name="孙亮", sex="男", number="档案号 00123456")
    store.whole.decide(decision(number, WholeKind.REJECT))
    assert [each.identity for each in store.persons()] == [known]


def test_a_person_named_since_stays_when_documents_come_apart(store: Store) -> None:
    first, second, third = (
        add(store, document(f"{number}.docx", {"cover.patient_name": name, "cover.patient_no": f"101-0004{number}"}))
        for number, name in enumerate(("李青禾", "赵远", "孙亮"))
    )
    assert first.person_id is not None
    assert third.person_id is not None
    store.whole.decide(
        decision(first.document_id, WholeKind.TOGETHER, other_id=second.document_id),
        owner=(second.document_id, first.person_id),
    )
    store.assign(second.document_id, third.person_id, who="王", why="看过")
    store.whole.decide(decision(first.document_id, WholeKind.APART, other_id=second.document_id))
    assert store.document(second.document_id).person_id == third.person_id


@pytest.mark.parametrize("other_picture", [False, True])
def test_what_was_decided_from_a_wrong_picture_counts_no_more(store: Store, other_picture: bool) -> None:
    missing = ("followup.1.visit_date", "followup.1.danger")
    fields = on_page(1, LI) | on_page(2, dict.fromkeys((*missing, "followup.1.note")))
    number = add(store, document("a.pdf", fields)).document_id
    store.correct(number, "followup.1.note", "早先", who="王", why="纸上", when=datetime(2020, 1, 1, tzinfo=UTC))
    store.whole.decide(decision(number, WholeKind.ASSIGN, image=2, page=2))
    for field, value in zip(missing, ("2013-03-01", "1"), strict=True):
        store.desk.decide(Decision(number, field, DecisionKind.VALUE, value, "王", f"token-{field}"))
    store.desk.settle(number, 2, ())
    (case,) = store.cases()
    assert [each.date for each in store.case_values(case.id).of_sheet("followup")] == ["2013-03-01"]
    if not other_picture:
        store.whole.decide(decision(number, WholeKind.TAKE_BACK, page=2))
        assert store.desk.take("王", EVERYTHING, 5) == ()
    store.whole.decide(decision(number, WholeKind.ASSIGN, image=3, page=2))
    values = store.values(number)
    assert [values[name].value for name in (*missing, "followup.1.note")] == [None, None, "早先"]
    assert [each.date for each in store.case_values(case.id).of_sheet("followup")] == [None]
    assert [each.field_id for each in store.desk.take("王", EVERYTHING, 5)] == list(missing)


@pytest.mark.parametrize(("out", "back"), [
    (WholeKind.REJECT, WholeKind.RESTORE), (WholeKind.REJECT_PAGE, WholeKind.RESTORE_PAGE),
])
def test_a_page_is_missing_again_when_the_part_that_shows_it_is_rejected(
    store: Store, out: WholeKind, back: WholeKind
) -> None:
    gone = problem("G106", page=2, sheet="Visit", copy=1)
    fields = on_page(1, LI) | on_page(2, {"followup.1.danger": None})
    first = add(store, document("a.pdf", fields, problems=(gone,))).document_id
    second = add(store, document("b.pdf", on_page(2, visit(1, "2013-03-01", "0")))).document_id
    store.whole.decide(decision(first, WholeKind.TOGETHER, other_id=second), settles=(gone,))
    page = {} if out is WholeKind.REJECT else {"page": 2}
    assert store.document(first).status is DocumentStatus.ACCEPTED
    store.whole.decide(decision(second, out, **page), settles=(gone,))
    assert (store.document(first).status, store.problems(first)) == (DocumentStatus.REVIEW, (gone,))
    store.whole.decide(decision(second, back, **page), settles=(gone,))
    assert (store.document(first).status, store.problems(first)) == (DocumentStatus.ACCEPTED, ())


def begun(store: Store, number: int, token: str = "begun") -> int:
    """Begin a document with the second picture of another one's file as its visit."""
    fields = dict.fromkeys(("followup.1.visit_date", "followup.1.danger"), Reading(None, FieldStatus.MISSING, page=2))
    cover = {"cover.patient_name": Reading(None, FieldStatus.MISSING, page=1)}
    gone = tuple(problem("G106", page=1, sheet=name, copy=1) for name in ("Cover", "Visit"))
    made = document("a.pdf", cover | fields, problems=gone)
    made = replace(made, pages=())
    return store.whole.start(
        decision(number, WholeKind.START, token, image=2, page=2, turn=1), made, BOOK, settles=gone[1:]
    )


def test_a_document_begins_with_a_picture_of_a_file_of_which_nothing_was_recognised(store: Store) -> None:
    unknown = [problem("G101", image=image) for image in (1, 2)]
    failed = add(store, document("a.pdf", {}, problems=tuple(unknown), about="", failed=True)).document_id
    number = begun(store, failed)
    assert begun(store, failed) == number, "sent twice it begins one"
    found = store.document(number)
    assert (found.sha256, found.handbook, found.position) == (store.document(failed).sha256, BOOK.id, 1)
    (page,) = store.whole.state(number).assigned
    assert (page.page, page.image, page.turn, page.file_of) == (2, 2, 1, number)
    assert [each.field_id for each in store.desk.take("王", EVERYTHING, 5)] == [
        "followup.1.visit_date", "followup.1.danger",
    ]
    assert store.problems(failed) == (unknown[0],)
    assert sorted(each.code for each in store.problems(number)) == ["G106", "S204"]
    assert (found.status, store.document(failed).status) == (DocumentStatus.REVIEW, DocumentStatus.FAILED)
    assert [each.kind for each in store.whole.history(number)] == [WholeKind.START, WholeKind.ASSIGN]
    assert [(each.kind, each.document_id, each.other_id) for each in store.whole.history(failed)] == [
        (WholeKind.START, number, failed)
    ]
    assert store.whole.state(failed).assigned == ()


def test_a_picture_is_unknown_again_when_the_document_that_it_began_is_rejected(store: Store) -> None:
    unknown = tuple(problem("G101", image=image) for image in (1, 2))
    failed = add(store, document("a.pdf", {}, problems=unknown, about="", failed=True)).document_id
    number = begun(store, failed)
    store.whole.decide(decision(number, WholeKind.REJECT))
    assert store.problems(failed) == unknown
    assert store.desk.take("王", EVERYTHING) == ()
    store.whole.decide(decision(number, WholeKind.RESTORE))
    assert store.problems(failed) == unknown[:1]
    assert len(store.desk.take("王", EVERYTHING, 5)) == 2


def test_a_decision_about_a_document_is_never_changed(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "formkit.db")) as store:
        number = add(store, document("a.docx", LI)).document_id
        store.whole.decide(decision(number, WholeKind.REJECT))
    with closing(sqlite3.connect(tmp_path / "formkit.db")) as database:
        for statement in ("UPDATE document_decision SET kind = 'restore'", "DELETE FROM document_decision"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(statement)
