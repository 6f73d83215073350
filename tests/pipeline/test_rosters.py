"""From a case to the line of a roster: what was known on the day, and how a person stands."""

from __future__ import annotations

import datetime as dt

import pytest

from formkit.export.roster_columns import roster_row
from formkit.model.office import Office
from formkit.model.person import Case, Identity, Person
from formkit.model.roster import RosterPerson, Status
from formkit.model.store import CaseValue, CaseView, ForeignRow, Visit
from formkit.pipeline.roster_people import roster_person

AS_OF = dt.date(2013, 9, 30)


def visit(date: str | None, /, **concepts: str) -> Visit:
    """Return a visit with the values of ``visit.…`` concepts; ``person_…`` stands for ``person.…``."""
    found = {}
    for name, value in concepts.items():
        concept = name.replace("_", ".", 1) if name.startswith("person_") else f"visit.{name}"
        concept = name if name == "consent" else concept
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
