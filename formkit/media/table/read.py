"""Reading a list of people that an office made: workbook, CSV or JSON lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from formkit.errors import InputError, Problem, Where, problem
from formkit.media.table.cells import Reader
from formkit.media.table.column_file import ColumnFile
from formkit.media.table.columns import propose
from formkit.media.table.delimited import read_delimited
from formkit.media.table.duplicates import duplicates, once_each
from formkit.media.table.field_names import field_of
from formkit.media.table.grid import Grid, letters, plain
from formkit.media.table.headings import Heading
from formkit.media.table.layout import decisions_for, has_name, lists_on, understood
from formkit.media.table.lines import read_lines
from formkit.media.table.people import Column, PeopleTable, PersonRow, SheetRead
from formkit.media.table.person import Sheet, read_person
from formkit.media.table.rows import Line, RowKind, fill_ditto, fill_villages
from formkit.media.table.sniff import Shape, shape_of
from formkit.media.table.vocabulary import Vocabulary, vocabulary
from formkit.media.table.workbook import read_workbook
from formkit.model.concepts import NAME, VILLAGE
from formkit.model.handbook import Handbook

_SAMPLES = 3


def read_people(
    path: Path, *, columns: ColumnFile | None = None, handbook: Handbook | None = None
) -> PeopleTable:
    """Read every list of people in a file that has a heading, wherever the heading stands.

    Titles, subtotals, notes and repeated headings are dropped; merged cells are filled downwards.
    ``columns`` says what a person decided of the columns; ``handbook`` adds its labels to the words
    that are known and its codes to the answers.

    Raises:
        InputError: the file cannot be read at all, has no heading or no column for the name, or
            holds nobody (P001 to P010). Everything less is in `PeopleTable.problems`.
    """
    words = vocabulary(handbook)
    shape = shape_of(path)
    if shape is Shape.LINES:
        grid, broken = read_lines(path)
        return _table(path, [_sheet_of_lines(path, grid, words, columns)], broken, columns)
    grids = read_delimited(path) if shape is Shape.DELIMITED else read_workbook(path, shape)
    sheets, problems = _sheets(path, grids, words, columns, typed_numbers=shape is Shape.DELIMITED)
    return _table(path, sheets, problems, columns)


def _sheet_of_lines(path: Path, grid: Grid, words: Vocabulary, columns: ColumnFile | None) -> Sheet:
    headers = tuple((str(key),) for key in grid.rows[0])
    heading = Heading(0, 1, headers, propose(headers, words))
    return understood(path, grid, heading, words, decisions=decisions_for(grid, heading, columns, {}))


def _sheets(
    path: Path, grids: Iterable[Grid], words: Vocabulary, columns: ColumnFile | None, *, typed_numbers: bool
) -> tuple[list[Sheet], list[Problem]]:
    found: list[Sheet] = []
    problems: list[Problem] = []
    unread: list[Problem] = []
    for grid in grids:
        counted: dict[str, int] = {}
        where = Where(str(path), detail=grid.name)
        lists = list(lists_on(grid, words))
        if lists and grid.hidden:
            problems.append(problem("P019", where=where, sheet=grid.name))
            continue
        for part, heading, start, stop in lists:
            decisions = decisions_for(part, heading, columns, counted)
            found.append(understood(
                path, part, heading, words, start=start, stop=stop, decisions=decisions, typed_numbers=typed_numbers
            ))
        if not lists and not grid.hidden and any(plain(cell) for row in grid.rows for cell in row):
            unread.append(problem("P039", where=where, sheet=grid.name))
    if not found and not any(grid.rows for grid in grids):
        raise InputError.of("P003", where=Where(str(path)), file=path.name)
    if not found:
        raise InputError.of("P001", where=Where(str(path)), file=path.name)
    return found, [*problems, *unread]


def _table(path: Path, sheets: list[Sheet], problems: list[Problem], columns: ColumnFile | None) -> PeopleTable:
    named = [sheet for sheet in sheets if has_name(sheet)]
    if not named and any(sheet.heading.headers for sheet in sheets):
        raise InputError.of("P002", where=Where(str(path)), file=path.name)
    problems = [*problems, *_nameless(path, sheets), *_unused(columns, sheets)]
    read: list[SheetRead] = []
    by_sheet: list[tuple[int, tuple[PersonRow, ...]]] = []
    for sheet in named:
        lines, filled = _lines(sheet)
        people, found = _people(sheet, lines)
        columns_read = tuple(_columns(sheet, lines))
        problems = [*problems, *_column_problems(sheet, columns_read), *_row_problems(sheet), *filled, *found]
        read.append(_sheet_read(sheet, columns_read, people))
        by_sheet.append((len(sheet.places), people))
    rows, several = once_each(by_sheet)
    if several:
        problems = [*problems, problem("P033", where=Where(str(path)), file=path.name, count=several)]
    if not rows:
        raise InputError.all([problem("P003", where=Where(str(path)), file=path.name), *problems])
    every = tuple(column for sheet in read for column in sheet.columns if column.header)
    return PeopleTable(tuple(rows), every, (*problems, *duplicates(rows)), tuple(read))


def _nameless(path: Path, sheets: Iterable[Sheet]) -> list[Problem]:
    return [
        problem("P039", where=Where(str(path), detail=sheet.grid.name), sheet=sheet.grid.name)
        for sheet in sheets if not has_name(sheet) and sheet.grid.is_workbook
    ]


def _unused(columns: ColumnFile | None, sheets: Iterable[Sheet]) -> list[Problem]:
    """Tell which decisions of a file of columns fit no column of the list."""
    if columns is None:
        return []
    used = set()
    counted: dict[str, dict[str, int]] = {}
    for sheet in sheets:
        so_far = counted.setdefault(sheet.grid.name, {})
        used |= {id(each) for each in decisions_for(sheet.grid, sheet.heading, columns, so_far)}
    return [
        problem("P052", where=Where(str(columns.path)), header=each.header)
        for each in columns.decisions if id(each) not in used
    ]


def _lines(sheet: Sheet) -> tuple[list[Line], list[Problem]]:
    lines = [each.line for each in sheet.rows if each.line is not None]
    problems: list[Problem] = []
    if VILLAGE in sheet.places:
        column = sheet.places[VILLAGE]
        lines, filled = fill_villages(lines, column)
        if filled:
            problems.append(problem("P020", where=sheet.where(sheet.heading.body, column), count=filled))
        empty = [line for line in lines if not plain(line.cells[column] if column < len(line.cells) else None)]
        if len(empty) < len(lines):
            problems += [problem("P055", where=sheet.where(line.row, column)) for line in empty]
    return fill_ditto(lines, sheet.places), problems


def _people(sheet: Sheet, lines: Iterable[Line]) -> tuple[tuple[PersonRow, ...], list[Problem]]:
    rows, problems = [], []
    for line in lines:
        row, found = read_person(sheet, line)
        problems += found
        if row is not None:
            rows.append(row)
    return tuple(rows), problems


def _columns(sheet: Sheet, lines: list[Line]) -> Iterable[Column]:
    for index, (words, judged) in enumerate(zip(sheet.heading.headers, sheet.judged, strict=True)):
        filled = [
            (line.row, text) for line in lines
            if index < len(line.cells) and (text := plain(line.cells[index]))
        ]
        if not words and not filled:
            continue
        proposal = sheet.heading.proposals[index]
        yield Column(
            sheet.grid.name, letters(index), index, " ".join(words), judged.concept, judged.proposal.reasons,
            judged.score, judged.sure, judged.proposal.doubts,
            tuple(dict.fromkeys(text for _, text in filled))[:_SAMPLES], len(filled),
            index in sheet.grid.hidden_columns, judged.proposal.twice,
            proposal.concept is None and any("contradict" in reason.text for reason in judged.proposal.reasons),
            () if judged.concept else tuple(sheet.grid.address(row, index) for row, _ in filled),
            _codes(sheet.readers.get(index)),
        )


def _codes(reader: Reader | None) -> dict[str, str]:
    if reader is None:
        return {}
    return dict(sorted({**reader.coding.words, **dict.fromkeys(reader.coding.refused, "")}.items()))


def _column_problems(sheet: Sheet, columns: Iterable[Column]) -> list[Problem]:
    problems = []
    for column in columns:
        where = sheet.where(sheet.heading.body - 1, column.index)
        letter, header = column.letter, column.header
        if column.hidden:
            problems.append(problem("P018", where=where, column=letter, header=header))
        if column.twice and column.twice in sheet.places:
            first = letters(sheet.places[column.twice])
            problems.append(problem("P017", where=where, first=first, second=letter, header=header))
        if column.contradicted:
            problems.append(problem("P053", where=where, column=letter, header=header))
        if column.concept and not column.sure:
            name = field_of(column.concept)
            problems.append(problem("P049", where=where, column=letter, header=header, name=name))
    return problems


def _row_problems(sheet: Sheet) -> list[Problem]:
    """Tell the hidden rows of people, and the text between people that says nothing known."""
    first = sheet.places[NAME]
    problems = [
        problem("P038", where=sheet.where(each.row, first), row=sheet.grid.line(each.row))
        for each in sheet.rows if each.kind is RowKind.PERSON and each.row in sheet.grid.hidden_rows
    ]
    for each in sheet.rows:
        if each.unknown:
            index, text = next((i, plain(cell)) for i, cell in enumerate(sheet.grid.rows[each.row]) if plain(cell))
            problems.append(problem("P046", where=sheet.where(each.row, index), text=text))
    return problems


def _sheet_read(sheet: Sheet, columns: tuple[Column, ...], people: tuple[PersonRow, ...]) -> SheetRead:
    grid, heading = sheet.grid, sheet.heading

    def numbers(*kinds: RowKind) -> tuple[int, ...]:
        return tuple(grid.line(each.row) for each in sheet.rows if each.kind in kinds)

    above = [row for row in range(sheet.start, heading.top) if any(plain(cell) for cell in grid.rows[row])]
    return SheetRead(
        grid.name, (*map(grid.line, above), *numbers(RowKind.TITLE)),
        tuple(grid.line(row) for row in range(heading.top, heading.body)), numbers(RowKind.REPEATED),
        numbers(RowKind.SUBTOTAL), numbers(RowKind.SECTION), numbers(RowKind.NOTE),
        tuple(sorted(grid.line(row) for row in grid.hidden_rows if row < len(grid.rows))),
        tuple(letters(index) for index in sorted(grid.hidden_columns) if index < grid.width), columns, people,
    )
