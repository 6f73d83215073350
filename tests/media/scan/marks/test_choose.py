from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.marks.choose import MarkAnswer, Reason, choose
from formkit.media.scan.marks.pen import SidePen, pen_of
from formkit.media.scan.marks.place import MarkPlace, MarkScores
from formkit.model.handbook import Field, Kind, Mark, Option

NONE, MARKED, STRUCK = (0.98, 0.01, 0.01), (0.01, 0.98, 0.01), (0.01, 0.01, 0.98)
TICK, CROSS, OTHER = (0.97, 0.01, 0.01, 0.01), (0.01, 0.97, 0.01, 0.01), (0.01, 0.01, 0.01, 0.97)
States = Sequence[tuple[float, float, float]]


def scores(crop: States, unrolled: States | None = None, shape: tuple[float, ...] = TICK) -> MarkScores:
    count = len(crop)
    shapes = np.log(np.tile(np.array(shape, np.float32), (count, 1)))
    tables = [np.log(np.array(each, np.float32)) for each in (crop, unrolled or crop)]
    return MarkScores(
        tables[0], tables[1], shapes, shapes,
        *(np.full(count, value, np.float32) for value in (0.1, 0.9, 0.1, 0.6, 0.5)),
    )


def answer(kind: Kind, crop: States, unrolled: States | None = None, exclusive: str = "") -> MarkAnswer:
    codes = [str(number + 1) for number in range(len(crop))]
    field = Field("f", "", kind, mark=Mark.CIRCLE, options=tuple(Option(c, c, exclusive=c == exclusive) for c in codes))
    places = [MarkPlace("f", code, Box(0, 0, 8, 5.5)) for code in codes]
    return choose(field, places, scores(crop, unrolled))


def test_one_mark_is_the_answer_and_no_mark_is_blank() -> None:
    assert answer(Kind.SINGLE, [NONE, MARKED, NONE]).value == "2"
    blank = answer(Kind.SINGLE, [NONE, NONE])
    assert (blank.value, blank.review_reason, blank.corrected) == (None, None, False)


def test_several_marks_are_a_multi_choice_but_a_question_in_a_single_one() -> None:
    assert answer(Kind.MULTI, [MARKED, NONE, MARKED]).value == ("1", "3")
    single = answer(Kind.SINGLE, [MARKED, NONE, MARKED])
    assert single.review_reason == Reason.SEVERAL
    assert {single.value, *single.alternatives} == {"1", "3"}


def test_an_exclusive_option_stands_alone() -> None:
    assert answer(Kind.MULTI, [MARKED, NONE, NONE], exclusive="1").review_reason is None
    assert answer(Kind.MULTI, [MARKED, MARKED, NONE], exclusive="1").review_reason == Reason.EXCLUSIVE


def test_a_corrected_answer_is_the_surviving_one_and_goes_to_review() -> None:
    corrected = answer(Kind.SINGLE, [STRUCK, (0.05, 0.94, 0.01), NONE])
    assert (corrected.value, corrected.corrected, corrected.review_reason) == ("2", True, Reason.CORRECTED)


def test_a_very_sure_correction_may_pass() -> None:
    sure = [(1e-6, 1e-6, 1.0), (1e-6, 1.0, 1e-6), (1.0, 1e-6, 1e-6)]
    corrected = answer(Kind.SINGLE, sure)
    assert (corrected.value, corrected.corrected, corrected.review_reason) == ("2", True, None)


def test_what_may_be_a_ring_or_struck_out_is_a_ring_unless_it_is_far_likelier_struck_out() -> None:
    ring = answer(Kind.SINGLE, [NONE, (0.01, 0.29, 0.7)])
    assert (ring.value, ring.corrected) == ("2", False)
    struck = answer(Kind.SINGLE, [NONE, (0.01, 0.05, 0.94)])
    assert (struck.value, struck.corrected, struck.review_reason) == (None, True, Reason.CORRECTED)


def test_a_ring_that_one_reader_by_itself_holds_for_struck_out_goes_to_review() -> None:
    plain, struck = (0.001, 0.98, 0.019), (0.001, 0.2, 0.799)
    assert answer(Kind.SINGLE, [NONE, plain], [NONE, (0.001, 0.4, 0.599)]).review_reason is None
    doubtful = answer(Kind.SINGLE, [NONE, plain], [NONE, struck])
    assert (doubtful.value, doubtful.measures["agree"], doubtful.review_reason) == ("2", 1.0, Reason.DIFFER)


def test_readers_that_differ_send_the_field_to_review_with_both_answers() -> None:
    differ = answer(Kind.SINGLE, [MARKED, NONE], [NONE, (0.3, 0.69, 0.01)])
    assert differ.review_reason == Reason.DIFFER
    assert differ.measures["agree"] == 0.0
    assert {differ.value, *differ.alternatives} >= {"1", "2"}


def test_the_margin_is_that_of_the_more_doubtful_reader_at_the_most_doubtful_option() -> None:
    one = answer(Kind.SINGLE, [MARKED, NONE], [(0.3, 0.7, 0.0001), NONE])
    assert one.measures["margin"] == pytest.approx(np.log(0.7 / 0.3001), abs=0.01)
    assert one.measures["second"] > one.measures["margin"]


@pytest.mark.parametrize(("shape", "value"), [(TICK, "y"), (CROSS, "n")])
def test_a_sign_is_the_answer_itself(shape: tuple[float, ...], value: str) -> None:
    field = Field("f", "", Kind.SINGLE, mark=Mark.SYMBOL, options=(Option("y", "√"), Option("n", "×")))
    places = [MarkPlace("f", "", Box(0, 0, 8, 8), Mark.SYMBOL)]
    assert choose(field, places, scores([MARKED], shape=shape)).value == value


def test_another_sign_and_an_empty_box() -> None:
    field = Field("f", "", Kind.SINGLE, mark=Mark.SYMBOL, options=(Option("√", "有"), Option("×", "无")))
    places = [MarkPlace("f", "", Box(0, 0, 8, 8), Mark.SYMBOL)]
    assert choose(field, places, scores([MARKED], shape=OTHER)).review_reason == Reason.SIGN
    assert choose(field, places, scores([NONE])).value is None


def test_a_mark_with_a_strange_pen_is_measured() -> None:
    side = scores([MARKED, MARKED, MARKED, NONE])
    pen = pen_of(side)
    assert pen == SidePen(pytest.approx(0.6), pytest.approx(0.5))
    field = Field("f", "", Kind.SINGLE, mark=Mark.CIRCLE, options=(Option("1", "a"),))
    place = [MarkPlace("f", "1", Box(0, 0, 8, 5.5))]
    same = choose(field, place, scores([MARKED]), pen)
    thick = choose(field, place, scores([MARKED]), SidePen(0.6, 0.25))
    assert same.measures["pen"] == pytest.approx(0.0, abs=1e-5)
    assert thick.measures["pen"] == pytest.approx(1.0, abs=1e-5)


def test_a_mark_that_only_one_reader_sees_is_proposed_and_goes_to_a_person() -> None:
    faint, unseen = (0.6, 0.39, 0.01), (0.48, 0.51, 0.01)
    found = answer(Kind.SINGLE, [NONE, faint, NONE], [NONE, unseen, NONE])
    assert (found.value, found.review_reason) == ("2", Reason.DIFFER)
    struck = answer(Kind.SINGLE, [STRUCK, faint, NONE], [STRUCK, unseen, NONE])
    assert struck.value is None, "where something was struck out, nothing is proposed"
