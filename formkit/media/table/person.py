"""One row of a list as one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formkit.errors import Problem, Where, problem
from formkit.media.table.cells import Reader, read_cell
from formkit.media.table.evidence import Judged
from formkit.media.table.grid import CellValue, Grid, plain
from formkit.media.table.headings import Heading
from formkit.media.table.identity import agreement, read_identity
from formkit.media.table.people import PersonRow
from formkit.media.table.rows import Line, SortedRow
from formkit.media.table.vocabulary import Vocabulary
from formkit.model.concepts import ID_NUMBER, NAME, ROW_NUMBER, SEX, VILLAGE, Answer

TOWN = "person.town"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list on a sheet: the grid with its heading, what its rows and columns are, and the file."""

    path: Path
    grid: Grid
    heading: Heading
    words: Vocabulary
    rows: tuple[SortedRow, ...] = ()
    judged: tuple[Judged, ...] = ()
    readers: Mapping[int, Reader] = field(default_factory=dict)
    """How each column with a concept is read."""
    start: int = 0
    """The row at which its titles begin; what is above belongs to another list."""

    @property
    def places(self) -> dict[str, int]:
        """The column of each concept."""
        return {each.concept: index for index, each in enumerate(self.judged) if each.concept}

    def where(self, row: int, column: int) -> Where:
        """Return the place of a cell, with its address in words."""
        return Where(str(self.path), self.grid.line(row), column + 1, self.grid.address(row, column))


class _Gathered:
    """What the cells of one row gave, while it is read."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.meanings: dict[str, str] = {}
        self.foreign: dict[str, str] = {}
        self.cells: dict[str, Where] = {}
        self.identity: dict[str, str] = {}
        self.problems: list[Problem] = []


def read_person(sheet: Sheet, line: Line) -> tuple[PersonRow | None, list[Problem]]:
    """Return the person of a row, or None where it has no name, with every problem of the row."""
    name_at = sheet.where(line.row, sheet.places[NAME])
    if line.continues:
        return None, [problem("P027", where=name_at)]
    gathered = _Gathered()
    for index, cell in enumerate(line.cells):
        if plain(cell) and index < len(sheet.heading.headers):
            _read(sheet, line, index, cell, gathered)
    gathered.problems += _broken(sheet, line.row)
    for concept, stated in ((VILLAGE, line.village), (TOWN, line.town)):
        if stated:
            gathered.values.setdefault(concept, stated)
    if not gathered.values.get(NAME):
        return None, [problem("P013", where=name_at), *gathered.problems]
    return _person(gathered, name_at)


def _broken(sheet: Sheet, row: int) -> list[Problem]:
    columns = sorted(set(sheet.places.values()))
    return [problem("P026", where=sheet.where(row, index)) for index in columns if (row, index) in sheet.grid.broken]


def _person(gathered: _Gathered, where: Where) -> tuple[PersonRow, list[Problem]]:
    sex = gathered.meanings.get(SEX)
    gathered.problems += agreement(gathered.identity, gathered.values, sex, gathered.cells.get(ID_NUMBER, where))
    derived = {concept: value for concept, value in gathered.identity.items() if concept not in gathered.values}
    meanings = gathered.meanings | ({SEX: derived[SEX]} if SEX in derived else {})
    row = PersonRow(
        gathered.values | derived, where, meanings, gathered.foreign, frozenset(derived), gathered.cells
    )
    return row, gathered.problems


def _read(sheet: Sheet, line: Line, index: int, cell: CellValue, into: _Gathered) -> None:
    concept = sheet.judged[index].concept
    header = " ".join(sheet.heading.headers[index])
    where = sheet.where(line.row, index)
    if index in line.ditto:
        written = plain(sheet.grid.at(line.row, index))
        into.problems.append(problem("P037", where=where, text=written, value=plain(cell)))
    if concept is None:
        into.foreign[_free(header or sheet.grid.address(line.row, index), into.foreign)] = plain(cell)
    elif sheet.words.answer_of(concept) is Answer.ID_NUMBER:
        found = read_identity(cell, where, cut=sheet.readers[index].cut_numbers)
        into.problems += found.problems
        if concept == ID_NUMBER:
            into.identity = found.derived
        if found.number:
            into.values[concept], into.cells[concept] = found.number, where
    elif concept != ROW_NUMBER:
        _read_concept(sheet, line.row, index, cell, into)


def _read_concept(sheet: Sheet, row: int, index: int, cell: CellValue, into: _Gathered) -> None:
    reader, where = sheet.readers[index], sheet.where(row, index)
    read = read_cell(reader, cell, where, yearless=(row, index) in sheet.grid.yearless)
    into.problems += read.problems
    for found, value in read.values:
        into.values.setdefault(found, value)
        into.cells.setdefault(found, where)
    if read.meaning:
        into.meanings[reader.concept] = read.meaning


def _free(header: str, taken: dict[str, str]) -> str:
    """Return the header, numbered where another column has the same."""
    number, name = 1, header
    while name in taken:
        number += 1
        name = f"{header} ({number})"
    return name
