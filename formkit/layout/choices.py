"""How the options of a choice stand in a cell, and where they are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from formkit.geometry import Box
from formkit.layout.arrange import Line, Piece, flow, stack
from formkit.layout.paper import (
    CODE_GAP,
    CODE_SQUARE,
    CODE_SQUARE_WIDE,
    CODE_STRIP_SHARE,
    COMB_INSET,
    LEGEND_CONTROL,
    LEGEND_PITCH,
    OPTION_GAP,
    OPTION_HEIGHT,
    OPTION_MARGIN,
    OPTION_MAX_WIDTH,
    OPTION_NUMBER_WIDTH,
    OPTION_PITCH,
    PADDING,
    TEXT_SIZE,
    TICK_SQUARE,
)
from formkit.layout.widths import text_width
from formkit.model.handbook import Field, Kind, Mark, Option
from formkit.model.layout import OptionPlace, Slot, SlotRole, Tile


@dataclass(frozen=True, slots=True)
class Choice:
    """The tiles of a choice's cell, its marked places, and the room in mm that they need."""

    tiles: tuple[Tile, ...]
    options: tuple[OptionPlace, ...]
    cells: tuple[Box, ...]
    separators: tuple[tuple[Box, str], ...]
    box: Box
    needed_height: float
    needed_width: float


def choice(field: Field, field_id: str, cell: Box, columns: int | None) -> Choice:
    """Arrange the options of ``field`` in ``cell``, by the way they are marked."""
    if field.mark is Mark.CODE:
        return _coded(field, field_id, cell)
    if field.mark is Mark.SYMBOL:
        return _symbol(field, field_id, cell)
    groups = [_circled(field, field_id, option) for option in field.options]
    if field.mark is Mark.BOX:
        groups = [_ticked(field_id, option) for option in field.options]
    margin = _margin(field)
    width = cell.width - margin
    lines = _in_lines(groups, width, columns if columns else _columns(field, groups, width))
    tiles = stack(cell, lines)
    places = _places(field, tiles)
    widest = max(sum(piece.width for piece in group) for group in groups)
    return Choice(tuple(tiles), places, (), (), cell, sum(line.height for line in lines), widest + margin)


def numbered(field: Field) -> bool:
    """Say whether a short number is circled because some option's words are too long."""
    return any(_label_width(option.label) > OPTION_MAX_WIDTH for option in field.options)


def _margin(field: Field) -> float:
    """Return the room in mm that the circle round the last option of a line needs at the right."""
    return OPTION_MARGIN if field.mark is Mark.CIRCLE and not numbered(field) else 0.0


def _label_width(label: str) -> float:
    return text_width(label, TEXT_SIZE) + 2 * PADDING


def _circled(field: Field, field_id: str, option: Option) -> list[Piece]:
    control = Piece(OPTION_GAP, slot=Slot(field_id, SlotRole.CONTROL, option.code), align="center")
    slot = Slot(field_id, SlotRole.OPTION, option.code)
    if numbered(field):
        number = Piece(OPTION_NUMBER_WIDTH, option.code, slot, "center")
        return [control, number, Piece(_label_width(option.label), option.label)]
    return [control, Piece(_label_width(option.label), option.label, slot, "center")]


def _ticked(field_id: str, option: Option) -> list[Piece]:
    tick = Piece(TICK_SQUARE + 2 * PADDING, slot=Slot(field_id, SlotRole.TICK, option.code), align="center")
    label = Piece(_label_width(option.label) + PADDING, option.label, Slot(field_id, SlotRole.OPTION, option.code))
    return [tick, label]


def _columns(field: Field, groups: Sequence[Sequence[Piece]], width: float) -> int | None:
    """Long lists stand in columns, short ones run on."""
    if not numbered(field):
        return None
    widest = max(sum(piece.width for piece in group) for group in groups)
    return max(1, int(width // widest))


def _in_lines(groups: list[list[Piece]], width: float, columns: int | None) -> list[Line]:
    if columns:
        share = width / columns
        groups = [[*group, Piece(max(0.0, share - sum(piece.width for piece in group)))] for group in groups]
        groups = [[piece for piece in group if piece.width > 0] for group in groups]
    return flow(groups, width, OPTION_PITCH)


def _places(field: Field, tiles: Sequence[Tile]) -> tuple[OptionPlace, ...]:
    role = SlotRole.TICK if field.mark is Mark.BOX else SlotRole.OPTION
    found = {tile.slot.code: tile.box for tile in tiles if tile.slot and tile.slot.role is role}
    size = TICK_SQUARE if field.mark is Mark.BOX else OPTION_HEIGHT
    return tuple(OptionPlace(option.code, _marked_box(found[option.code], size, field)) for option in field.options)


def _marked_box(tile: Box, height: float, field: Field) -> Box:
    centre = tile.centre
    width = TICK_SQUARE if field.mark is Mark.BOX else tile.width
    return Box.at(centre.x - width / 2, centre.y - height / 2, width, height)


def _coded(field: Field, field_id: str, cell: Box) -> Choice:
    """Options as running text and the boxes for their codes: at the right, or below where they are many."""
    square = CODE_SQUARE_WIDE if any(len(option.code) > 1 for option in field.options) else CODE_SQUARE
    count = (field.cells or 1) if field.kind is Kind.MULTI else 1
    strip = count * square + (count - 1) * CODE_GAP + 2 * COMB_INSET
    below = strip > cell.width * CODE_STRIP_SHARE
    legend_width = cell.width if below else cell.width - strip
    lines = _legend(field, field_id, legend_width)
    legend_height = sum(line.height for line in lines)
    if below:
        value_top = cell.y1 - square - 2.0
        legend_box, value_box = Box(cell.x0, cell.y0, cell.x1, value_top), Box(cell.x0, value_top, cell.x1, cell.y1)
        needed = legend_height + square + 2.0
    else:
        legend_box = Box(cell.x0, cell.y0, cell.x1 - strip, cell.y1)
        value_box = Box(cell.x1 - strip, cell.y0, cell.x1, cell.y1)
        needed = max(legend_height, square + 1.0)
    cells, signs = _code_boxes(value_box, count, square)
    value = Tile(value_box, slot=Slot(field_id, SlotRole.VALUE), align="center")
    places = tuple(OptionPlace(option.code) for option in field.options)
    whole = cells[0].union(cells[-1])
    return Choice((*stack(legend_box, lines), value), places, cells, signs, whole, needed, strip)


def _code_boxes(box: Box, count: int, square: float) -> tuple[tuple[Box, ...], tuple[tuple[Box, str], ...]]:
    top = box.centre.y - CODE_SQUARE / 2
    left = box.x1 - COMB_INSET - count * square - (count - 1) * CODE_GAP
    step = square + CODE_GAP
    cells = tuple(Box.at(left + index * step, top, square, CODE_SQUARE) for index in range(count))
    signs = tuple((Box(one.x1, top, two.x0, top + CODE_SQUARE), "/") for one, two in pairwise(cells))
    return cells, signs


def _legend(field: Field, field_id: str, width: float) -> list[Line]:
    groups: list[list[Piece]] = []
    for option in field.options:
        words = legend_words(option)
        group = [Piece(min(width, text_width(words, TEXT_SIZE) + 2 * PADDING), words)]
        if field.kind is Kind.MULTI:
            slot = Slot(field_id, SlotRole.CONTROL, option.code)
            group = [Piece(LEGEND_CONTROL, slot=slot, align="center"), *group]
        groups.append(group)
    return flow(groups, width, LEGEND_PITCH)


def legend_words(option: Option) -> str:
    """Return an option as it stands before its code box: "1 良好", but "0级" where the words begin with the code."""
    return option.label if option.label.startswith(option.code) else f"{option.code} {option.label}"


def _symbol(field: Field, field_id: str, cell: Box) -> Choice:
    centre = cell.centre
    square = Box.at(centre.x - CODE_SQUARE / 2, centre.y - CODE_SQUARE / 2, CODE_SQUARE, CODE_SQUARE)
    tile = Tile(cell, slot=Slot(field_id, SlotRole.VALUE), align="center")
    places = tuple(OptionPlace(option.code) for option in field.options)
    return Choice((tile,), places, (square,), (), square, CODE_SQUARE + 1.0, CODE_SQUARE + 1.0)
