"""From a handbook to its pages: every row, cell and mark in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from formkit.errors import Problem, UsageError, problem
from formkit.geometry import Box
from formkit.layout.answers import field_cell, printed_cell
from formkit.layout.arrange import EPSILON
from formkit.layout.fingerprint import design_of, fingerprint
from formkit.layout.measured import MeasuredSide, measured_sides
from formkit.layout.paper import (
    CODE_BOX,
    CONTENT,
    FIDUCIAL_INSET,
    FIDUCIAL_SIZE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)
from formkit.layout.restyled import fits, names_in_copy, restyled_places, restyled_tiles
from formkit.layout.sheet_code import CORNERS, MAIN, encode
from formkit.model.handbook import Cell, Handbook, Row, Sheet, Side
from formkit.model.ids import FieldRef, sheet_refs
from formkit.model.imprint import MOST_COPIES
from formkit.model.layout import Fiducial, Layout, Original, Page, Place, SheetCode, Tile
from formkit.model.restyled import RestyledSide


def _corner(x: float, y: float) -> Box:
    half = FIDUCIAL_SIZE / 2
    return Box(x - half, y - half, x + half, y + half)


_FAR, _LOW = PAGE_WIDTH - FIDUCIAL_INSET, PAGE_HEIGHT - FIDUCIAL_INSET
_MARKS: Mapping[str, Box] = {
    "A": _corner(FIDUCIAL_INSET, FIDUCIAL_INSET), "B": _corner(_FAR, FIDUCIAL_INSET),
    "C": _corner(FIDUCIAL_INSET, _LOW), "D": _corner(_FAR, _LOW), MAIN: CODE_BOX,
}
"""Where a side that formkit lays out has its codes, by their letter."""
_OF_A_ROW = ("L004", "L007")
"""What a higher row mends, for all its cells at once."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit, and where its design says so: the sheet, its side (from 1), the printed row and cell.

    Rows and cells count from 0; ``side`` 0 and None stand for the whole. ``what`` tells the problems of
    one row apart: the column of a table, else the field, else the words; nothing where the row is too low.
    """

    problem: Problem
    sheet: str
    side: int = 0
    row: int | None = None
    cell: int | None = None
    what: str = ""


@dataclass(slots=True)
class _Side:
    """What gathers while the rows of one side are laid out."""

    sheet: Sheet
    number: int
    refs: Mapping[str, FieldRef]
    tiles: list[Tile] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)

    def tell(self, found: Problem, row: int | None = None, cell: int | None = None, what: str = "") -> None:
        """Note what does not fit in a row or a cell."""
        self.misfits.append(Misfit(found, self.sheet.id, self.number, row, cell, what))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One side of one copy of a sheet, before it gets its page number and code."""

    number: int
    tiles: tuple[Tile, ...]
    places: tuple[Place, ...]
    fingerprint: str
    width: float = PAGE_WIDTH
    height: float = PAGE_HEIGHT
    original: Original | None = None
    marks: Mapping[str, Box] | None = None
    """Where a restyled template has the codes, by their letter; None: where formkit puts them."""


def build_layout(handbook: Handbook, counts: Mapping[str, int] | None = None, serial: str = "") -> Layout:
    """Return the pages of a booklet with ``counts`` copies of each sheet.

    Raises:
        UsageError: more copies of a sheet were asked for than its code can number.
    """
    chosen = handbook.default_counts() | dict(counts or {})
    pages: list[Page] = []
    sides = [(sheet, copy) for sheet in handbook.sheets for copy in range(1, chosen[sheet.id] + 1)]
    for sheet, copy in sides:
        if copy > MOST_COPIES:
            raise UsageError(problem("L009", most=MOST_COPIES, sheet=sheet.id, count=chosen[sheet.id]))
        pages += _sheet_pages(handbook, sheet, copy, len(pages), serial)
    return Layout(handbook.id, handbook.edition, tuple(pages), serial)


def layout_problems(handbook: Handbook) -> list[Problem]:
    """Return what does not fit on paper, each problem once, and designs that would share a number."""
    found = (each.problem for each in misfits(handbook))
    return list({(each.code, each.context): each for each in found}.values())


def misfits(handbook: Handbook) -> list[Misfit]:
    """Return what does not fit on paper with its place in the design, and designs that would share a number."""
    found: list[Misfit] = []
    designs: dict[str, str] = {}
    for sheet in handbook.sheets:
        refs = {ref.id: ref for ref in sheet_refs(sheet, 1)}
        for number, side in enumerate(sheet.sides, start=1):
            made = _lay_out(sheet, side, number, 1, refs)
            name = f"{sheet.id} {number}"
            design = design_of(fingerprint(handbook.id, sheet.id, number, made.places))
            if designs.setdefault(design, name) != name:
                made.tell(problem("L008", first=designs[design], second=name))
            found += made.misfits
    return found


@lru_cache(maxsize=512)
def _drawn_sides(handbook_id: str, sheet: Sheet, copy: int) -> tuple[_Drawn, ...]:
    """Lay out the sides of one copy; booklets differ in their codes only, so they share these."""
    refs = {ref.id: ref for ref in sheet_refs(sheet, copy)}
    if sheet.measured is not None:
        measured = measured_sides(sheet, sheet.measured, copy, refs)
        return tuple(_measured_side(handbook_id, sheet, each) for each in measured)
    drawn = []
    for number, side in enumerate(sheet.sides, start=1):
        made = _lay_out(sheet, side, number, copy, refs)
        mark = fingerprint(handbook_id, sheet.id, number, made.places)
        drawn.append(_Drawn(number, tuple(made.tiles), _in_order(made.places, refs), mark))
    return _as_restyled(handbook_id, sheet, copy, drawn) if sheet.restyled else tuple(drawn)


def _as_restyled(handbook_id: str, sheet: Sheet, copy: int, drawn: list[_Drawn]) -> tuple[_Drawn, ...]:
    """Return the sides as the office's template has them; as they are where its measurement does not fit the sheet."""
    names = names_in_copy(sheet, copy)
    placed = {place.ref.id: place for side in drawn for place in side.places}
    if not fits(sheet, {first: placed[name] for first, name in names.items() if name in placed}):
        return tuple(drawn)
    return tuple(_restyled_side(handbook_id, each, placed, names) for each in sheet.restyled)


def _restyled_side(
    handbook_id: str, side: RestyledSide, declared: Mapping[str, Place], names: Mapping[str, str]
) -> _Drawn:
    places = restyled_places(side, declared, names)
    mark = fingerprint(handbook_id, side.sheet, side.side, places, side.marks if side.marks != _MARKS else {})
    original = Original(side.blank, side.page)
    return _Drawn(
        side.side, restyled_tiles(side, names), places, mark, side.width, side.height, original, side.marks
    )


def _measured_side(handbook_id: str, sheet: Sheet, side: MeasuredSide) -> _Drawn:
    mark = fingerprint(handbook_id, sheet.id, side.number, side.places)
    return _Drawn(side.number, (), side.places, mark, side.width, side.height, side.original)


def _sheet_pages(handbook: Handbook, sheet: Sheet, copy: int, before: int, serial: str) -> list[Page]:
    pages = []
    for side in _drawn_sides(handbook.id, sheet, copy):
        page = Page(
            number=before + side.number, sheet=sheet.id, title=sheet.title, side=side.number, copy=copy,
            fingerprint=side.fingerprint, width=side.width, height=side.height, tiles=side.tiles,
            places=side.places, original=side.original,
        )
        pages.append(page if sheet.measured is not None else _coded(handbook, sheet, page, side.marks, serial))
    return pages


def _coded(handbook: Handbook, sheet: Sheet, page: Page, marks: Mapping[str, Box] | None, serial: str) -> Page:
    """Return a page with its sheet code, fiducials, header and footer.

    What is restyled has the header in its own print, and so the footer where it is the same on all copies.
    """
    code = encode(SheetCode(design_of(page.fingerprint), page.copy, serial))
    where = marks or _MARKS
    return replace(
        page, code=code, code_box=where[MAIN], header=_header(handbook) if marks is None else "",
        footer=_footer(sheet, page.copy, page.side) if marks is None or sheet.repeats else "",
        fiducials=tuple(Fiducial(corner, where[corner], corner + code) for corner in CORNERS),
    )


def _in_order(places: list[Place], refs: Mapping[str, FieldRef]) -> tuple[Place, ...]:
    order = {name: index for index, name in enumerate(refs)}
    return tuple(sorted(places, key=lambda place: order[place.ref.id]))


def _header(handbook: Handbook) -> str:
    return f"{handbook.title}（{handbook.edition}版）" if len(handbook.editions) > 1 else handbook.title


def _footer(sheet: Sheet, copy: int, side: int) -> str:
    words = [sheet.title]
    if sheet.repeats:
        words.append(f"第{copy}份")
    if sheet.side_count > 1:
        words.append(f"第{side}面／共{sheet.side_count}面")
    return "　".join(words)


def _lay_out(sheet: Sheet, side: Side, number: int, copy: int, refs: Mapping[str, FieldRef]) -> _Side:
    made = _Side(sheet, number, refs)
    total = sum(row.height for row in side.rows)
    if total > CONTENT.height + EPSILON:
        made.tell(problem("L001", side=number, sheet=sheet.id, height=round(total, 1), room=round(CONTENT.height, 1)))
    tops = [CONTENT.y0]
    for row in side.rows:
        tops.append(round(tops[-1] + row.height, 4))
    reaching: list[tuple[float, float, int]] = []
    for index, row in enumerate(side.rows):
        placed = _row_cells(made, row, index, reaching)
        for position, (cell, x0, x1) in enumerate(placed):
            bottom = tops[min(index + cell.span, len(tops) - 1)]
            for told in _put(made, cell, Box(x0, tops[index], x1, bottom), copy):
                what = "" if told.code in _OF_A_ROW else (cell.field or cell.text).split(".")[-1]
                made.tell(told, index, position, what)
        reaching = [(x0, x1, left - 1) for x0, x1, left in reaching if left > 1]
        reaching += [(x0, x1, cell.span - 1) for cell, x0, x1 in placed if cell.span > 1]
    return made


def _row_cells(
    made: _Side, row: Row, index: int, reaching: list[tuple[float, float, int]]
) -> list[tuple[Cell, float, float]]:
    """Return the cells of a row with their left and right edges, round the cells that reach into it."""
    taken = sum(x1 - x0 for x0, x1, _ in reaching)
    fixed = sum(cell.width or 0.0 for cell in row.cells)
    flexible = sum(1 for cell in row.cells if cell.width is None)
    room = CONTENT.width - taken
    share = (room - fixed) / flexible if flexible else 0.0
    if (flexible and share <= 0) or (not flexible and abs(room - fixed) > EPSILON):
        made.tell(
            problem("L002", row=index + 1, side=made.number, sheet=made.sheet.id, width=round(fixed + taken, 1),
                    room=round(CONTENT.width, 1)),
            index,
        )
        share = max(share, 1.0)
    blocked = {round(x0, 3): x1 for x0, x1, _ in reaching}
    placed, x = [], CONTENT.x0
    for cell in row.cells:
        while round(x, 3) in blocked:
            x = blocked[round(x, 3)]
        width = cell.width if cell.width is not None else share
        placed.append((cell, x, round(x + width, 4)))
        x = round(x + width, 4)
    return placed


def _put(made: _Side, cell: Cell, box: Box, copy: int) -> tuple[Problem, ...]:
    """Put a cell on its side and return what does not fit."""
    if cell.field is None:
        arranged = printed_cell(cell, box)
    else:
        ref = _ref(made, cell, copy)
        arranged = field_cell(ref, cell, box)
    made.tiles.extend(arranged.tiles)
    if arranged.place is not None:
        made.places.append(arranged.place)
    return arranged.problems


def _ref(made: _Side, cell: Cell, copy: int) -> FieldRef:
    sheet, local = made.sheet, cell.field or ""
    found = sheet.field(local)
    page = bool(found and found.page_scope) and sheet.entries > 1
    if not sheet.repeats:
        return made.refs[f"{sheet.id}.{local}"]
    head = f"{sheet.page_id}.{copy}" if page else f"{sheet.id}.{(copy - 1) * sheet.entries + cell.entry}"
    return made.refs[f"{head}.{local}"]
