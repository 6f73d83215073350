"""What is known before anything is read: names, places, drugs, and the persons and places of the office.

The lists that ship lie in ``data``; where they come from stands in `tools.build_lexicons` and in their
first lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from formkit.model.office import Office

_DATA = Path(__file__).resolve().parent / "data"
_FORMS = ("", "片", "胶囊", "缓释片", "分散片", "口崩片", "肠溶片", "注射液", "口服液")
_PER = 10_000
"""The weights of the lists are per ten thousand."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit: its code (2, 4, 6, 9 or 12 digits) and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Lexicons:
    """Everything that the decoders may know.

    ``surnames`` and ``given`` are log-probabilities; ``persons`` are names of persons known to the office,
    ``local`` its towns and villages, ``county`` the code of its county.
    """

    surnames: Mapping[str, float]
    given: Mapping[str, float]
    units: tuple[Unit, ...]
    drugs: tuple[str, ...]
    diagnoses: tuple[str, ...]
    relations: tuple[str, ...]
    hospitals: tuple[str, ...]
    words: tuple[str, ...]
    local: tuple[Unit, ...] = ()
    persons: tuple[str, ...] = ()
    county: str = ""

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of all counties, as identity numbers begin with."""
        return tuple(unit.code for unit in self.units if len(unit.code) == 6)


def office_lexicons(office: Office | None = None, persons: Iterable[str] = ()) -> Lexicons:
    """Return the lists that ship, with an office's towns and villages and the persons it knows."""
    local: list[Unit] = []
    for town in office.towns if office else ():
        local.append(Unit(town.code, town.name))
        local += [Unit(village.code, village.name) for village in town.villages]
    return Lexicons(
        surnames=_weighted("surnames"), given=_weighted("given"), units=_units(), drugs=_drugs(),
        diagnoses=_listed("diagnoses"), relations=_listed("relations"), hospitals=_hospitals(office),
        words=_listed("words"), local=tuple(local), persons=tuple(dict.fromkeys(filter(None, persons))),
        county=office.county_code if office else "",
    )


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_lines(f"{name}.txt")))


@cache
def _drugs() -> tuple[str, ...]:
    """Return the drugs, alone and with the forms in which they are prescribed."""
    return tuple(dict.fromkeys(name + form for form in _FORMS for name in _listed("drugs")))


@cache
def _weighted(name: str) -> Mapping[str, float]:
    rows = (line.split("\t") for line in _lines(f"{name}.tsv"))
    return MappingProxyType({text: math.log(float(weight) / _PER) for text, weight in rows})


@cache
def frequencies() -> Mapping[str, float]:
    """Return the words of running Chinese with the logarithms of their frequencies."""
    found: dict[str, float] = {}
    for line in _lines("frequencies.tsv"):
        worth, _, words = line.partition("\t")
        found.update(dict.fromkeys(words.split(" "), float(worth)))
    return MappingProxyType(found)


@cache
def _units() -> tuple[Unit, ...]:
    return tuple(Unit(*line.split("\t")) for line in _lines("places.tsv"))


def _hospitals(office: Office | None) -> tuple[str, ...]:
    """Return the kinds of hospital, alone and behind the names of the office's county, city and province."""
    ends = _listed("hospitals")
    if office is None:
        return ends
    code = office.county_code
    names = [unit.name for unit in _units() if unit.code in (code[:2], code[:4], code[:6])]
    places = [town.name for town in office.towns]
    before = dict.fromkeys(filter(None, [*names, office.county, *places]))
    return (*ends, *(place + end for place in before for end in ends), *([office.unit] if office.unit else []))
