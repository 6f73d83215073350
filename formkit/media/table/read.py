"""Reading a list of people that an office made: workbook, CSV or JSON lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from formkit.errors import InputError, Problem, Where, problem
from formkit.media.table.columns import TWICE, propose
from formkit.media.table.delimited import read_delimited
from formkit.media.table.duplicates import duplicates, once_each
from formkit.media.table.grid import Grid, letters
from formkit.media.table.headings import Heading, find_heading
from formkit.media.table.lines import read_lines
from formkit.media.table.people import Column, PeopleTable, PersonRow
from formkit.media.table.person import Sheet, read_person
from formkit.media.table.rows import fill_villages, person_rows
from formkit.media.table.sniff import Shape, shape_of
from formkit.media.table.workbook import read_workbook
from formkit.model.concepts import NAME, VILLAGE


def read_people(path: Path) -> PeopleTable:
    """Read every sheet of a list of people that has a heading, wherever the heading stands.

    Titles, subtotals, notes and repeated headings are dropped; merged cells are filled downwards.

    Raises:
        InputError: the file cannot be read at all, has no heading or no column for the name, or
            holds nobody (P001 to P010). Everything less is in `PeopleTable.problems`.
    """
    shape = shape_of(path)
    if shape is Shape.LINES:
        grid, broken = read_lines(path)
        return _table(path, [_sheet_of_lines(path, grid)], broken)
    grids = read_delimited(path) if shape is Shape.DELIMITED else read_workbook(path, shape)
    sheets, problems = _sheets(path, grids)
    return _table(path, sheets, problems)


def _sheet_of_lines(path: Path, grid: Grid) -> Sheet:
    headers = tuple((str(key),) for key in grid.rows[0])
    return Sheet(path, grid, Heading(0, 1, headers, propose(headers)))


def _sheets(path: Path, grids: Iterable[Grid]) -> tuple[list[Sheet], list[Problem]]:
    found: list[Sheet] = []
    problems: list[Problem] = []
    for grid in grids:
        heading = find_heading(grid)
        if heading is not None and grid.hidden:
            problems.append(problem("P019", where=Where(str(path), detail=grid.name), sheet=grid.name))
        elif heading is not None:
            found.append(Sheet(path, grid, heading))
    if not found and not any(grid.rows for grid in grids):
        raise InputError.of("P003", where=Where(str(path)), file=path.name)
    if not found:
        raise InputError.of("P001", where=Where(str(path)), file=path.name)
    return found, problems


def _table(path: Path, sheets: list[Sheet], problems: list[Problem]) -> PeopleTable:
    named = [sheet for sheet in sheets if NAME in sheet.places]
    if not named and any(sheet.heading.headers for sheet in sheets):
        raise InputError.of("P002", where=Where(str(path)), file=path.name)
    by_sheet: list[tuple[int, list[PersonRow]]] = []
    for sheet in named:
        read, found = _people(sheet)
        by_sheet.append((len(sheet.places), read))
        problems = [*problems, *_column_problems(sheet), *found]
    rows, several = once_each(by_sheet)
    if several:
        problems = [*problems, problem("P033", where=Where(str(path)), file=path.name, count=several)]
    if not rows:
        raise InputError.all([problem("P003", where=Where(str(path)), file=path.name), *problems])
    columns = tuple(column for sheet in named for column in _columns(sheet))
    return PeopleTable(tuple(rows), columns, (*problems, *duplicates(rows)))


def _people(sheet: Sheet) -> tuple[list[PersonRow], list[Problem]]:
    lines = list(person_rows(sheet.grid, sheet.heading))
    problems: list[Problem] = []
    if VILLAGE in sheet.places:
        lines, filled = fill_villages(lines, sheet.places[VILLAGE])
        if filled:
            problems.append(problem("P020", where=sheet.where(sheet.heading.body, sheet.places[VILLAGE]), count=filled))
    rows = []
    for line in lines:
        row, found = read_person(sheet, line)
        problems += found
        if row is not None:
            rows.append(row)
    return rows, problems


def _columns(sheet: Sheet) -> list[Column]:
    return [
        Column(sheet.grid.name, letters(index), index, " ".join(words), proposal.concept, proposal.reason)
        for index, (words, proposal) in enumerate(zip(sheet.heading.headers, sheet.heading.proposals, strict=True))
        if words
    ]


def _column_problems(sheet: Sheet) -> list[Problem]:
    problems = []
    for column in _columns(sheet):
        where = sheet.where(sheet.heading.body - 1, column.index)
        if column.index in sheet.grid.hidden_columns:
            problems.append(problem("P018", where=where, column=column.letter, header=column.header))
        if column.reason.startswith(TWICE):
            first = letters(sheet.places[column.reason.removeprefix(TWICE)])
            problems.append(problem("P017", where=where, first=first, second=column.letter, header=column.header))
    return problems
