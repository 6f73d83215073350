"""Rules about dates and their order: within an entry, over all entries, against today."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from formkit.checks.booklet import Booklet, Spot
from formkit.checks.bound import Bound, bind, number, texts
from formkit.errors import Problem
from formkit.model.handbook import Check, Kind, Precision
from formkit.values.dates import bounds, date_digits, precision_of, surely_after, surely_not_before

QUARTERS = 4
FIRST_YEAR = 1990
"""No booklet is older; what bears an earlier year was written wrongly."""


def not_after(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare two dates of an entry, or one of an entry with one of the booklet."""
    strict = check.argument("strict") is True
    for bound in bind(check, booklet):
        first, second = bound.one("first"), bound.one("second")
        if first and second and first.ref.id != second.ref.id:
            late = surely_not_before if strict else surely_after
            if late(first.text, second.text):
                yield bound.tell(first, second)


def not_in_future(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare dates with today."""
    bound = Bound(check, booklet)
    for spot in bound.every("fields"):
        if surely_after(spot.text, booklet.today.isoformat()):
            yield bound.tell_alone(spot.ref)


def none_after(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare dates with every end that is written in another entry.

    The entry that tells the end, as the visit that learns of a death, is itself later than it.
    """
    bound = Bound(check, booklet)
    ends = [spot for pattern in texts(check, "end") for spot in booklet.matching(pattern)]
    for spot in bound.every("dates"):
        others = (end for end in ends if (end.ref.sheet.id, end.ref.instance) != (spot.ref.sheet.id, spot.ref.instance))
        end = next((end for end in others if surely_after(spot.text, end.text)), None)
        if end is not None:
            yield bound.tell(spot, end)


def dates_in_order(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare each date with the one before it."""
    bound = Bound(check, booklet)
    dated = [spot for spot in bound.every("field") if bounds(spot.text)]
    for before, spot in pairwise(dated):
        if surely_after(before.text, spot.text):
            yield bound.tell(spot, before)


def no_duplicates(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Look for a value that stands twice; of dates only those that are written to the day."""
    bound = Bound(check, booklet)
    first: dict[object, Spot] = {}
    for spot in bound.every("field"):
        vague = spot.ref.field.kind is Kind.DATE and precision_of(spot.text) is not Precision.DAY
        if vague or spot.text.startswith("--"):
            continue
        if spot.value in first:
            yield bound.tell(spot, first[spot.value])
        first.setdefault(spot.value, spot)


def increasing(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare each number with the one before it."""
    bound = Bound(check, booklet)
    step = check.argument("step")
    counted = [(spot, spot.value) for spot in bound.every("field") if isinstance(spot.value, int | float)]
    for (before, low), (spot, high) in pairwise(counted):
        wrong = high - low != step if isinstance(step, int | float) else high <= low
        if wrong:
            yield bound.tell(spot, before)


def at_least_per_year(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Count the entries of each year from the first to the last; the first and last by their quarters.

    Years before `FIRST_YEAR` or to come are slips of the pen and are not counted; years in a row that lack
    the same are one problem.
    """
    bound = Bound(check, booklet)
    dated = [(days[0], spot) for spot in bound.every("field") if (days := bounds(spot.text))]
    dated = [(day, spot) for day, spot in dated if FIRST_YEAR <= day.year <= booklet.today.year]
    for years in _alike(_thin_years([day for day, _ in dated], number(check, "number", 0))):
        first, last = years[0], years[-1]
        spot = next((spot for day, spot in dated if day.year == first.year), dated[0][1])
        shown = f"{first.year}" if len(years) == 1 else f"{first.year}–{last.year}"
        yield bound.tell_alone(spot.ref, year=shown, count=first.count, least=first.least)


@dataclass(frozen=True, slots=True)
class _Year:
    """A year with fewer entries than it should have."""

    year: int
    count: int
    least: int


def _thin_years(days: list[dt.date], least_a_year: float) -> Iterator[_Year]:
    if not days:
        return
    counts = Counter(day.year for day in days)
    first, last = min(days), max(days)
    for year in range(first.year, last.year + 1):
        start = (first.month - 1) // 3 if year == first.year else 0
        stop = (last.month + 2) // 3 if year == last.year else QUARTERS
        least = int(least_a_year * (stop - start) / QUARTERS)
        if counts[year] < least:
            yield _Year(year, counts[year], least)


def _alike(years: Iterator[_Year]) -> list[list[_Year]]:
    """Return the years in groups: one after the other, with the same numbers."""
    groups: list[list[_Year]] = []
    for year in years:
        before = groups[-1][-1] if groups else None
        if before is not None and replace(before, year=year.year) == year and before.year + 1 == year.year:
            groups[-1].append(year)
        else:
            groups.append([year])
    return groups


def needs_earlier(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Look for an earlier entry of another kind before each date."""
    bound = Bound(check, booklet)
    earlier = [spot for pattern in texts(check, "earlier") for spot in booklet.matching(pattern)]
    example = next(iter(texts(check, "earlier")), "").replace(".N.", ".1.")
    beside = earlier[0].ref if earlier else booklet.ref(example)
    for spot in bound.every("date"):
        if beside and all(surely_after(other.text, spot.text) or not bounds(other.text) for other in earlier):
            yield bound.tell(spot, beside)


def dates_within(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare dates with the first and the last day of the booklet."""
    for bound in bind(check, booklet):
        start, end = bound.one("start"), bound.one("end")
        for spot in bound.many("fields"):
            if start and surely_after(start.text, spot.text):
                yield bound.tell(spot, start)
            elif end and surely_after(spot.text, end.text):
                yield bound.tell(spot, end)


def same_year(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the year of a date with a year that is written by itself, perhaps in two digits."""
    for bound in bind(check, booklet):
        date, year = bound.one("date"), bound.one("year")
        told = date and date_digits(date.text)[0]
        written = year and (date_digits(year.text)[0] or year.text)
        if date and year and told and written and not (told == written or (len(written) == 2 and told[2:] == written)):
            yield bound.tell(date, year)
