"""Second looks, and what decisions tell of readings and persons, over a file and over memory alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formkit.model.reading import FieldStatus
from formkit.model.review import DecisionKind, Filter, LookCount, LookOutcome, Reason
from formkit.model.store import Store
from formkit.model.whole import WholeDecision, WholeKind
from formkit.pipeline.calibrating import decided
from formkit.pipeline.second_looks import silent_errors
from formkit.store import schema
from formkit.store.engine import open_store
from formkit.store.sql import SqlStore
from tests.store.invented_cases import LI, add, document, visit
from tests.store.invented_scans import (
    BLANK,
    DANGER,
    ILLEGIBLE,
    NOTE,
    WRONG_PAGE,
    decide,
    doubtful,
    minutes,
    queue,
    queue_made_anew,
    scan,
    seen,
    token,
)

SURE = {
    DANGER: seen("3"), NOTE: seen(None, FieldStatus.BLANK, "line:blank"),
    "followup.1.symptoms": seen(("1",), reader="box"),
}


def reject(store: Store, number: int) -> None:
    assert isinstance(store, SqlStore)
    with store._write() as connection:
        connection.execute(
            schema.document_decision.insert().values(
                document_id=number, kind="reject", who="王", why="", at="2014-05-01T00:00:00+00:00"
            )
        )
    queue_made_anew(store)


def test_all_that_was_accepted_from_a_scan_may_be_drawn_and_nothing_else(store: Store) -> None:
    number = scan(store, readings=SURE | {"followup.2.danger": doubtful("1")})
    add(store, document("typed.docx", LI | visit(1, "2014-03-01", "0", note="x")))
    assert store.desk.draw_looks(1, 7) == 3
    looks = [each for each in queue(store) if each[2] == "look"]
    assert looks == [(number, name, "look") for name in SURE]
    assert queue(store) == queue_made_anew(store)
    assert store.document(number).status.value == "review", "of the doubtful field"
    assert {each.reason for each in store.desk.take("王", Filter(reason=Reason.LOOK), 9)} == {Reason.LOOK}


def test_drawing_again_changes_nothing_and_each_document_keeps_its_share(store: Store) -> None:
    scan(store, "a.pdf", SURE)
    assert store.desk.draw_looks(0, 7) == 0
    assert store.desk.draw_looks(0.5, 7) == len(queue(store))
    assert store.desk.draw_looks(1, 7) == 0
    scan(store, "b.pdf", SURE)
    assert store.desk.draw_looks(1, 7) == 3
    assert {(each.share, each.outcome) for each in store.desk.look_counts()} <= {
        (0.5, LookOutcome.OPEN), (1, LookOutcome.OPEN),
    }


def test_drawing_ends_when_it_is_over_and_goes_on_from_there(store: Store) -> None:
    numbers = [scan(store, f"{index}.pdf", {DANGER: seen("3")}) for index in range(7)]
    asked = iter([False, True])
    assert store.desk.draw_looks(1, 7, over=lambda: next(asked)) == 5
    assert store.desk.draw_looks(1, 7) == 2
    assert queue(store) == [(number, DANGER, "look") for number in numbers]


def test_what_is_drawn_depends_on_the_seed_and_on_nothing_that_was_decided(store: Store) -> None:
    rows = {f"followup.1.drugs.{row}.name": seen("药", reader="text@none") for row in range(1, 200)}
    first = scan(store, "a.pdf", rows)
    drawn = store.desk.draw_looks(0.1, 7)
    assert 5 <= drawn <= 40
    names = {name for _, name, _ in queue(store)}
    with_seed = []
    for number, seed in enumerate((7, 8)):
        with open_store("memory:") as other:
            again = scan(other, "a.pdf", rows)
            assert again == first
            for row in range(1, 40):
                decide(other, "王", again, f"followup.1.drugs.{row}.name", "药", when=minutes(number))
            other.desk.draw_looks(0.1, seed)
            with_seed.append({name for _, name, _ in queue(other)})
    seen_before = {f"followup.1.drugs.{row}.name" for row in range(1, 40)}
    assert with_seed[0] == names - seen_before
    assert with_seed[1] != with_seed[0]


def test_what_came_of_second_looks_is_counted_by_kind_and_share(store: Store) -> None:
    number = scan(store, readings=SURE)
    store.desk.draw_looks(1, 7)
    assert store.desk.look_counts() == [
        LookCount("box", 1, LookOutcome.OPEN, 1), LookCount("circle", 1, LookOutcome.OPEN, 1),
        LookCount("line", 1, LookOutcome.OPEN, 1),
    ]
    decide(store, "王", number, DANGER, "3")
    decide(store, "王", number, NOTE, "安")
    decide(store, "王", number, "followup.1.symptoms", kind=ILLEGIBLE)
    assert {(each.sort, each.outcome.value) for each in store.desk.look_counts()} == {
        ("box", "untold"), ("circle", "right"), ("line", "wrong"),
    }
    decide(store, "王", number, NOTE, kind=BLANK)
    assert LookCount("line", 1, LookOutcome.RIGHT, 1) in store.desk.look_counts(), "the last word holds"
    for _ in range(3):
        store.desk.undo("王", token())
    assert LookCount("line", 1, LookOutcome.OPEN, 1) in store.desk.look_counts()
    assert (number, NOTE, "look") in queue(store)


def test_a_look_that_was_decided_for_another_reason_tells_nothing(store: Store) -> None:
    number = scan(store, readings={DANGER: seen("3")})
    store.desk.draw_looks(1, 7)
    store.correct(number, DANGER, "4", who="office", why="by hand")
    assert store.desk.look_counts() == [LookCount("circle", 1, LookOutcome.UNTOLD, 1)]
    reject(store, number)
    assert store.desk.look_counts() == [LookCount("circle", 1, LookOutcome.OUT, 1)]


@pytest.mark.parametrize(("out", "back"), [
    (WholeKind.REJECT, WholeKind.RESTORE), (WholeKind.REJECT_PAGE, WholeKind.RESTORE_PAGE),
    (WholeKind.ASSIGN, WholeKind.TAKE_BACK),
])
def test_looks_at_what_was_taken_out_are_no_part_of_the_estimate(
    store: Store, out: WholeKind, back: WholeKind
) -> None:
    number, other = (scan(store, name, readings={DANGER: seen("3"), NOTE: seen("安")}) for name in ("a.pdf", "b.pdf"))
    store.desk.draw_looks(1, 7)
    for each in (number, other):
        decide(store, "王", each, DANGER, "4" if each == number else "3")
    assert silent_errors(store.desk.look_counts())[0].wrong == 1
    whole = WholeDecision(number, out, "王", token(), "看过", image=7, page=2)
    store.whole.decide(whole)
    pooled, _ = silent_errors(store.desk.look_counts())
    assert (pooled.looked, pooled.wrong, pooled.open, pooled.out, pooled.rate) == (1, 0, 1, 2, 0)
    store.whole.decide(replace(whole, kind=back, token=token()))
    pooled, _ = silent_errors(store.desk.look_counts())
    assert (pooled.looked, pooled.wrong, pooled.open, pooled.out) == (2, 1, 2, 0)


def test_looks_at_a_page_that_is_of_another_booklet_are_no_part_of_the_estimate(store: Store) -> None:
    number = scan(store, readings={DANGER: seen("3"), NOTE: seen("安")})
    store.desk.draw_looks(1, 7)
    decide(store, "王", number, DANGER, "4")
    decide(store, "王", number, NOTE, kind=WRONG_PAGE)
    assert store.desk.look_counts() == [LookCount("circle", 1, LookOutcome.OUT, 2)]
    store.desk.undo("王", token())
    assert [each.outcome for each in store.desk.look_counts()] == [LookOutcome.OPEN, LookOutcome.WRONG]


def test_a_second_look_by_two_persons_counts_when_they_agree(store: Store) -> None:
    number = scan(store, readings={DANGER: seen("3")})
    store.desk.draw_looks(1, 7)
    decide(store, "王", number, DANGER, "4", two=True)
    assert store.desk.look_counts() == [LookCount("circle", 1, LookOutcome.OPEN, 1)]
    decide(store, "赵", number, DANGER, "4", two=True)
    assert store.desk.look_counts() == [LookCount("circle", 1, LookOutcome.WRONG, 1)]


def test_a_field_is_tallied_once_by_what_holds(store: Store) -> None:
    first, second = scan(store, "a.pdf"), scan(store, "b.pdf")
    decide(store, "王", first, DANGER, "4")
    decide(store, "王", first, DANGER, "3")
    decide(store, "王", second, DANGER, "4")
    decide(store, "王", second, NOTE, kind=ILLEGIBLE)
    decide(store, "王", first, NOTE, "平", two=True)
    (found,) = store.desk.tallies()
    assert (found.question, found.reader) == ("case-management@2017/followup.danger", "circle")
    assert (found.decided, found.changed, found.looked) == (2, 1, 0)
    store.desk.undo("王", token())
    reject(store, second)
    (found,) = store.desk.tallies()
    assert (found.decided, found.changed) == (1, 0)


def test_what_was_changed_is_tallied_by_edition(store: Store) -> None:
    for edition, value in (("2011", "4"), ("2017", "3")):
        given = document(f"{edition}.pdf", LI | {DANGER: doubtful("3")}, edition=edition)
        decide(store, "王", add(store, given).document_id, DANGER, value)
    assert [(each.question, each.decided, each.changed) for each in store.desk.tallies()] == [
        ("case-management@2011/followup.danger", 1, 1), ("case-management@2017/followup.danger", 1, 0),
    ]


@pytest.mark.parametrize("kind", [ILLEGIBLE, WRONG_PAGE])
def test_what_cannot_be_read_is_no_truth_to_calibrate_on(store: Store, kind: DecisionKind) -> None:
    number = scan(store)
    decide(store, "王", number, DANGER, kind=kind)
    assert decided(store) == {}
    store.accept(number, who="王", why="seen")
    assert {name: [each.right for each in own] for name, own in decided(store).items()} == {"text@none": [True]}


def test_decisions_that_hold_are_truth_to_calibrate_on(store: Store) -> None:
    number = scan(store, readings=SURE | {"followup.2.danger": doubtful("1")})
    store.desk.draw_looks(1, 7)

    def truth() -> dict[str, list[bool]]:
        return {name: [each.right for each in own] for name, own in decided(store).items()}

    decide(store, "王", number, "followup.2.danger", "2", two=True)
    assert truth() == {}, "one of two has no word yet"
    decide(store, "赵", number, "followup.2.danger", "2", two=True)
    assert truth() == {"circle": [False]}
    decide(store, "王", number, DANGER, "3")
    decide(store, "王", number, NOTE, kind=BLANK)
    decide(store, "王", number, "followup.1.symptoms", ("1", "2"))
    assert truth() == {"circle": [True, False], "line:blank": [True], "box": [False]}
    store.desk.undo("王", token())
    assert truth() == {"circle": [True, False], "line:blank": [True]}
    assert decided(store)["circle"][0].measures == {"margin": 3.0}


def test_what_was_typed_is_no_reading_to_calibrate(store: Store) -> None:
    number = add(store, document("typed.docx", LI | visit(1, "2014-03-01", "0"))).document_id
    decide(store, "王", number, DANGER, "1")
    assert decided(store) == {}


def test_the_pace_of_a_person_leaves_pauses_out(store: Store) -> None:
    rows = {f"followup.1.drugs.{row}.name": doubtful("药") for row in range(1, 7)}
    number = scan(store, readings=rows)
    for row, at in enumerate((0, 0.1, 0.2, 60, 60.1), 1):
        decide(store, "王", number, f"followup.1.drugs.{row}.name", "药", when=minutes(at))
    decide(store, "赵", number, "followup.1.drugs.6.name", "药", when=minutes(3))
    wang, zhao = store.desk.paces()
    assert (wang.who, wang.decided, wang.steps, wang.seconds) == ("王", 5, 3, 18)
    assert (zhao.who, zhao.decided, zhao.steps, zhao.seconds) == ("赵", 1, 0, 0)
    store.desk.undo("王", token(), when=minutes(61))
    assert store.desk.paces()[0].decided == 4
