"""Counting people once in Python and once as an Excel formula, by the same tests.

A test is written as COUNTIFS takes it (``=男``, ``>=3``, ``=`` for an empty cell, ``<>`` for one that
is not). So what a workbook shows without recalculating is what Excel would compute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formkit.export.roster_columns import RosterRow, Shown

_TEST = re.compile(r"(>=|<=|<>|=|>|<)(.*)", re.DOTALL)
_WILD = re.compile(r"([~*?])")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a column, as COUNTIFS writes it."""

    column: str
    criterion: str

    def holds(self, row: RosterRow) -> bool:
        """Say whether a row meets the condition."""
        match = _TEST.fullmatch(self.criterion)
        if match is None:
            raise ValueError(f"no criterion: {self.criterion!r}")
        return _compare(row.cells.get(self.column), match[1], match[2])


Conditions = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Where the people of a town stand in the workbook: the range of each column."""

    ranges: dict[str, str]
    rows: Sequence[RosterRow]


def is_text(column: str, text: str) -> Condition:
    """Return the test for a cell that holds exactly ``text``."""
    return Condition(column, f"={text}")


def empty(column: str) -> Condition:
    """Return the test for an empty cell."""
    return Condition(column, "=")


def filled(column: str) -> Condition:
    """Return the test for a cell that is not empty."""
    return Condition(column, "<>")


def count(tests: Conditions, areas: Iterable[Area]) -> int:
    """Return how many people meet all tests."""
    return sum(all(test.holds(row) for test in tests) for area in areas for row in area.rows)


def count_formula(tests: Conditions, areas: Sequence[Area]) -> str:
    """Return the formula that counts the same: one COUNTIFS a town, added up.

    Subtotals stand between the people; only rows of people have a running number.
    """
    parts = [_countifs((Condition("seq", ">0"), *tests), area) for area in areas]
    return "=" + ("+".join(parts) or "0")


def _countifs(tests: Conditions, area: Area) -> str:
    arguments = [f'{area.ranges[test.column]},"{_literal(test.criterion)}"' for test in tests]
    return f"COUNTIFS({','.join(arguments)})"


def _literal(criterion: str) -> str:
    """Return a criterion as it stands between quotes; its text means itself, wildcards included."""
    return _WILD.sub(r"~\1", criterion).replace('"', '""')


def _compare(cell: Shown, sign: str, wanted: str) -> bool:
    blank = cell is None or cell == ""
    if not wanted:
        return blank if sign == "=" else not blank
    if sign in ("=", "<>") :
        same = not blank and str(cell).casefold() == wanted.casefold()
        return same if sign == "=" else not same
    if not isinstance(cell, int):
        return False
    number = float(wanted)
    return {">=": cell >= number, "<=": cell <= number, ">": cell > number, "<": cell < number}[sign]
