"""Checks of what was read or is to be filled: single fields, the fields of a booklet together, a batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from formkit.checks.booklet import Booklet
from formkit.checks.generic import GENERIC_CHECKS
from formkit.checks.records import check_record
from formkit.checks.values import check_value
from formkit.errors import Problem
from formkit.model.handbook import Handbook
from formkit.model.reading import Value

__all__ = ["check_values"]


def check_values(handbook: Handbook, values: Mapping[str, Value], *, today: dt.date) -> list[Problem]:
    """Return everything that is wrong with the values of one booklet, by full field id.

    Values of sheets that are not there (None, or left out) are not missed; ids that the handbook does
    not know are passed over. Each problem names its field and stands once.
    """
    booklet = Booklet.of(handbook, values, today)
    return list(dict.fromkeys(_all(booklet)))


def _all(booklet: Booklet) -> Iterator[Problem]:
    for spot in booklet.spots.values():
        yield from check_value(spot.ref, spot.value, today=booklet.today)
    for check in GENERIC_CHECKS.values():
        yield from check(booklet)
    yield from check_record(booklet)
