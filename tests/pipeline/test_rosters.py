"""From a case to the line of a roster: what was known on the day, and how a person stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from formkit.errors import UsageError
from formkit.export.roster_columns import roster_row
from formkit.model.office import Office
from formkit.model.person import Case, Identity, Person
from formkit.model.roster import RosterPerson, Status
from formkit.model.store import CaseValue, CaseView, ForeignRow, Visit
from formkit.pipeline.roster_people import is_unsettled, roster_person
from formkit.pipeline.rosters import handbook_of, make_roster
from formkit.store import open_store
from tests.export.people import DISTRICT
from tests.pipeline.test_importing import LI, ZHAO, take, written
from tests.pipeline.test_importing import visit as entry

AS_OF = dt.date(2013, 9, 30)


def visit(date: str | None, /, **concepts: str) -> Visit:
    """Return a visit with the values of ``visit.…`` concepts; ``person_…`` stands for ``person.…``."""
    found = {}
    for name, value in concepts.items():
        concept = name.replace("_", ".", 1) if name.startswith("person_") else f"visit.{name}"
        concept = name if name == "consent" else concept
        concept = name.replace("card_", "disability.") if name.startswith("card_") else concept
        found[name] = CaseValue(value, 1, f"followup.1.{name}", concept, "followup", "2017", "2017", date)
    return Visit("followup", date, None, 1, "2017", "2017", found, (1,), repeats=True)


def line(*visits: Visit, as_of: dt.date = AS_OF, **columns: str) -> RosterPerson:
    """Return the roster's line; ``columns`` are those of an imported list."""
    concepts = {each.concept: each for one in visits for each in one.values.values() if each.concept}
    named = {name.replace("visit_", "visit."): value for name, value in columns.items()}
    foreign = (ForeignRow(Identity(), named, "a.xlsx", "", "1"),) if columns else ()
    view = CaseView(Case(1, 1, "h"), Person(1, Identity(name="张三")), visits, {}, concepts, foreign)
    return roster_person(view, Office(), lambda handbook, edition: None, as_of)


def test_the_roster_of_a_past_day_does_not_show_later_visits() -> None:
    visits = (
        visit("2013-03-05", danger="1", **{"class": "稳定"}, adherence="规律"),
        visit("2013-12-05", danger="5", **{"class": "不稳定"}, adherence="不服药", inpatient="目前正在住院"),
    )
    then, later = line(*visits), line(*visits, as_of=dt.date(2013, 12, 31))
    assert (then.danger, then.visit_class, then.adherence, then.status) == (1, "稳定", "规律", Status.REGISTERED)
    assert (later.danger, later.visit_class, later.adherence, later.status) == (5, "不稳定", "不服药", Status.INPATIENT)


def test_the_day_of_the_roster_itself_still_counts() -> None:
    assert line(visit("2013-09-30", danger="2")).danger == 2


def test_nobody_is_dead_or_lost_before_it_was_known() -> None:
    death = visit("2013-11-01", person_death_date="2013-10-20")
    lost = visit("2013-11-01", lost_reason="迁居他处")
    assert line(death).status is line(lost).status is Status.REGISTERED
    late = dt.date(2013, 12, 31)
    assert (line(death, as_of=late).status, line(lost, as_of=late).status) == (Status.DEAD, Status.MOVED)


def test_a_visit_without_a_date_counts_as_known_but_a_death_after_the_day_does_not() -> None:
    assert line(visit(None, danger="3")).danger == 3
    assert line(visit(None, person_death_date="2013-10-20")).status is Status.REGISTERED
    assert line(visit(None, person_death_date="2013")).status is Status.DEAD


def test_a_visit_dated_only_to_the_month_is_still_not_shown_before() -> None:
    assert line(visit(None, danger="3", date="2013-10")).danger is None


def test_a_row_of_a_list_with_a_later_visit_is_not_shown_either() -> None:
    assert line(visit_date="2013-10-05", visit_danger="4").danger is None
    assert line(visit_date="2013-05-05", visit_danger="4").danger == 4


def test_who_was_visited_again_is_no_longer_lost() -> None:
    visits = (visit("2013-01-05", lost_reason="外出打工"), visit("2013-04-05", danger="1"))
    assert line(*visits).status is Status.REGISTERED
    assert line(visits[0]).status is Status.AWAY


@pytest.mark.parametrize(
    ("consent", "columns", "managed", "status"),
    [
        (None, {}, None, "在册"),
        ("同意", {}, "是", "在管"),
        ("不同意", {}, "否", "非在管"),
        ("不同意", {"managed": "是"}, "是", "在管"),
        ("同意", {"managed": "否"}, "否", "非在管"),
        ("不同意", {"status": "在管"}, "是", "在管"),
        (None, {"status": "非在管"}, "否", "非在管"),
        (None, {"status": "在管", "managed": "否"}, "否", "非在管"),
        ("同意", {"status": "失访"}, "是", "失访"),
    ],
)
def test_status_and_managed_never_contradict(
    consent: str | None, columns: dict[str, str], managed: str | None, status: str
) -> None:
    known = (visit("2013-01-05", consent=consent),) if consent else ()
    cells = roster_row(line(*known, as_of=AS_OF, **columns), AS_OF, 1).cells
    assert (cells["managed"], cells["status"]) == (managed, status)


NOBODY = {"class": "未访到"}
"""What the form of 2011 says where nobody was reached."""


@pytest.mark.parametrize(
    ("missed", "status"),
    [
        ({"lost_reason": "走失"}, Status.LOST),
        ({"lost_reason": "连续3次未访到"}, Status.LOST),
        ({"lost_reason": "外出打工"}, Status.AWAY),
        ({"lost_reason": "迁居他处"}, Status.MOVED),
        ({"lost_reason": "其他", "class": "不稳定", "danger": "5"}, Status.LOST),
        (NOBODY, Status.LOST),
        ({**NOBODY, "danger": "0"}, Status.LOST),
    ],
)
def test_an_entry_at_which_nobody_was_reached_is_no_visit(missed: dict[str, str], status: Status) -> None:
    met = visit("2013-03-05", date="2013-03-05", danger="2", **{"class": "稳定"}, adherence="规律")
    found = line(met, visit("2013-06-05", date="2013-06-05", **missed))
    assert (found.status, found.visit_class, found.danger, found.adherence) == (status, "稳定", 2, "规律")
    cells = roster_row(found, AS_OF, 1).cells
    assert [cells[name] for name in ("visit_count", "q1", "q2")] == [1, "2013-03-05", None]


def test_who_was_reached_again_has_two_visits_and_is_no_longer_lost() -> None:
    days = ("2013-01-05", "2013-04-05", "2013-07-05")
    classes = ("稳定", "未访到", "基本稳定")
    found = line(*(visit(day, date=day, **{"class": word}) for day, word in zip(days, classes, strict=True)))
    assert (found.visits, found.visit_class, found.status) == ((days[0], days[2]), "基本稳定", Status.REGISTERED)


def test_a_row_of_a_list_at_which_nobody_was_reached_is_no_visit() -> None:
    day, missed = "2013-05-05", "未访到"
    found = line(visit_date=day, visit_class=missed)
    assert (found.visits, found.visit_class, found.status) == ((), "", Status.LOST)
    assert line(visit_date=day, visit_class=missed, status="外出").status is Status.AWAY
    listed = line(visit("2013-05-05", date="2013-05-05", **NOBODY), visit_date="2013-05-05")
    assert listed.visits == ()


def test_a_death_that_is_told_where_nobody_was_reached_is_known() -> None:
    assert line(visit("2013-05-05", lost_reason="其他", person_death_date="2013-05-01")).status is Status.DEAD


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        ({"card_has_card": "有"}, "有"),
        ({"card_has_card": "无"}, "无"),
        ({"card_has_card": "有", "card_category": "精神", "card_level": "二级"}, "精神二级"),
        ({"card_has_card": "有", "card_level": "二级"}, "二级"),
        ({}, ""),
    ],
)
def test_a_disability_card_is_shown_though_nothing_more_is_known_of_it(card: dict[str, str], shown: str) -> None:
    assert line(visit("2013-01-05", danger="1", **card)).disability == shown


def test_a_line_is_unsettled_by_doubtful_values_and_conflicts_up_to_the_day() -> None:
    sure = visit("2013-01-05", danger="1")
    doubtful = replace(sure, values={"danger": replace(sure.values["danger"], doubtful=True)})
    torn = replace(sure, conflicts=("danger",))
    decided = replace(torn, values={"danger": replace(sure.values["danger"], corrected=True)})
    found = [is_unsettled(view_of(each), AS_OF) for each in (sure, doubtful, torn, decided)]
    assert found == [False, True, True, False]
    assert not is_unsettled(view_of(doubtful), dt.date(2012, 12, 31))


def test_a_line_names_the_columns_that_rest_on_something_nobody_settled() -> None:
    sure = visit("2013-01-05", danger="1", person_village="柳河村", date="2013-01-05")
    values = {name: replace(each, doubtful=name in ("person_village", "date")) for name, each in sure.values.items()}
    doubted = line(replace(sure, values=values))
    assert (doubted.unsure, doubted.unsure_visits) == ({"village"}, {"2013-01-05"})
    torn = line(replace(sure, conflicts=("danger",)))
    assert (torn.unsure, torn.unsure_visits) == ({"danger"}, frozenset())
    decided = {name: replace(each, corrected=True) for name, each in sure.values.items()}
    settled = line(replace(sure, values=decided, conflicts=("danger",)))
    assert (settled.unsure, settled.unsure_visits) == (frozenset(), frozenset())
    listed = line(visit("2013-01-05", danger="1"), village="柳河村")
    assert (listed.unsure, listed.unsure_visits) == (frozenset(), frozenset())


def view_of(*visits: Visit) -> CaseView:
    return CaseView(Case(1, 1, "h"), Person(1, Identity(name="张三")), visits, {}, {})


def told(tmp_path: Path, *documents: Mapping[str, object], town: str | None = None) -> tuple[int, dict[str, str]]:
    """Return how many persons a roster of these documents shows, and its problems."""
    with open_store("memory:") as store:
        for number, values in enumerate(documents):
            take(store, written(tmp_path / f"{number}.xlsx", values))  # type: ignore[arg-type]
        made = make_roster(store, DISTRICT, tmp_path / "r.xlsx", handbook=None, town=town, as_of=AS_OF)
    return made.persons, {each.code: each.message for each in made.problems}


def test_documents_that_contradict_each_other_are_told_with_the_roster(tmp_path: Path) -> None:
    first, second = ({**LI, **entry("2013-03-05", danger=danger)} for danger in ("1", "4"))
    persons, problems = told(tmp_path, first, second)
    assert persons == 1
    assert "1 " in problems["E014"]
    assert "E015" in problems


def test_a_town_with_nobody_in_it_has_nobody_on_its_roster(tmp_path: Path) -> None:
    people = [each | {"cover.village_name": "柳河村"} for each in (LI, ZHAO)]
    assert told(tmp_path, *people, town="330197101")[0] == 2
    persons, problems = told(tmp_path, *people, town="330197102")
    assert (persons, "E006" in problems, "E014" in problems) == (0, True, False)
    with pytest.raises(UsageError):
        told(tmp_path, town="330197109")


def test_the_code_of_2011_for_nobody_reached_is_told_from_the_codes_of_a_class() -> None:
    def coded(day: str, code: str) -> Visit:
        values = {
            name: CaseValue(value, 1, f"followup.1.{name}", concept, "followup", "2011", "2011", day)
            for name, value, concept in (("visit_date", day, "visit.date"), ("visit_class", code, "visit.class"))
        }
        return Visit("followup", day, None, 1, "2011", "2011", values, (1,), repeats=True)

    view = replace(view_of(coded("2013-01-05", "3"), coded("2013-04-05", "0")), case=Case(1, 1, "case-management"))
    found = roster_person(view, Office(), handbook_of, AS_OF)
    assert (found.visit_class, found.visits, found.status) == ("稳定", ("2013-01-05",), Status.LOST)
