"""What waits for a person, who holds it, and what a decision does to it, over a file and over memory alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from formkit.errors import Severity, StoreError, problem
from formkit.matching.match import match
from formkit.model.reading import DocumentStatus, FieldStatus, Reading
from formkit.model.review import Decision, DecisionKind, Filter, GroupBy, Reason
from formkit.model.store import Store
from formkit.store import schema
from formkit.store.sql import SqlStore
from tests.store.invented_cases import LI, add, document, unsure, visit
from tests.store.invented_scans import (
    BLANK,
    DANGER,
    ILLEGIBLE,
    NAME,
    NOON,
    NOTE,
    VALUE,
    WRONG_PAGE,
    decide,
    doubtful,
    minutes,
    queue,
    queue_made_anew,
    rows_of_queue,
    scan,
    seen,
    token,
)

IMPLAUSIBLE = problem("C101", field=NOTE, label="note", value="x")


def test_what_was_not_read_surely_waits_after_the_import(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3"), NOTE: seen("安"), "followup.1.symptoms": seen(None)})
    assert queue(store) == [(number, DANGER, "doubt")]
    (given,) = store.desk.take("王", Filter())
    assert (given.key, given.reason, given.sort) == ((number, DANGER), Reason.DOUBT, "circle")
    assert given.question == "case-management@2017/followup.danger"
    assert (given.value, given.source, given.handbook, given.edition) == ("3", "a.pdf", "case-management", "2017")
    assert given.reading == doubtful("3")


def test_a_failed_file_makes_nobody_wait(store: Store) -> None:
    add(store, document("broken.pdf", {NOTE: unsure("x")}, about="", failed=True))
    assert queue(store) == []


def test_a_decided_field_waits_no_more_and_its_document_is_settled_later(store: Store) -> None:
    number = scan(store)
    assert decide(store, "王", number, DANGER, "4").settled
    assert queue(store) == [(number, NOTE, "doubt")]
    assert (store.values(number)[DANGER].value, store.values(number)[DANGER].reading.value) == ("4", "3")
    assert store.desk.unsettled() == (number,)
    decide(store, "王", number, NOTE, "安")
    assert store.document(number).status is DocumentStatus.REVIEW
    assert store.desk.settle(number, store.desk.decisions(number), [])
    assert store.document(number).status is DocumentStatus.ACCEPTED
    assert store.desk.unsettled() == ()


def test_a_decision_that_comes_while_a_document_is_settled_is_followed_too(store: Store) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, "4")
    followed = store.desk.decisions(number)
    decide(store, "赵", number, NOTE, "平")
    assert not store.desk.settle(number, followed, [])
    assert store.desk.unsettled() == (number,)
    assert store.desk.settle(number, store.desk.decisions(number), [])


@pytest.mark.parametrize("kind", [BLANK, ILLEGIBLE, WRONG_PAGE])
def test_only_a_value_has_a_value(store: Store, kind: DecisionKind) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, "4", kind)
    assert store.values(number)[DANGER].value is None
    assert store.desk.field((number, DANGER)).decided == kind
    assert (number, DANGER, "doubt") not in queue(store)


def test_who_settles_too_late_follows_no_decision_that_came_after_another_had_settled(store: Store) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, "4")
    late = store.desk.decisions(number)
    assert store.desk.settle(number, store.desk.decisions(number), [])
    assert store.desk.decisions(number) == 0
    decide(store, "赵", number, NOTE, "平")
    assert not store.desk.settle(number, late, [])
    assert store.desk.unsettled() == (number,)


def test_a_value_of_nothing_is_a_blank(store: Store) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, None)
    assert store.desk.field((number, DANGER)).decided == BLANK


@pytest.mark.parametrize("kind", [DecisionKind.FIRST, DecisionKind.UNDO])
def test_nobody_decides_what_only_the_desk_keeps(store: Store, kind: DecisionKind) -> None:
    number = scan(store)
    with pytest.raises(ValueError, match="nobody decides"):
        decide(store, "王", number, DANGER, "4", kind)


def test_a_field_that_does_not_exist_is_refused(store: Store) -> None:
    number = scan(store)
    for key in ((number, "followup.9.danger"), (99, DANGER)):
        with pytest.raises(StoreError) as raised:
            decide(store, "王", *key, "4")
        assert raised.value.problem.code == "S103"
        with pytest.raises(StoreError):
            store.desk.field(key)


def test_an_accepted_document_makes_nobody_wait(store: Store) -> None:
    number = scan(store)
    store.accept(number, who="王", why="seen")
    assert queue(store) == queue_made_anew(store) == []


def test_a_decision_undone_after_the_acceptance_makes_its_field_wait_again(store: Store) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, "4")
    store.accept(number, who="赵", why="seen")
    assert (queue(store), store.document(number).status) == ([], DocumentStatus.ACCEPTED)
    store.desk.undo("王", token())
    assert queue(store) == queue_made_anew(store) == [(number, DANGER, "doubt")]
    assert store.document(number).status is DocumentStatus.REVIEW
    assert store.desk.settle(number, store.desk.decisions(number), [])
    assert store.document(number).status is DocumentStatus.REVIEW
    assert [each.right for each in store.desk.judged()] == [True], "nobody took the reading that was decided"
    (case,) = store.cases()
    (shown,) = store.case_values(case.id).of_sheet("followup")
    assert (shown.values["danger"].doubtful, shown.values["note"].doubtful) == (True, False)
    store.accept(number, who="赵", why="seen again")
    assert (queue(store), store.document(number).status) == ([], DocumentStatus.ACCEPTED)


def test_what_was_undone_before_the_acceptance_was_accepted_too(store: Store) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, "4")
    store.desk.undo("王", token())
    decide(store, "王", number, NOTE, "平", two=True)
    store.accept(number, who="赵", why="seen")
    store.desk.undo("王", token())
    assert queue(store) == queue_made_anew(store) == []
    assert store.document(number).status is DocumentStatus.ACCEPTED


def test_a_sure_reading_that_a_check_finds_wrong_waits_until_somebody_confirms_it(store: Store) -> None:
    number = scan(store, readings={NOTE: seen("x", reader="text@none")})
    assert queue(store) == []
    store.renew_problems(number, [IMPLAUSIBLE])
    assert IMPLAUSIBLE.severity is Severity.ERROR
    assert queue(store) == [(number, NOTE, "check")]
    assert [each.code for each in store.desk.field((number, NOTE)).problems] == ["C101"]
    decide(store, "王", number, NOTE, "x")
    assert queue(store) == queue_made_anew(store) == []
    store.desk.settle(number, store.desk.decisions(number), [])
    assert store.problems(number) == ()


def test_a_check_that_comes_with_a_decision_queues_the_other_field(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3"), NOTE: seen("x", reader="text@none")})
    decide(store, "王", number, DANGER, "4")
    store.desk.settle(number, store.desk.decisions(number), [IMPLAUSIBLE])
    assert queue(store) == [(number, NOTE, "check")]
    before = store.problems(number)
    store.desk.settle(number, 0, [IMPLAUSIBLE])
    assert store.problems(number) == before, "what was found before is not told anew"


def test_what_reading_said_of_a_field_is_closed_by_a_decision_and_open_again_after_its_undoing(store: Store) -> None:
    missing = problem("A210", field=NOTE, label="note", number="1")
    given = document("a.pdf", LI | visit(1, "2013-03-01", "0", note="见附页"), problems=(missing,))
    number = add(store, given).document_id
    assert queue(store) == [(number, NOTE, "check")]
    decide(store, "王", number, NOTE, "安")
    store.desk.settle(number, store.desk.decisions(number), [])
    assert store.problems(number) == ()
    store.desk.undo("王", token())
    store.desk.settle(number, store.desk.decisions(number), [])
    assert [each.code for each in store.problems(number)] == ["A210"]
    assert queue(store) == [(number, NOTE, "check")]


def test_what_a_person_accepted_is_not_found_wrong_a_second_time(store: Store) -> None:
    number = scan(store)
    store.renew_problems(number, [IMPLAUSIBLE])
    store.accept(number, who="王", why="seen")
    decide(store, "王", number, DANGER, "4")
    other = problem("C101", field=DANGER, label="danger", value="4")
    store.desk.settle(number, store.desk.decisions(number), [IMPLAUSIBLE, other])
    assert store.problems(number) == (other,), "what is new is told"
    store.desk.settle(number, store.desk.decisions(number), [IMPLAUSIBLE])
    store.desk.settle(number, store.desk.decisions(number), [IMPLAUSIBLE, other])
    assert store.problems(number) == (other,), "what went away by itself may come back"


def test_two_persons_are_never_given_one_field(store: Store) -> None:
    number = scan(store)
    (first,) = store.desk.take("王", Filter(), when=NOON)
    (second,) = store.desk.take("赵", Filter(), when=NOON)
    assert {first.field_id, second.field_id} == {DANGER, NOTE}
    assert store.desk.take("孙", Filter(), when=NOON) == ()
    assert not store.desk.hold("孙", (number, DANGER), when=NOON)
    assert store.desk.hold("王", first.key, when=NOON), "who holds a field may hold it on"


def test_what_is_held_comes_again_and_what_lies_beside_does_not(store: Store) -> None:
    number = scan(store)
    assert [each.field_id for each in store.desk.take("王", Filter(), 2)] == [DANGER, NOTE]
    assert [each.field_id for each in store.desk.take("王", Filter(), 2)] == [DANGER, NOTE]
    beside = [(number, DANGER)]
    assert [each.field_id for each in store.desk.take("王", Filter(), 1, beside=beside)] == [NOTE]
    assert store.desk.take("王", Filter(), 2, beside=[*beside, (number, NOTE)]) == ()


def test_a_claim_ends_by_time_by_letting_go_and_by_the_decision(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})
    store.desk.take("王", Filter(), when=NOON)
    assert store.desk.take("赵", Filter(), when=minutes(9.9)) == ()
    assert len(store.desk.take("赵", Filter(), when=minutes(10.1))) == 1
    store.desk.release("王")
    assert store.desk.take("王", Filter(), when=minutes(10.2)) == (), "nobody lets go of what another holds"
    store.desk.release("赵", [(number, NOTE)])
    assert store.desk.take("王", Filter(), when=minutes(10.2)) == ()
    store.desk.release("赵", [(number, DANGER)])
    assert len(store.desk.take("王", Filter(), when=minutes(10.2))) == 1
    decide(store, "王", number, DANGER, "4")
    store.desk.undo("王", token())
    assert len(store.desk.take("赵", Filter(), when=minutes(10.3))) == 1


def test_letting_go_of_all_leaves_nothing_held(store: Store) -> None:
    scan(store)
    store.desk.take("王", Filter(), 2, when=NOON)
    store.desk.release("王")
    assert len(store.desk.take("赵", Filter(), 2, when=NOON)) == 2


def test_a_decision_that_is_sent_twice_is_applied_once(store: Store) -> None:
    number = scan(store)
    sent = Decision(number, DANGER, VALUE, "4", "王", token())
    first = store.desk.decide(sent)
    again = store.desk.decide(sent)
    assert (again.correction_id, again.settled, again.repeated) == (first.correction_id, True, True)
    assert len(store.corrections(number)) == 1
    one = token()
    assert store.desk.undo("王", one) == store.desk.undo("王", one)
    assert [each.after for each in store.corrections(number)] == ["4", "3"]
    assert not store.desk.decide(Decision(number, NOTE, VALUE, "安", "王", "a", two=True)).settled
    assert not store.desk.decide(Decision(number, NOTE, VALUE, "安", "王", "a", two=True)).settled
    assert store.desk.field((number, NOTE)).entries.keys() == {"王"}


@pytest.mark.parametrize("other", [
    {"value": "5"}, {"value": None}, {"kind": ILLEGIBLE}, {"field_id": NOTE}, {"who": "赵"},
])
def test_another_decision_with_a_known_token_is_told_not_to_be_kept(store: Store, other: dict[str, Any]) -> None:
    number = scan(store)
    sent = Decision(number, DANGER, VALUE, "4", "王", token())
    store.desk.decide(sent)
    told = store.desk.decide(replace(sent, **other))
    assert (told.stale, told.repeated, told.settled) == (True, False, False)
    assert [(each.field_id, each.after) for each in store.corrections(number)] == [(DANGER, "4")]


def test_a_token_of_something_else_undoes_nothing(store: Store) -> None:
    number = scan(store)
    sent = Decision(number, DANGER, VALUE, "4", "王", token())
    store.desk.decide(sent)
    assert store.desk.undo("王", sent.token) is None
    undoing = token()
    assert store.desk.undo("王", undoing) is not None
    assert store.desk.undo("赵", undoing) is None
    assert store.desk.decide(replace(sent, token=undoing)).stale
    assert store.values(number)[DANGER].value == "3"


def test_two_persons_who_enter_the_same_settle_a_field(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})
    first = decide(store, "王", number, DANGER, "4", two=True)
    assert (first.settled, first.differs) == (False, False)
    assert store.values(number)[DANGER].value == "3"
    assert queue(store) == [(number, DANGER, "doubt")]
    assert store.desk.take("王", Filter()) == (), "it is another's turn"
    (given,) = store.desk.take("赵", Filter())
    assert [(who, each.value) for who, each in given.entries.items()] == [("王", "4")]
    assert decide(store, "赵", number, DANGER, "4", two=True).settled
    assert store.values(number)[DANGER].value == "4"
    assert queue(store) == []


def test_an_entry_is_for_another_only_where_its_question_needs_two(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})
    decide(store, "王", number, DANGER, "4", two=True)
    (question,) = (value for value, _count in store.desk.groups(GroupBy.QUESTION, Filter()))
    for two in (None, {question}, {question, "another"}):
        assert store.desk.take("王", Filter(), two=two) == ()
        assert not store.desk.hold("王", (number, DANGER), two=two)
    for two in (set(), {"another"}):
        assert store.desk.hold("王", (number, DANGER), two=two)
        assert [each.key for each in store.desk.take("王", Filter(), two=two)] == [(number, DANGER)]
        store.desk.release("王")
    assert decide(store, "王", number, DANGER, "5").settled


def test_one_person_alone_settles_nothing_however_often_they_enter(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})
    for _ in range(3):
        assert not decide(store, "王", number, DANGER, "4", two=True).settled
    assert store.values(number)[DANGER].value == "3"


def test_two_persons_who_differ_see_both_until_they_agree(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})
    decide(store, "王", number, DANGER, "4", two=True)
    assert decide(store, "赵", number, DANGER, "5", two=True).differs
    (given,) = store.desk.take("王", Filter())
    assert {who: each.value for who, each in given.entries.items()} == {"王": "4", "赵": "5"}
    assert decide(store, "王", number, DANGER, "5", two=True).settled
    assert store.values(number)[DANGER].value == "5"


def test_blank_and_illegible_are_not_the_same_entry(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})
    decide(store, "王", number, DANGER, kind=ILLEGIBLE, two=True)
    assert decide(store, "赵", number, DANGER, kind=BLANK, two=True).differs
    assert decide(store, "赵", number, DANGER, kind=ILLEGIBLE, two=True).settled
    assert store.desk.field((number, DANGER)).decided == ILLEGIBLE


def test_a_first_entry_that_is_undone_says_nothing_any_more(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})
    decide(store, "王", number, DANGER, "4", two=True)
    undone = store.desk.undo("王", token())
    assert undone is not None
    assert undone.kind is DecisionKind.FIRST
    assert store.desk.unsettled() == ()
    assert len(store.desk.take("王", Filter())) == 1
    assert not decide(store, "赵", number, DANGER, "4", two=True).settled


def test_a_settled_field_that_one_person_enters_differently_waits_for_another(store: Store) -> None:
    number = scan(store, readings={DANGER: doubtful("3")})
    decide(store, "王", number, DANGER, "4", two=True)
    decide(store, "赵", number, DANGER, "4", two=True)
    assert decide(store, "赵", number, DANGER, "4", two=True).settled, "what holds is confirmed by one"
    assert not decide(store, "赵", number, DANGER, "5", two=True).settled
    assert store.values(number)[DANGER].value == "4"
    assert queue(store) == queue_made_anew(store) == [(number, DANGER, "doubt")]
    assert store.desk.take("赵", Filter()) == ()
    (given,) = store.desk.take("王", Filter())
    assert given.entries.keys() == {"赵"}
    assert decide(store, "王", number, DANGER, "5", two=True).settled
    assert store.values(number)[DANGER].value == "5"


def test_fields_are_asked_for_by_where_they_stand_and_what_they_are(store: Store) -> None:
    first = scan(store, "a.pdf", batch="spring")
    other = {**LI, "cover.patient_name": "赵远山", "cover.patient_no": "101-00077", "cover.id_no": None,
             "cover.village": "石桥村", DANGER: doubtful("1"), "followup.2.danger": doubtful("2")}
    second = add(store, document("b.pdf", other), batch="autumn").document_id

    def asked(**which: object) -> list[tuple[int, str]]:
        found = [each.key for each in store.desk.take("王", Filter(**which), 9)]  # type: ignore[arg-type]
        store.desk.release("王")
        return found

    two = [(second, DANGER), (second, "followup.2.danger")]
    assert asked(batch="autumn") == asked(village="石桥村") == asked(document_id=second) == two
    assert asked(sort="text") == [(first, NOTE)]
    assert asked(question="case-management@2017/followup.danger") == [(first, DANGER), *two]
    assert asked(newest=True) == [*two, (first, DANGER), (first, NOTE)]
    assert asked(reason=Reason.LOOK) == asked(handbook="other") == asked(batch="") == []
    assert store.desk.groups(GroupBy.VILLAGE, Filter()) == [("柳河村", 2), ("石桥村", 2)]
    assert store.desk.groups(GroupBy.QUESTION, Filter(batch="spring")) == [
        ("case-management@2017/followup.danger", 1), ("case-management@2017/followup.note", 1),
    ]
    assert store.desk.groups(GroupBy.QUESTION, Filter(village="石桥村")) == [
        ("case-management@2017/followup.danger", 2),
    ]
    assert dict(store.desk.groups(GroupBy.SORT, Filter())) == {"circle": 3, "text": 1}
    assert dict(store.desk.groups(GroupBy.BATCH, Filter())) == {"spring": 2, "autumn": 2}


def test_what_is_asked_in_two_editions_is_two_questions(store: Store) -> None:
    numbers = [
        add(store, document(f"{edition}.pdf", LI | {DANGER: doubtful("3")}, edition=edition)).document_id
        for edition in ("2011", "2017", "")
    ]
    questions = [f"case-management{edition}/followup.danger" for edition in ("@2011", "@2017", "")]
    assert sorted(store.desk.groups(GroupBy.QUESTION, Filter())) == [(each, 1) for each in sorted(questions)]
    for number, question in zip(numbers, questions, strict=True):
        (given,) = store.desk.take("王", Filter(question=question))
        assert (given.document_id, given.question) == (number, question)
        assert decide(store, "王", number, DANGER, "2", two=True).settled is False
        store.desk.release("王")
        free_for_another = [each.document_id for each in store.desk.take("王", Filter(), 9, two={question})]
        assert number not in free_for_another, "only this edition's question needs two"
        assert len(free_for_another) == len(numbers) - 1
        store.desk.release("王")


def test_rows_of_a_table_and_sheets_of_a_kind_are_one_question(store: Store) -> None:
    rows = {f"followup.{sheet}.drugs.{row}.name": doubtful("药") for sheet in (1, 2) for row in (1, 3)}
    scan(store, readings=rows)
    assert store.desk.groups(GroupBy.QUESTION, Filter()) == [("case-management@2017/followup.drugs.name", 4)]


def test_counts_tell_what_waits_what_others_hold_and_what_was_decided_since(store: Store) -> None:
    number = scan(store)
    store.desk.take("赵", Filter())
    decide(store, "王", number, NOTE, "x", when=minutes(-5))
    found = store.desk.counts(Filter(), "王", since=NOON)
    assert (found.waiting, found.held, found.decided) == (1, 1, 0)
    decide(store, "王", number, DANGER, "4", when=minutes(5))
    assert store.desk.counts(Filter(), "王", since=NOON).decided == 1
    assert store.desk.counts(Filter(), "赵", since=NOON).decided == 0
    store.desk.undo("王", token())
    assert store.desk.counts(Filter(), "王", since=NOON).decided == 0


def test_history_shows_each_field_once_newest_first(store: Store) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, "4")
    decide(store, "王", number, NOTE, "x")
    decide(store, "王", number, DANGER, "5")
    decide(store, "赵", number, NAME, "李 青禾")
    assert store.desk.history("王", 5) == ((number, DANGER), (number, NOTE))
    assert store.desk.history("王", 1) == ((number, DANGER),)
    assert store.desk.history("孙", 5) == ()


def test_undoing_goes_back_step_by_step_and_only_over_ones_own(store: Store) -> None:
    number = scan(store)
    assert store.desk.undo("王", token()) is None
    for value in ("4", "5"):
        decide(store, "王", number, DANGER, value)
    decide(store, "赵", number, NOTE, "x")
    shown = []
    for _ in range(3):
        undone = store.desk.undo("王", token())
        shown.append((None if undone is None else undone.value, store.values(number)[DANGER].value))
    assert shown == [("5", "4"), ("4", "3"), (None, "3")]
    assert queue(store) == queue_made_anew(store) == [(number, DANGER, "doubt")]
    assert store.values(number)[NOTE].value == "x"


def test_nobody_undoes_what_another_decided_after_them(store: Store) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, "4")
    decide(store, "赵", number, DANGER, "5")
    assert store.desk.undo("王", token()) is None
    assert store.values(number)[DANGER].value == "5"
    assert store.desk.undo("赵", token()) is not None
    assert store.values(number)[DANGER].value == "4"
    assert store.desk.undo("王", token()) is not None, "what was decided after is gone"
    assert store.values(number)[DANGER].value == "3"


def test_a_decided_name_is_the_persons_name_and_undoing_takes_it_back(store: Store) -> None:
    number = scan(store, readings={NAME: doubtful("李 青木", "name@none")})
    person_id = store.document(number).person_id
    decide(store, "王", number, NAME, "李 青禾")

    def known() -> str | None:
        return next(each.identity.name for each in store.persons() if each.id == person_id)

    assert known() == "李 青禾"
    store.desk.undo("王", token())
    assert known() == "李 青木"
    decide(store, "王", number, NAME, "李 青禾", two=True)
    assert known() == "李 青木", "one of two decides nothing yet"
    decide(store, "赵", number, NAME, "李 青禾", two=True)
    assert known() == "李 青禾"


def test_a_decided_village_moves_all_that_waits_of_the_person(store: Store) -> None:
    first = scan(store, "a.pdf")
    scan(store, "b.pdf", {DANGER: doubtful("3"), "followup.1.visit_date": Reading.exact("2013-09-01")})
    decide(store, "王", first, "cover.village", "石桥村")
    assert store.desk.groups(GroupBy.VILLAGE, Filter()) == [("石桥村", 3)]
    before = rows_of_queue(store)
    queue_made_anew(store)
    assert rows_of_queue(store) == before


def test_corrections_from_elsewhere_are_kept_beside_decisions(store: Store) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, "4")
    store.correct(number, DANGER, "5", who="office", why="by hand")
    assert store.desk.undo("王", token()) is None
    assert store.values(number)[DANGER].value == "5"
    assert store.rematch(number, matcher=match).document_id == number


def test_missing_fields_do_not_wait_but_for_a_page_that_was_assigned(store: Store) -> None:
    number = scan(store, readings={DANGER: Reading(None, FieldStatus.MISSING, page=2)})
    assert queue(store) == []
    assert isinstance(store, SqlStore)
    with store._write() as connection:
        connection.execute(
            schema.document_decision.insert().values(
                document_id=number, kind="assign_page", image=1, page=2, turn=0, who="王", why="", at=NOON.isoformat()
            )
        )
    assert queue_made_anew(store) == [(number, DANGER, "page")]


def test_what_is_in_hand_waits_still_and_is_told_in_its_order(store: Store) -> None:
    number = scan(store)
    assert store.desk.in_hand("王", Filter()) == ()
    store.desk.take("王", Filter(), 2)
    assert store.desk.in_hand("王", Filter()) == ((number, DANGER), (number, NOTE))
    assert store.desk.in_hand("王", Filter(sort="none")) == ()
    assert store.desk.in_hand("赵", Filter()) == ()
    decide(store, "王", number, DANGER, "4")
    assert store.desk.in_hand("王", Filter()) == ((number, NOTE),)


def test_a_decision_that_was_made_before_seeing_anothers_is_not_kept(store: Store) -> None:
    number = scan(store)
    seen_by_both = store.desk.field((number, DANGER)).last
    decide(store, "赵", number, DANGER, "4")
    late = Decision(number, DANGER, DecisionKind.VALUE, "5", "王", token(), seen=seen_by_both)
    assert store.desk.decide(late).stale
    assert store.values(number)[DANGER].value == "4"
    again = replace(late, seen=store.desk.field((number, DANGER)).last)
    assert not store.desk.decide(again).stale
    assert store.desk.decide(again).repeated
    assert store.values(number)[DANGER].value == "5"
