"""Values that a place may have are weighed by the handbook's rules and by what other places say, never overruled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.mapping import load_handbook
from formkit.media.scan.confidence import Calibration, Model
from formkit.model.ids import booklet_refs
from formkit.model.reading import FieldStatus, Reading, Value
from formkit.pipeline.weighing import BROKEN, REPEAT, settled

READER = "date/boxes@engine"
JUDGE = Calibration({READER: Model({"margin": 1.0}, -2.0, 0.9)})
HANDBOOK = load_handbook("case-management@2017")
REFS = list(booklet_refs(HANDBOOK))
TODAY = dt.date(2026, 11, 28)
MAN, WOMAN = "1", "2"
OF_A_WOMAN = "11010519491231002X"
OF_A_MAN = "110105194912310011"


def may_be(*candidates: tuple[Value, float]) -> Reading:
    """Return a reading of these values, each so many nats behind, judged as the calibration has it."""
    margin = candidates[1][1] if len(candidates) > 1 else 30.0
    confidence, accepted = JUDGE.judge(READER, {"margin": margin})
    status = FieldStatus.ACCEPTED if accepted else FieldStatus.REVIEW
    others = tuple(value for value, _ in candidates[1:])
    measures = {"margin": margin}
    return Reading(
        candidates[0][0], status, confidence, alternatives=others, reader=READER, measures=measures,
        candidates=candidates,
    )


def sure(value: Value) -> Reading:
    return Reading(value, FieldStatus.ACCEPTED, 1.0)


def made(readings: Mapping[str, Reading], *held: str) -> tuple[dict[str, Reading], list[str]]:
    return settled(HANDBOOK, REFS, readings, JUDGE, TODAY, held)


def test_of_two_dates_that_one_may_be_that_of_the_other_sheets_year_is_taken_and_told() -> None:
    others = {name: sure("2019-03-05") for name in ("basic.fill_date", "plan.1.plan_date", "cover.created_date")}
    read = may_be(("2014-03-08", 0.0), ("2019-03-08", 1.5), ("2014-08-08", 6.0))
    found, changed = made({**others, "supplement.fill_date": read})
    now = found["supplement.fill_date"]
    assert (now.value, now.raw, changed) == ("2019-03-08", "2014-03-08", ["supplement.fill_date"])
    assert now.alternatives[0] == "2014-03-08", "what stood there stays to be chosen"
    assert now.measures["repaired"] == 1.0
    assert now.measures["margin"] < 1.5, "and it is no surer than it was"
    assert now.status is FieldStatus.REVIEW


def test_a_date_of_the_past_is_not_drawn_to_the_year_of_the_booklet() -> None:
    others = {name: sure("2019-03-05") for name in ("basic.fill_date", "plan.1.plan_date", "cover.created_date")}
    read = may_be(("2014-03-08", 0.0), ("2019-03-08", 0.1))
    assert made({**others, "supplement.first_onset": read})[0]["supplement.first_onset"].value == "2014-03-08"


def test_an_answer_that_every_rule_agrees_with_becomes_surer() -> None:
    read = may_be((OF_A_WOMAN, 0.0), (OF_A_MAN, 2.0))
    alone = made({"cover.idno": read})[0]["cover.idno"]
    beside = made({"cover.idno": read, "cover.sex": sure(WOMAN)})[0]["cover.idno"]
    assert alone.status is FieldStatus.REVIEW
    assert (beside.status, beside.value) == (FieldStatus.ACCEPTED, OF_A_WOMAN)
    assert beside.measures["ruled"] == pytest.approx(BROKEN)


def test_a_number_that_a_rule_speaks_against_gives_way_to_one_that_is_hardly_less_likely() -> None:
    found, changed = made({"cover.idno": may_be((OF_A_WOMAN, 0.0), (OF_A_MAN, 2.0)), "cover.sex": sure(MAN)})
    assert (found["cover.idno"].value, changed) == (OF_A_MAN, ["cover.idno"])


def test_a_clear_answer_stays_against_the_rules_but_a_person_sees_it() -> None:
    found, changed = made({"cover.idno": may_be((OF_A_WOMAN, 0.0), (OF_A_MAN, 8.0)), "cover.sex": sure(MAN)})
    assert found["cover.idno"].value == OF_A_WOMAN
    assert changed == []
    assert found["cover.idno"].status is FieldStatus.REVIEW, "it was accepted, and a rule has spoken against it"


def test_a_doubtful_answer_speaks_less_loudly_than_a_sure_one() -> None:
    doubted = Reading(MAN, FieldStatus.REVIEW, 0.5)
    read = may_be((OF_A_WOMAN, 0.0), (OF_A_MAN, 3.0))
    assert made({"cover.idno": read, "cover.sex": doubted})[0]["cover.idno"].value == OF_A_WOMAN
    assert made({"cover.idno": read, "cover.sex": sure(MAN)})[0]["cover.idno"].value == OF_A_MAN


def test_two_doubtful_fields_that_only_fit_together_are_both_settled() -> None:
    card = may_be((f"{OF_A_MAN}62", 0.0), (f"{OF_A_WOMAN}62", 1.0))
    number = may_be((OF_A_MAN, 0.0), (OF_A_WOMAN, 2.0))
    found, _ = made({"basic.disability_card_no": card, "cover.idno": number, "cover.sex": sure(WOMAN)})
    assert found["cover.idno"].value == OF_A_WOMAN
    assert found["basic.disability_card_no"].value == f"{OF_A_WOMAN}62"


def test_a_date_after_today_gives_way() -> None:
    found, _ = made({"basic.fill_date": may_be(("2029-03-08", 0.0), ("2024-03-08", 2.0))})
    assert found["basic.fill_date"].value == "2024-03-08"


def test_a_place_that_should_repeat_others_is_drawn_to_them_within_bounds() -> None:
    others = {name: sure("王秀兰") for name in ("cover.patient_name", "supplement.patient_name", "plan.1.patient_name")}
    near = may_be(("王秀芝", 0.0), ("王秀兰", 1.9 * REPEAT))
    far = may_be(("王秀芝", 0.0), ("王秀兰", 2.1 * REPEAT))
    assert made({**others, "basic.patient_name": near})[0]["basic.patient_name"].value == "王秀兰"
    kept = made({**others, "basic.patient_name": far})[0]["basic.patient_name"]
    assert (kept.value, kept.status) == ("王秀芝", FieldStatus.REVIEW)


def test_a_place_that_was_drawn_to_others_is_no_witness_for_them() -> None:
    drawn = may_be(("王秀芝", 0.0), ("王秀兰", 1.0))
    read = may_be(("王秀兰", 0.0), ("王秀三", 9.0))
    found, _ = made({
        "cover.patient_name": sure("王秀兰"), "basic.patient_name": sure("王秀兰"), "supplement.patient_name": drawn,
        "plan.1.patient_name": read,
    })
    assert found["supplement.patient_name"].value == "王秀兰"
    measures = found["plan.1.patient_name"].measures
    assert (measures["peers"], measures["rivals"]) == (2.0, 1.0)


def test_what_a_person_must_see_stays_for_them_whatever_agrees() -> None:
    read = may_be((OF_A_WOMAN, 0.0), (OF_A_MAN, 2.0))
    held = made({"cover.idno": read, "cover.sex": sure(WOMAN)}, "cover.idno")[0]["cover.idno"]
    assert held.status is FieldStatus.REVIEW


@given(st.lists(st.tuples(st.dates(dt.date(1930, 1, 1), dt.date(2026, 1, 1)), st.floats(0.0, 30.0)), min_size=1))
def test_no_rule_moves_an_answer_further_than_it_may_weigh(others: list[tuple[dt.date, float]]) -> None:
    behind = dict(sorted((day.isoformat(), nats) for day, nats in others)) | {"2020-02-02": 0.0}
    candidates = tuple(sorted(behind.items(), key=lambda each: each[1]))
    readings = {"supplement.fill_date": may_be(*candidates), "supplement.first_onset": sure("2010-01-01")}
    readings["supplement.consent_date"] = sure("2015-01-01")
    found = made(readings)[0]["supplement.fill_date"]
    assert behind[str(found.value)] <= BROKEN + 3.0
