"""A filled flow beside its blank: which row and which text of the one is which of the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from formkit.media.docx.typed.align import Alignment, align
from formkit.media.docx.typed.blank import Unit, UnitId
from formkit.media.docx.typed.flow import Cell, Flow, Item, Row
from formkit.media.docx.typed.form import BoundTable, Form
from formkit.media.docx.typed.glyphs import Glyph, written
from formkit.media.docx.typed.likeness import share
from formkit.media.docx.typed.marks import is_mark
from formkit.media.docx.typed.options import PrintedOptions
from formkit.media.docx.typed.sites import Site
from formkit.media.docx.typed.tokens import TokenKind, tokens_of

_SAME_PLACE = 0.4
"""Share of a row's print that must be there for it to be that row."""
_AROUND, _MOST_SHOWN = 6, 30
"""Signs around a lost one that messages show, and how long what they show may be."""
_LEAST_LABEL = 2
"""Signs of a label by which alone a row may be known."""
_BARE_ROW = 0.5
"""What it is worth that a row without print has a row of its cells."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a repeat table as filled: its number from 1, the cells by unit of the blank row it is like."""

    number: int
    pattern: int
    """Which printed row (from 0) it is read like."""
    printed: bool
    """It is that printed row, and was not added."""
    units: dict[UnitId, Alignment]
    stray: str = ""
    """What stands in cells that the printed row does not have."""


@dataclass
class Beside:
    """A filled form, unit by unit of the blank, and what belongs to no unit."""

    form: Form
    flow: Flow
    units: dict[UnitId, Alignment] = field(default_factory=dict)
    tables: dict[str, list[TableRow]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    """Items of the blank outside of repeat tables that the file does not have."""
    stray: list[tuple[str, int | None]] = field(default_factory=list)
    """Texts that stand in no unit, each with the number of the blank's item before it."""

    @cached_property
    def lost_print(self) -> int:
        """How many printed signs of the blank are not there; 年, 月, 日 and 次 may be typed over, options deleted.

        Of a repeat table only the rows that are there count, for rows may be deleted.
        """
        return sum(len(lost) for _, lost in self._lost())

    def first_lost(self) -> str:
        """Return the print around the first sign that is not there."""
        for alignment, lost in self._lost():
            if lost:
                around = alignment.blank[max(0, lost[0] - _AROUND) : lost[-1] + _AROUND]
                return "".join(token.sign for token in around if not token.is_room)[:_MOST_SHOWN]
        return ""

    def changed_places(self) -> int:
        """Return how many units print something else than the blank: words are gone and others stand there."""
        return sum(self._is_changed(unit, alignment) for unit, alignment in self.units.items())

    def _is_changed(self, unit: UnitId, alignment: Alignment) -> bool:
        others = foreign(alignment, self.form.rooms.get(unit, []), 0, len(alignment.blank))
        lost = {alignment.blank[place].sign for place in self._lost_of(unit, alignment)}
        return bool(lost) and bool({alignment.filled[k].sign for k in others} - lost)

    def title_is_other(self) -> bool:
        """Say whether a line above the first table that has no room for an answer has other words than the blank's."""
        alignment = self.units.get((0, -1))
        if alignment is None:
            return False
        rooms = self.form.rooms.get((0, -1), [])
        first = min((room.start for room in rooms), default=len(alignment.blank))
        lines = [place for place in range(first) if alignment.blank[place].kind is TokenKind.LINE]
        end = lines[-1] if lines else 0
        lost = [place for place in alignment.lost() if place < end]
        return bool(lost) and bool(foreign(alignment, rooms, 0, end))

    def _lost_of(self, unit: UnitId, alignment: Alignment) -> list[int]:
        """Return the printed tokens of a unit that are gone, whole options and their codes left aside."""
        lost = [place for place in alignment.lost() if alignment.blank[place].sign not in "年月日次"]
        for options in self.form.choices.get(unit, []):
            if not foreign(alignment, self.form.rooms.get(unit, []), options.start, options.stop):
                lost = _without_deleted(alignment, options, lost)
        return lost

    def _lost(self) -> Iterator[tuple[Alignment, list[int]]]:
        """Yield every alignment with the printed tokens that are gone; of tables those of printed rows."""
        units = list(self.units.items())
        for rows in self.tables.values():
            units += [each for row in rows if row.printed for each in row.units.items()]
        for unit, alignment in units:
            yield alignment, self._lost_of(unit, alignment)


def foreign(alignment: Alignment, rooms: Sequence[Site], start: int, stop: int) -> list[int]:
    """Return the typed letters in front of the blank's tokens ``start`` to ``stop`` that stand in no room.

    Where print is gone as well they are other words than the blank has.
    """
    return [
        k for k, place in enumerate(alignment.place)
        if start <= place < stop and not alignment.matched[k]
        and alignment.filled[k].sign.isalnum() and not is_mark(alignment, k)
        and not any(room.start <= place <= room.stop for room in rooms)
    ]


def _without_deleted(alignment: Alignment, options: PrintedOptions, lost: list[int]) -> list[int]:
    """Forgive options that are deleted as a whole, and printed codes: a tick is typed over them."""
    gone = set(lost)
    for option in options.options:
        for whole in (range(option.start, option.stop), range(option.start, option.label)):
            if all(place in gone or not alignment.blank[place].is_printed for place in whole):
                lost = [place for place in lost if place not in whole]
    return lost


def put_beside(form: Form, flow: Flow) -> Beside:
    """Return a filled flow beside the blank of a form."""
    found = Beside(form, flow)
    partners = _partners(form, flow)
    in_tables = {row for table in form.tables for row in table.rows}
    used = set(partners.values())
    for table in form.tables:
        rows = _rows_of(table, partners, flow, used)
        used.update(rows)
        found.tables[table.id] = list(_table_rows(form, table, rows, partners, flow))
    for number, item in enumerate(form.blank.flow):
        if number not in in_tables:
            other = flow[partners[number]] if number in partners else None
            if other is None:
                found.gone.add(number)
            units, stray = _units(form, number, item, other)
            found.units |= units
            if stray:
                found.stray.append((stray, number))
    before = _numbers_before(partners, len(flow))
    for number, item in enumerate(flow):
        if number not in used and (text := written(_glyphs_of(item))):
            found.stray.append((text, before[number]))
    return found


def _glyphs_of(item: Item) -> list[Glyph]:
    if not isinstance(item, Row):
        return list(item.glyphs)
    blank = Glyph(" ", " ")
    return [glyph for cell in item.cells for glyph in (*cell.glyphs, blank)]


def _numbers_before(partners: dict[int, int], length: int) -> list[int | None]:
    by_filled = {filled: blank for blank, filled in partners.items()}
    found: list[int | None] = []
    last: int | None = None
    for number in range(length):
        last = by_filled.get(number, last)
        found.append(last)
    return found


def _partners(form: Form, flow: Flow) -> dict[int, int]:
    """Pair the items of both flows in order, so that the most print is found again."""
    blank = form.blank.flow
    prints, filled_words = [_print(form, number) for number in range(len(blank))], [_words(item) for item in flow]
    rows, columns = len(blank), len(flow)
    gains = [[_gain(blank[i], flow[j], prints[i], filled_words[j]) for j in range(columns)] for i in range(rows)]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            together = gains[i][j] + best[i + 1][j + 1] if gains[i][j] > 0 else -1.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    found: dict[int, int] = {}
    i = j = 0
    while i < rows and j < columns:
        if gains[i][j] > 0 and best[i][j] == gains[i][j] + best[i + 1][j + 1]:
            found[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _words(item: Item) -> str:
    return "".join(token.sign for token in tokens_of(_glyphs_of(item)) if token.is_printed)


def _print(form: Form, number: int) -> tuple[str, str]:
    """Return the print of an item, and that of its cells without options: people delete those."""
    units = [unit for place, unit in form.blank.units.items() if place[0] == number]
    labels = [unit.text() for unit in units if unit.id not in form.choices]
    return "".join(unit.text() for unit in units), "".join(labels)


def _gain(blank: Item, filled: Item, prints: tuple[str, str], words: str) -> float:
    print_, labels = prints
    if isinstance(blank, Row) is not isinstance(filled, Row):
        return 0.0
    if not print_:
        alike = isinstance(blank, Row) and isinstance(filled, Row) and _grid(blank) == _grid(filled)
        return _BARE_ROW if alike or not isinstance(blank, Row) else 0.0
    there = share(print_, words)
    if there < _SAME_PLACE and len(labels) >= _LEAST_LABEL:
        there = max(there, _SAME_PLACE * share(labels, words))
    return there * len(print_) if there >= _SAME_PLACE else 0.0


def _grid(row: Row) -> list[tuple[int, int]]:
    return [(cell.column, cell.span) for cell in row.cells]


def _rows_of(table: BoundTable, partners: dict[int, int], flow: Flow, used: set[int]) -> list[int]:
    """Return the filled rows of a repeat table: all rows between what stands before and behind it."""
    own = [partners[row] for row in table.rows if row in partners]
    before = max((partners[each] for each in partners if each < table.rows[0]), default=-1)
    behind = min((partners[each] for each in partners if each > table.rows[-1]), default=len(flow))
    between = [number for number in range(before + 1, behind) if isinstance(flow[number], Row)]
    shapes = {len(flow[number].cells) for number in own if isinstance(flow[number], Row)}  # type: ignore[union-attr]
    return [
        number for number in between
        if number in own or (number not in used and len(flow[number].cells) in shapes)  # type: ignore[union-attr]
    ]


def _table_rows(
    form: Form, table: BoundTable, rows: Sequence[int], partners: dict[int, int], flow: Flow
) -> list[TableRow]:
    """Return the rows of a table with their numbers: those of print, or of the document where rows were added."""
    by_filled = {partners[row]: place for place, row in enumerate(table.rows) if row in partners}
    as_found = len(rows) > len(table.rows)
    found = []
    last = 0
    for order, number in enumerate(rows):
        last = by_filled.get(number, last)
        blank = form.blank.flow[table.rows[last]]
        added = number not in by_filled
        units, stray = _units(form, table.rows[last], blank, flow[number], numbered_anew=added)
        place = order if as_found else by_filled.get(number, order)
        found.append(TableRow(place + 1, last, not added, units, stray))
    return found


def _units(
    form: Form, number: int, blank: Item, filled: Item | None, *, numbered_anew: bool = False
) -> tuple[dict[UnitId, Alignment], str]:
    """Align the units of an item; cells that the blank does not have are returned as text."""
    if not isinstance(blank, Row):
        glyphs = filled.glyphs if filled is not None and not isinstance(filled, Row) else ()
        text = form.blank.units[number, -1]
        return {text.id: align(text.tokens, glyphs)}, ""
    cells = filled.cells if isinstance(filled, Row) else ()
    pairs, stray = _cells(form, number, blank, cells)
    found = {}
    for place in range(len(blank.cells)):
        unit: Unit = form.blank.units[number, place]
        glyphs = pairs[place].glyphs if place in pairs else ()
        found[unit.id] = align(unit.tokens, glyphs, numbered_anew=numbered_anew and bool(unit.printed))
    return found, " ".join(filter(None, stray))


def _cells(form: Form, number: int, blank: Row, cells: Sequence[Cell]) -> tuple[dict[int, Cell], list[str]]:
    """Pair the cells of two rows: one by one where there are as many, else by their columns and print."""
    if len(cells) == len(blank.cells):
        return dict(enumerate(cells)), []
    pairs: dict[int, Cell] = {}
    free = list(cells)
    for place, cell in enumerate(blank.cells):
        print_ = form.blank.units[number, place].text()
        for other in free:
            words = "".join(token.sign for token in tokens_of(other.glyphs) if token.is_printed)
            same_column = (other.column, other.span) == (cell.column, cell.span)
            if (print_ and share(print_, words) >= _SAME_PLACE) or (not print_ and same_column):
                pairs[place] = other
                free = [each for each in free if each is not other]
                break
    for place, cell in enumerate(blank.cells):
        near = next((each for each in free if each.column == cell.column), None)
        if place not in pairs and near is not None:
            pairs[place] = near
            free = [each for each in free if each is not near]
    return pairs, [written(each.glyphs) for each in free]
