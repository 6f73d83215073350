"""Answers that somebody might give: for every field of a booklet by its kind, format, options and meaning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from formkit.geometry import Box
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.persons import Person, digits, pick, random_day
from formkit.media.scan.degrade.phrases import by_concept, by_format, phrase
from formkit.model.handbook import Check, Field, Kind, Precision
from formkit.model.ids import FieldRef
from formkit.model.reading import Value
from formkit.values.dates import bounds

_CHARACTER_MM = 4.2
_LINE_MM = 5.5
_MOST_CHOSEN = 4
_ODD_YEARS = 0.06
"""Share of the dates of sheets that stand once which are some years older than the booklet."""
_LEAST_AGE = 365 * 10


@dataclass(slots=True)
class Answering:
    """One booklet being answered.

    Attributes:
        person: whose booklet it is.
        rng: the source of chance.
        places: where each field is written, so that texts are no longer than their cells; may be empty.
        blank: chance that a field is left blank.
        blank_entry: chance that a whole entry of a repeating sheet is.
        start: the day of the first sheet.
        checks: rules of the handbook; of those that order two dates, what is answered keeps to.
    """

    person: Person
    rng: Rng
    places: Mapping[str, Box] = field(default_factory=dict)
    blank: float = 0.08
    blank_entry: float = 0.08
    start: dt.date = dt.date(2019, 3, 1)
    checks: Sequence[Check] = ()

    def all(self, refs: Iterable[FieldRef]) -> dict[str, Value]:
        """Return the answers of all ``refs`` that are answered, by full id, in their order."""
        listed = list(refs)
        values: dict[str, Value] = {}
        skipped = self._skipped(listed)
        asked_for = _attached(listed)
        for ref in listed:
            if ref.field.preprinted is not None or self._entry(ref) in skipped:
                continue
            if not _applies(ref, values, asked_for.get(ref.id)):
                continue
            chance = self.blank * (0.4 if ref.field.required else 1.0)
            if self.rng.random() < chance:
                continue
            value = self._one(ref, values, counted=ref.id in asked_for)
            if value is not None:
                values[ref.id] = value
        return values

    def _entry(self, ref: FieldRef) -> tuple[str, int, str, int]:
        return (ref.sheet.id, ref.instance, ref.table.id if ref.table else "", ref.row or 0)

    def _skipped(self, refs: list[FieldRef]) -> set[tuple[str, int, str, int]]:
        """Return the entries left blank: unused sheets as a whole, and the lower rows of tables."""
        skipped: set[tuple[str, int, str, int]] = set()
        filled: dict[tuple[str, int, str], int] = {}
        for ref in refs:
            sheet, instance, table, row = self._entry(ref)
            if table:
                rows = ref.table.rows if ref.table else 1
                used = filled.setdefault((sheet, instance, table), int(self.rng.integers(0, rows + 1)))
                if row > used:
                    skipped.add((sheet, instance, table, row))
        entries = dict.fromkeys(self._entry(ref) for ref in refs if ref.sheet.repeats)
        unused = {key[:2] for key in entries if self._is_unused(key)}
        return skipped | {self._entry(ref) for ref in refs if self._entry(ref)[:2] in unused}

    def _is_unused(self, key: tuple[str, int, str, int]) -> bool:
        return not key[2] and key[1] > 1 and self.rng.random() < self.blank_entry

    def _one(self, ref: FieldRef, values: Mapping[str, Value], *, counted: bool) -> Value:
        if ref.field.same_as is not None:
            known = values.get(ref.resolve(ref.field.same_as))
            if known is not None:
                return known
        kind = ref.field.kind
        if kind is Kind.SIGNATURE:
            return True
        if kind.is_choice:
            return self._choice(ref.field)
        if kind is Kind.DATE:
            return self._date(ref, values)
        if kind in (Kind.INTEGER, Kind.NUMBER):
            return self._number(ref.field, 1 if counted else 0)
        if kind is Kind.CODE:
            return self._code(ref.field)
        return self._text(ref)

    def _choice(self, asked: Field) -> Value:
        codes = [option.code for option in asked.options]
        if not codes:
            return None
        if asked.concept == "person.sex":
            same = [option.code for option in asked.options if self.person.sex in option.label]
            if same:
                return same[0]
        carded = self.person.on_card(asked)
        if carded is not None:
            return carded
        if asked.kind is Kind.SINGLE:
            return pick(self.rng, tuple(codes))
        alone = [option.code for option in asked.options if option.exclusive]
        if alone and self.rng.random() < 0.25:
            return (pick(self.rng, tuple(alone)),)
        open_codes = [code for code in codes if code not in alone]
        most = min(_MOST_CHOSEN, len(open_codes), asked.cells or len(open_codes))
        count = 1 + min(most - 1, int(self.rng.geometric(0.45)) - 1)
        chosen = set(self.rng.choice(len(open_codes), count, replace=False).tolist())
        return tuple(code for number, code in enumerate(open_codes) if number in chosen)

    def _ordered(
        self, ref: FieldRef, values: Mapping[str, Value], first: dt.date, last: dt.date
    ) -> tuple[dt.date, dt.date]:
        """Return the part of some days that the rules about the order of dates leave, beside what is answered."""
        for check in self.checks:
            if check.rule == "not_after":
                before, after = (_meant(str(check.argument(name)), ref) for name in ("first", "second"))
                if after == ref.id and (known := _day(values.get(before))):
                    first = max(first, known)
                if before == ref.id and (known := _day(values.get(after))):
                    last = min(last, known)
        return min(first, last), last

    def _date(self, ref: FieldRef, values: Mapping[str, Value]) -> str:
        asked, concept = ref.field, ref.field.concept or ""
        base = self.start + dt.timedelta(days=91 * (ref.instance - 1))
        if concept == "person.birth":
            day = self.person.birth
        elif asked.min_precision is not asked.precision:
            past = self.person.birth + dt.timedelta(days=_LEAST_AGE)
            day = random_day(self.rng, *self._ordered(ref, values, past, self.start))
        elif "next" in concept:
            day = base + dt.timedelta(days=int(self.rng.integers(14, 92)))
        else:
            day = base + dt.timedelta(days=int(self.rng.integers(0, 14)))
            if not ref.sheet.repeats and self.rng.random() < _ODD_YEARS:
                day -= dt.timedelta(days=365 * int(self.rng.integers(1, 4)))
            first, last = self._ordered(ref, values, dt.date.min, dt.date.max)
            day = max(first, min(last, day))
        parts = {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3}
        finest, coarsest = parts[asked.precision], parts[asked.min_precision]
        kept = int(self.rng.integers(coarsest, finest + 1)) if self.rng.random() < 0.4 else finest
        return "-".join(day.isoformat().split("-")[:kept])

    def _number(self, asked: Field, least: int) -> Value:
        low = max(int(asked.minimum or 0), least)
        if asked.maximum is not None:
            return int(self.rng.integers(low, int(asked.maximum) + 1))
        if "元" in asked.unit:
            amount = int(self.rng.integers(2, 40)) * 100
            return float(amount) if asked.kind is Kind.NUMBER else amount
        if asked.kind is Kind.NUMBER:
            return float(pick(self.rng, ("0.5", "1", "2", "2.5", "4", "5", "10", "25", "50", "100", "150", "200")))
        return low + int(self.rng.geometric(0.45)) - (0 if low else 1)

    def _code(self, asked: Field) -> str:
        known = by_format(asked, self.person, self.rng)
        if known is not None:
            return known
        length = asked.length or asked.cells or 6
        if asked.alphabet is None:
            return digits(self.rng, length)
        return "".join(pick(self.rng, asked.alphabet) for _ in range(length))

    def _text(self, ref: FieldRef) -> str:
        known = by_concept(ref.field, self.person, self.rng) or by_format(ref.field, self.person, self.rng)
        if known is not None:
            return known
        room = self._room(ref)
        for _ in range(12):
            text = phrase(ref.field, self.person, self.rng)
            if len(text) <= room:
                return text
        return text[: max(2, room)]

    def _room(self, ref: FieldRef) -> int:
        box = self.places.get(ref.id)
        if box is None:
            return 40
        return max(2, int((box.width - 2) / _CHARACTER_MM) * max(1, int(box.height / _LINE_MM)))


def _attached(refs: list[FieldRef]) -> dict[str, tuple[str, str]]:
    """Return, for each field that an option asks for, the full id of the choice and the option's code."""
    found: dict[str, tuple[str, str]] = {}
    for ref in refs:
        for option in ref.field.options:
            for local in (option.text_field, option.count_field):
                if local is not None:
                    found[ref.sibling(local)] = (ref.id, option.code)
    return found


def _applies(ref: FieldRef, values: Mapping[str, Value], asked_for: tuple[str, str] | None) -> bool:
    if asked_for is not None:
        return _has(values.get(asked_for[0]), (asked_for[1],))
    depends = ref.field.depends
    return depends is None or _has(values.get(ref.sibling(depends.field)), depends.codes)


def _meant(pattern: str, ref: FieldRef) -> str:
    """Return the field that a rule's pattern means in the entry and row of ``ref``."""
    return pattern.replace(".N", f".{ref.instance}", 1).replace(".N", f".{ref.row or 1}", 1)


def _day(value: Value) -> dt.date | None:
    """Return the first day that a date as written may mean; None for what is no date with a year."""
    days = bounds(value) if isinstance(value, str) else None
    return days[0] if days else None


def _has(value: Value, codes: tuple[str, ...]) -> bool:
    return value in codes if isinstance(value, str) else isinstance(value, tuple) and bool(set(value) & set(codes))


