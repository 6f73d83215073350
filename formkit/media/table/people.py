"""What reading a list of people gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formkit.errors import Problem, Where
from formkit.i18n import _
from formkit.media.table.reasons import Reason


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
    reasons: tuple[Reason, ...] = ()
    score: float = 0.0
    """How likely the concept is, 0 to 1; from `SURE_SCORE` on it needs no person."""
    sure: bool = False
    doubts: tuple[Reason, ...] = ()
    samples: tuple[str, ...] = ()
    """The first different contents."""
    filled: int = 0
    """How many cells of people have content."""
    hidden: bool = False
    twice: str | None = None
    """The concept that another column has already."""
    contradicted: bool = False
    """Whether the content said that the heading is wrong."""
    cells: tuple[str, ...] = ()
    """The addresses of its cells with content, where it has no concept."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """For a choice in codes: the word that each is read as; "" for one that could mean two things."""

    @property
    def reason(self) -> str:
        """The reasons in one sentence, in the language in use."""
        return _("; ").join(map(str, self.reasons))


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
class SheetRead:
    """One list on a sheet: what each row is (numbers of the file, from 1), and its people."""

    name: str
    title_rows: tuple[int, ...]
    header_rows: tuple[int, ...]
    repeated_rows: tuple[int, ...]
    subtotal_rows: tuple[int, ...]
    section_rows: tuple[int, ...]
    note_rows: tuple[int, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[str, ...]
    columns: tuple[Column, ...]
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A list of people as read: its rows in the order of the file, its columns, and every problem.

    ``rows`` have each person once; ``sheets`` have everybody as he stands there.
    """

    rows: tuple[PersonRow, ...]
    columns: tuple[Column, ...]
    problems: tuple[Problem, ...]
    sheets: tuple[SheetRead, ...] = ()

    @property
    def unsure(self) -> tuple[Column, ...]:
        """The columns that somebody should look at before the list is used."""
        return tuple(column for column in self.columns if column.concept and not column.sure)
