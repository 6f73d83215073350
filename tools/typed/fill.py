"""Filling a blank Word file by the habits of one invented person, with the truth."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formkit.media.docx.typed.form import BoundTable, Form, Spot
from formkit.media.docx.typed.sites import Room
from formkit.model.handbook import Field, Kind, Sheet
from formkit.model.reading import Value
from formkit.values.typed import bare, parse
from tools.typed import choices, entries
from tools.typed import held_out as held_out_habits
from tools.typed.answers import answer_for, name
from tools.typed.atoms import Atom, Document
from tools.typed.edits import Pen

_OTHER_HABIT = 0.25
"""Share of fields that are not answered in the person's main way."""
_EMPTY = 0.1


@dataclass
class Filled:
    """A filled file, its truth by full field id, and how each field was answered."""

    content: bytes = b""
    truth: dict[str, Value] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    features: list[str] = field(default_factory=list)


def fill(form: Form, sheet: Sheet, blank: Path, rng: random.Random, *, held_out: bool = False) -> Filled:
    """Return one filled file; ``held_out`` uses only habits that reading was not developed with."""
    return _Person(form, sheet, blank, rng, held_out).filled()


class _Person:
    def __init__(self, form: Form, sheet: Sheet, blank: Path, rng: random.Random, held_out: bool) -> None:
        self._form, self._sheet, self._rng = form, sheet, rng
        self._document = Document(blank)
        self._pen = Pen(form.blank, self._document, rng)
        self._result = Filled()
        self._habits = held_out_habits.CHOICES if held_out else choices.HABITS
        self._texts = held_out_habits.TEXTS if held_out else entries.TEXTS
        self._dates = held_out_habits.DATES if held_out else entries.DATES
        self._codes = held_out_habits.CODES if held_out else entries.CODES
        self._main = rng.choice(sorted(self._habits))
        self._main_text = rng.choice(sorted(self._texts))

    def filled(self) -> Filled:
        followed = self._choices()
        for field_id, spot in self._form.spots.items():
            if not spot.options and (followed.get(field_id, True)):
                self._write(field_id, spot)
        for table in self._form.tables:
            self._table(table)
        self._pen.apply()
        self._add_row()
        self._loosen()
        self._result.content = self._document.to_bytes(self._shape if self._rng.random() < 0.5 else None)
        return self._result

    def _choices(self) -> dict[str, bool]:
        """Answer the choices; return for each field that depends on one whether it is to be written."""
        followed: dict[str, bool] = {}
        answered: dict[str, Sequence[str]] = {}
        for field_id, spot in self._form.spots.items():
            if spot.options is None:
                continue
            codes = self._codes_for(spot.field)
            self._result.truth[field_id] = None
            if codes and self._mark(field_id, spot, codes):
                answered[field_id] = codes
                self._result.truth[field_id] = tuple(codes) if spot.field.kind is Kind.MULTI else codes[0]
            for option in spot.field.options:
                for local in filter(None, (option.text_field, option.count_field)):
                    followed[local] = option.code in answered.get(field_id, ()) and self._rng.random() < 0.85
        for field_ in self._sheet.fields:
            if field_.depends and field_.id not in followed:
                codes = answered.get(field_.depends.field, ())
                followed[field_.id] = any(code in codes for code in field_.depends.codes)
        return followed

    def _codes_for(self, field_: Field) -> Sequence[str]:
        if self._rng.random() < _EMPTY:
            return ()
        value = answer_for(field_, self._rng)
        return value if isinstance(value, tuple) else (str(value),)

    def _mark(self, field_id: str, spot: Spot, codes: Sequence[str]) -> bool:
        names = sorted(self._habits)
        tried = [self._main] if self._rng.random() > _OTHER_HABIT else []
        tried += self._rng.sample(names, len(names))
        for each in tried:
            kept = len(self._pen.edits)
            if self._habits[each](self._pen, spot, codes):
                self._result.how[field_id] = each
                return True
            del self._pen.edits[kept:]
        return False

    def _write(self, field_id: str, spot: Spot) -> None:
        """Write the answer of a field that is no choice, by a habit that its room allows."""
        self._result.truth[field_id] = None
        if self._rng.random() < _EMPTY:
            return
        value = answer_for(spot.field, self._rng)
        text = name(self._rng) if value is True else bare(value)
        habits: Mapping[str, entries.Habit] = self._texts
        if spot.field.kind is Kind.DATE:
            habits = self._dates
        elif spot.site is not None and spot.site.room is Room.BOXES:
            habits = self._codes
        names = self._rng.sample(sorted(habits), len(habits))
        if habits is self._texts and self._rng.random() > _OTHER_HABIT:
            names.insert(0, self._main_text)
        for each in names:
            kept = len(self._pen.edits)
            if habits[each](self._pen, spot, text):
                self._result.how[field_id] = each
                self._result.truth[field_id] = self._meant(spot.field, value, text, each)
                return
            del self._pen.edits[kept:]
        if entries.over(self._pen, spot, text):
            self._result.how[field_id] = "typed over"
            self._result.truth[field_id] = self._meant(spot.field, value, text, "")

    @staticmethod
    def _meant(field_: Field, value: Value, text: str, habit: str) -> Value:
        if habit == "parts without year":
            return "--" + text[5:]
        return value if field_.kind in (Kind.DATE, Kind.SIGNATURE) else parse(field_, text).value

    def _table(self, table: BoundTable) -> None:
        rows = self._rng.randrange(0, len(table.rows) + 1)
        for number, spots in enumerate(table.spots[:rows], start=1):
            for column, spot in spots.items():
                self._write(f"{table.id}.{number}.{column}", spot)

    def _add_row(self) -> None:
        """Put another empty row in front of the last one of a repeat table."""
        if not self._form.tables or self._rng.random() > 0.3:
            return
        table = self._form.tables[0]
        unit = (table.rows[-1], 0)
        row = self._document.rows(unit)
        if any(f"{table.id}.{len(table.rows)}.{column}" in self._result.truth for column in table.spots[-1]):
            return
        added = copy.deepcopy(row)
        parent = row.getparent()
        assert parent is not None
        place = list(parent).index(row)
        parent.insert(place, added)
        self._result.features.append("row added")

    def _loosen(self) -> None:
        """Change what people change without meaning it: punctuation of labels, empty paragraphs."""
        if self._rng.random() < 0.3:
            self._result.features.append("half-width colons")
            for unit in self._document.units.values():
                for place, atom in enumerate(unit.atoms):
                    if atom.sign == "：":
                        unit.put(place, place + 1, [Atom(":", atom.properties, atom.look)])
        if self._rng.random() < 0.3:
            self._result.features.append("empty paragraphs")
            for (_, cell), unit in self._document.units.items():
                if cell >= 0 and unit.changed and self._rng.random() < 0.1:
                    unit.insert(self._rng.choice((0, len(unit.atoms))), [Atom("\n")])

    def _shape(self, atoms: list[Atom]) -> list[list[Atom]]:
        """Cut a run as spelling checks and revisions do."""
        cut = self._rng.randrange(1, len(atoms)) if len(atoms) > 1 and self._rng.random() < 0.4 else 0
        return [atoms[:cut], atoms[cut:]] if cut else [atoms]
