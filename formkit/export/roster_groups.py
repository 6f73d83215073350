"""Bringing people into the order of a roster: towns, villages in code order, the dangerous first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from formkit.errors import Problem, UsageError, problem
from formkit.model.office import Office, Town, same_place
from formkit.model.roster import RosterPerson

CLASSES = ("不稳定", "基本稳定", "稳定")
NO_VILLAGE = "村（居）不明"
NO_TOWN = "未归入乡镇"
_LAST = 9


@dataclass(frozen=True, slots=True)
class VillageGroup:
    """The people of one village on a roster, in order."""

    name: str
    people: tuple[RosterPerson, ...]


@dataclass(frozen=True, slots=True)
class TownRoster:
    """One town's people: the groups of those on the books, and those who died or moved away."""

    town: Town
    groups: tuple[VillageGroup, ...]
    left: tuple[RosterPerson, ...]

    @property
    def people(self) -> tuple[RosterPerson, ...]:
        """Everybody on the books, in the order of the roster."""
        return tuple(person for group in self.groups for person in group.people)


def people_of(people: Iterable[RosterPerson], office: Office, town: str | None) -> list[RosterPerson]:
    """Return who stands on the roster of the town that is asked for; None takes everybody.

    Raises:
        UsageError: as `grouped`.
    """
    asked = _asked_town(office, town)
    return [person for person in people if asked is None or _town_of(person, office) is asked]


def _asked_town(office: Office, town: str | None) -> Town | None:
    """Return the town that is asked for, or None for all of them."""
    if not town:
        return None
    if not office.towns:
        raise UsageError.of("E009", town=town)
    asked = office.town(town, town)
    if asked is None:
        known = ", ".join(f"{each.code} {each.name}" for each in office.towns)
        raise UsageError.of("E005", town=town, known=known)
    return asked


def grouped(people: Iterable[RosterPerson], office: Office, town: str | None) -> tuple[list[TownRoster], list[Problem]]:
    """Return the roster of each town (or of the one asked for), with a problem for whoever has no place.

    Raises:
        UsageError: E005, the office has no such town; E009, there is no office profile to pick one from.
    """
    asked = _asked_town(office, town)
    if not office.towns:
        return _by_written_town(people), []
    homeless: list[RosterPerson] = []
    by_town: dict[str, list[RosterPerson]] = {}
    for person in people:
        home = _town_of(person, office)
        (homeless if home is None else by_town.setdefault(home.code, [])).append(person)
    wanted = [asked] if asked else list(office.towns)
    found = [_town_roster(each, by_town.get(each.code, [])) for each in wanted]
    rosters = [roster for roster, _ in found if asked or roster.groups or roster.left or len(wanted) == 1]
    problems = [each for _, several in found for each in several]
    if homeless and asked is None:
        problems.append(problem("E004", count=len(homeless)))
        rosters.append(_town_roster(Town("", NO_TOWN), homeless)[0])
    return rosters, problems


def _by_written_town(people: Iterable[RosterPerson]) -> list[TownRoster]:
    """Return a roster for each town as the records name it; those without a town come last."""
    by_name: dict[str, list[RosterPerson]] = {}
    for person in people:
        by_name.setdefault("".join(person.town.split()) or person.town_code, []).append(person)
    named = sorted(by_name.items(), key=lambda item: (not item[0], item[0])) or [("", [])]
    return [_town_roster(Town("", name or NO_TOWN), members)[0] for name, members in named]


def _town_of(person: RosterPerson, office: Office) -> Town | None:
    """Find a person's town by its code, its name, the village's code or a village name that is unique."""
    town = office.town(person.town_code or person.village_code[:9], person.town)
    if town is not None:
        return town
    homes = [each for each, village in office.villages() if person.village and same_place(village.name, person.village)]
    if len(homes) == 1:
        return homes[0]
    nothing_said = not (person.town_code or person.town or len(person.village_code) > len("201"))
    return office.towns[0] if len(office.towns) == 1 and nothing_said else None


def _town_roster(town: Town, people: list[RosterPerson]) -> tuple[TownRoster, list[Problem]]:
    groups: dict[str, list[RosterPerson]] = {village.name: [] for village in town.villages}
    strange: dict[str, list[RosterPerson]] = {}
    for person in people:
        village = town.village(person.village_code, person.village)
        name = village.name if village else person.village or NO_VILLAGE
        placed = replace(person, village=name, village_code=village.code if village else person.village_code)
        (groups if village else strange).setdefault(name, []).append(placed)
    ordered = groups | dict(sorted(strange.items(), key=lambda item: (item[0] == NO_VILLAGE, item[0])))
    everyone = [VillageGroup(name, tuple(sorted(members, key=_rank))) for name, members in ordered.items()]
    on_books = [
        replace(group, people=tuple(person for person in group.people if not person.status.has_left))
        for group in everyone
    ]
    left = tuple(person for group in everyone for person in group.people if person.status.has_left)
    roster = TownRoster(town, tuple(group for group in on_books if group.people), left)
    return roster, [each for name, members in strange.items() if town.code for each in _strangers(town, name, members)]


def _strangers(town: Town, village: str, people: list[RosterPerson]) -> Iterator[Problem]:
    """Yield that the office does not have a village; of those whose village may be misread for itself."""
    if village == NO_VILLAGE:
        yield problem("E007", count=len(people), town=town.name)
        return
    unsettled = sum("village" in person.unsure for person in people)
    for code, count in (("E003", len(people) - unsettled), ("E027", unsettled)):
        if count:
            yield problem(code, count=count, town=town.name, village=village)


def _rank(person: RosterPerson) -> tuple[int, int, bytes, str]:
    """Danger from 5 down, then the unstable, then the name; GB 2312 orders common characters by pinyin."""
    danger = _LAST if person.danger is None else -person.danger
    kind = CLASSES.index(person.visit_class) if person.visit_class in CLASSES else _LAST
    return danger, kind, person.name.encode("gb18030", "replace"), person.id_number
