"""Read: the fields of a workbook that came back, each found by its defined name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from formkit.errors import Problem, Where
from formkit.media.xlsx.added import AddedRow, added_rows, address, strays
from formkit.media.xlsx.addendum import mark
from formkit.media.xlsx.escapes import unguarded
from formkit.media.xlsx.identify import open_book
from formkit.media.xlsx.interpret import DOUBT, Read, doubtful, interpret, of_text
from formkit.media.xlsx.moved import moved_sheets
from formkit.media.xlsx.names import Target, addendum_of, id_of, looks_like_field, name_of, sheet_name
from formkit.media.xlsx.written import Book, Position
from formkit.model.handbook import Handbook, Sheet
from formkit.model.ids import FieldRef, find, sheet_refs
from formkit.model.imprint import Booklet, Imprint
from formkit.model.reading import FieldStatus, PageFound, Reading
from formkit.values.telling import about


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the addendum."""

    number: int
    text: str
    cells: tuple[Position, ...]


@dataclass(slots=True)
class _Work:
    """What gathers while a workbook is read."""

    book: Book
    file: str
    pages: Mapping[str, int]
    addendum: Mapping[str, _Entry]
    readings: dict[str, Reading] = field(default_factory=dict)
    refs: dict[str, FieldRef] = field(default_factory=dict)
    places: dict[str, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    found: list[PageFound] = field(default_factory=list)

    def take(self, ref: FieldRef, read: Read) -> None:
        """Keep the reading of a field."""
        self.readings[ref.id] = read.reading
        self.problems += read.problems

    def where(self, position: Position) -> Where:
        """Return a cell as a place in the file."""
        return Where(self.file, detail=address(*position))


def read(content: bytes, name: str, handbook: Handbook, identity: Imprint) -> Booklet:
    """Return every field of every sheet that the identity counts, and what was added.

    A field whose cell is lost is for review; fields of a worksheet that is gone are missing. Rows
    that a person added to a repeat table take the next numbers; other text beside the fields is
    reported.

    Raises:
        InputError: X001 where it is no workbook, X002 an encrypted one, X003 a damaged one, X004 a bomb.
    """
    book = open_book(content, name)
    pages = {title: number for number, title in enumerate(book.titles, start=1)}
    work = _Work(book, name, pages, _addendum(book))
    for sheet in handbook.sheets:
        for copy in range(1, identity.counts.get(sheet.id, 0) + 1):
            _read_copy(work, sheet, copy)
    _read_beyond(work, handbook)
    _doubt_moved(work)
    for title in book.titles:
        _read_duplicate(work, handbook, title, identity)
    rows = added_rows(book, work.refs, work.places)
    for row in rows:
        _read_row(work, handbook, row)
    _report_strays(work, rows)
    return Booklet(identity, work.readings, tuple(work.found), tuple(work.problems))


def _addendum(book: Book) -> dict[str, _Entry]:
    """Return the entries of the addendum by the id of their field."""
    found: dict[str, _Entry] = {}
    for name, target in book.names.items():
        entry = addendum_of(name)
        if entry is not None and target is not None:
            number, field_id = entry
            cells = _down(target)
            texts = (book.cells.get(cell) for cell in cells)
            found[field_id] = _Entry(number, "".join(unguarded(each.text or "") for each in texts if each), cells)
    return found


def _down(target: Target) -> tuple[Position, ...]:
    last = min(target.last_row, target.row + 100_000)
    return tuple((target.sheet, row, target.column) for row in range(target.row, last + 1))


def _read_copy(work: _Work, sheet: Sheet, copy: int) -> None:
    refs = list(sheet_refs(sheet, copy))
    places = {ref.id: position for ref in refs if (position := work.book.position(name_of(ref.id)))}
    _note_page(work, sheet, copy, list(places.values()))
    if refs and not places and not any(ref.id in work.addendum for ref in refs):
        work.problems.append(_lost_sheet(work, refs[0]))
        work.readings |= {ref.id: Reading(None, FieldStatus.MISSING, 0.0) for ref in refs}
        return
    for ref in refs:
        _read_field(work, ref, places.get(ref.id))


def _lost_sheet(work: _Work, ref: FieldRef) -> Problem:
    found = about("X102", ref.field, ref.id, sheet=ref.sheet.title, copy=ref.copy)
    return replace(found, where=Where(work.file), field=None)


def _note_page(work: _Work, sheet: Sheet, copy: int, places: list[Position]) -> None:
    own = work.book.position(sheet_name(sheet.id, copy))
    title = own[0] if own else places[0][0] if places else ""
    if title in work.pages:
        work.found.append(PageFound(work.pages[title], sheet.id))


def _read_field(work: _Work, ref: FieldRef, position: Position | None) -> None:
    entry = work.addendum.get(ref.id)
    if position is None:
        lost = about("X101", ref.field, ref.id, name=name_of(ref.id))
        work.take(ref, of_text(ref, entry.text) if entry else doubtful(None, "", replace(lost, where=Where(work.file))))
        return
    twin = next((name for name, other in work.places.items() if other == position), None) if (
        position in work.places.values()) else None
    work.refs[ref.id], work.places[ref.id] = ref, position
    if twin is not None:
        clash = replace(about("X113", ref.field, ref.id, other=twin), where=work.where(position))
        work.take(ref, doubtful(None, "", clash))
        return
    work.take(ref, _with_addendum(work, ref, position, entry) if entry else _in_place(work, ref, position))


def _in_place(work: _Work, ref: FieldRef, position: Position) -> Read:
    found = work.book.cells.get(position)
    page = work.pages.get(position[0])
    return interpret(ref, found, work.where(position), page, starts_1904=work.book.starts_1904)


def _with_addendum(work: _Work, ref: FieldRef, position: Position, entry: _Entry) -> Read:
    """Return the full text, unless the short place was changed."""
    if position in entry.cells:
        return of_text(ref, entry.text)
    found = work.book.cells.get(position)
    short = unguarded(found.text or "") if found else ""
    sign = mark(entry.number)
    if short.endswith(sign) and entry.text.startswith(short.removesuffix(sign)):
        made = of_text(ref, entry.text)
        return replace(made, reading=replace(made.reading, page=work.pages.get(position[0])))
    changed = about("X111", ref.field, ref.id, number=entry.number)
    typed = _in_place(work, ref, position)
    whole = of_text(ref, entry.text)
    return doubtful(typed.reading.value, short, *typed.problems, replace(changed, where=work.where(position)),
                    alternatives=(whole.reading.value,))


def _read_beyond(work: _Work, handbook: Handbook) -> None:
    """Read what stands beyond the issued sheets: values in the addendum, and names that somebody defined."""
    named = {id_of(name) for name, target in work.book.names.items() if target and looks_like_field(name)}
    for field_id in sorted((named | set(work.addendum)) - work.readings.keys()):
        ref = find(handbook, field_id)
        position = work.book.position(name_of(field_id))
        entry = work.addendum.get(field_id)
        if ref is not None and (position is not None or entry is not None):
            _read_field(work, ref, position)
            _complete_row(work, handbook, ref)


def _complete_row(work: _Work, handbook: Handbook, ref: FieldRef) -> None:
    """Give every other column of a row beyond the printed ones its reading: blank until something is found."""
    for column in ref.table.columns if ref.table is not None else ():
        other = find(handbook, f"{ref.id.rpartition('.')[0]}.{column.id}")
        if other is not None and other.id not in work.readings:
            work.readings[other.id] = Reading.exact(None)


def _doubt_moved(work: _Work) -> None:
    """Send every field of a worksheet to review in which cells stand beside other words than at first."""
    for title, fields in moved_sheets(work.book, work.places).items():
        for name, position in work.places.items():
            if position[0] == title:
                work.readings[name] = replace(work.readings[name], status=FieldStatus.REVIEW, confidence=DOUBT)
        ref = work.refs[fields[0]]
        moved = about("X115", ref.field, ref.id, count=len(fields))
        work.problems.append(replace(moved, where=Where(work.file, detail=title), field=None))


def _read_duplicate(work: _Work, handbook: Handbook, title: str, identity: Imprint) -> None:
    """Read a worksheet that somebody copied: programs give its fields the same names, valid only there."""
    local = work.book.local_names.get(title, {})
    cells = {id_of(name): work.book.cell_of(target) for name, target in local.items() if target.sheet == title}
    places = {name: cell for name, cell in cells.items() if cell is not None and cell in work.book.cells}
    first = next((ref for name in sorted(places) if (ref := find(handbook, name))), None)
    if first is None or not first.sheet.repeats:
        return
    known = [ref.copy for ref in work.refs.values() if ref.sheet is first.sheet]
    copy = max([*known, identity.counts.get(first.sheet.id, 0)]) + 1
    for old, new in zip(sheet_refs(first.sheet, first.copy), sheet_refs(first.sheet, copy), strict=True):
        cell = cells.get(old.id)
        if cell is not None:
            _read_field(work, new, cell)
    _note_page(work, first.sheet, copy, list(places.values()))
    warning = about("X114", first.field, first.id, sheet=first.sheet.title, copy=copy)
    work.problems.append(replace(warning, where=Where(work.file, detail=title), field=None))


def _read_row(work: _Work, handbook: Handbook, row: AddedRow) -> None:
    """Take an added row under the number after the last one."""
    prefix = row.table + "."
    numbers = [int(name.removeprefix(prefix).split(".")[0]) for name in work.readings if name.startswith(prefix)]
    number = max(numbers, default=0) + 1
    first = None
    for column in row.design.columns:
        ref = find(handbook, f"{prefix}{number}.{column.id}")
        if ref is None:
            continue
        first = first or ref
        position = row.cells.get(column.id)
        work.take(ref, _in_place(work, ref, position) if position else Read(Reading.exact(None)))
    if first is not None:
        warning = about("X109", first.field, first.id, row=row.row, table=row.design.label, taken=number)
        work.problems.append(replace(warning, where=Where(work.file, detail=row.sheet), field=None))


def _report_strays(work: _Work, rows: list[AddedRow]) -> None:
    known = set(work.places.values()) | {cell for row in rows for cell in row.cells.values()}
    known |= {cell for entry in work.addendum.values() for cell in entry.cells}
    work.problems += strays(work.book, known, {(row.sheet, row.row) for row in rows}, work.file)
