"""From the cells of a template on paper to the places of the fields: everything keeps its place within its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formkit.errors import Problem, Where, problem
from formkit.geometry import Box
from formkit.layout import build_layout
from formkit.layout.sheet_code import CORNERS, MAIN
from formkit.media.docx import CopiedCell, CopiedSide
from formkit.media.pdf.coloured import ColouredPage
from formkit.model.handbook import Handbook
from formkit.model.layout import Page, Place, SlotRole, Tile
from formkit.model.restyled import RestyledPlace, RestyledSide, RestyledTile
from formkit.values.telling import about

_SAME = 0.5
"""mm: a side on which nothing is further from formkit's own place is not moved. Edges up to 0.25 mm apart are one in a
template as it is built, lines have width and programs round: on those that ship 0.37 mm is the most."""
_LEAST = 1.0
"""mm that a box must be wide and high to be written into or marked."""
_ROOM = 0.5
"""mm by which boxes may reach over the edge of their cell."""

_Key = tuple[str, SlotRole, str]
"""Field, role and the code of the option."""
_Cells = Mapping[_Key, tuple[int, Box]]
"""The number of the side and the box of every cell in which something is written or marked."""


def restyled_sides(
    handbook: Handbook, sides: Sequence[CopiedSide], pages: Sequence[ColouredPage], where: Where
) -> tuple[tuple[RestyledSide, ...], list[Problem]]:
    """Return the sides as measured, or what has no place on them.

    Args:
        handbook: as formkit lays it out.
        sides: the sides of the template in their order.
        pages: those of the print: every side plain, then every side coloured.
        where: the template, for messages.
    """
    declared = build_layout(handbook, {sheet.id: 1 for sheet in handbook.sheets}).pages
    keys = {_tag(tile): _key(tile) for page in declared for tile in page.tiles if tile.slot is not None}
    tiles = [list(_tiles(side, page, keys)) for side, page in zip(sides, pages[len(sides) :], strict=True)]
    cells = {
        (each.field, SlotRole(each.role), each.code): (number, each.box)
        for number, own in enumerate(tiles) for each in own if each.role
    }
    placing = _Placing(cells, tuple((each.sheet, each.side) for each in sides), pages, where)
    places: dict[int, list[RestyledPlace]] = {number: [] for number in range(len(sides))}
    for page in declared:
        for place in page.places:
            number, made = placing.place(page, place)
            places[number].append(made)
    made_sides = tuple(
        _side(side, page, own, places[number])
        for number, (side, page, own) in enumerate(zip(sides, pages[len(sides) :], tiles, strict=True))
    )
    by_side = {(page.sheet, page.side): page for page in declared}
    lost = [
        problem("T009", where=where, sheet=each.sheet, side=each.side) for each in made_sides
        if each.marks.keys() != {*CORNERS, MAIN}
    ]
    if lost or placing.problems:
        return (), [*lost, *placing.problems]
    return tuple(_settled(each, by_side[each.sheet, each.side]) for each in made_sides), []


def moved_sides(handbook: Handbook, sides: Sequence[RestyledSide]) -> int:
    """Return how many sides have something elsewhere than formkit itself would print it."""
    declared = build_layout(handbook, {sheet.id: 1 for sheet in handbook.sheets}).pages
    own = {(page.sheet, page.side): page for page in declared}
    return sum(1 for each in sides if not _is_as_declared(each, own[each.sheet, each.side]))


def _tag(tile: Tile) -> str:
    """Return the tag of the control in the cell of a tile; that of an option's words is the cell's behind it."""
    assert tile.slot is not None
    if tile.slot.role is SlotRole.VALUE:
        return tile.slot.field
    end = " words" if tile.slot.role is SlotRole.OPTION else ""
    return f"{tile.slot.field}.{tile.slot.code}{end}"


def _key(tile: Tile) -> _Key:
    assert tile.slot is not None
    return tile.slot.field, tile.slot.role, tile.slot.code


def _tiles(side: CopiedSide, page: ColouredPage, keys: Mapping[str, _Key]) -> Iterator[RestyledTile]:
    """Yield the cells of a side that are on its page; an option's words are in the cell behind its check box."""
    words: dict[int, _Key] = {}
    for cell in side.cells:
        box = page.areas.get(cell.colour)
        if box is None:
            continue
        key = keys.get(cell.tags[0]) if cell.tags else words.get(cell.follows or 0) if cell.text else None
        option = keys.get(f"{cell.tags[0]} words") if cell.tags else None
        if option is not None and not cell.text:
            words[cell.colour] = option
        yield _tile(cell, box, key)
        if option is not None and cell.text:
            yield _tile(cell, box, option)


def _tile(cell: CopiedCell, box: Box, key: _Key | None) -> RestyledTile:
    if key is None:
        return RestyledTile(box, cell.text)
    return RestyledTile(box, cell.text, key[0], key[1].value, key[2])


@dataclass(slots=True)
class _Placing:
    """Puts places into the cells that were found."""

    cells: _Cells
    sides: tuple[tuple[str, int], ...]
    pages: Sequence[ColouredPage]
    where: Where
    problems: list[Problem] = field(default_factory=list)

    def place(self, page: Page, place: Place) -> tuple[int, RestyledPlace]:
        """Return the side on which a place stands now, and the place; one that has none stays, and is told."""
        own = [tile for tile in page.tiles if tile.slot is not None and tile.slot.field == place.ref.id]
        found = {_key(tile): self.cells.get(_key(tile)) for tile in own}
        numbers = {each[0] if each else -1 for each in found.values()}
        number = next(iter(numbers))
        if len(numbers) != 1 or number < 0 or self.sides[number][0] != page.sheet:
            self._tell("T019", place, sheet=page.sheet)
            return self.sides.index((page.sheet, page.side)), RestyledPlace(place.ref.id, place.box)
        boxes = {key: each[1] for key, each in found.items() if each is not None}
        moved = _moved(place, {_key(tile): tile.box for tile in own}, boxes, self.pages[number].ticks)
        self._look_for_room(place, moved, boxes.get((place.ref.id, SlotRole.VALUE, "")))
        return number, moved

    def _look_for_room(self, place: Place, moved: RestyledPlace, value: Box | None) -> None:
        """Tell of boxes that do not fit their cell, and of a cell that leaves nothing to write in or to circle."""
        if value is not None and moved.cells and not value.contains(_whole(moved.cells), _ROOM):
            self._tell("T020", place, needed=_size(_whole(moved.cells)), room=_size(value))
        elif any(min(each.width, each.height) < _LEAST for each in _boxes(moved)):
            least = min(_boxes(moved), key=lambda each: min(each.width, each.height))
            self._tell("T020", place, needed=_size(Box.at(0, 0, _LEAST, _LEAST)), room=_size(least))

    def _tell(self, code: str, place: Place, **words: object) -> None:
        self.problems.append(replace(about(code, place.ref.field, place.ref.id, **words), where=self.where))


def _size(box: Box) -> str:
    return f"{max(box.width, 0):.1f} × {max(box.height, 0):.1f}"


def _whole(boxes: Sequence[Box]) -> Box:
    """Return the smallest box that holds all of ``boxes`` (at least one)."""
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole


def _moved(
    place: Place, before: Mapping[_Key, Box], after: Mapping[_Key, Box], ticks: Sequence[Box]
) -> RestyledPlace:
    """Return a place with everything where it was within its cell."""
    value = (place.ref.id, SlotRole.VALUE, "")
    options = {
        option.code: _option(place, option.code, option.box, before, after, ticks)
        for option in place.options if option.box is not None
    }
    if not place.cells:
        box = _stretched(place.box, _whole(list(before.values())), _whole(list(after.values())))
        return RestyledPlace(place.ref.id, box, options=options)
    dx, dy = _shift(before[value], after[value], centred=place.ref.field.kind.is_choice and len(place.cells) == 1)
    return RestyledPlace(
        place.ref.id, place.box.moved(dx, dy), tuple(cell.moved(dx, dy) for cell in place.cells),
        tuple(box.moved(dx, dy) for box, _ in place.separators), options,
    )


def _shift(before: Box, after: Box, *, centred: bool) -> tuple[float, float]:
    """Return how far boxes move with their cell: from its left edge on, as its text does, and about its middle."""
    dx = after.centre.x - before.centre.x if centred else after.x0 - before.x0
    return dx, after.centre.y - before.centre.y


def _stretched(box: Box, before: Box, after: Box) -> Box:
    """Return what fills its cells up to margins that stay, such as the room behind the last option."""
    return Box(
        after.x0 + box.x0 - before.x0, after.y0 + box.y0 - before.y0,
        after.x1 + box.x1 - before.x1, after.y1 + box.y1 - before.y1,
    )


def _option(
    place: Place, code: str, box: Box, before: Mapping[_Key, Box], after: Mapping[_Key, Box], ticks: Sequence[Box]
) -> Box:
    """Return where an option is marked: the □ as it is printed, or as wide as the cell of the words to be circled."""
    tick, words = (place.ref.id, SlotRole.TICK, code), (place.ref.id, SlotRole.OPTION, code)
    if tick in after:
        cell = after[tick]
        printed = next((each.centre for each in ticks if cell.contains(each.inset(each.width / 4))), cell.centre)
        return Box.at(printed.x - box.width / 2, printed.y - box.height / 2, box.width, box.height)
    old, new = before[words], after[words]
    middle = new.centre.y + box.centre.y - old.centre.y
    return Box(
        new.x0 + box.x0 - old.x0, middle - box.height / 2, new.x1 + box.x1 - old.x1, middle + box.height / 2
    )


def _side(
    side: CopiedSide, page: ColouredPage, tiles: Sequence[RestyledTile], places: Sequence[RestyledPlace]
) -> RestyledSide:
    marks = {letter: page.areas[colour] for letter, colour in side.marks.items() if colour in page.areas}
    return RestyledSide(side.sheet, side.side, page.width, page.height, marks, tuple(tiles), tuple(places))


def _is_as_declared(side: RestyledSide, page: Page) -> bool:
    places = {place.ref.id: place for place in page.places}
    if places.keys() != {each.field for each in side.places}:
        return False
    marks = all(_apart(box, _mark(page, letter)) <= _SAME for letter, box in side.marks.items())
    return marks and all(
        _apart(one, other) <= _SAME
        for each in side.places for one, other in zip(_boxes(each), _own_boxes(places[each.field]), strict=True)
    )


def _settled(side: RestyledSide, page: Page) -> RestyledSide:
    """Return a side with formkit's own places where it moved none and no code: what it prints is the same form."""
    marks = {letter: _mark(page, letter) for letter in side.marks}
    if all(_apart(box, marks[letter]) <= _SAME for letter, box in side.marks.items()):
        side = replace(side, marks=marks)
    if not _is_as_declared(side, page):
        return side
    places = {place.ref.id: place for place in page.places}
    return replace(side, places=tuple(_as_declared(places[each.field]) for each in side.places))


def _as_declared(place: Place) -> RestyledPlace:
    options = {option.code: option.box for option in place.options if option.box is not None}
    return RestyledPlace(place.ref.id, place.box, place.cells, tuple(box for box, _ in place.separators), options)


def _boxes(place: RestyledPlace) -> list[Box]:
    return [place.box, *place.cells, *(place.options or {}).values()]


def _own_boxes(place: Place) -> list[Box]:
    return [place.box, *place.cells, *(option.box for option in place.options if option.box is not None)]


def _mark(page: Page, letter: str) -> Box:
    found = {each.corner: each.box for each in page.fiducials}
    return found.get(letter) or page.code_box or page.fiducials[0].box


def _apart(one: Box, other: Box) -> float:
    return max(abs(a - b) for a, b in zip(one.rounded(3), other.rounded(3), strict=True))
