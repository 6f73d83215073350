from __future__ import annotations

import pytest

from formkit.checks import check_values
from formkit.checks.records import RULE_CHECKS
from formkit.errors import Severity
from formkit.model.handbook import Check
from formkit.model.reading import Value
from formkit.model.rules import RULES, WAIVERS
from tests.checks.booklet_design import TODAY, found, handbook, rule

PUBLISHED = "11010519491231002X"
Values = dict[str, Value]


def test_every_rule_has_its_check_and_the_other_way_round() -> None:
    assert set(RULE_CHECKS) | WAIVERS == set(RULES)
    assert not set(RULE_CHECKS) & WAIVERS


def test_a_mapping_may_change_the_severity() -> None:
    check = Check("starts_with", (("field", "cover.card"), ("start", "cover.idno")), Severity.WARNING)
    values: Values = {"cover.card": "440524188001010014" + "63", "cover.idno": PUBLISHED}
    told = [each for each in check_values(handbook(check), values, today=TODAY) if each.code == "C104"]
    assert [each.severity for each in told] == [Severity.WARNING]


def test_the_same_value_everywhere() -> None:
    check = rule("same_value", fields=["cover.patient_name", "visit.N.patient_name"])
    same: Values = {f"visit.{n}.patient_name": "张三" for n in (1, 2, 12)}
    assert found(same, check) == []
    assert found(same | {"visit.3.patient_name": "张山"}, check) == [("C101", "visit.3.patient_name")]


@pytest.mark.parametrize(("sex", "wrong"), [("2", False), ("1", True), ("9", False)])
def test_sex_and_id_number(sex: str, wrong: bool) -> None:
    check = rule("id_matches_sex", id_number="cover.idno", sex="cover.sex")
    assert found({"cover.idno": PUBLISHED, "cover.sex": sex}, check) == ([("C102", "cover.sex")] if wrong else [])


def test_sex_by_codes_of_the_mapping() -> None:
    check = rule("id_matches_sex", id_number="cover.idno", sex="cover.sex", male=["2"], female="1")
    assert found({"cover.idno": PUBLISHED, "cover.sex": "1"}, check) == []
    assert found({"cover.idno": PUBLISHED, "cover.sex": "2"}, check) == [("C102", "cover.sex")]


@pytest.mark.parametrize(("birth", "wrong"), [("1949-12", False), ("1949-11", True), ("1950-12", True)])
def test_birth_and_id_number(birth: str, wrong: bool) -> None:
    check = rule("id_matches_birth", id_number="cover.idno", birth="cover.birth")
    for number in (PUBLISHED, "110105491231002"):
        told = [each for each in found({"cover.idno": number, "cover.birth": birth}, check) if each[0] == "C103"]
        assert bool(told) is wrong


def test_beginnings_and_ends() -> None:
    starts = rule("starts_with", field="cover.village_code", start="cover.town_code")
    ends = rule("ends_with", field="cover.archive_no", end="cover.village_code")
    assert found({"cover.village_code": "330106001101", "cover.town_code": "330106001"}, starts) == []
    assert found({"cover.village_code": "330106001101", "cover.town_code": "330106002"}, starts) == [
        ("C104", "cover.village_code")
    ]
    assert found({"cover.archive_no": "10100101", "cover.village_code": "101"}, ends) == []
    assert found({"cover.archive_no": "10100102", "cover.village_code": "101"}, ends) == [("C105", "cover.archive_no")]


@pytest.mark.parametrize(("village", "wrong"), [("101", False), ("330106001101", False), ("330106002101", True)])
def test_the_village_lies_in_the_town(village: str, wrong: bool) -> None:
    check = rule("village_in_town", village="cover.village_code", town="cover.town_code")
    told = found({"cover.village_code": village, "cover.town_code": "330106001"}, check)
    assert told == ([("C106", "cover.village_code")] if wrong else [])


@pytest.mark.parametrize(
    ("number", "village", "wrong"),
    [
        ("10100023", "101", False),
        ("10100023", "330106001101", False),
        ("33010600110100023", "101", False),
        ("10100023", "102", True),
        ("10100023", "330106001102", True),
    ],
)
def test_the_village_in_the_archive_number(number: str, village: str, wrong: bool) -> None:
    check = rule("archive_in_village", archive_no="cover.archive_no", village="cover.village_code")
    told = found({"cover.archive_no": number, "cover.village_code": village}, check)
    assert told == ([("C107", "cover.archive_no")] if wrong else [])


def test_the_disability_card_is_the_persons_own() -> None:
    check = rule("card_of_person", card="cover.card", id_number="cover.idno")
    assert found({"cover.card": f"{PUBLISHED}63", "cover.idno": PUBLISHED}, check) == []
    other = "370101190102039973"
    assert found({"cover.card": f"{other}63", "cover.idno": PUBLISHED}, check) == [("C110", "cover.card")]


def test_category_and_level_of_the_card() -> None:
    check = rule(
        "card_matches", card="cover.card", category="cover.category", level="cover.level", words="cover.card_words"
    )
    card: Values = {"cover.card": f"{PUBLISHED}63"}
    right: Values = {"cover.category": "6", "cover.level": "3", "cover.card_words": "精神残疾三级"}
    wrong: Values = {"cover.category": "1", "cover.level": "1", "cover.card_words": "精神残疾一级"}
    assert found(card | right, check) == []
    assert {field for code, field in found(card | wrong, check) if code == "C111"} == set(wrong)


@pytest.mark.parametrize(
    ("first", "second", "strict", "wrong"),
    [
        ("2012-03-05", "2012-03-06", False, False),
        ("2012-03-05", "2012-03-05", False, False),
        ("2012-03-05", "2012-03-05", True, True),
        ("2012-03-06", "2012-03-05", False, True),
        ("2012-03", "2012-03-05", False, False),
        ("2012-04", "2012-03-05", False, True),
        ("2013", "2012-03-05", True, True),
        ("unlesbar", "2012-03-05", True, False),
    ],
)
def test_one_date_not_after_another(first: str, second: str, strict: bool, wrong: bool) -> None:
    check = rule("not_after", first="visit.N.date", second="visit.N.next", strict=strict)
    values: Values = {"visit.2.date": first, "visit.2.next": second, "visit.3.next": "2000-01-01"}
    told = [field for code, field in found(values, check) if code == "C108"]
    assert told == (["visit.2.date"] if wrong else [])


def test_a_date_of_every_entry_against_one_of_the_booklet() -> None:
    check = rule("not_after", first="cover.created", second="visit.N.date")
    values: Values = {"cover.created": "2012-05-01", "visit.1.date": "2012-05-01", "visit.3.date": "2012-04-30"}
    told = check_values(handbook(check), values, today=TODAY)
    assert ["visit.3.date" in each.message for each in told if each.code == "C108"] == [True]


def test_dates_in_the_future() -> None:
    check = rule("not_in_future", fields=["cover.created", "visit.N.date"])
    values: Values = {"cover.created": "2013-06-01", "visit.1.date": "2013-06-02", "visit.2.date": "2012-01-01"}
    assert found(values, check) == [("C109", "visit.1.date")]
    assert found({"cover.birth": "2013-06"}, rule("not_in_future", fields=["cover.birth"])) == []


@pytest.mark.parametrize(
    ("rating", "upcoming", "wrong"),
    [
        ("1", "2012-03-19", False),
        ("1", "2012-04-19", True),
        ("2", "2012-03-19", False),
        ("2", "2012-06-05", False),
        ("2", "2012-07-05", True),
        ("3", "2012-06-05", False),
        ("3", "2012-09-05", True),
        ("3", "2012-06", False),
    ],
)
def test_the_next_visit_by_class(rating: str, upcoming: str, wrong: bool) -> None:
    check = rule(
        "next_visit_interval", visit_class="visit.N.rating", visit_date="visit.N.date", next_date="visit.N.next",
        unstable=["1"], settled=["2", "3"],
    )  # fmt: skip
    values: Values = {"visit.1.rating": rating, "visit.1.date": "2012-03-05", "visit.1.next": upcoming}
    told = [field for code, field in found(values, check) if code == "C112"]
    assert told == (["visit.1.next"] if wrong else [])


@pytest.mark.parametrize(
    ("stay", "discharge", "since", "wrong"),
    [
        ("2", "2012-05-01", True, False),
        ("2", "2012-02-01", True, True),
        ("2", "2012-02-01", False, False),
        ("2", "2012-07-01", False, True),
        ("2", None, False, True),
        ("0", None, True, False),
    ],
)
def test_the_date_of_discharge(stay: str, discharge: str | None, since: bool, wrong: bool) -> None:
    check = rule(
        "discharge_in_range", inpatient="visit.N.stay", codes=["2"], discharge="visit.N.discharge",
        visit_date="visit.N.date", since_last_visit=since,
    )  # fmt: skip
    values: Values = {"visit.1.date": "2012-03-05", "visit.2.date": "2012-06-05", "visit.2.stay": stay}
    told = found(values | {"visit.2.discharge": discharge}, check)
    assert told == ([("C113", "visit.2.discharge")] if wrong else [])


@pytest.mark.parametrize(
    ("findings", "rating", "cause"),
    [
        ({"danger": "0", "insight": "1", "work": "1"}, "3", None),
        ({"danger": "3"}, "1", None),
        ({"danger": "3"}, "2", "visit.1.danger"),
        ({"danger": "1"}, "2", None),
        ({"danger": "1"}, "3", "visit.1.danger"),
        ({"insight": "3"}, "2", "visit.1.insight"),
        ({"insight": "2"}, "3", "visit.1.insight"),
        ({"work": "2", "learning": "3"}, "3", "visit.1.learning"),
        ({"work": "3"}, "2", None),
    ],
)
def test_the_class_fits_the_findings(findings: dict[str, str], rating: str, cause: str | None) -> None:
    check = rule(
        "class_fits_findings", visit_class="visit.N.rating", unstable=["1"], stable=["3"], danger="visit.N.danger",
        insight="visit.N.insight", insight_lost=["3"], insight_partial=["2"],
        functions=["visit.N.work", "visit.N.learning"], poor=["3"],
    )  # fmt: skip
    values: Values = {"visit.1.rating": rating} | {f"visit.1.{name}": code for name, code in findings.items()}
    told = [each for each in check_values(handbook(check), values, today=TODAY) if each.code == "C114"]
    assert [each.field for each in told] == (["visit.1.rating"] if cause else [])
    assert all(f"({cause})" in each.message and each.severity is Severity.WARNING for each in told)


def test_nothing_is_later_than_a_death() -> None:
    check = rule("none_after", end="visit.N.death", dates=["visit.N.date", "plan.N.date"])
    values: Values = {"visit.1.date": "2012-01-01", "visit.2.date": "2012-04-02", "visit.2.death": "2012-04-01"}
    assert found(values, check) == []
    later: Values = {"visit.3.date": "2012-07-01", "plan.2.date": "2012-04-02"}
    assert found(values | later, check) == [("C116", "visit.3.date"), ("C116", "plan.2.date")]


def test_entries_in_the_order_of_their_dates() -> None:
    check = rule("dates_in_order", field="visit.N.date")
    values: Values = {"visit.10.date": "2013-01-01", "visit.2.date": "2012-04-01", "visit.1.date": "2012-01-01"}
    assert found(values, check) == []
    assert found(values | {"visit.3.date": "2012-03-31"}, check) == [("C117", "visit.3.date")]


def test_no_date_twice() -> None:
    check = rule("no_duplicates", field="visit.N.date")
    values: Values = {"visit.1.date": "2012-01-01", "visit.2.date": "2012-04-01", "visit.7.date": "2012-01-01"}
    assert found(values, check) == [("C118", "visit.7.date")]
    assert [each for each in found({"visit.1.date": "2012", "visit.2.date": "2012"}, check) if each[0] == "C118"] == []


def test_growing_numbers() -> None:
    check = rule("increasing", field="plan.N.seq")
    assert found({"plan.1.seq": 1, "plan.2.seq": 2, "plan.3.seq": 4}, check) == []
    assert found({"plan.1.seq": 1, "plan.2.seq": 1}, check) == [("C119", "plan.2.seq")]
    assert found({"plan.1.seq": 1, "plan.3.seq": 3}, rule("increasing", field="plan.N.seq", step=1)) == [
        ("C119", "plan.3.seq")
    ]


def test_enough_visits_in_a_full_year() -> None:
    check = rule("at_least_per_year", field="visit.N.date", number=4)

    def visits(*dates: str) -> Values:
        return {f"visit.{n}.date": date for n, date in enumerate(dates, 1)}

    full = ("2011-11-05", "2012-01-05", "2012-04-05", "2012-07-05", "2012-10-05", "2013-01-05")
    assert found(visits(*full), check) == []
    assert found(visits("2012-02-05", "2012-05-05", "2012-11-05"), check) == [("C120", "visit.1.date")]
    gap = check_values(handbook(check), visits("2010-12-05", "2012-01-05"), today=TODAY)
    assert ["2011 has 0" in each.message for each in gap if each.code == "C120"] == [True]


def test_slips_in_the_year_do_not_ask_for_centuries_of_visits() -> None:
    check = rule("at_least_per_year", field="visit.N.date", number=4)
    early: Values = {"visit.1.date": "0213-05-06", "visit.2.date": "2013-08-06"}
    late: Values = {"visit.1.date": "2013-08-06", "visit.2.date": "2913-08-06"}
    assert [each for each in (*found(early, check), *found(late, check)) if each[0] == "C120"] == []


def test_empty_years_in_a_row_are_one_problem() -> None:
    check = rule("at_least_per_year", field="visit.N.date", number=4)
    dates: Values = {"visit.1.date": "1995-12-05", "visit.2.date": "2013-01-05"}
    told = [each for each in check_values(handbook(check), dates, today=TODAY) if each.code == "C120"]
    assert [dict(each.context)["year"] for each in told] == ["1996–2012"]
    assert dict(told[0].context)["count"] == "0"


def test_an_assessment_comes_after_a_plan() -> None:
    check = rule("needs_earlier", date="assessment.N.date", earlier="plan.N.date")
    values: Values = {"plan.1.date": "2012-03-05", "assessment.1.date": "2012-03-04", "assessment.2.date": "2012-06-01"}
    assert found(values, check) == [("C121", "assessment.1.date")]
    assert found({"assessment.1.date": "2012-03-04"}, check) == [("C121", "assessment.1.date")]


def test_dates_in_the_time_of_the_booklet() -> None:
    check = rule("dates_within", fields=["visit.N.date"], start="cover.created", end="cover.closed")
    values: Values = {"cover.created": "2012-01-01", "cover.closed": "2012-12-31", "visit.1.date": "2011-12-31",
                      "visit.2.date": "2012-06-01", "visit.3.date": "2013-01-01"}  # fmt: skip
    assert found(values, check) == [("C122", "visit.1.date"), ("C122", "visit.3.date")]


def test_the_year_of_the_page_and_of_its_entries() -> None:
    check = rule("same_year", date="assessment.N.date", year="assessment_page.N.year")
    values: Values = {
        "assessment_page.1.year": "2012",
        "assessment_page.2.year": "2013",
        "assessment.4.date": "2012-12-01",
    }
    assert found(values | {"assessment.5.date": "2013-01-05"}, check) == []
    assert found(values | {"assessment.5.date": "2012-12-31"}, check) == [("C123", "assessment.5.date")]


def test_an_answer_that_asks_for_others() -> None:
    check = rule("requires", field="visit.N.lost", codes=["2"], fields=["visit.N.date", "visit.N.next"])
    assert found({"visit.1.lost": "2", "visit.1.date": "2012-01-01"}, check) == [("C124", "visit.1.next")]
    assert found({"visit.1.lost": "1"}, check) == []


def test_rows_are_bound_with_their_entry() -> None:
    check = rule("requires", field="visit.N.drugs.N.dose", fields=["visit.N.drugs.N.name"])
    values: Values = {"visit.2.drugs.1.dose": 1, "visit.2.drugs.1.name": "甲", "visit.3.drugs.2.dose": 2}
    assert found(values, check) == [("C124", "visit.3.drugs.2.name")]


def test_a_rule_over_nothing_that_is_written_finds_nothing() -> None:
    arguments = {"field": "cover.card", "start": "cover.idno", "fields": ["cover.created"], "first": "cover.created"}
    for name in RULE_CHECKS:
        assert found({"cover.address": "某地"}, rule(name, **arguments)) == []
