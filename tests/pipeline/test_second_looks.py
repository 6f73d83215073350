"""The silent error that second looks show, and its interval."""

from __future__ import annotations

import pytest

from formkit.media.scan.fitting import error_interval, upper_bound
from formkit.model.handbook import Field, Format, Kind
from formkit.model.reading import Value
from formkit.model.review import LookCount, LookOutcome
from formkit.pipeline.deciding import Sensitive, kind_of, kinds_of_two, needs_two, reading_needs_two
from formkit.pipeline.second_looks import draw, share_of, silent_errors
from formkit.store.engine import open_store
from tests.store.invented_scans import DANGER, queue, scan, seen

OPEN, RIGHT, WRONG, UNTOLD = LookOutcome.OPEN, LookOutcome.RIGHT, LookOutcome.WRONG, LookOutcome.UNTOLD


@pytest.mark.parametrize(
    ("wrong", "total", "low", "high"),
    # The intervals of R's binom.test, to four places.
    [(0, 10, 0, 0.3085), (1, 14, 0.0018, 0.3387), (3, 14, 0.0466, 0.5080), (19, 67, 0.1801, 0.4069),
     (5, 5, 0.4782, 1), (5, 2519, 0.0006, 0.0046), (0, 1, 0, 0.975)],
)
def test_the_interval_is_that_of_clopper_and_pearson(wrong: int, total: int, low: float, high: float) -> None:
    assert error_interval(wrong, total) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("wrong", "total"), [(0, 3), (3, 100), (40, 90), (200, 100_000)])
def test_both_ways_to_reckon_a_bound_agree(wrong: int, total: int) -> None:
    low, high = error_interval(wrong, total)
    assert high == pytest.approx(upper_bound(wrong, total, 0.975), rel=1e-6)
    assert low == pytest.approx(1 - upper_bound(total - wrong, total, 0.975) if wrong else 0, rel=1e-6, abs=1e-9)


def test_broken_counts_lie_between_whole_ones() -> None:
    assert error_interval(1, 20) < error_interval(1.5, 20) < error_interval(2, 20)


def test_with_one_share_the_error_is_the_plain_rate_and_its_exact_interval() -> None:
    counts = [
        LookCount("circle", 0.01, RIGHT, 60), LookCount("text", 0.01, RIGHT, 37), LookCount("text", 0.01, WRONG, 3),
        LookCount("text", 0.01, OPEN, 5), LookCount("circle", 0.01, UNTOLD, 2),
    ]
    pooled, (circle, text) = silent_errors(counts)
    assert (pooled.looked, pooled.wrong, pooled.open, pooled.untold) == (100, 3, 5, 2)
    assert pooled.rate == pytest.approx(0.03)
    assert (pooled.low, pooled.high) == pytest.approx(error_interval(3, 100))
    assert (circle.sort, circle.rate, circle.looked, circle.untold) == ("circle", 0, 60, 2)
    assert (text.sort, text.open) == ("text", 5)
    assert (text.low, text.high) == pytest.approx(error_interval(3, 40))


def test_a_reading_of_a_smaller_share_stands_for_more() -> None:
    pooled, _ = silent_errors([
        LookCount("text", 1, RIGHT, 90), LookCount("text", 1, WRONG, 10), LookCount("text", 0.01, RIGHT, 100),
    ])
    assert pooled.rate == pytest.approx(10 / (100 + 100 / 0.01))
    assert (pooled.looked, pooled.wrong) == (200, 10)
    plain_low, plain_high = error_interval(0, 100)
    assert pooled.high == pytest.approx(plain_high, rel=0.05), "the hundred of the small share decide how sure it is"
    assert pooled.low >= plain_low


def test_without_a_look_nothing_is_known() -> None:
    pooled, kinds = silent_errors([LookCount("text", 0.01, OPEN, 4)])
    assert (pooled.looked, pooled.low, pooled.high, pooled.open) == (0, 0, 1, 4)
    assert silent_errors([])[1] == ()
    assert kinds[0].sort == "text"


def test_an_office_draws_by_its_share_and_once() -> None:
    with open_store("memory:") as store:
        rows = {f"followup.1.drugs.{row}.name": seen("药", reader="text@none") for row in range(1, 301)}
        scan(store, readings=rows)
        assert share_of(store) == 0.01
        store.accounts.change_setting("look_share", "0", who="林站长")
        assert draw(store) == 0
        store.accounts.change_setting("look_share", "0.2", who="林站长")
        drawn = draw(store)
        assert 30 <= drawn <= 90
        assert len(queue(store)) == drawn
        assert draw(store) == 0


@pytest.mark.parametrize(("concept", "values", "expected"), [
    ("person.id_number", (None,), True), ("", ("330197198104050126",), True), ("", ("33019719810405012x",), True),
    ("", (None, "", "330197 19810405 0126"), True), ("", ("330197810405012",), True), ("visit.note", ("3" * 18,), True),
    ("visit.danger", ("330197198104050126",), False), ("", ("330197819905012",), False), ("", ("13900000001",), False),
    ("", (None, True, ("1", "2"), 330197198104050126), False),
])
def test_an_id_number_is_told_by_its_shape_where_no_handbook_says_what_it_is(
    concept: str, values: tuple[Value, ...], expected: bool
) -> None:
    assert reading_needs_two(concept, values, {"id_number"}) is expected
    assert not reading_needs_two(concept, values, {"diagnosis"})


def test_fields_that_can_be_told_to_need_two_persons() -> None:
    number = Field("id_no", "身份证号", Kind.TEXT, format=Format.ID_NUMBER)
    plan = Field(DANGER, "危险性", Kind.SINGLE, concept="plan.danger")
    diagnosis = Field("d", "诊断", Kind.TEXT, concept="illness.diagnosis")
    date = Field("d", "确诊日期", Kind.DATE, concept="illness.diagnosed_on")
    assert [kind_of(each) for each in (number, plan, diagnosis, date)] == [
        Sensitive.ID_NUMBER, Sensitive.DANGER, Sensitive.DIAGNOSIS, None,
    ]
    with open_store("memory:") as store:
        assert not any(needs_two(each, kinds_of_two(store)) for each in (number, plan, diagnosis, date))
        store.accounts.change_setting("two_persons", '["danger"]', who="林站长")
        assert [needs_two(each, kinds_of_two(store)) for each in (number, plan, date)] == [False, True, False]
