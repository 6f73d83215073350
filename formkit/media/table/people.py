"""What reading a list of people gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formkit.errors import Problem, Where


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list and the concept proposed for it; None: no concept, and ``reason`` says why."""

    sheet: str
    letter: str
    index: int
    """From 0."""
    header: str
    """Its words, those of a merged heading above it first: "监护人情况 电话"."""
    concept: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a list.

    ``values`` holds what was written, by concept: dates in ISO as far as written, ID numbers
    without blanks, everything else as found. ``meanings`` adds, for choices, the common word
    ("规律服药" means "规律"); codes differ between editions, so that a lone "1" has none.
    ``derived`` names the concepts that were not written but taken from the ID number.
    """

    values: Mapping[str, str]
    where: Where
    meanings: Mapping[str, str] = field(default_factory=dict)
    foreign: Mapping[str, str] = field(default_factory=dict)
    """Cells of columns without a concept, by header."""
    derived: frozenset[str] = frozenset()
    cells: Mapping[str, Where] = field(default_factory=dict)
    """Where the value of each concept stands."""


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A list of people as read: its rows in the order of the file, its columns, and every problem."""

    rows: tuple[PersonRow, ...]
    columns: tuple[Column, ...]
    problems: tuple[Problem, ...]
