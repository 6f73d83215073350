"""Records from a JSON Lines file: one booklet a line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from formkit.checks import check_values
from formkit.errors import InputError, Problem, Where, problem
from formkit.i18n import _
from formkit.layout.sheet_code import ALPHABET, NO_SERIAL, SERIAL_LENGTH
from formkit.model.handbook import Handbook
from formkit.model.ids import booklet_refs, find
from formkit.model.imprint import MOST_COPIES
from formkit.model.reading import FieldStatus, Value
from formkit.model.record import Record
from formkit.pipeline.unopened import unopened
from formkit.values.given import line_breaks_changed
from formkit.values.typed import from_json

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls"})
_BETWEEN_CELLS = (",", ";", "\t")


_OPEN = frozenset({FieldStatus.REVIEW.value, FieldStatus.MISSING.value})
_REQUIRED = "C001"
_BLANK = frozenset({_REQUIRED, "C003", "C007"})
"""Codes that say of a field that it is blank and should not be."""


@dataclass(frozen=True, slots=True)
class Given:
    """One line of the file: a record and what is worth saying of it, or what keeps it from being one."""

    where: Where
    record: Record | None
    problems: tuple[Problem, ...] = ()


def read_records(path: Path, handbook: Handbook) -> Iterator[Given]:
    """Yield every record of a JSON Lines file, bad lines with their problems.

    Raises:
        InputError: the file cannot be read at all, or is a table.
    """
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            where = Where(str(path), number, 1)
            yield _given(line, number, where, handbook)


def _lines(path: Path) -> list[str]:
    if path.suffix.lower() in _TABLES and path.is_file():
        raise InputError(problem("F114", where=Where(str(path))))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(problem("F001", where=Where(str(path)))) from error
    except UnicodeDecodeError as error:
        raise InputError(problem("F107", where=Where(str(path)))) from error
    except OSError as error:
        raise InputError(unopened(path, error)) from error
    if not text.strip():
        raise InputError(problem("F003", where=Where(str(path))))
    lines = text.split("\n")
    if _is_table(lines):
        raise InputError(problem("F114", where=Where(str(path))))
    return lines


def _is_table(lines: list[str]) -> bool:
    """Say whether lines are rows of a table: none begins as JSON does, and all have cells."""
    written = [line.strip() for line in lines if line.strip()]
    return all(line[0] not in "{[" and any(sign in line for sign in _BETWEEN_CELLS) for line in written)


def _given(line: str, number: int, where: Where, handbook: Handbook) -> Given:
    try:
        data = json.loads(line, object_pairs_hook=_no_key_twice)
    except InputError as error:
        return Given(where, None, tuple(_at(each, where) for each in error.problems))
    except (ValueError, RecursionError) as error:
        column = error.colno if isinstance(error, json.JSONDecodeError) else 1
        return Given(where, None, (problem("F101", where=replace(where, column=column), line=number, column=column),))
    return record_of(data, where, handbook)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise InputError(problem("F111", key=key))
        seen[key] = value
    return seen


def record_of(data: object, where: Where, handbook: Handbook) -> Given:
    """Return the record in ``data``: ``{id: value}``, or a line as ``formkit read`` writes it."""
    if not isinstance(data, dict):
        return Given(where, None, (problem("F102", where=where, line=where.line),))
    whole = data if isinstance(data.get("fields"), dict) else {"fields": data}
    fields: dict[str, object] = {}
    for name, given in whole["fields"].items():
        fields[name] = given.get("value") if isinstance(given, dict) and "value" in given else given
    problems = [*_header_problems(whole, where, handbook)]
    values: dict[str, Value] = {}
    for name, value in fields.items():
        try:
            taken = _value(handbook, name, value)
        except InputError as error:
            problems += [_at(each, where) for each in error.problems]
        else:
            if taken is not None:
                values[name] = taken
    if problems:
        return Given(where, None, tuple(problems))
    serial = whole.get("serial")
    told = [
        problem("F112", where=where, field=name)
        for name, value in fields.items()
        if isinstance(value, str) and line_breaks_changed(value)
    ]
    record = Record(
        values, where, serial if isinstance(serial, str) else None, said=frozenset(fields), open=_open(whole),
    )
    return Given(where, record, tuple(told))


def _open(whole: dict[str, Any]) -> frozenset[str]:
    """Return the fields that a line of ``formkit export`` or ``formkit read`` says are not settled."""
    listed = whole.get("open")
    read = (name for name, each in whole["fields"].items() if isinstance(each, dict) and _is_open(each.get("status")))
    return frozenset(read) | frozenset(listed if isinstance(listed, dict) else ())


def _is_open(status: object) -> bool:
    return isinstance(status, str) and status in _OPEN


def check_record_values(handbook: Handbook, record: Record, today: dt.date) -> list[Problem]:
    """Return what is wrong with the values of a record; that a field is blank only where the record says so.

    A record may hold a part of a booklet, such as what is to be printed into it before a visit, and of a field that is
    open nobody knows yet what stands there.
    """
    return [each for each in check_values(handbook, record.values, today=today) if not _is_unsaid(each, record)]


def _is_unsaid(found: Problem, record: Record) -> bool:
    if found.field in record.open:
        return found.code in _BLANK
    return found.code == _REQUIRED and found.field not in record.said


def _header_problems(whole: dict[str, Any], where: Where, handbook: Handbook) -> list[Problem]:
    found = []
    for key, expected in (("handbook", handbook.id), ("edition", handbook.edition)):
        given = whole.get(key)
        if given not in (None, expected):
            found.append(problem("F104", where=where, given=given, expected=handbook.full_id))
    serial = whole.get("serial")
    if serial is not None and not _is_serial(serial):
        found.append(problem("F105", where=where, serial=serial))
    return found


def _is_serial(serial: object) -> bool:
    return (
        isinstance(serial, str)
        and len(serial) == SERIAL_LENGTH
        and serial != NO_SERIAL
        and all(char in ALPHABET for char in serial)
    )


def _value(handbook: Handbook, name: str, value: object) -> Value:
    ref = find(handbook, name)
    if ref is None:
        known = [each.id for each in booklet_refs(handbook)]
        near = get_close_matches(name, known, n=1)
        hint = _("did you mean {near}?").format(near=near[0]) if near else _("formkit layout --json lists its fields")
        raise InputError(problem("F103", field=name, hint=hint))
    if ref.copy > MOST_COPIES:
        raise InputError(problem("F106", field=name, sheet=ref.sheet.id, copy=ref.copy, most=MOST_COPIES))
    return from_json(ref, value)


def _at(found: Problem, where: Where) -> Problem:
    """Return the problem with the place of its record."""
    return replace(found, where=where)
