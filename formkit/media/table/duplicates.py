"""People that stand twice in a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from formkit.errors import Problem, Where, problem
from formkit.media.table.people import PersonRow
from formkit.model.concepts import BIRTH, ID_NUMBER, NAME
from formkit.values import idcard


def duplicates(rows: Iterable[PersonRow]) -> list[Problem]:
    """Return a problem for each row whose ID number, or name and date of birth, came before."""
    by_number: dict[str, Where] = {}
    by_name: dict[tuple[str, str], PersonRow] = {}
    problems: list[Problem] = []
    for row in rows:
        number = _long_form(row.values.get(ID_NUMBER, ""))
        if number and number in by_number:
            where = row.cells.get(ID_NUMBER, row.where)
            problems.append(problem("P014", where=where, other=by_number[number].detail or by_number[number]))
            continue
        if number:
            by_number[number] = row.cells.get(ID_NUMBER, row.where)
        problems += _same_name(row, number, by_name)
    return problems


def once_each(sheets: Sequence[tuple[int, Sequence[PersonRow]]]) -> tuple[list[PersonRow], int]:
    """Return the rows of several sheets, each ID number from one sheet only, and how many were left out.

    A sheet comes with the number of its known columns: a person is taken from the sheet with the
    most, and among equals from the first. Rows of one sheet are not held against each other.
    """
    home: dict[str, int] = {}
    for index in sorted(range(len(sheets)), key=lambda index: -sheets[index][0]):
        for row in sheets[index][1]:
            home.setdefault(_long_form(row.values.get(ID_NUMBER, "")), index)
    rows = [
        row
        for index, (_, several) in enumerate(sheets)
        for row in several
        if home.get(number := _long_form(row.values.get(ID_NUMBER, "")), index) == index or not number
    ]
    return rows, sum(len(several) for _, several in sheets) - len(rows)


def repeated(rows: Iterable[PersonRow]) -> Iterable[PersonRow]:
    """Yield each row whose name and ID number came before."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        number = _long_form(row.values.get(ID_NUMBER, ""))
        if number and (number, row.values.get(NAME, "")) in seen:
            yield row
        seen.add((number, row.values.get(NAME, "")))


def _same_name(row: PersonRow, number: str, seen: dict[tuple[str, str], PersonRow]) -> list[Problem]:
    """Two people of one name and date of birth are two where both have an ID number."""
    name, birth = row.values.get(NAME), row.values.get(BIRTH)
    if not name or not birth:
        return []
    earlier = seen.setdefault((name, birth), row)
    if earlier is row or (number and earlier.values.get(ID_NUMBER)):
        return []
    return [problem("P015", where=row.where, other=earlier.where.detail or earlier.where)]


def _long_form(number: str) -> str:
    """Return the number in 18 characters, so that an old and a new card of one person meet."""
    read = idcard.read_id(number)
    return read.number if read else number
