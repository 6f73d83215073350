"""From one cell of a side's grid to its tiles and, where it holds a field, the field's place."""

from __future__ import annotations

from dataclasses import dataclass

from formkit.errors import Problem, problem
from formkit.geometry import Box
from formkit.layout.arrange import EPSILON, Line, Piece, bordered, stack
from formkit.layout.choices import choice
from formkit.layout.combs import Comb, comb_width, date_comb, line_comb, narrowest, units_of
from formkit.layout.paper import COMB_PITCH_NARROW, PADDING, TEXT_SIZE
from formkit.layout.widths import text_width, wrapped_lines
from formkit.model.handbook import Cell, CellRole, Field, Kind
from formkit.model.ids import FieldRef
from formkit.model.layout import Place, Slot, SlotRole, Tile

LEAST_HEIGHT = 7.0
"""mm that a hand needs to write a line (the least that the project's tests of handwriting allow)."""
VALUE_INSET = 0.8
SHOWN = 40
"""Characters of a label that a message repeats."""
LINE_SHARE = 1.25
"""Height of a line of print, in ems."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What became of one cell."""

    tiles: tuple[Tile, ...]
    place: Place | None = None
    problems: tuple[Problem, ...] = ()


def printed_cell(cell: Cell, box: Box) -> Arranged:
    """Arrange a label, a paragraph or a gap."""
    size = cell.size or TEXT_SIZE
    wrap = cell.role is CellRole.TEXT
    tile = Tile(box, cell.text, size, cell.align, cell.bold, cell.borders, None, wrap)
    needed = wrapped_lines(cell.text, size, box.width - 2 * PADDING) if cell.text else 0
    room = int((box.height + 0.5) / (text_width("一", size) * LINE_SHARE))
    problems: tuple[Problem, ...] = ()
    if needed > max(room, 1):
        problems = (problem("L005", label=_shown(cell.text), needed=needed, room=room),)
    return Arranged((tile,), None, problems)


def _shown(words: str) -> str:
    """Return printed words for a message, in one line of at most `SHOWN` characters."""
    line = words.replace("\n", " ")
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def field_cell(ref: FieldRef, cell: Cell, box: Box) -> Arranged:
    """Arrange the cell of a field: its tiles, its place, and what does not fit."""
    if ref.field.kind.is_choice:
        arranged = _choice_cell(ref, cell, box)
    elif ref.field.kind is Kind.DATE:
        arranged = _comb_cell(ref, box, date_comb(ref.field, box))
    elif units_of(ref.field):
        arranged = _comb_cell(ref, box, line_comb(ref.field, box))
    else:
        arranged = _open_cell(ref, box)
    return Arranged(tuple(bordered(arranged.tiles, box, cell.borders)), arranged.place, arranged.problems)


def _choice_cell(ref: FieldRef, cell: Cell, box: Box) -> Arranged:
    made = choice(ref.field, ref.id, box, cell.columns)
    place = Place(ref, made.box, made.cells, (), made.options, made.separators, TEXT_SIZE + 2)
    problems = []
    if made.needed_width > box.width + EPSILON:
        problems.append(problem("L003", field=ref.id, needed=round(made.needed_width, 1), room=round(box.width, 1)))
    if made.needed_height > box.height + EPSILON:
        problems.append(problem("L004", field=ref.id, needed=round(made.needed_height, 1), room=round(box.height, 1)))
    return Arranged(made.tiles, place, tuple(problems))


def _comb_cell(ref: FieldRef, box: Box, comb: Comb) -> Arranged:
    pieces = [Piece(min(comb.width, box.width), slot=Slot(ref.id, SlotRole.VALUE)), *_unit(ref.field)]
    tiles = stack(box, [Line(box.height, tuple(pieces))])
    whole = comb.cells[0].union(comb.cells[-1])
    for cell in comb.cells:
        whole = whole.union(cell)
    place = Place(ref, whole, comb.cells, comb.parts, (), comb.separators, TEXT_SIZE + 2)
    problems = []
    needed = comb.width if ref.field.kind is Kind.DATE else comb_width(ref.field)
    if needed > box.width + EPSILON:
        problems.append(problem("L003", field=ref.id, needed=round(needed, 1), room=round(box.width, 1)))
    if comb.height > box.height + EPSILON:
        problems.append(problem("L004", field=ref.id, needed=round(comb.height, 1), room=round(box.height, 1)))
    if narrowest(comb) < COMB_PITCH_NARROW - EPSILON:
        problems.append(problem("L006", field=ref.id, width=round(narrowest(comb), 1)))
    return Arranged(tuple(tiles), place, tuple(problems))


def _open_cell(ref: FieldRef, box: Box) -> Arranged:
    unit = _unit(ref.field)
    room = box.width - sum(piece.width for piece in unit)
    tiles = stack(box, [Line(box.height, (Piece(room, slot=Slot(ref.id, SlotRole.VALUE), wrap=True), *unit))])
    written = Box(box.x0, box.y0, box.x0 + room, box.y1).inset(VALUE_INSET)
    problems: tuple[Problem, ...] = ()
    if written.height < LEAST_HEIGHT - EPSILON:
        problems = (problem("L007", field=ref.id, height=round(written.height, 1)),)
    return Arranged(tuple(tiles), Place(ref, written, size=TEXT_SIZE + 1), problems)


def _unit(field: Field) -> tuple[Piece, ...]:
    return (Piece(text_width(field.unit, TEXT_SIZE) + 2 * PADDING, field.unit),) if field.unit else ()
