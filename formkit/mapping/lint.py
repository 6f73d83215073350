"""A mapping folder examined: its handbooks, one for each edition, and all that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from formkit.errors import Problem, Severity
from formkit.mapping.assemble import main_file, read_folder, sheet_count
from formkit.mapping.check_rules import check_findings, same_as_findings
from formkit.mapping.choice_rules import choice_findings
from formkit.mapping.editions import declared, edition_problems, pick
from formkit.mapping.field_rules import field_findings
from formkit.mapping.finding import Finding, fields, sheets
from formkit.mapping.load import to_handbook
from formkit.mapping.measured import read_layout
from formkit.mapping.measured_rules import measured_problems
from formkit.mapping.placement_rules import placement_findings
from formkit.mapping.schema import MappingNode
from formkit.mapping.sheet_rules import mapping_findings, sheet_findings
from formkit.mapping.tree import Group, find, key_spot, value_spot
from formkit.mapping.validate import Validated, validate
from formkit.model.handbook import Handbook

_OF_OTHER_SHEETS = frozenset({"M306", "M307"})
"""A field or a sheet that is named is not there; while a sheet's file is not readable it may be of that one."""
_NO_EDITION = "-"
"""Stands in where a mapping declares no edition, so that the rest can be looked at."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a mapping folder holds: a handbook for each sound edition, and every problem."""

    handbooks: tuple[Handbook, ...]
    problems: tuple[Problem, ...]
    default_edition: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the mapping from being used."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)


def check_mapping(path: str | Path) -> list[Problem]:
    """Return every problem of a mapping, given by its folder or its main file; never raises for its content."""
    return list(examine(Path(path)).problems)


def examine(path: Path) -> Examined:
    """Read a mapping and look at it in each of its editions."""
    source = read_folder(path)
    if not isinstance(source.tree, Group) or (source.incomplete and not sheet_count(source.tree)):
        return Examined((), source.problems)
    editions = declared(source.tree)
    found = _Collected(len(editions) or 1)
    found.add("", [*source.problems, *(edition_problems(source.tree) if editions else ())])
    handbooks = []
    default = ""
    for edition in editions or (_NO_EDITION,):
        validated = validate(pick(source.tree, edition))
        found.add(edition, validated.problems)
        if validated.node is not None:
            folder = main_file(path).parent
            layouts = {each.id: read_layout(folder, each.measured) for each in validated.node.sheets if each.measured}
            sound = {name: each.layout for name, each in layouts.items() if each.layout is not None}
            handbook = to_handbook(validated.node, edition, str(folder), sound)
            told = _problems(validated, validated.node, handbook)
            told += measured_problems(validated, layouts)
            found.add(edition, _of_read_sheets(told, handbook) if source.incomplete else told)
            handbooks.append(handbook)
            default = validated.node.default_edition
    return Examined(tuple(handbooks), found.merged(), default)


class _Collected:
    """Problems by what they say and where, with the editions that have them."""

    def __init__(self, editions: int) -> None:
        self._editions = editions
        self._seen: dict[Problem, list[str]] = {}

    def add(self, edition: str, problems: list[Problem] | tuple[Problem, ...]) -> None:
        for problem in problems:
            having = self._seen.setdefault(problem, [])
            if edition not in having:
                having.append(edition)

    def merged(self) -> tuple[Problem, ...]:
        """Return each problem once; its place says the editions where only some have it."""
        merged = [self._named(problem, editions) for problem, editions in self._seen.items()]
        return tuple(sorted(merged, key=lambda each: (each.where.file, each.where.line, each.where.column, each.code)))

    def _named(self, problem: Problem, editions: list[str]) -> Problem:
        if "" in editions or len(editions) == self._editions:
            return problem
        return replace(problem, where=replace(problem.where, detail=", ".join(editions)))


def _problems(validated: Validated, node: MappingNode, handbook: Handbook) -> list[Problem]:
    """Return the findings of every rule as problems with their places."""
    return [
        _placed(validated, found) for found in _findings(node, handbook) if not _follows(validated, found)
    ]


def _of_read_sheets(told: list[Problem], handbook: Handbook) -> list[Problem]:
    """Return the problems without names of sheets that are not there: they may be in the file that was not read."""
    heads = {head for sheet in handbook.sheets for head in (sheet.id, sheet.page_id)}
    return [
        each for each in told
        if each.code not in _OF_OTHER_SHEETS or dict(each.context)["name"].partition(".")[0] in heads
    ]


def _findings(node: MappingNode, handbook: Handbook) -> Iterator[Finding]:
    yield from mapping_findings(node)
    for sheet in sheets(node):
        yield from sheet_findings(sheet)
        for field in fields(sheet):
            yield from field_findings(field)
            yield from choice_findings(field)
            yield from same_as_findings(field, handbook)
        if sheet.node.measured is None:
            yield from placement_findings(sheet)
    yield from check_findings(node, handbook)


def _follows(validated: Validated, found: Finding) -> bool:
    """Say whether a finding only follows from a mistake that is reported already."""
    if found.about and found.about in validated.lost:
        return True
    here = find(validated.tree, found.path)
    return isinstance(here, Group) and here.spot in validated.damaged


def _placed(validated: Validated, found: Finding) -> Problem:
    spot = (key_spot if found.on_key else value_spot)(validated.tree, found.path)
    return spot.problem(found.code, hint=found.hint, **dict(found.context))
