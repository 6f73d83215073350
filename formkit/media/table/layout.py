"""From grids to lists: where each list of a file stands, what its rows are, and how its columns are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from formkit.i18n import N_
from formkit.media.table.cells import Reader
from formkit.media.table.coding import Coding, coding_of
from formkit.media.table.column_file import ColumnFile, Decision
from formkit.media.table.columns import EXACT, Proposal
from formkit.media.table.evidence import Judged, judge, without_repeats
from formkit.media.table.grid import CellValue, Grid, plain
from formkit.media.table.headings import Heading, cut_to, find_headings, panels
from formkit.media.table.identity import cut_column
from formkit.media.table.person import Sheet
from formkit.media.table.reasons import because
from formkit.media.table.rows import RowKind, SortedRow, sort_rows
from formkit.media.table.vocabulary import Vocabulary
from formkit.model.concepts import NAME, Answer, header_key

_TENTH = re.compile(r"\d{4}\.10")


def lists_on(grid: Grid, words: Vocabulary) -> Iterator[tuple[Grid, Heading, int, int | None]]:
    """Yield each list of a sheet: its grid, its heading, where its titles begin and where the next heading does."""
    headings = find_headings(grid, words)
    for index, heading in enumerate(headings):
        stop = headings[index + 1].top if index + 1 < len(headings) else None
        sides = panels(grid, heading)
        for panel in sides:
            part, own = cut_to(grid, heading, panel, words) if len(sides) > 1 else (grid, heading)
            yield part, own, heading.top if index else 0, stop


def understood(
    path: Path, grid: Grid, heading: Heading, words: Vocabulary, *, start: int = 0, stop: int | None = None,
    decisions: Sequence[Decision | None] = (), typed_numbers: bool = False,
) -> Sheet:
    """Return a list with its rows sorted, its columns judged and their readers.

    ``decisions`` are those of a file of columns, one a column; ``typed_numbers`` says that cells are
    text which may have been numbers before (CSV).
    """
    rows = sort_rows(grid, heading, words, stop)
    judged = _judged(heading, _columns(heading, _people(rows)), words, decisions)
    if [each.concept for each in judged] != [proposal.concept for proposal in heading.proposals]:
        heading = replace(heading, proposals=tuple(each.proposal for each in judged))
        rows = sort_rows(grid, heading, words, stop)
    columns = _columns(heading, _people(rows))
    notes = [plain(cell) for row in (*range(heading.top), *_note_rows(rows)) for cell in grid.rows[row] if plain(cell)]
    readers: dict[int, Reader] = {}
    for index, each in enumerate(judged):
        if each.concept is None:
            continue
        decided = decisions[index] if index < len(decisions) else None
        coding = _coding(each.concept, heading.headers[index], columns[index], notes, words, decided)
        if coding.doubts or coding.reasons:
            judged[index] = _with_coding(each, coding)
        header = " ".join(heading.headers[index])
        cut = typed_numbers and not any(_TENTH.fullmatch(plain(cell)) for cell in columns[index])
        cut_numbers = words.answer_of(each.concept) is Answer.ID_NUMBER and cut_column(columns[index])
        readers[index] = Reader(each.concept, header, words, coding, grid.epoch, cut_numbers, cut)
    return Sheet(path, grid, heading, words, tuple(rows), tuple(judged), readers, start)


def _people(rows: Iterable[SortedRow]) -> list[tuple[CellValue, ...]]:
    return [each.line.cells for each in rows if each.line is not None]


def _note_rows(rows: Iterable[SortedRow]) -> list[int]:
    return [each.row for each in rows if each.kind is RowKind.NOTE]


def _columns(heading: Heading, people: Sequence[tuple[CellValue, ...]]) -> list[list[CellValue]]:
    """Return the cells of people by column."""
    return [
        [cells[index] if index < len(cells) else None for cells in people] for index in range(len(heading.headers))
    ]


def _judged(
    heading: Heading, columns: Sequence[Sequence[CellValue]], words: Vocabulary, decisions: Sequence[Decision | None]
) -> list[Judged]:
    decided = list(decisions) or [None] * len(columns)
    settled = {each.concept for each in decided if each is not None and each.concept}
    found = []
    for proposal, cells, decision in zip(heading.proposals, columns, decided, strict=True):
        if decision is not None:
            found.append(_decided(decision, cells, words))
        elif proposal.concept in settled:
            found.append(Judged(replace(proposal, concept=None, twice=proposal.concept), 0.0, False))
        else:
            found.append(judge(proposal, cells, words))
    return without_repeats(found)


def _decided(decision: Decision, cells: Sequence[CellValue], words: Vocabulary) -> Judged:
    """Take a column as a person settled it; content that contradicts it is asked about all the same.

    A file of columns is used for many lists, and the next one may have something else under the heading.
    """
    reason = because(N_("the file of columns says so"))
    if decision.concept is None:
        return Judged(Proposal(None, (reason,)), 0.0, False)
    settled = Proposal(decision.concept, (reason,), EXACT)
    if judge(settled, cells, words).concept == decision.concept:
        return Judged(settled, 1.0, True)
    return Judged(replace(settled, doubts=(because(N_("the content contradicts it")),)), 0.0, False)


def _coding(
    concept: str, header: Sequence[str], cells: Sequence[CellValue], notes: Sequence[str], words: Vocabulary,
    decided: Decision | None,
) -> Coding:
    if words.answer_of(concept) is not Answer.CHOICE:
        return Coding()
    found = coding_of(concept, header, cells, notes, words)
    if decided is None:
        return found
    # What a person settled holds, and what it leaves open was seen and agreed to.
    known = {**found.words, **decided.answers}
    return Coding(known, found.reasons, (), frozenset(found.refused - decided.answers.keys()))


def _with_coding(judged: Judged, coding: Coding) -> Judged:
    proposal = replace(
        judged.proposal, reasons=(*judged.proposal.reasons, *coding.reasons),
        doubts=(*judged.proposal.doubts, *coding.doubts),
    )
    return Judged(proposal, judged.score, judged.sure and not coding.doubts)


def decisions_for(
    grid: Grid, heading: Heading, columns: ColumnFile | None, counted: dict[str, int]
) -> list[Decision | None]:
    """Return the decision of each column; ``counted`` holds how often each heading stood on the sheet so far."""
    if columns is None:
        return [None] * len(heading.headers)
    found: list[Decision | None] = []
    for words in heading.headers:
        header = " ".join(words)
        key = header_key(header)
        if words:
            counted[key] = counted.get(key, 0) + 1
        found.append(columns.find(grid.name, header, counted[key]) if words else None)
    return found


def has_name(sheet: Sheet) -> bool:
    """Say whether the list has a column for the name."""
    return NAME in sheet.places
