"""The rows of a sheet's design as a grid of worksheet cells.

The design gives widths in millimetres. Their edges, where they lie close together, become one
column edge, so that a worksheet has no more columns than it needs. A choice gets a second row: the
answer above, its options in small print below.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from formkit.layout.paper import CONTENT, TEXT_SIZE
from formkit.layout.widths import text_width, wrapped_lines
from formkit.media.xlsx.hints import column_hint, options_line
from formkit.model.handbook import Cell, CellRole, Row, Sheet, Side
from formkit.model.ids import FieldRef, full_id, sheet_refs

SNAP = 2.5
"""mm: edges closer than this become one."""
ANSWER_HEIGHT = 7.0
"""mm of the row of a choice's answer."""
LEFTOVER_HEIGHT, LEFTOVER_LABEL = 10.0, 45.0
"""mm of a field that stands in no row of the design."""
HINT_SIZE = 8.5
LINE_SHARE = 1.35
"""Height of a line in ems, as Excel and LibreOffice set Chinese text."""
MM_PER_POINT = 25.4 / 72
PADDING = 2.2
"""mm: what both programs leave free at the sides of a cell, taken together."""
TALLEST = 130.0
"""mm: Excel's rows end at 409 points; longer paragraphs go on in the next row."""


class BlockRole(StrEnum):
    """What a block of cells is."""

    LABEL = "label"
    TEXT = "text"
    ANSWER = "answer"
    HINT = "hint"
    UNIT = "unit"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that belong together: rows and columns count from 1; ``field`` is the id in copy 1."""

    row: int
    column: int
    rows: int
    columns: int
    role: BlockRole
    text: str = ""
    ref: FieldRef | None = None
    size: float = TEXT_SIZE
    bold: bool = False
    align: str = "left"
    borders: str = "ltrb"


@dataclass(frozen=True, slots=True)
class Plan:
    """A worksheet to be drawn: widths and heights in mm, its blocks, and after which rows a page ends."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    blocks: tuple[Block, ...]
    breaks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell of the design between two edges (mm), with the rows of the design that it covers."""

    cell: Cell
    x0: float
    x1: float
    first: int
    last: int
    ref: FieldRef | None

    @property
    def hinted(self) -> bool:
        """Whether the options stand in print below the answer."""
        return self.ref is not None and self.ref.field.kind.is_choice and self.ref.table is None


def plan_sheet(sheet: Sheet) -> Plan:
    """Return the worksheet of the first copy of ``sheet``."""
    rows, pieces, breaks = _gather(sheet)
    edges = _columns(pieces)
    heights, tops = _heights(rows, pieces)
    blocks = [block for piece in pieces for block in _blocks(piece, edges, tops)]
    return Plan(
        tuple(round(b - a, 3) for a, b in pairwise(edges)),
        tuple(heights),
        tuple(_with_column_hints(blocks)),
        tuple(tops[row] - 1 for row in breaks),
    )


def _gather(sheet: Sheet) -> tuple[list[Row], list[_Piece], list[int]]:
    """Return all rows of all sides, their pieces, and the rows before which a new side starts."""
    refs = {ref.id: ref for ref in sheet_refs(sheet, 1)}
    rows: list[Row] = []
    pieces: list[_Piece] = []
    breaks: list[int] = []
    for side in sheet.sides:
        if rows:
            breaks.append(len(rows))
        side_rows = _divided(side)
        pieces += _side_pieces(sheet, side_rows, len(rows), refs)
        rows += side_rows
    placed = {piece.ref.id for piece in pieces if piece.ref}
    for ref in refs.values():
        if ref.id not in placed:
            pieces += _leftover(ref, len(rows))
            rows.append(Row(LEFTOVER_HEIGHT, ()))
    return rows, pieces, breaks


def _leftover(ref: FieldRef, row: int) -> list[_Piece]:
    middle = CONTENT.x0 + LEFTOVER_LABEL
    return [
        _Piece(Cell(CellRole.LABEL, ref.field.label), CONTENT.x0, middle, row, row, None),
        _Piece(Cell(CellRole.FIELD, field=ref.field.id), middle, CONTENT.x1, row, row, ref),
    ]


def _divided(side: Side) -> list[Row]:
    """Return the rows with paragraphs that are too tall for a row of Excel divided at their line ends."""
    return [part for row in side.rows for part in _paragraph_rows(row)]


def _paragraph_rows(row: Row) -> list[Row]:
    if len(row.cells) != 1 or row.cells[0].role is not CellRole.TEXT or row.cells[0].span > 1:
        return [row]
    cell = row.cells[0]
    if text_height(cell.text, cell.size or TEXT_SIZE, CONTENT.width) <= TALLEST:
        return [row]
    lines = cell.text.split("\n")
    share = row.height / len(lines)
    return [Row(share, (Cell(CellRole.TEXT, line, size=cell.size, align=cell.align, borders=""),)) for line in lines]


def _side_pieces(sheet: Sheet, rows: list[Row], before: int, refs: dict[str, FieldRef]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for index, row in enumerate(rows):
        number = before + index
        reaching = [piece for piece in pieces if piece.last >= number]
        for cell, x0, x1 in _placed(row, reaching):
            last = min(number + cell.span, before + len(rows)) - 1
            pieces.append(_Piece(cell, x0, x1, number, last, _ref(sheet, cell, refs)))
    return pieces


def _placed(row: Row, reaching: list[_Piece]) -> list[tuple[Cell, float, float]]:
    """Return the cells of a row between their edges, round the pieces that reach into it from above."""
    room = CONTENT.width - sum(piece.x1 - piece.x0 for piece in reaching)
    fixed = sum(cell.width or 0.0 for cell in row.cells)
    flexible = sum(1 for cell in row.cells if cell.width is None)
    share = max((room - fixed) / flexible, 1.0) if flexible else 0.0
    blocked = {round(piece.x0, 3): piece.x1 for piece in reaching}
    placed, x = [], CONTENT.x0
    for cell in row.cells:
        while round(x, 3) in blocked:
            x = blocked[round(x, 3)]
        width = share if cell.width is None else cell.width
        placed.append((cell, x, round(x + width, 4)))
        x = round(x + width, 4)
    return placed


def _ref(sheet: Sheet, cell: Cell, refs: dict[str, FieldRef]) -> FieldRef | None:
    if cell.field is None:
        return None
    field = sheet.field(cell.field)
    return refs.get(full_id(sheet, cell.field, 1, cell.entry, page=bool(field and field.page_scope)))


def _columns(pieces: list[_Piece]) -> list[float]:
    """Return the column edges in mm, close ones taken together."""
    wanted = {CONTENT.x0, CONTENT.x1}
    for piece in pieces:
        wanted |= {piece.x0, piece.x1}
        if _unit_width(piece):
            wanted.add(piece.x1 - _unit_width(piece))
    edges: list[float] = []
    for x in sorted(wanted):
        if not edges or x - edges[-1] >= SNAP:
            edges.append(x)
    return edges


def _unit_width(piece: _Piece) -> float:
    if piece.ref is None or not piece.ref.field.unit or piece.ref.field.kind.is_choice:
        return 0.0
    width = text_width(piece.ref.field.unit, TEXT_SIZE) + PADDING
    return width if piece.x1 - piece.x0 - width >= 2 * SNAP else 0.0


def _nearest(edges: list[float], x: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - x))


def text_height(text: str, size: float, width: float) -> float:
    """Return the height in mm that ``text`` needs in a cell ``width`` mm wide, at ``size`` points."""
    lines = wrapped_lines(text, size, max(width - PADDING, size * MM_PER_POINT)) if text else 0
    return lines * size * LINE_SHARE * MM_PER_POINT + 1.0 if lines else 0.0


def _heights(rows: list[Row], pieces: list[_Piece]) -> tuple[list[float], list[int]]:
    """Return the heights of the worksheet's rows, and for each row of the design its first one (from 1)."""
    heights: list[float] = []
    tops: list[int] = []
    for number, row in enumerate(rows):
        tops.append(len(heights) + 1)
        own = [piece for piece in pieces if piece.first == piece.last == number]
        hints = [text_height(options_line(p.ref.field), HINT_SIZE, p.x1 - p.x0) for p in own if p.hinted and p.ref]
        print_height = max((_printed_height(piece) for piece in own), default=0.0)
        if hints:
            hint = max(*hints, row.height - ANSWER_HEIGHT - 4.0, print_height - ANSWER_HEIGHT)
            heights += [ANSWER_HEIGHT, round(hint, 2)]
        else:
            heights.append(round(max(row.height, print_height), 2))
    tops.append(len(heights) + 1)
    return heights, tops


def _printed_height(piece: _Piece) -> float:
    if piece.ref is not None or not piece.cell.text:
        return 0.0
    return text_height(piece.cell.text, piece.cell.size or TEXT_SIZE, piece.x1 - piece.x0)


def _blocks(piece: _Piece, edges: list[float], tops: list[int]) -> list[Block]:
    row, bottom = tops[piece.first], tops[piece.last + 1]
    left, right = _nearest(edges, piece.x0) + 1, _nearest(edges, piece.x1) + 1
    if right <= left:
        return []
    cell = piece.cell
    if piece.ref is None:
        role = {CellRole.LABEL: BlockRole.LABEL, CellRole.TEXT: BlockRole.TEXT}.get(cell.role, BlockRole.GAP)
        size = cell.size or TEXT_SIZE
        return [Block(row, left, bottom - row, right - left, role, cell.text, None, size, cell.bold, cell.align,
                      cell.borders)]
    if piece.hinted and bottom - row > 1:
        return _choice_blocks(piece, row, bottom, left, right)
    middle = _nearest(edges, piece.x1 - _unit_width(piece)) + 1 if _unit_width(piece) else right
    middle = middle if left < middle else right
    answer = Block(row, left, bottom - row, middle - left, BlockRole.ANSWER, "", piece.ref, align=cell.align,
                   borders=cell.borders if middle == right else cell.borders.replace("r", ""))
    if middle == right:
        return [answer]
    unit = Block(row, middle, bottom - row, right - middle, BlockRole.UNIT, piece.ref.field.unit,
                 borders=cell.borders.replace("l", ""))
    return [answer, unit]


def _choice_blocks(piece: _Piece, row: int, bottom: int, left: int, right: int) -> list[Block]:
    assert piece.ref is not None
    borders = piece.cell.borders
    return [
        Block(row, left, 1, right - left, BlockRole.ANSWER, "", piece.ref, borders=borders.replace("b", "")),
        Block(row + 1, left, bottom - row - 1, right - left, BlockRole.HINT, options_line(piece.ref.field),
              size=HINT_SIZE, borders=borders.replace("t", "")),
    ]


def _with_column_hints(blocks: list[Block]) -> list[Block]:
    """Write the options of a table's choice under the heading of its column."""
    headings = {
        (block.row + block.rows, block.column, block.columns): index
        for index, block in enumerate(blocks) if block.role is BlockRole.LABEL
    }
    made = list(blocks)
    for block in blocks:
        index = headings.get((block.row, block.column, block.columns))
        ref = block.ref
        if index is None or ref is None or ref.row != 1 or not ref.field.kind.is_choice:
            continue
        made[index] = _replaced(made[index], f"{made[index].text}\n{column_hint(ref.field)}")
    return made


def _replaced(block: Block, text: str) -> Block:
    return Block(block.row, block.column, block.rows, block.columns, block.role, text, None, HINT_SIZE, block.bold,
                 block.align, block.borders)
