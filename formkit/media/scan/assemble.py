"""Sides → booklets: by serial where the sheets carry one, else by the first sheet of each booklet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from formkit.errors import Problem, Where, problem
from formkit.media.scan.sides import SideRead, Stack


@dataclass(slots=True)
class Group:
    """The sides of one booklet; ``doubtful`` are the images of which only the print tells what they are."""

    serial: str
    sides: list[SideRead] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The sides of one booklet in one handbook and edition."""

    serial: str
    handbook: str
    sides: tuple[SideRead, ...]
    doubtful: frozenset[int]
    problems: tuple[Problem, ...]


def assemble(stack: Stack, name: str) -> list[Assembled]:
    """Return the booklets of one file, in the order in which they begin.

    Sheets with a serial belong together wherever they lie. Of plain blanks a new booklet begins with each first
    sheet; what lies before the first of them belongs to it if it brings nothing twice. A side whose code was
    not readable goes to the booklet of its neighbours, and a person must say whether that is right.
    """
    groups = _by_serial(stack.sides) + _plain([each for each in stack.sides if each.serial == "" and each.design.coded])
    for sides in _measured(stack.sides).values():
        groups += _plain(_forwards(sides))
    _place_unknown([each for each in stack.sides if each.serial is None], groups, name)
    made = [each for group in groups for each in _by_edition(group, name)]
    return sorted(made, key=lambda each: min(side.image for side in each.sides))


def _measured(sides: Sequence[SideRead]) -> dict[tuple[str, ...], list[SideRead]]:
    """Return the sides of forms that formkit did not print, by their handbooks: those never mix in one document."""
    found: dict[tuple[str, ...], list[SideRead]] = {}
    for each in sides:
        if each.serial == "" and not each.design.coded:
            found.setdefault(each.design.handbooks, []).append(each)
    return found


def _forwards(sides: Sequence[SideRead]) -> list[SideRead]:
    """Return sides from the first to the last page, where a feeder took the stack from its end."""
    backwards = not sides[0].design.first and sides[-1].design.first and sum(each.design.first for each in sides) > 1
    return list(sides[::-1] if backwards else sides)


def _by_serial(sides: Iterable[SideRead]) -> list[Group]:
    groups: dict[str, Group] = {}
    for each in sides:
        if each.serial:
            groups.setdefault(each.serial, Group(each.serial)).sides.append(each)
    return list(groups.values())


def _plain(sides: Sequence[SideRead]) -> list[Group]:
    firsts = [index for index, each in enumerate(sides) if each.design.first]
    if len(firsts) < 2:
        return [Group("", list(sides))] if sides else []
    starts = [0, *firsts] if firsts[0] else firsts
    parts = [Group("", list(sides[a:b])) for a, b in zip(starts, [*starts[1:], len(sides)], strict=True)]
    if firsts[0] and not _keys(parts[0].sides) & _keys(parts[1].sides):
        parts[1].sides[:0] = parts[0].sides
        parts = parts[1:]
    return parts


def _keys(sides: Iterable[SideRead]) -> set[tuple[str, int, int | None]]:
    return {(each.design.sheet, each.design.side, each.copy) for each in sides}


def _place_unknown(sides: Sequence[SideRead], groups: list[Group], name: str) -> None:
    """Put the sides without a readable code into the group of the nearest image, and say so."""
    for each in sides:
        if groups:
            nearest = min(groups, key=lambda group: min(abs(side.image - each.image) for side in group.sides))
        else:
            nearest = Group("")
            groups.append(nearest)
        nearest.sides.append(each)
        nearest.doubtful.add(each.image)
        where = Where(name, detail=f"#{each.image}")
        nearest.problems.append(problem("G104", where=where, image=each.image, sheet=each.page.title))


def _by_edition(group: Group, name: str) -> Iterator[Assembled]:
    """Yield the group in one handbook and edition; sides that only another has make a document of their own."""
    rest = sorted(group.sides, key=lambda each: each.image)
    problems = tuple(group.problems)
    while rest:
        counts = Counter(reference for each in rest for reference in each.design.handbooks)
        most = max(counts.values())
        handbook = next(reference for reference, count in counts.items() if count == most)
        own = [each for each in rest if handbook in each.design.handbooks]
        rest = [each for each in rest if handbook not in each.design.handbooks]
        told = problems
        if rest:
            where = Where(name, detail=f"#{rest[0].image}")
            told = (*problems, problem("G107", where=where, image=rest[0].image))
        yield Assembled(group.serial, handbook, tuple(own), frozenset(group.doubtful), told)
        problems = ()
