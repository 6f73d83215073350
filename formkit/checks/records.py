"""The rules that a mapping names, each with its function; `formkit.model.rules.RULES` describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from formkit.checks import persons, times, visits
from formkit.checks.booklet import Booklet
from formkit.errors import Problem
from formkit.model.handbook import Check
from formkit.model.rules import WAIVERS

RuleCheck = Callable[[Check, Booklet], Iterator[Problem]]

RULE_CHECKS: Mapping[str, RuleCheck] = {
    "same_value": persons.same_value,
    "id_matches_sex": persons.id_matches_sex,
    "id_matches_birth": persons.id_matches_birth,
    "starts_with": persons.starts_with,
    "ends_with": persons.ends_with,
    "village_in_town": persons.village_in_town,
    "archive_in_village": persons.archive_in_village,
    "card_of_person": persons.card_of_person,
    "card_matches": persons.card_matches,
    "not_after": times.not_after,
    "not_in_future": times.not_in_future,
    "none_after": times.none_after,
    "dates_in_order": times.dates_in_order,
    "no_duplicates": times.no_duplicates,
    "increasing": times.increasing,
    "at_least_per_year": times.at_least_per_year,
    "needs_earlier": times.needs_earlier,
    "dates_within": times.dates_within,
    "same_year": times.same_year,
    "next_visit_interval": visits.next_visit_interval,
    "discharge_in_range": visits.discharge_in_range,
    "class_fits_findings": visits.class_fits_findings,
    "requires": visits.requires,
}


def check_record(booklet: Booklet) -> Iterator[Problem]:
    """Yield what the rules of the mapping find; waivers are read by `formkit.checks.generic`."""
    for check in booklet.handbook.checks:
        if check.rule not in WAIVERS:
            yield from RULE_CHECKS[check.rule](check, booklet)
