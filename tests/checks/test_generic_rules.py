from __future__ import annotations

from formkit.checks import check_values
from formkit.checks.generic import GENERIC_CHECKS
from formkit.errors import Problem, Severity
from formkit.model.reading import Value
from formkit.model.rules import GENERIC
from tests.checks.booklet_design import TODAY, found, handbook, rule


def blanks(values: dict[str, Value], *lost: str) -> set[str | None]:
    checks = [rule("optional_when", field=field) for field in lost]
    return {each.field for each in check_values(handbook(*checks), values, today=TODAY) if each.code == "C001"}


def first(values: dict[str, Value], code: str) -> Problem:
    return next(each for each in check_values(handbook(), values, today=TODAY) if each.code == code)


def test_every_generic_rule_has_its_check_and_the_other_way_round() -> None:
    assert set(GENERIC_CHECKS) == set(GENERIC)


def test_required_fields_are_missed_only_where_something_is_written() -> None:
    assert blanks({}) == set()
    assert blanks({"visit.2.insight": "1"}) == {"visit.2.patient_name", "visit.2.date", "visit.2.danger"}


def test_a_head_that_is_printed_ahead_asks_for_nothing() -> None:
    assert blanks({"visit.2.patient_name": "张三", "visit.2.archive_no": "10100023"}) == set()


def test_rows_of_a_table_ask_for_their_own() -> None:
    values: dict[str, Value] = {"visit.1.drugs.2.dose": 25}
    assert blanks(values) == {"visit.1.patient_name", "visit.1.date", "visit.1.danger", "visit.1.drugs.2.name"}
    assert "visit.1.drugs.5.name" in blanks({"visit.1.drugs.5.dose": 25})


def test_entries_of_one_sheet_and_the_sheet_itself_are_looked_at_apart() -> None:
    assert blanks({"assessment.6.score": 3}) == {"assessment_page.2.year", "assessment.6.date"}
    assert blanks({"assessment_page.2.year": "2012"}) == set()


def test_a_lost_visit_may_stay_blank() -> None:
    assert blanks({"visit.1.lost": "1"}, "visit.N.lost") == set()
    assert blanks({"visit.1.lost": "1", "visit.2.work": "1"}, "visit.N.lost") == {
        "visit.2.patient_name",
        "visit.2.date",
        "visit.2.danger",
    }
    only_away = rule("optional_when", field="visit.N.lost", codes=["2"])
    told = check_values(handbook(only_away), {"visit.1.lost": "1"}, today=TODAY)
    assert {each.code for each in told} == {"C001"}


def test_blanks_are_warnings() -> None:
    assert first({"visit.2.insight": "1"}, "C001").severity is Severity.WARNING


def test_an_answer_that_was_not_asked_for() -> None:
    assert found({"visit.1.stay": "0", "visit.1.discharge": "2012-01-01"}) == [("C002", "visit.1.discharge")]
    assert found({"visit.1.discharge": "2012-01-01"}) == [("C002", "visit.1.discharge")]
    assert found({"visit.1.stay": "2", "visit.1.discharge": "2012-01-01"}) == []


def test_a_required_answer_that_was_asked_for() -> None:
    assert found({"visit.3.referral": "2"}) == [("C003", "visit.3.reason")]
    assert found({"visit.3.referral": "1"}) == []
    assert found({"visit.3.referral": "2", "visit.3.reason": "病情波动"}) == []


def test_an_exclusive_option_stands_alone() -> None:
    assert found({"visit.1.events": ("6",)}) == []
    assert found({"visit.1.events": ("1", "6"), "visit.1.events_1": 1}) == [("C004", "visit.1.events")]


def test_counts_agree_with_their_options() -> None:
    assert found({"visit.1.events": ("1",), "visit.1.events_1": 2, "visit.1.events_2": 0}) == []
    assert found({"visit.1.events": ("1",)}) == [("C005", "visit.1.events_1")]
    assert found({"visit.1.events": ("1",), "visit.1.events_1": 0}) == [("C005", "visit.1.events_1")]
    assert found({"visit.1.events": ("6",), "visit.1.events_2": 1}) == [("C006", "visit.1.events_2")]
    assert found({"visit.1.events_2": 1}) == [("C006", "visit.1.events_2")]


def test_words_agree_with_their_option() -> None:
    assert found({"visit.1.symptoms": ("12",)}) == [("C007", "visit.1.symptoms_12")]
    assert found({"visit.1.symptoms": ("1",), "visit.1.symptoms_12": "失眠"}) == [("C008", "visit.1.symptoms_12")]
    assert found({"visit.1.symptoms": ("1", "12"), "visit.1.symptoms_12": "失眠"}) == []


def test_more_rows_than_advised() -> None:
    rows: dict[str, Value] = {f"plan.1.items.{row}.problem": "问题" for row in (1, 2, 3)}
    assert found(rows) == []
    assert found(rows | {"plan.1.items.5.problem": "问题"}) == [("C009", "plan.1.items.5.problem")]


def test_repeated_fields_have_the_value_that_they_repeat() -> None:
    cover: dict[str, Value] = {"cover.patient_name": "张三", "cover.archive_no": "33010600110100023"}
    assert found(cover | {"visit.1.patient_name": "张 三", "visit.1.archive_no": "10100023"}) == []
    assert found(cover | {"visit.2.patient_name": "李四"}) == [("C010", "visit.2.patient_name")]
    assert found(cover | {"visit.2.archive_no": "10100024"}) == [("C010", "visit.2.archive_no")]
    assert found({"visit.2.patient_name": "李四"}) == []


def test_messages_name_both_fields() -> None:
    told = first({"visit.1.events": ("1",)}, "C005")
    assert told.message == (
        "轻度滋事次数 (visit.1.events_1) must be at least 1, because “轻度滋事” is chosen at 危险行为 (visit.1.events)."
    )
