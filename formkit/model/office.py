"""The office that uses formkit: its unit, its towns and villages, and who signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

DEFAULT_PREVALENCE = 0.01
"""Share of the population of 15 years and older; the 2011 service standard takes 1 % without a local survey."""
DEFAULT_TITLE = "{county}{town}严重精神障碍患者花名册（{year}年第{quarter}季度）"
TITLE_NAMES = ("county", "town", "year", "quarter", "unit")
"""What a title pattern may name in braces."""


class VillageScheme(StrEnum):
    """How the last three digits of village codes are given; the two schemes contradict each other."""

    STATISTICS = "statistics"
    """Statistical division codes: 001-199 are neighbourhoods (居委会), 200-399 villages (村委会)."""
    ARCHIVE = "archive"
    """Health archive numbers: 001-099 are neighbourhoods, 101-199 villages, 901-999 other bodies."""


class Paper(StrEnum):
    """The paper of the short roster, landscape."""

    A4 = "A4"
    A3 = "A3"


@dataclass(frozen=True, slots=True)
class Village:
    """A village or neighbourhood with its code of 12 digits."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Town:
    """A township or street with its code of 9 digits and its villages in the order of their codes."""

    code: str
    name: str
    villages: tuple[Village, ...] = ()
    population: int | None = None
    """Permanent residents (常住人口)."""
    population_15: int | None = None
    """Of these, the ones of 15 years and older."""

    def village(self, code: str, name: str = "") -> Village | None:
        """Return the village with this code (12 digits, or its last 3) or, failing that, this name."""
        for village in self.villages:
            if code and code in (village.code, village.code[-3:]):
                return village
        return next((village for village in self.villages if name and same_place(village.name, name)), None)


@dataclass(frozen=True, slots=True)
class Signatories:
    """The names under a roster; empty ones are left to be signed."""

    filler: str = ""
    """制表人."""
    auditor: str = ""
    """审核人."""
    head: str = ""
    """单位负责人."""


@dataclass(frozen=True, slots=True)
class Office:
    """The profile of an office, as its clerk wrote it."""

    unit: str = ""
    county: str = ""
    county_code: str = ""
    towns: tuple[Town, ...] = ()
    prevalence: float = DEFAULT_PREVALENCE
    signatories: Signatories = field(default_factory=Signatories)
    title: str = DEFAULT_TITLE
    paper: Paper = Paper.A4
    scheme: VillageScheme = VillageScheme.STATISTICS

    def town(self, code: str, name: str = "") -> Town | None:
        """Return the town with this code (9 digits, or its last 3) or, failing that, this name."""
        for town in self.towns:
            if code and code in (town.code, town.code[-3:]):
                return town
        return next((town for town in self.towns if name and same_place(town.name, name)), None)

    def villages(self) -> Iterator[tuple[Town, Village]]:
        """Yield every village with its town, in code order."""
        for town in self.towns:
            for village in town.villages:
                yield town, village


_ENDINGS = ("居民委员会", "村民委员会", "社区居委会", "居委会", "村委会", "社区", "村")


def same_place(left: str, right: str) -> bool:
    """Say whether two names mean one village: 柳河村, 柳河村委会 and 柳河 do, 柳河村 and 柳河社区 do not."""
    if left == right:
        return True
    first, second = _stem(left), _stem(right)
    return first[0] == second[0] and (first[1] == second[1] or not first[1] or not second[1])


def _stem(name: str) -> tuple[str, str]:
    """Return a name without its ending, and whether the ending says village, neighbourhood or nothing."""
    bare = "".join(name.split())
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) > len(ending):
            stem = bare.removesuffix(ending)
            rest = stem.removesuffix("村") if ending == "村民委员会" else stem
            return rest, "村" if ending.startswith("村") else "居"
    return bare, ""
