"""From what stands in one cell to the reading of its field."""

from __future__ import annotations

from dataclasses import dataclass, replace

from formkit.errors import Problem, Where
from formkit.media.xlsx.escapes import unguarded
from formkit.media.xlsx.formats import day_of
from formkit.media.xlsx.written import Written, number_text
from formkit.model.handbook import Field, Format, Kind, Precision
from formkit.model.ids import FieldRef
from formkit.model.reading import FieldStatus, Reading, Value
from formkit.values.dates import cut
from formkit.values.telling import about
from formkit.values.typed import parse

DOUBT = 0.5
"""Confidence of a reading that a person must look at."""
_DIGITS_LOST = 10**15
"""Excel keeps 15 digits of a number."""
_ID_LENGTH = 18
_SERIALS = (10_000, 90_000)
"""Serial numbers of 1927 to 2146; what is smaller may be a year or a day of the month."""
_UNZEROED = (Kind.TEXT, Kind.CODE)


@dataclass(frozen=True, slots=True)
class Read:
    """The reading of a cell and what is to be said about it."""

    reading: Reading
    problems: tuple[Problem, ...] = ()


def interpret(ref: FieldRef, found: Written | None, where: Where, page: int | None, *, starts_1904: bool) -> Read:
    """Return the reading of one cell; never raises for anything that a cell can hold."""
    if found is None:
        return Read(Reading.exact(None, page=page))
    made = _of_cell(ref, found, starts_1904)
    placed = tuple(replace(each, where=where) for each in made.problems)
    return Read(replace(made.reading, page=page), placed)


def of_text(ref: FieldRef, text: str) -> Read:
    """Return the reading of a text."""
    typed = parse(ref.field, text, field_id=ref.id)
    if not typed.doubtful:
        return Read(Reading.exact(typed.value, typed.raw if typed.value is not None else ""), typed.problems)
    return Read(Reading(typed.value, FieldStatus.REVIEW, DOUBT, typed.raw if typed.raw != typed.value else ""),
                typed.problems)


def doubtful(value: Value, raw: str, *problems: Problem, alternatives: tuple[Value, ...] = ()) -> Read:
    """Return a reading that a person must look at."""
    return Read(Reading(value, FieldStatus.REVIEW, DOUBT, raw, None, alternatives), problems)


def _of_cell(ref: FieldRef, found: Written, starts_1904: bool) -> Read:
    if found.unsolved:
        return doubtful(None, "", about("X103", ref.field, ref.id))
    if found.error is not None:
        return doubtful(None, found.error, about("X104", ref.field, ref.id, text=found.error))
    if found.truth is not None:
        return _of_truth(ref, found.truth)
    if found.day is not None:
        return _of_day(ref, found)
    if found.clock is not None:
        return of_text(ref, found.clock)
    if found.number is not None:
        return _of_number(ref, found, starts_1904)
    return of_text(ref, unguarded(found.text or ""))


def _of_truth(ref: FieldRef, truth: bool) -> Read:
    if ref.field.kind is Kind.SIGNATURE:
        return Read(Reading.exact(True if truth else None))
    return of_text(ref, "TRUE" if truth else "FALSE")


def _of_day(ref: FieldRef, found: Written) -> Read:
    day = found.day or ""
    if ref.field.kind is not Kind.DATE:
        raw = day if found.serial is None else f"{day} ({number_text(found.serial)})"
        return doubtful(day, raw, about("X107", ref.field, ref.id, date=day))
    if found.without_year:
        return doubtful("-" + day[4:], day, about("X107", ref.field, ref.id, date=day), alternatives=(day,))
    if found.to_the_month and ref.field.min_precision is not Precision.DAY:
        return Read(Reading.exact(day[:7], day))
    return Read(Reading.exact(cut(day, ref.field.precision), day))


def _of_number(ref: FieldRef, found: Written, starts_1904: bool) -> Read:
    number = found.number or 0.0
    field = ref.field
    text = number_text(number)
    if field.kind in (Kind.INTEGER, Kind.NUMBER):
        return of_text(ref, text)
    if field.kind is Kind.DATE:
        return _of_serial(ref, number, starts_1904) or of_text(ref, text)
    if field.format is Format.TIME and 0 <= number < 1:
        minutes = round(number * 24 * 60) % (24 * 60)
        return of_text(ref, f"{minutes // 60:02}:{minutes % 60:02}")
    if field.kind in _UNZEROED and abs(number) >= _DIGITS_LOST:
        return doubtful(text, text, about("X105", field, ref.id))
    return _of_digits(ref, text.zfill(found.zeros) if number >= 0 and number.is_integer() else text)


def _of_serial(ref: FieldRef, number: float, starts_1904: bool) -> Read | None:
    """Return the date of a bare serial number; None where the digits are rather a date themselves."""
    if not _SERIALS[0] <= number < _SERIALS[1]:
        return None
    day = day_of(number, starts_1904=starts_1904)
    if day is None:
        return None
    text = number_text(number)
    warning = about("X108", ref.field, ref.id, number=text, date=day.isoformat())
    return Read(Reading.exact(cut(day.isoformat(), ref.field.precision), text), (warning,))


def _of_digits(ref: FieldRef, text: str) -> Read:
    """Return the reading of a number that stands for a text; a number has no zeros in front."""
    made = of_text(ref, text)
    wanted = _wanted_length(ref.field)
    if not wanted or len(text) in wanted or not text.isdigit():
        return made
    longer = tuple(text.zfill(length) for length in wanted if length > len(text))
    problem = about("X106", ref.field, ref.id, found=len(text), wanted="/".join(map(str, wanted)))
    return doubtful(made.reading.value, text, *made.problems, problem, alternatives=longer)


def _wanted_length(field: Field) -> tuple[int, ...]:
    if field.format is Format.ID_NUMBER:
        return (_ID_LENGTH, 15)
    if field.format is Format.POSTCODE:
        return (6,)
    return (field.length, *field.lengths) if field.kind is Kind.CODE and field.length else ()
