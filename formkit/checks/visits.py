"""Rules about visits: the interval to the next one, the discharge, the class against the findings."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.checks.booklet import Booklet, Spot
from formkit.checks.bound import Bound, bind, number, texts
from formkit.errors import Problem
from formkit.model.handbook import Check
from formkit.values.dates import days_between, surely_after

UNSTABLE_DAYS = 14
"""An unstable patient is seen again within 2 weeks (service standard for severe mental disorders, 2011 and 2017)."""
SETTLED_DAYS = 92
"""All others within 3 months, the longest of which have 92 days; sooner is always right."""
TOLERANCE_DAYS = 3
SEVERE_DANGER = 3
"""From this level on a patient counts as unstable."""


def next_visit_interval(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the days to the next visit with what the class of this one allows."""
    for bound in bind(check, booklet):
        date, upcoming = bound.one("visit_date"), bound.one("next_date")
        days = date and upcoming and days_between(date.text, upcoming.text)
        most = _most_days(bound)
        if not date or not upcoming or not days or most is None:
            continue
        if days[0] > most + number(check, "tolerance_days", TOLERANCE_DAYS):
            yield bound.tell(upcoming, date, days=most)


def _most_days(bound: Bound) -> int | None:
    if bound.chosen("visit_class", "unstable"):
        return UNSTABLE_DAYS
    return SETTLED_DAYS if bound.chosen("visit_class", "settled") else None


def discharge_in_range(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Look at the date of discharge where a stay is over."""
    for bound in bind(check, booklet):
        visit = bound.one("visit_date")
        blank = booklet.ref(bound.id_of("discharge"))
        if visit is None or blank is None or not bound.chosen("inpatient", "codes"):
            continue
        discharge = bound.one("discharge")
        if discharge is None or _out_of_range(bound, discharge, visit):
            yield bound.tell(blank, visit)


def _out_of_range(bound: Bound, discharge: Spot, visit: Spot) -> bool:
    if surely_after(discharge.text, visit.text):
        return True
    pattern = next(iter(texts(bound.check, "visit_date")), "")
    earlier = [each for each in bound.booklet.matching(pattern) if surely_after(visit.text, each.text)]
    if bound.check.argument("since_last_visit") is not True or not earlier:
        return False
    last = max(earlier, key=lambda each: each.text)
    return surely_after(last.text, discharge.text)


def class_fits_findings(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Doubt a class that is better than the findings allow."""
    for bound in bind(check, booklet):
        visit_class = bound.one("visit_class")
        if visit_class is None:
            continue
        finding = None
        if not bound.chosen("visit_class", "unstable"):
            finding = _severe(bound)
        if finding is None and bound.chosen("visit_class", "stable"):
            finding = _moderate(bound)
        if finding is not None:
            yield bound.tell(visit_class, finding)


def _danger(bound: Bound) -> int:
    danger = bound.one("danger")
    return int(danger.text) if danger and danger.text.isascii() and danger.text.isdigit() else 0


def _severe(bound: Bound) -> Spot | None:
    """Return a finding that makes a patient unstable: danger 3 to 5, or lost insight."""
    if _danger(bound) >= SEVERE_DANGER:
        return bound.one("danger")
    return bound.one("insight") if bound.chosen("insight", "insight_lost") else None


def _moderate(bound: Bound) -> Spot | None:
    """Return a finding that keeps a patient from being stable: danger 1 or 2, partial insight, poor function."""
    if _danger(bound):
        return bound.one("danger")
    if bound.chosen("insight", "insight_partial"):
        return bound.one("insight")
    poor = set(texts(bound.check, "poor"))
    return next((spot for spot in bound.many("functions") if spot.codes & poor), None)


def requires(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Look for blanks that the answer of another field asks for."""
    codes = set(texts(check, "codes"))
    for bound in bind(check, booklet):
        cause = bound.one("field")
        if cause is None or (codes and not cause.codes & codes):
            continue
        refs = [booklet.ref(field_id) for field_id in bound.ids("fields") if booklet.at(field_id) is None]
        yield from (bound.tell(ref, cause) for ref in refs if ref is not None)
