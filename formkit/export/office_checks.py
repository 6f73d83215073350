"""What must hold between the settings of an office profile."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formkit.errors import Problem, problem
from formkit.export.office_fields import Fields
from formkit.model.office import TITLE_NAMES, Office, Town, Village, VillageScheme

MAX_PREVALENCE = 0.2
_NEIGHBOURHOOD, _VILLAGE = "neighbourhood (居委会)", "village (村委会)"
_RANGES = {
    VillageScheme.STATISTICS: ((1, 199, _NEIGHBOURHOOD), (200, 399, _VILLAGE)),
    VillageScheme.ARCHIVE: ((1, 99, _NEIGHBOURHOOD), (101, 199, _VILLAGE)),
}
"""Statistical division codes, and the third segment of the 17-digit health archive number."""


@dataclass(frozen=True, slots=True)
class PlacedTown:
    """A town, its villages, and the tables of the file that they were made of."""

    town: Town
    fields: Fields
    villages: tuple[tuple[Village, Fields], ...]


def check_office(office: Office, fields: Fields, placed: Iterable[PlacedTown]) -> list[Problem]:
    """Return what is wrong between the settings: codes, names, populations, title."""
    found: list[Problem] = []
    if not 0 < office.prevalence <= MAX_PREVALENCE:
        found.append(problem("O010", where=fields.where("prevalence"), found=office.prevalence))
    found += _title(office, fields)
    if office.county_code and not re.fullmatch(r"\d{6}", office.county_code):
        where = fields.where("county_code")
        found.append(problem("O006", where=where, found=office.county_code, name=office.county, expected=6))
    by_code: dict[str, str] = {}
    for place in placed:
        found += [*_town(office, place), *_twice(place, by_code)]
        for village, own in place.villages:
            found += _village(office, place.town, village, own)
    return found


def _title(office: Office, fields: Fields) -> list[Problem]:
    where, known = fields.where("title"), ", ".join(TITLE_NAMES)
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(office.title) if name is not None]
    except ValueError:
        return [problem("O013", where=where, found=office.title, known=known)]
    return [problem("O013", where=where, found=name, known=known) for name in names if name not in TITLE_NAMES]


def _town(office: Office, placed: PlacedTown) -> Iterator[Problem]:
    town, own = placed.town, placed.fields
    where = own.where("code")
    if town.code and not re.fullmatch(r"\d{9}", town.code):
        yield problem("O006", where=where, found=town.code, name=town.name, expected=9)
    elif town.code and office.county_code and not town.code.startswith(office.county_code):
        yield problem("O016", where=where, found=town.code, name=town.name, county=office.county_code)
    if not town.villages and "villages" not in own.content:
        yield problem("O015", where=own.where(), town=town.name)
    for key, number in (("population", town.population), ("population_15", town.population_15)):
        if number is None and key not in own.content:
            yield problem("O017", where=own.where(), town=town.name, key=key)
    older, everyone = town.population_15, town.population
    if older is not None and everyone is not None and older > everyone:
        context = {"town": town.name, "older": older, "all": everyone}
        yield problem("O011", where=own.where("population_15"), **context)  # type: ignore[arg-type]


def _twice(placed: PlacedTown, by_code: dict[str, str]) -> Iterator[Problem]:
    """Codes are given once in all of the file, names once in a town."""
    names: set[str] = set()
    places: list[tuple[Town | Village, Fields]] = [(placed.town, placed.fields), *placed.villages]
    for place, own in places:
        if place.code and place.code in by_code:
            yield problem("O008", where=own.where("code"), found=place.code, name=place.name, other=by_code[place.code])
        by_code.setdefault(place.code, place.name)
        if place.name and place.name in names:
            yield problem("O009", where=own.where("name"), name=place.name, town=placed.town.name)
        if place is not placed.town:
            names.add(place.name)


def _village(office: Office, town: Town, village: Village, own: Fields) -> Iterator[Problem]:
    where = own.where("code")
    if village.code and not re.fullmatch(r"\d{12}", village.code):
        yield problem("O006", where=where, found=village.code, name=village.name, expected="12 (or its last 3)")
    elif village.code and town.code and not village.code.startswith(town.code):
        yield problem("O007", where=where, found=village.code, name=village.name, town=town.code)
    elif village.code:
        yield from _scheme(office, village, own)


def _scheme(office: Office, village: Village, own: Fields) -> Iterator[Problem]:
    """Warn where the name says village and the code's range says neighbourhood, or the reverse."""
    ending = _kind_by_name(village.name)
    for first, last, kind in _RANGES[office.scheme]:
        if ending and first <= int(village.code[-3:]) <= last and kind != ending:
            context = {"found": village.code[-3:], "kind": kind, "scheme": office.scheme.value}
            yield problem("O014", where=own.where("code"), name=village.name, **context)  # type: ignore[arg-type]


def _kind_by_name(name: str) -> str:
    if name.endswith(("居委会", "居民委员会", "社区")):
        return _NEIGHBOURHOOD
    return _VILLAGE if name.endswith(("村", "村委会", "村民委员会")) else ""
