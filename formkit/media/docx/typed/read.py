"""A filled Word file beside its blank → the reading of every field, and what stands in no field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from formkit.errors import Problem, problem
from formkit.media.docx.typed.align import Alignment
from formkit.media.docx.typed.behind import behind_date
from formkit.media.docx.typed.beside import Beside
from formkit.media.docx.typed.blank import UnitId
from formkit.media.docx.typed.choice import Evidence, Habits, choose_by
from formkit.media.docx.typed.codes import Codes, codes_in
from formkit.media.docx.typed.entries import Answer, Entry, answer, entry_at, is_own_line
from formkit.media.docx.typed.form import Form, Spot
from formkit.media.docx.typed.glyphs import BOXED, DRAWING, STRUCK, text_of, written
from formkit.media.docx.typed.marks import Mark, is_mark, looks_of, typed_marks
from formkit.media.docx.typed.mingled import mingled
from formkit.media.docx.typed.rings import option_under
from formkit.media.docx.typed.sites import Room, Site
from formkit.media.docx.typed.tokens import TokenKind
from formkit.model.handbook import Field, Kind, Sheet
from formkit.model.ids import FieldRef, full_id, sheet_refs
from formkit.model.reading import FieldStatus, Reading
from formkit.values.telling import about

_TELLING_SIGNS = "?!"
"""Punctuation that says something by itself."""
_MOST_SHOWN = 20
DOUBT = 0.5
"""The confidence of a reading that a person must look at; nothing finer is known of a file."""


@dataclass
class _Scope:
    """Spots that are read together: those of a sheet, or of one row of a table."""

    spots: Mapping[str, Spot]
    units: dict[UnitId, Alignment]
    ids: Mapping[str, str]
    """Full field id by the local id of a spot."""
    used: dict[UnitId, set[int]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    marks: dict[str, list[Mark]] = field(default_factory=dict)


class TypedReader:
    """Reads one filled form; `readings` and `problems` are its result."""

    def __init__(self, sheet: Sheet, beside: Beside) -> None:
        self._sheet = sheet
        self._form: Form = beside.form
        self._beside = beside
        self.readings: dict[str, Reading] = {}
        self.problems: list[Problem] = []
        self._habits = Habits()

    def read(self) -> None:
        """Read every field; rows that were added take the next numbers."""
        scopes = [self._sheet_scope(), *self._row_scopes()]
        for scope in scopes:
            self._gather(scope)
        answers: dict[str, tuple[Field, Answer]] = {}
        for scope in scopes:
            answers |= dict(self._answers(scope))
            self._doubt_mingled(scope, answers)
        self._doubt_gone(scopes[0], answers)
        for scope in scopes:
            self._attach_strays(scope, answers)
            self._tell_drawings(scope)
        self._tell_strays(answers)
        for ref in self._refs():
            own, found = answers.get(ref.id, (ref.field, Answer(None, doubtful=self._is_lost(ref))))
            self.readings[ref.id] = _reading(own, found)
            self.problems += found.problems

    def _is_lost(self, ref: FieldRef) -> bool:
        """Say whether the blank has no room that is known for a field: whatever was typed there, it was not seen."""
        names = {ref.field.id} if ref.table is None else {ref.table.id, f"{ref.table.id}.{ref.field.id}"}
        return not names.isdisjoint(self._form.lost)

    def _sheet_scope(self) -> _Scope:
        ids = {name: full_id(self._sheet, name, 1, 1) for name in self._form.spots}
        return _Scope(self._form.spots, self._beside.units, ids)

    def _row_scopes(self) -> Iterator[_Scope]:
        for table in self._form.tables:
            base = full_id(self._sheet, table.id, 1, 1)
            for row in self._beside.tables.get(table.id, []):
                spots = table.spots[row.pattern]
                ids = {name: f"{base}.{row.number}.{name}" for name in spots}
                yield _Scope(spots, row.units, ids)

    def _refs(self) -> Iterator[FieldRef]:
        extra = {
            full_id(self._sheet, table.id, 1, 1): max(0, max((row.number for row in rows), default=0) - len(table.rows))
            for table in self._form.tables if (rows := self._beside.tables.get(table.id))
        }
        yield from sheet_refs(self._sheet, 1, extra)

    def _gather(self, scope: _Scope) -> None:
        """First pass: what stands in each room, and the marks at each choice, from which habits are known."""
        _part_dates_and_codes(scope)
        followers = _followers(scope.spots)
        for name, spot in scope.spots.items():
            if spot.options is None and spot.site is not None and spot.site.unit in scope.units:
                alignment = scope.units[spot.site.unit]
                entry = entry_at(alignment, spot.site, with_marks=name not in followers)
                scope.entries[name] = entry
                scope.used.setdefault(spot.site.unit, set()).update(entry.tokens)
        for name, spot in scope.spots.items():
            if spot.options is None:
                continue
            alignment = scope.units[spot.options.unit]
            taken = scope.used.setdefault(spot.options.unit, set())
            marks = typed_marks(alignment, spot.options, _reach(scope, name, spot, alignment))
            scope.marks[name] = [mark for mark in marks if mark.token not in taken]
            taken.update(mark.token for mark in scope.marks[name])
            self._habits.count(scope.marks[name])

    def _answers(self, scope: _Scope) -> Iterator[tuple[str, tuple[Field, Answer]]]:
        for name, spot in scope.spots.items():
            field_id = scope.ids[name]
            if spot.options is not None:
                yield field_id, (spot.field, self._choice(scope, name, spot, field_id))
            elif name in scope.entries:
                found = answer(spot.field, field_id, scope.entries[name])
                yield field_id, (spot.field, self._with_text_boxes(scope, name, spot, found))

    def _with_text_boxes(self, scope: _Scope, name: str, spot: Spot, found: Answer) -> Answer:
        """Doubt an answer that a text box gives, or could give, where it may belong to another field.

        A box in a cell with one field belongs to it; in a line with several, programs move its anchor about.
        """
        assert spot.site is not None
        unit = spot.site.unit
        alignment = scope.units[unit]
        boxed = text_of(glyph for glyph in alignment.glyphs if BOXED in glyph.look).strip()
        alone = sum(unit in each.units for each in scope.spots.values()) == 1 and unit[1] >= 0
        own = any(BOXED in glyph.look for glyph in alignment.glyphs_of(scope.entries[name].tokens))
        if not boxed or alone or not (own or found.value is None):
            return found
        told = about("D059", spot.field, scope.ids[name], text=boxed)
        alternatives = () if own or spot.field.kind is Kind.SIGNATURE else (boxed,)
        return replace(found, doubtful=True, alternatives=alternatives, problems=(*found.problems, told))

    def _doubt_gone(self, scope: _Scope, answers: dict[str, tuple[Field, Answer]]) -> None:
        """Doubt the fields whose row or text was not found in the file: their answers may be among what is left."""
        for name, spot in scope.spots.items():
            if any(unit[0] in self._beside.gone for unit in spot.units):
                own, found = answers[scope.ids[name]]
                told = about("D013", own, scope.ids[name])
                answers[scope.ids[name]] = own, replace(found, doubtful=True, problems=(*found.problems, told))

    def _doubt_mingled(self, scope: _Scope, answers: dict[str, tuple[Field, Answer]]) -> None:
        """Doubt what stands beside a date that was typed over its print."""
        own = {name: answers[scope.ids[name]][1] for name in scope.entries}
        for name in sorted(set(mingled(scope.spots, scope.units, scope.entries, own))):
            field_, found = answers[scope.ids[name]]
            told = about("D062", field_, scope.ids[name])
            answers[scope.ids[name]] = field_, replace(found, doubtful=True, problems=(*found.problems, told))

    def _choice(self, scope: _Scope, name: str, spot: Spot, field_id: str) -> Answer:
        assert spot.options is not None
        alignment = scope.units[spot.options.unit]
        codes, in_boxes = self._codes(scope, spot)
        looks = looks_of(alignment, self._form.blank.units[spot.options.unit].glyphs, spot.options)
        marks = tuple(scope.marks[name])
        written_at = {
            option.code: bool(scope.entries[local].text)
            for option in spot.field.options
            for local in (option.text_field or option.count_field,) if local and local in scope.entries
        }
        in_text_box = any(BOXED in each.look and each.is_mark for each in alignment.glyphs)
        drawn = in_text_box or self._drawings(spot.options.unit, alignment) > 0
        ringed = option_under(alignment, spot.options) or "" if drawn else ""
        raw = _as_typed(spot.field, in_boxes, marks, (*looks.ringed, *looks.stressed))
        evidence = Evidence(codes, marks, looks, drawn, ringed, written_at)
        found = choose_by(spot.field, field_id, evidence, self._habits, raw)
        if any(STRUCK in glyph.look for glyph in alignment.glyphs_of(_typed_in(alignment, spot))):
            told = about("D028", spot.field, field_id)
            found = replace(found, doubtful=True, problems=(*found.problems, told))
        if looks.changed and any(self._label_is_changed(alignment, spot, code) for code in looks.changed):
            told = about("D044", spot.field, field_id)
            return replace(found, doubtful=True, problems=(*found.problems, told))
        if not found.value and not found.doubtful and self._box_is_gone(scope, spot):
            # Whoever types over a box means something: what they typed was taken for another field's.
            told = about("D013", spot.field, field_id)
            return replace(found, doubtful=True, problems=(*found.problems, told))
        return found

    def _box_is_gone(self, scope: _Scope, spot: Spot) -> bool:
        """Say whether the code box of a choice, or every one of them, was typed over or deleted."""
        if spot.site is None:
            return False
        alignment = scope.units[spot.site.unit]
        boxes = [k for k in range(spot.site.start, spot.site.stop) if alignment.blank[k].kind is TokenKind.BOX]
        return bool(boxes) and not alignment.partner.keys() & set(boxes)

    def _drawings(self, unit: UnitId, alignment: Alignment) -> int:
        """Return how many drawings and pictures stand in a unit that the blank does not have."""
        printed = sum(each.sign == DRAWING for each in self._form.blank.units[unit].glyphs)
        return sum(each.sign == DRAWING for each in alignment.glyphs) - printed

    def _label_is_changed(self, alignment: Alignment, spot: Spot, code: str) -> bool:
        """Say whether words of an option are gone; its printed code may have been typed over by a mark."""
        assert spot.options is not None
        option = next(each for each in spot.options.options if each.code == code)
        words = range(option.label, option.stop)
        lost = [place for place in alignment.lost() if place in words]
        code_gone = any(option.start <= place < option.label for place in alignment.lost())
        typed_over = [
            k for k in alignment.within(option.start, option.label)
            if not alignment.matched[k] and not alignment.filled[k].is_room
        ]
        return bool(lost) or (code_gone and not typed_over)

    def _codes(self, scope: _Scope, spot: Spot) -> tuple[Codes, str]:
        """Return the codes in the boxes of a choice, and their text; what was read is used up."""
        if spot.site is None or spot.options is None:
            return Codes((), ""), ""
        unit = spot.site.unit
        alignment = scope.units[unit]
        taken = scope.used.setdefault(unit, set())
        start = _territory(scope, spot)
        tokens = [
            k for k in alignment.within(start, spot.site.stop)
            if k not in taken and not (alignment.matched[k] and alignment.filled[k].is_printed)
        ]
        tokens = _until_own_line(alignment, spot.site, tokens)
        taken.update(k for k in tokens if not alignment.matched[k])
        glyphs = alignment.glyphs_of(tokens)
        return codes_in(spot.field, glyphs), written(glyphs).replace("/", " ").strip()

    def _attach_strays(self, scope: _Scope, answers: dict[str, tuple[Field, Answer]]) -> None:
        """Give what was typed at no room to the nearest field of its unit, which a person must then look at."""
        for unit, alignment in scope.units.items():
            used = scope.used.get(unit, set())
            for run in _unused(alignment, used):
                text = text_of(alignment.glyphs_of(run)).strip()
                name = _nearest(scope, unit, alignment, run[0])
                if not text:
                    continue
                if name is None or (unit[1] < 0 and is_own_line(alignment, run)):
                    self._stray(text)
                    continue
                own, found = answers[scope.ids[name]]
                if found.value is None and not own.kind.is_choice and not found.raw:
                    found = answer(own, scope.ids[name], Entry((), text))
                told = about("D041", own, scope.ids[name], text=text)
                raw = found.raw if found.raw == text else f"{found.raw} {text}".strip()
                answers[scope.ids[name]] = own, replace(found, raw=raw, doubtful=True, problems=(*found.problems, told))

    def _tell_drawings(self, scope: _Scope) -> None:
        """Tell what is drawn where no answer told it: a ring round an option may be anchored anywhere."""
        told = {spot.options.unit for spot in scope.spots.values() if spot.options is not None}
        for name, entry in scope.entries.items():
            site = scope.spots[name].site
            if entry.drawn and site is not None:
                told.add(site.unit)
        for unit, alignment in scope.units.items():
            if unit not in told and self._drawings(unit, alignment) > 0:
                words = self._form.blank.units[unit].text() or "".join(self._form.blank.left_of(unit)[:1])
                self.problems.append(problem("D060", text=words[:_MOST_SHOWN]))

    def _tell_strays(self, answers: dict[str, tuple[Field, Answer]]) -> None:
        for text, _ in self._beside.stray:
            self._stray(text)
        for rows in self._beside.tables.values():
            for row in rows:
                if row.stray:
                    self._stray(row.stray)

    def _stray(self, text: str) -> None:
        self.problems.append(problem("D042", text=text))


def _typed_in(alignment: Alignment, spot: Spot) -> list[int]:
    """Return what was typed among the options of a choice, and in its boxes beside them."""
    assert spot.options is not None
    parts = [part for part in (spot.options, spot.site) if part is not None and part.unit == spot.options.unit]
    return [k for part in parts for k in alignment.within(part.start, part.stop) if not alignment.matched[k]]


def _as_typed(field_: Field, in_boxes: str, marks: Sequence[Mark], shown: Sequence[str]) -> str:
    """Return what a person sees of an answer: the codes, and the marked options with their marks."""
    labels = {option.code: option.label for option in field_.options}
    marked = [mark.sign + " / ".join(labels[code] for code in mark.codes) for mark in marks]
    return " ".join(filter(None, [in_boxes, *marked, *(labels[code] for code in dict.fromkeys(shown))]))


def _part_dates_and_codes(scope: _Scope) -> None:
    """Give codes that were typed behind a date, their boxes gone, to the choices that they answer."""
    sites = [spot.site for spot in scope.spots.values() if spot.site is not None and spot.site.unit in scope.units]
    for date, boxes in product(sites, sites):
        if date.room is Room.DATE and boxes.room is Room.BOXES and date.unit == boxes.unit:
            scope.units[date.unit] = behind_date(scope.units[date.unit], date, boxes)


def _followers(spots: Mapping[str, Spot]) -> set[str]:
    """Return the fields that are written behind an option: marks at their ends belong to it."""
    found = set()
    for spot in spots.values():
        for option in spot.field.options:
            found |= {each for each in (option.text_field, option.count_field) if each}
    return found


def _territory(scope: _Scope, spot: Spot) -> int:
    """Return the first token at which a code typed before the boxes may stand: behind options and other rooms."""
    assert spot.site is not None
    assert spot.options is not None
    unit, start = spot.site.unit, spot.site.start
    ends = [0]
    for other in scope.spots.values():
        if other.options is not None and other.options.unit == unit and other.options.stop <= start:
            ends.append(other.options.stop)
        if other.site is not None and other is not spot and other.site.unit == unit and other.site.stop <= start:
            ends.append(other.site.stop)
    return max(ends)


def _reach(scope: _Scope, name: str, spot: Spot, alignment: Alignment) -> int:
    """Return the last place at which a mark behind the options may stand."""
    assert spot.options is not None
    unit, stop = spot.options.unit, spot.options.stop
    limit = len(alignment.blank)
    for place in range(stop, len(alignment.blank)):
        if alignment.blank[place].kind in (TokenKind.LINE, TokenKind.TAB):
            limit = place
            break
    own = _followers({name: spot})
    for other_name, other in scope.spots.items():
        if other_name == name or other_name in own:
            continue
        starts = [each.start for each in (other.options, other.site) if each is not None and each.unit == unit]
        limit = min([limit, *(start for start in starts if start >= stop)])
    if spot.site is not None and spot.site.unit == unit:
        limit = min(limit, spot.site.start - 1 if alignment.blank[spot.site.start - 1].is_room else spot.site.start)
    return limit


def _until_own_line(alignment: Alignment, site: Site, tokens: Sequence[int]) -> list[int]:
    """Leave out the paragraphs that somebody added behind the boxes."""
    found: list[int] = []
    for k in tokens:
        behind = not alignment.matched[k] and alignment.place[k] >= site.stop
        if behind and alignment.filled[k].kind is TokenKind.LINE:
            break
        found.append(k)
    return found


def _unused(alignment: Alignment, used: set[int]) -> Iterator[list[int]]:
    """Yield runs of typed tokens that no field has taken."""
    run: list[int] = []
    for k, token in enumerate(alignment.filled):
        typed = not alignment.matched[k] and k not in used and not token.is_room and token.kind is not TokenKind.BOX
        says = token.kind is not TokenKind.SIGN or token.sign in _TELLING_SIGNS or is_mark(alignment, k)
        if (typed and says) or (run and (typed or token.is_room)):
            run.append(k)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _nearest(scope: _Scope, unit: UnitId, alignment: Alignment, k: int) -> str | None:
    """Return the field of a unit that a stray token stands nearest to; in a label, the field to its right."""
    place = alignment.place[k]
    ways: list[tuple[int, str]] = []
    for name, spot in scope.spots.items():
        for part in (spot.options, spot.site):
            if part is not None and part.unit == unit:
                if unit[1] < 0 and _line_between(alignment, place, part.start, part.stop):
                    continue
                ways.append((max(part.start - place, place - part.stop, 0), name))
            elif part is not None and part.unit[0] == unit[0] and part.unit[1] > unit[1] >= 0:
                ways.append((10_000 * (part.unit[1] - unit[1]), name))
    return min(ways, default=(0, None))[1]


def _line_between(alignment: Alignment, place: int, start: int, stop: int) -> bool:
    """Say whether a paragraph ends between a place and the tokens ``start`` to ``stop`` of the blank."""
    between = range(place, start) if place < start else range(stop, place)
    return any(alignment.blank[each].kind is TokenKind.LINE for each in between)


def _reading(own: Field, found: Answer) -> Reading:
    raw = found.raw if found.raw != found.value else ""
    if found.doubtful:
        return Reading(found.value, FieldStatus.REVIEW, DOUBT, raw, 1, found.alternatives)
    if found.value is None and own.kind is Kind.SIGNATURE and raw:
        return Reading(None, FieldStatus.BLANK, 1.0, raw, 1)
    return Reading.exact(found.value, raw, 1)

