"""The values of one booklet as the rules look at them: by field, by entry, by pattern with N."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from formkit.model.handbook import Field, Handbook, Sheet
from formkit.model.ids import FieldRef, find, full_id, sheet_refs
from formkit.model.reading import Value


@dataclass(frozen=True, slots=True)
class Spot:
    """A field that something is written in."""

    ref: FieldRef
    value: Value

    @property
    def text(self) -> str:
        """The value as text; "" for one that is no text or number."""
        return str(self.value) if isinstance(self.value, str | int | float) and self.value is not True else ""

    @property
    def codes(self) -> frozenset[str]:
        """The option codes that are chosen; a single choice has one."""
        if isinstance(self.value, tuple):
            return frozenset(self.value)
        return frozenset((self.value,)) if isinstance(self.value, str) else frozenset()


@dataclass(frozen=True, slots=True)
class Numbers:
    """What N stands for: the number of an entry and, in a table, of a row. `copy` counts paper instead."""

    found: tuple[int, ...] = ()
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Booklet:
    """The written values of one booklet; ids that the handbook does not know are left out."""

    handbook: Handbook
    today: dt.date
    spots: Mapping[str, Spot]
    expected: tuple[FieldRef, ...]
    """The fields of every entry, page and table row in which anything of its own is written."""

    @classmethod
    def of(cls, handbook: Handbook, values: Mapping[str, Value], today: dt.date) -> Booklet:
        """Return the booklet of ``values`` by full id; None is nothing written."""
        refs = ((find(handbook, field_id), value) for field_id, value in values.items() if value is not None)
        spots = {ref.id: Spot(ref, value) for ref, value in refs if ref is not None}
        return cls(handbook, today, spots, tuple(_expected(handbook, [spot.ref for spot in spots.values()])))

    def at(self, field_id: str) -> Spot | None:
        """Return what is written in one field, or None."""
        return self.spots.get(field_id)

    def ref(self, field_id: str) -> FieldRef | None:
        """Return a field, written or not; None where the handbook has none of this id."""
        spot = self.spots.get(field_id)
        return find(self.handbook, field_id) if spot is None else spot.ref

    def matching(self, pattern: str) -> list[Spot]:
        """Return every written field whose id fits ``pattern``, in the order of the numbers."""
        return [spot for _, spot in sorted(self._hits(pattern), key=lambda each: each[0])]

    def _hits(self, pattern: str) -> list[tuple[tuple[int, ...], Spot]]:
        if _depth(pattern) == 0:
            spot = self.spots.get(pattern)
            return [] if spot is None else [((), spot)]
        fits, start = _matcher(pattern).fullmatch, pattern.partition("N")[0]
        matches = ((fits(field_id), spot) for field_id, spot in self.spots.items() if field_id.startswith(start))
        return [(tuple(map(int, match.groups())), spot) for match, spot in matches if match]

    def numbers(self, patterns: list[str]) -> list[Numbers]:
        """Return what N stands for over all ``patterns``: each entry (or row) once, in order.

        Patterns of fields that stand once on a sheet of several entries follow the entries; only
        among themselves do they count sheets.
        """
        by_entry = [pattern for pattern in patterns if not self._is_page(pattern)]
        counted = by_entry if any(_depth(pattern) for pattern in by_entry) else patterns
        depth = max((_depth(pattern) for pattern in counted), default=0)
        deepest = (pattern for pattern in counted if _depth(pattern) == depth)
        found = {numbers for pattern in deepest for numbers, _ in self._hits(pattern)}
        return [Numbers(each, counted is not by_entry) for each in sorted(found)]

    def resolve(self, pattern: str, numbers: Numbers) -> str:
        """Return the id that ``pattern`` means for one entry or row."""
        left = list(numbers.found)
        sheet = self._page_sheet(pattern)
        if sheet is not None and left and not numbers.copy:
            left[0] = (left[0] - 1) // sheet.entries + 1
        parts = [str(left.pop(0)) if part == "N" and left else part for part in pattern.split(".")]
        return ".".join(parts)

    def _is_page(self, pattern: str) -> bool:
        return self._page_sheet(pattern) is not None

    def _page_sheet(self, pattern: str) -> Sheet | None:
        head = pattern.partition(".")[0]
        pages = (sheet for sheet in self.handbook.sheets if sheet.repeats and sheet.entries > 1)
        return next((sheet for sheet in pages if head == sheet.page_id), None)

    def rows(self) -> dict[str, list[FieldRef]]:
        """Return, by the full id of each table, the first written field of each filled row."""
        firsts: dict[str, FieldRef] = {}
        for spot in self.spots.values():
            if spot.ref.table is not None:
                firsts.setdefault(spot.ref.id.rpartition(".")[0], spot.ref)
        tables: dict[str, list[FieldRef]] = {}
        for row_id, ref in firsts.items():
            tables.setdefault(row_id.rpartition(".")[0], []).append(ref)
        return {table: sorted(refs, key=lambda ref: ref.row or 0) for table, refs in tables.items()}


def _expected(handbook: Handbook, written: list[FieldRef]) -> Iterator[FieldRef]:
    own = [ref for ref in written if _is_own(ref.field)]
    used = {_unit(ref) for ref in own} | {(ref.sheet.id, ref.instance, "") for ref in own if ref.table}
    copies = {(ref.sheet.id, ref.copy) for ref in own}
    extra = _extra_rows(written)
    for sheet in handbook.sheets:
        for copy in sorted(number for sheet_id, number in copies if sheet_id == sheet.id):
            for ref in sheet_refs(sheet, copy, extra):
                if _unit(ref) in used or (ref.field.page_scope and ref.table is None):
                    yield ref


def _extra_rows(written: list[FieldRef]) -> dict[str, int]:
    """Return, by the full id of each table, the rows beyond the printed ones."""
    extra: dict[str, int] = {}
    for ref in written:
        if ref.table is not None and ref.row is not None and ref.row > ref.table.rows:
            table_id = ref.id.rsplit(".", 2)[0]
            extra[table_id] = max(extra.get(table_id, 0), ref.row - ref.table.rows)
    return extra


def _is_own(field: Field) -> bool:
    """Say whether a value shows that somebody filled the entry: heads that we print ahead do not."""
    return field.same_as is None and field.preprinted is None


def _unit(ref: FieldRef) -> tuple[str, int, str]:
    """Return what a field stands in: a row of a table, a sheet of several entries, or an entry."""
    if ref.table is not None:
        return (ref.sheet.id, ref.instance, f"{full_id(ref.sheet, ref.table.id, ref.copy, ref.instance)}.{ref.row}")
    if ref.field.page_scope and ref.sheet.entries > 1:
        return (ref.sheet.page_id, ref.copy, "")
    return (ref.sheet.id, ref.instance, "")


def fits(pattern: str, field_id: str) -> bool:
    """Say whether a pattern with N for numbers means a field."""
    return _matcher(pattern).fullmatch(field_id) is not None


def _depth(pattern: str) -> int:
    return pattern.split(".").count("N")


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    return re.compile(r"\.".join(r"([1-9]\d*)" if part == "N" else re.escape(part) for part in pattern.split(".")))
