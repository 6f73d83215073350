"""A measured form as its blank Word file has it: every field bound to its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from formkit.media.docx.typed.blank import Blank, UnitId
from formkit.media.docx.typed.options import PrintedOptions
from formkit.media.docx.typed.sites import Site
from formkit.model.handbook import Field


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one field is answered: its printed options, its room (boxes of a choice, too), or both.

    ``field_id`` is local to the sheet; a column of a table is bound in the first printed row only.
    """

    field: Field
    options: PrintedOptions | None = None
    site: Site | None = None

    @property
    def units(self) -> tuple[UnitId, ...]:
        """The units it lies in, the one with its options first."""
        found = [each.unit for each in (self.options, self.site) if each is not None]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class BoundTable:
    """A repeat table: the flow items of its printed rows, and the spots of each row by column."""

    id: str
    rows: tuple[int, ...]
    spots: tuple[dict[str, Spot], ...]


@dataclass(frozen=True)
class Form:
    """A blank with the spots of its fields by local id, and its tables.

    ``lost`` are the fields, the tables and the columns ("table.column") without a place.
    """

    blank: Blank
    spots: dict[str, Spot]
    tables: tuple[BoundTable, ...]
    lost: tuple[str, ...]

    @cached_property
    def choices(self) -> dict[UnitId, list[PrintedOptions]]:
        """The printed options of all choices by their unit."""
        found: dict[UnitId, list[PrintedOptions]] = {}
        for spot in self.spots.values():
            if spot.options is not None:
                found.setdefault(spot.options.unit, []).append(spot.options)
        return found

    @cached_property
    def rooms(self) -> dict[UnitId, list[Site]]:
        """The rooms of all fields outside of tables by their unit."""
        found: dict[UnitId, list[Site]] = {}
        for spot in self.spots.values():
            if spot.site is not None:
                found.setdefault(spot.site.unit, []).append(spot.site)
        return found

    @cached_property
    def pairs(self) -> Counter[str]:
        """The pairs of printed signs that stand side by side in a unit."""
        return Counter(pair for unit in self.blank.units.values() for pair in pairs_in(unit.text()))

    @cached_property
    def label_pairs(self) -> Counter[str]:
        """The pairs in units that print no options."""
        units = [unit for number, unit in self.blank.units.items() if number not in self.choices]
        return Counter(pair for unit in units for pair in pairs_in(unit.text()))

    def printed_letters(self) -> int:
        """Return how many signs the form prints."""
        return sum(len(unit.printed) for unit in self.blank.units.values())


def pairs_in(words: str) -> list[str]:
    """Return every two signs that stand side by side."""
    return [words[place : place + 2] for place in range(len(words) - 1)]
