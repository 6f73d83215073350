"""The answer of a choice: codes in its boxes, marks at its options and their looks, weighed against each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from formkit.errors import Problem
from formkit.media.docx.typed.codes import Codes
from formkit.media.docx.typed.entries import Answer
from formkit.media.docx.typed.glyphs import CROSSES
from formkit.media.docx.typed.marks import Looks, Mark, Side
from formkit.model.handbook import Field, Kind
from formkit.model.reading import Value
from formkit.values.choices import ordered
from formkit.values.telling import about

_CROSS_LETTERS = frozenset("xX")
_FEW_OPTIONS = 2
"""With two options a lone cross may mean the other one."""
_HABIT = 3
"""Sure marks of a file from which its writer's way is known."""


@dataclass
class Habits:
    """How the marks of a whole file were typed, counted over the sure ones."""

    sides: dict[Side, int] = field(default_factory=dict)
    crosses: int = 0
    ticks: int = 0

    def count(self, marks: Sequence[Mark]) -> None:
        """Count the sure marks of one choice."""
        for mark in marks:
            if mark.is_sure:
                self.sides[mark.sides[0]] = self.sides.get(mark.sides[0], 0) + 1
                if is_cross(mark):
                    self.crosses += 1
                else:
                    self.ticks += 1

    @property
    def side(self) -> Side | None:
        """Before or after its option, as far as the sure marks agree."""
        before, after = self.sides.get(Side.BEFORE, 0), self.sides.get(Side.AFTER, 0)
        if before > 4 * after:
            return Side.BEFORE
        return Side.AFTER if after > 4 * before else None

    @property
    def marks_by_crosses(self) -> bool:
        """Whether crosses are this writer's ticks."""
        return self.crosses >= _HABIT and self.ticks == 0


def is_cross(mark: Mark) -> bool:
    """Say whether a mark may mean that an option is not chosen."""
    return mark.sign in CROSSES or mark.sign in _CROSS_LETTERS


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that speaks for an answer of one choice."""

    codes: Codes
    marks: tuple[Mark, ...]
    looks: Looks
    drawn: bool = False
    """A shape is anchored among the options: perhaps a ring round one of them."""
    under_ring: str = ""
    """The option that a drawn ring lies over, as far as its place tells."""
    written: Mapping[str, bool] = field(default_factory=dict)
    """For options with room for words or a count: whether something is written there."""


@dataclass
class _Verdict:
    """The visible marks as codes, with what is doubtful about them."""

    codes: list[str] = field(default_factory=list)
    alternatives: list[tuple[str, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_doubtful(self) -> bool:
        return bool(self.problems)


def choose_by(field_: Field, field_id: str, found: Evidence, habits: Habits, raw: str) -> Answer:
    """Return the answer that the evidence gives a choice; whatever does not agree makes it doubtful."""
    verdict = _visible(field_, field_id, found, habits)
    codes, sure_codes, told = _coded(field_, field_id, found, verdict.codes)
    problems = [*verdict.problems, *told]
    marked = ordered(field_, verdict.codes)
    taken = codes if codes else marked
    readings = [*found.codes.readings, marked, *verdict.alternatives]
    if codes and marked and codes != marked:
        words = {"code": _in_words(codes), "marks": _in_words(marked)}
        problems.append(about("D045", field_, field_id, **words))
    if field_.kind is Kind.SINGLE and len(taken) > 1:
        problems.append(about("D015", field_, field_id, count=str(len(taken))))
        readings = [(code,) for code in taken] + readings
        taken = taken[:1]
    if found.codes.text and not found.codes.readings:
        problems.append(about("D043", field_, field_id, text=found.codes.text))
    if found.drawn and not taken and found.under_ring:
        taken = (found.under_ring,)
    if found.drawn:
        problems.append(about("D050", field_, field_id))
    doubtful = bool(problems) or not sure_codes
    value = _value(field_, taken)
    others = dict.fromkeys(_value(field_, each) for each in readings if each)
    alternatives = tuple(each for each in others if each != value) if doubtful else ()
    return Answer(value, raw, doubtful, alternatives, tuple(problems))


def _value(field_: Field, codes: Collection[str]) -> Value:
    if not codes:
        return None
    return ordered(field_, codes) if field_.kind is Kind.MULTI else next(iter(codes))


def _in_words(codes: Collection[str]) -> str:
    return ", ".join(codes)


def _coded(
    field_: Field, field_id: str, found: Evidence, marked: Sequence[str]
) -> tuple[tuple[str, ...], bool, list[Problem]]:
    """Return what the boxes say, whether surely, and what to tell of it."""
    codes = found.codes
    if codes.is_empty:
        return (), True, []
    told: list[Problem] = []
    if codes.ticked and not codes.text and not marked:
        told.append(about("D049", field_, field_id))
        return _by_position(field_, codes), False, told
    if not codes.readings:
        return (), False, []
    reading = codes.readings[0]
    if codes.sure:
        return reading, True, []
    agreed = [each for each in codes.readings if set(each) == set(marked)]
    if agreed:
        return agreed[0], True, []
    settled = [each for each in codes.readings if _words_agree(each, found.written)]
    if field_.kind is Kind.MULTI and len(settled) == 1 and len(codes.readings) > 1 and any(found.written.values()):
        return settled[0], True, []
    told.append(about("D047", field_, field_id, text=codes.text))
    return reading, False, told


def _words_agree(reading: Collection[str], written: Mapping[str, bool]) -> bool:
    """Say whether words and counts stand exactly behind the options of a reading."""
    return all(present == (code in reading) for code, present in written.items())


def _by_position(field_: Field, codes: Codes) -> tuple[str, ...]:
    """Return the options whose boxes hold a tick, where there may be a box for each."""
    options = field_.options
    if field_.kind is not Kind.MULTI or field_.cells != len(options):
        return ()
    return tuple(options[place].code for place in codes.ticked if place < len(options))


def _visible(field_: Field, field_id: str, found: Evidence, habits: Habits) -> _Verdict:
    """Return the options that are marked where they are printed."""
    verdict = _Verdict()
    positive = [mark for mark in found.marks if not is_cross(mark)]
    negative = [mark for mark in found.marks if is_cross(mark)]
    if not positive and negative:
        positive, negative = negative, []
        alone = len(field_.options) > _FEW_OPTIONS and len(found.marks) == 1 and field_.kind is Kind.SINGLE
        if not alone and not habits.marks_by_crosses:
            verdict.problems.append(about("D048", field_, field_id))
    for mark in positive:
        _add(verdict, field_, field_id, mark, habits)
    verdict.codes += found.looks.ringed
    if any(code in verdict.codes for mark in negative for code in mark.codes):
        verdict.problems.append(about("D048", field_, field_id))
    _add_looks(verdict, field_, field_id, found)
    return verdict


def _add(verdict: _Verdict, field_: Field, field_id: str, mark: Mark, habits: Habits) -> None:
    if mark.is_sure:
        verdict.codes.append(mark.codes[0])
        return
    likelier = mark.codes[mark.sides.index(habits.side)] if habits.side in mark.sides else mark.codes[0]
    verdict.codes.append(likelier)
    verdict.alternatives += [(code,) for code in mark.codes if code != likelier]
    verdict.problems.append(about("D046", field_, field_id))


def _add_looks(verdict: _Verdict, field_: Field, field_id: str, found: Evidence) -> None:
    """Weigh bold, coloured, struck and deleted options; marks go before them."""
    looks = found.looks
    has_evidence = bool(verdict.codes) or not found.codes.is_empty
    if looks.stressed and not verdict.codes:
        verdict.codes += looks.stressed
    elif looks.hinted and not has_evidence:
        verdict.codes += looks.hinted
        verdict.problems.append(about("D058", field_, field_id))
    elif set(looks.stressed) - set(verdict.codes):
        words = {"code": _in_words(verdict.codes), "marks": _in_words(looks.stressed)}
        verdict.problems.append(about("D045", field_, field_id, **words))
        verdict.alternatives.append(looks.stressed)
    away = {*looks.struck, *looks.lost}
    if not away:
        return
    if not has_evidence and not verdict.codes:
        left = [option.code for option in field_.options if option.code not in away]
        if field_.kind is Kind.MULTI or len(left) == 1:
            verdict.codes += left
        verdict.problems.append(about("D051", field_, field_id))
    elif away & set(verdict.codes):
        verdict.codes = [code for code in verdict.codes if code not in away]
        verdict.problems.append(about("D051", field_, field_id))
