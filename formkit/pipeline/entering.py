"""What a person enters for a field → its value: text in any spelling, codes, and what is wrong with either."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from formkit.checks.values import check_value
from formkit.errors import InputError, Problem, Severity
from formkit.model.handbook import Kind
from formkit.model.ids import FieldRef
from formkit.model.reading import Value
from formkit.values.characters import stripped
from formkit.values.typed import from_json, parse

_NO_VALUE = frozenset({"V002", "V003", "V004", "V006", "V007", "V009"})
"""What was typed is no value of the field's kind at all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The value of what was entered, and what is wrong with it.

    ``refused`` when it is no value of the field's kind, which nobody can keep; all else that is wrong a person may
    confirm, as it may be what stands on the paper.
    """

    value: Value
    problems: tuple[Problem, ...] = ()
    refused: bool = False


def typed_entry(ref: FieldRef, text: str, *, today: dt.date) -> Entry:
    """Return what a typed text says; blanks alone say that nothing is written."""
    read = parse(ref.field, text, field_id=ref.id)
    checked = [] if read.doubtful else check_value(ref, read.value, today=today)
    found = tuple(dict.fromkeys((*read.problems, *checked)))
    refused = any(each.code in _NO_VALUE for each in found)
    return Entry(None if refused else read.value, found, refused)


def codes_entry(ref: FieldRef, codes: Sequence[str]) -> Entry:
    """Return what ticked options of a multiple choice say; one that excludes all others cannot stand beside another."""
    return given_entry(ref, list(codes))


def given_entry(ref: FieldRef, value: object) -> Entry:
    """Return what a value of JSON says: a reading that is accepted, an alternative, a code."""
    try:
        return Entry(from_json(ref, list(value) if isinstance(value, tuple) else value))
    except InputError as error:
        return Entry(None, (error.problem,), refused=True)


def is_worth_asking(entry: Entry) -> bool:
    """Say whether a person is asked once more before an entry is kept."""
    return any(each.severity is Severity.ERROR or each.code == "V005" for each in entry.problems)


def plain_text(ref: FieldRef | None, text: str) -> str:
    """Return a typed text without blanks round it, as it is kept where no handbook tells more."""
    return text.strip("\n") if ref is not None and ref.field.kind is Kind.TEXT else stripped(text)
