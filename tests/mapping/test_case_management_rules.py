from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from formkit.checks import check_values
from formkit.mapping import load_all_editions
from formkit.model.handbook import Handbook
from formkit.model.reading import Value

FOLDER = Path(__file__).parents[2] / "mappings" / "case-management"
EDITIONS = ("2011", "2017")
# Invented: its check digit is right, its county code is not assigned.
ID_NUMBER = "33019719780512002X"


@pytest.fixture(scope="module")
def handbooks() -> dict[str, Handbook]:
    return load_all_editions(FOLDER)[0]


def _booklet(edition: str) -> dict[str, Value]:
    """Return a plausible year of one invented person, nothing of it in doubt."""
    values: dict[str, Value] = {
        "cover.patient_name": "林晚秋", "cover.patient_no": "20100017", "cover.sex": "2", "cover.birth_ym": "1978-05",
        "cover.address": "示范县青石镇柳湾村3组", "cover.town_name": "青石镇", "cover.town_code": "330197101",
        "cover.village_name": "柳湾村", "cover.village_code": "203", "cover.idno": ID_NUMBER,
        "basic.patient_name": "林晚秋", "basic.patient_no": "20100017", "basic.filler": "周以宁",
        "basic.fill_date": "2018-01-10", "basic.sex": "2", "basic.cohabitant": "5", "basic.has_disability_card": "2",
        "basic.disability_category": "6", "basic.disability_level": "2", "basic.disability_assessed_on": "2009",
        "basic.disability_card_no": f"{ID_NUMBER}62", "basic.prior_basic_mgmt": "1",
        "plan.1.patient_name": "林晚秋", "plan.1.patient_no": "20100017", "plan.1.plan_date": "2018-01-12",
        "plan.1.plan_seq": 1, "plan.1.care_mode": ("1", "3"), "plan.1.mgmt_level": "2", "plan.1.med_way": "2",
        "plan.1.rehab_place": ("1",), "plan.1.next_level": "2", "plan.1.items.1.problem": "不按时服药",
        "plan.1.items.1.finish_on": "2018-06-30", "plan.1.patient_signature": True, "plan.1.manager_signature": True,
        "assessment_page.1.year": "2018", "assessment_page.1.patient_name": "林晚秋",
        "assessment_page.1.patient_no": "20100017",
    }  # fmt: skip
    for number, month in enumerate((1, 4, 7, 10), start=1):
        values |= _visit(f"followup.{number}", month, none="6" if edition == "2011" else "7")
        values |= _assessment(f"assessment.{number}", f"2018-{month + 2:02}-20")
    return values


def _visit(head: str, month: int, none: str) -> dict[str, Value]:
    answers: dict[str, Value] = {
        "patient_name": "林晚秋", "patient_no": "20100017", "visit_date": f"2018-{month:02}-15", "danger": "0",
        "symptoms": ("11",), "insight": "1", "sleep": "1", "diet": "1", "sf_self_care": "1", "sf_housework": "2",
        "sf_work": "2", "sf_learning": "2", "sf_social": "2", "risk_events": (none,), "locked": "1", "inpatient": "0",
        "lab": "1", "adherence": "1", "adr": "1", "effect": "2", "referral": "1", "visit_class": "3",
        "next_date": f"2018-{month + 3:02}-15" if month < 10 else "2019-01-15", "doctor_signature": True,
    }  # fmt: skip
    return {f"{head}.{name}": value for name, value in answers.items()}


def _assessment(head: str, date: str) -> dict[str, Value]:
    judged = dict.fromkeys(("a_problem", "a_goal", "a_strategy", "a_person", "a_on_time", "a_overall"), "1")
    scores = dict.fromkeys(
        ("a_sf_self_care", "a_sf_housework", "a_sf_work", "a_sf_learning", "a_sf_social", "a_sf_total"), 4
    )
    answers: dict[str, Value] = {"assess_date": date, **judged, **scores, "assessor_signature": True}
    return {f"{head}.{name}": value for name, value in answers.items()}


def _codes(handbook: Handbook, changes: dict[str, Value]) -> set[str]:
    values = _booklet(handbook.edition) | changes
    return {problem.code for problem in check_values(handbook, values, today=dt.date(2019, 2, 1))}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_plausible_year_passes_every_rule(handbooks: dict[str, Handbook], edition: str) -> None:
    assert _codes(handbooks[edition], {}) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cover.sex": "1", "basic.sex": "1"}, "C102"),
        ({"cover.birth_ym": "1978-06"}, "C103"),
        ({"cover.village_code": "420596101203"}, "C106"),
        ({"basic.patient_name": "林晚春"}, "C010"),
        ({"followup.2.patient_no": "20100071"}, "C010"),
        ({"assessment_page.1.patient_no": "20100071"}, "C010"),
        ({"basic.disability_level": "3"}, "C111"),
        ({"basic.disability_card_no": "42059619780512002762"}, "C110"),
        ({"basic.disability_assessed_on": "2018-02"}, "C108"),
        ({"followup.2.next_date": "2018-04-15"}, "C108"),
        ({"followup.2.visit_date": "2018-01-15"}, "C118"),
        ({"followup.2.visit_date": "2018-08-15", "followup.2.next_date": "2018-10-15"}, "C117"),
        ({"followup.3.next_date": "2018-12-30"}, "C112"),
        ({"followup.3.visit_class": "1"}, "C112"),
        ({"followup.4.danger": "3"}, "C114"),
        ({"followup.4.insight": "2"}, "C114"),
        ({"followup.4.sf_work": "3"}, "C114"),
        ({"followup.4.inpatient": "2", "followup.4.last_discharge": "2018-12-01"}, "C113"),
        ({"followup.4.inpatient": "2"}, "C003"),
        ({"followup.4.risk_events": ("2",)}, "C005"),
        ({"followup.4.risk_events": ("12",)}, "V007"),
        ({"followup.4.symptoms": ("11", "12")}, "C007"),
        ({"followup.4.referral": "2"}, "C003"),
        ({"followup.4.visit_date": "2019-03-01", "followup.4.next_date": "2019-05-01"}, "C109"),
        ({"plan.1.care_mode": ("1", "6")}, "C004"),
        ({"plan.1.care_mode": ("6",)}, "C003"),
        ({"plan.1.income": "2"}, "C003"),
        ({"plan.2.plan_seq": 3, "plan.2.plan_date": "2018-07-20"}, "C119"),
        ({f"plan.1.items.{row}.problem": "没有收入" for row in (2, 3, 4)}, "C009"),
        ({"plan.1.items.2.finish_on": "2017-12-30"}, "C108"),
        ({"plan.1.plan_date": "2018-04-01"}, "C121"),
        ({"assessment.4.assess_date": "2019-01-20"}, "C123"),
        ({"assessment.1.a_problem": None}, "C001"),
    ],
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_rule_of_the_handbook_finds_its_contradiction(
    handbooks: dict[str, Handbook], edition: str, changes: dict[str, Value], code: str
) -> None:
    assert code in _codes(handbooks[edition], changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"supplement.first_onset": "1977", "supplement.fill_date": "2018-01-10"}, "C108"),
        ({"supplement.first_onset": "2018-03", "supplement.fill_date": "2018-01-10"}, "C108"),
        ({"supplement.first_onset": "2005", "supplement.first_antipsychotic": "2004"}, "C108"),
        ({"supplement.first_onset": "2005", "supplement.dx_date": "2004"}, "C108"),
        ({"supplement.archive_no": "20400017"}, "C107"),
        ({"cover.guardian_name": "林远", "supplement.guardian_name": "林近"}, "C101"),
        ({"supplement.past_symptoms": ("1", "12")}, "C007"),
        ({"supplement.impact": ("1", "6"), "supplement.impact_1_count": 2}, "C004"),
    ],
)
def test_a_rule_of_the_supplement_finds_its_contradiction(
    handbooks: dict[str, Handbook], changes: dict[str, Value], code: str
) -> None:
    assert code in _codes(handbooks["2011"], changes)


def test_fewer_than_four_visits_a_year_are_worth_a_look(handbooks: dict[str, Handbook]) -> None:
    handbook = handbooks["2011"]
    missing: dict[str, Value] = {name: None for name in _booklet("2011") if name.startswith("followup.2.")}
    assert _codes(handbook, missing) == {"C120"}


def test_somebody_who_was_not_met_leaves_the_findings_blank(handbooks: dict[str, Handbook]) -> None:
    blank: dict[str, Value] = dict.fromkeys(_visit("followup.4", 10, "6"))
    seen: dict[str, Value] = {"followup.4.visit_date": "2018-10-15", "followup.4.doctor_signature": True}
    assert _codes(handbooks["2011"], blank | seen) == {"C001"}
    assert _codes(handbooks["2011"], blank | seen | {"followup.4.visit_class": "0"}) == set()
    assert _codes(handbooks["2017"], blank | seen | {"followup.4.lost_reason": "1"}) == set()


def test_a_death_needs_its_cause_and_ends_plans_and_assessments(handbooks: dict[str, Handbook]) -> None:
    blank: dict[str, Value] = dict.fromkeys(_visit("followup.4", 10, "7"))
    death: dict[str, Value] = {"followup.4.visit_date": "2018-10-15", "followup.4.death_date": "2018-10-02"}
    later: dict[str, Value] = dict.fromkeys(_assessment("assessment.4", ""))
    cause: dict[str, Value] = {"followup.4.death_cause": "4"}
    handbook = handbooks["2017"]
    assert _codes(handbook, blank | death | cause | later) == set()
    assert _codes(handbook, blank | death | later) == {"C124"}
    assert _codes(handbook, blank | death | cause) == {"C116"}


def test_no_visit_follows_a_death_but_the_one_that_tells_of_it(handbooks: dict[str, Handbook]) -> None:
    blank: dict[str, Value] = dict.fromkeys(_visit("followup.2", 4, "7"))
    death: dict[str, Value] = {
        "followup.2.visit_date": "2018-04-15", "followup.2.death_date": "2018-04-02", "followup.2.death_cause": "4",
    }  # fmt: skip
    end: dict[str, Value] = {}
    for number, month in ((2, 5), (3, 8), (4, 11)):
        end |= dict.fromkeys(_assessment(f"assessment.{number}", f"2018-{month:02}-20"))
    early = end | dict.fromkeys(_visit("followup.3", 7, "7")) | dict.fromkeys(_visit("followup.4", 10, "7"))
    assert _codes(handbooks["2017"], blank | death | early) == set()
    assert _codes(handbooks["2017"], blank | death | end) == {"C116"}
