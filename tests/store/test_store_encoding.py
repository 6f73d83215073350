"""What is written into a column comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from formkit.errors import Severity, Where, problem
from formkit.model.reading import Value
from formkit.store.encoding import (
    dump_alternatives,
    dump_value,
    dump_values,
    load_alternatives,
    load_problem,
    load_value,
    load_values,
    problem_columns,
    utc,
)

words = st.text(st.characters(), max_size=12) | st.sampled_from(["\ud800甲", "\\ud800", "a\x00b"])
values: st.SearchStrategy[Value] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
    | st.lists(words, max_size=4).map(tuple)
)


@given(values)
def test_a_value_comes_back_with_its_type(value: Value) -> None:
    found = load_value(dump_value(value))
    assert (found, type(found)) == (value, type(value))


@given(st.lists(values, max_size=4).map(tuple), st.dictionaries(words, values, max_size=4))
def test_alternatives_and_rows_come_back(several: tuple[Value, ...], row: dict[str, Value]) -> None:
    assert load_alternatives(dump_alternatives(several)) == several
    assert load_values(dump_values(row)) == row


@given(words, st.none() | st.sampled_from(Severity), words, st.integers(0, 99), words)
def test_a_problem_comes_back(
    file: str, severity: Severity | None, hint: str, line: int, detail: str
) -> None:
    given = problem("S111", where=Where(file, line, 2, detail), severity=severity, hint=hint, sheet="x", entry=line)
    found = load_problem(problem_columns(given))
    assert (found.message, found.hint, str(found), found.severity) == (
        given.message, given.hint, str(given), given.severity,
    )


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-12, 14))
def test_times_are_kept_in_utc(moment: datetime, hours: int) -> None:
    there = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    kept = datetime.fromisoformat(utc(there))
    assert kept == there
    assert kept.utcoffset() == timedelta(0)
    assert kept.tzinfo == UTC
