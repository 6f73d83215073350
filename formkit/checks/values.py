"""Checks of single fields: kind, limits, length, alphabet, pattern, precision, format."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from formkit.checks.formats import check_format
from formkit.errors import Problem, Severity, worst
from formkit.model.handbook import Field, Kind, Precision
from formkit.model.ids import FieldRef
from formkit.model.reading import Value
from formkit.values.choices import options_in_words
from formkit.values.dates import date_digits, is_date, precision_of
from formkit.values.telling import about

DIGITS = "0123456789"
_FINENESS = {Precision.YEAR: 0, Precision.MONTH: 1, Precision.DAY: 2}


def check_value(ref: FieldRef, value: Value, *, today: dt.date) -> list[Problem]:
    """Return what is wrong with the value of one field; nothing for None."""
    return [] if value is None else list(_KIND_CHECKS[ref.field.kind](ref, value, today))


def _text(ref: FieldRef, value: Value, today: dt.date) -> Iterator[Problem]:
    text = value if isinstance(value, str) else str(value)
    found = [*_length(ref, text), *_pattern(ref, text)]
    yield from found
    if not found:
        yield from check_format(ref, text, today)


def _code(ref: FieldRef, value: Value, today: dt.date) -> Iterator[Problem]:
    text = value if isinstance(value, str) else str(value)
    found = [*_length(ref, text), *_alphabet(ref, text), *_pattern(ref, text)]
    yield from found
    if worst(found) is not Severity.ERROR:
        yield from check_format(ref, text, today)


def _length(ref: FieldRef, text: str) -> Iterator[Problem]:
    field = ref.field
    right = sorted({*field.lengths, *((field.length,) if field.length else ())})
    if right and len(text) not in right:
        yield about("V103", field, ref.id, count=len(text), lengths=" / ".join(map(str, right)))


def _alphabet(ref: FieldRef, text: str) -> Iterator[Problem]:
    """A code is of digits unless its field has an alphabet, or a format that brings its own signs."""
    field = ref.field
    alphabet = field.alphabet or (None if field.format or field.pattern else DIGITS)
    if alphabet and not set(text) <= set(alphabet):
        yield about("V104", field, ref.id, alphabet=alphabet)


def _pattern(ref: FieldRef, text: str) -> Iterator[Problem]:
    pattern = ref.field.pattern
    if pattern and not _compiled(pattern).fullmatch(text):
        yield about("V105", ref.field, ref.id, pattern=pattern)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _number(ref: FieldRef, value: Value, today: dt.date) -> Iterator[Problem]:
    field, whole = ref.field, ref.field.kind is Kind.INTEGER
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        yield about("V003" if whole else "V004", field, ref.id)
    elif field.minimum is not None and value < field.minimum:
        yield about("V101", field, ref.id, minimum=f"{field.minimum:g}")
    elif field.maximum is not None and value > field.maximum:
        yield about("V102", field, ref.id, maximum=f"{field.maximum:g}")


def _date(ref: FieldRef, value: Value, today: dt.date) -> Iterator[Problem]:
    field = ref.field
    written = precision_of(value) if isinstance(value, str) else None
    if not isinstance(value, str) or written is None or not is_date(value):
        yield about("V002", field, ref.id)
        return
    if not date_digits(value)[0]:
        yield about("V108", field, ref.id)
    coarsest = min(_FINENESS[field.min_precision], _FINENESS[field.precision])
    if not coarsest <= _FINENESS[written] <= _FINENESS[field.precision]:
        yield about("V106" if _FINENESS[written] < coarsest else "V107", field, ref.id)


def _single(ref: FieldRef, value: Value, today: dt.date) -> Iterator[Problem]:
    if not isinstance(value, str) or value not in _codes(ref.field):
        yield about("V006", ref.field, ref.id, options=options_in_words(ref.field))


def _multi(ref: FieldRef, value: Value, today: dt.date) -> Iterator[Problem]:
    if not isinstance(value, tuple) or not set(value) <= _codes(ref.field):
        yield about("V007", ref.field, ref.id, options=options_in_words(ref.field))
    elif len(set(value)) < len(value):
        yield about("V008", ref.field, ref.id)


def _codes(field: Field) -> set[str]:
    return {option.code for option in field.options}


def _signature(ref: FieldRef, value: Value, today: dt.date) -> Iterator[Problem]:
    if value is not True:
        yield about("V009", ref.field, ref.id)


_KIND_CHECKS: Mapping[Kind, Callable[[FieldRef, Value, dt.date], Iterator[Problem]]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.INTEGER: _number,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.SINGLE: _single,
    Kind.MULTI: _multi,
    Kind.SIGNATURE: _signature,
}
