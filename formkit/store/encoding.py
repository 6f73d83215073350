"""How values, times and problems are written into columns: JSON with sorted keys, and ISO in UTC."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from formkit.catalogue import entry
from formkit.errors import Problem, Severity, Where
from formkit.model.reading import Region, Shares, Value

Row = Mapping[Any, Any]
"""One row by column; the database gives no types, so they are settled where a row becomes a noun."""


def utc(when: datetime | None) -> str:
    """Return a time as ISO in UTC, to the second; now for None.

    Raises:
        ValueError: the time has no zone, so nobody can tell when it was.
    """
    moment = datetime.now(UTC) if when is None else when
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def plain(text: str) -> str:
    """Return text that every database takes: half a character (a surrogate) shows as its escape, and so does a zero.

    Names of files that the system could not decode hold such halves. PostgreSQL keeps no zero in a text.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def dump(thing: object) -> str:
    """Return anything JSON can say, the same text for the same thing."""
    text = json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # JSON has the same escape for half a character as `plain` makes, so the text comes back whole.
    return plain(text)


def dump_value(value: Value) -> str:
    """Return the value of a field as JSON; the codes of a multi choice are a list."""
    return dump(list(value) if isinstance(value, tuple) else value)


def load_value(text: str) -> Value:
    """Return the value that `dump_value` wrote."""
    return _value(json.loads(text))


def load_values(text: str) -> dict[str, Value]:
    """Return a mapping of values that was written as one JSON object."""
    return {name: _value(value) for name, value in json.loads(text).items()}


def dump_values(values: Mapping[str, Value]) -> str:
    """Return a mapping of values as one JSON object."""
    return dump({name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})


def load_alternatives(text: str) -> tuple[Value, ...]:
    """Return the other readings of a field."""
    return tuple(_value(each) for each in json.loads(text))


def dump_alternatives(values: tuple[Value, ...]) -> str:
    """Return the other readings of a field as a JSON list."""
    return dump([list(each) if isinstance(each, tuple) else each for each in values])


def load_measures(text: str) -> dict[str, float]:
    """Return what was measured of a reading."""
    return {name: float(value) for name, value in json.loads(text).items()}


def dump_region(region: Region | None) -> str:
    """Return where a field lies as JSON; "" where nothing is known."""
    if region is None:
        return ""
    options = {code: list(box) for code, box in region.options.items()}
    return dump({"image": region.image, "box": list(region.box), "turn": region.turn, "options": options})


def load_region(text: str) -> Region | None:
    """Return the region that `dump_region` wrote."""
    if not text:
        return None
    found = json.loads(text)
    options = {code: _shares(box) for code, box in found["options"].items()}
    return Region(found["image"], _shares(found["box"]), found["turn"], options)


def _shares(box: list[float]) -> Shares:
    left, top, right, bottom = box
    return (left, top, right, bottom)


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def problem_columns(found: Problem) -> dict[str, str | None]:
    """Return the columns that keep a problem, its words left to the catalogue."""
    where = found.where
    return {
        "code": found.code, "severity": found.severity.value, "field_id": found.field,
        "context": dump([list(pair) for pair in found.context]),
        "place": dump([where.file, where.line, where.column, where.detail]),
        "hint": found.hint_override,
    }


def load_problem(row: Row) -> Problem:
    """Return the problem that `problem_columns` took apart."""
    context = tuple((str(name), str(value)) for name, value in json.loads(row["context"]))
    place = Where(*json.loads(row["place"]))
    severity = Severity(row["severity"])
    override = None if entry(row["code"]).severity is severity else severity
    return Problem(row["code"], context, place, row["field_id"], "", override, row["hint"])
