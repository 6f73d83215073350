"""The cells of a table as neighbours: what stands left of one, above it, and in its row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from formkit.geometry import Box
from formkit.learn.found import Found
from formkit.learn.labels import MANY, cleaned
from formkit.learn.running import FREE, NEWLINE, SLOTS, Running
from formkit.learn.units import UNIT_WORD

NEAR = 1.2
"""mm; edges that are no farther apart are the same."""
_NEARLY = 0.6
"""Share of a table's width from which a label over its columns heads a part of it."""
_MANY = 7
"""Numbers side by side that count days sooner than measurements or scores."""
_COUNTED = re.compile(rf"[{FREE}]+{UNIT_WORD}(?=、|$)")
"""What is counted in a list of things: 已配备灭火器____具、灭火毯____张."""
_EMPTY = re.compile(r"^[/／\-—\s\u3000\ue000]*$")

_LIMITS = re.compile(r"(?:标准|正常|参考|控制|合格|规定|允许|设定)(?:值|范围|指标|要求)|(?:上下)?限值|标准")
"""What a row is called that says under the heads what the values below are to be."""

_SLOT = frozenset(SLOTS)


@dataclass(eq=False, slots=True)
class Cell:
    """A cell: its box, its print and the answers asked for in it."""

    box: Box
    running: Running
    answers: list[Found] = field(default_factory=list)
    figures: bool = False
    """Whether it is put together of those for the figures of a sum of money, or of their heads."""
    lent: bool = False
    """Whether it stands on the page before, over columns that go on on this one."""

    @property
    def words(self) -> str:
        """The print without white space."""
        return re.sub(rf"[{FREE}{NEWLINE}]", "", self.running.text)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is printed."""
        return not self.running.signs

    @property
    def lone_box(self) -> Box | None:
        """The □ or ( ) that is all that is printed in it, None where there is other print or none."""
        return next(sign.box for sign in self.running.signs if sign.char in SLOTS) if self.words in _SLOT else None

    @property
    def is_label(self) -> bool:
        """Whether there is print in it and nothing to answer."""
        return not self.empty and not self.answers and not _EMPTY.match(self.running.text)

    @property
    def label(self) -> str:
        """The words as a label; of the heads of figures, 千 百 十 元, what they are of."""
        return "金额" if self.figures else cleaned(self.words)

    @property
    def many(self) -> bool:
        """Whether it says that several options may be chosen."""
        return bool(MANY.search(self.words))

    @property
    def is_number(self) -> bool:
        """Whether a row's number is printed in it, perhaps with a star for what a note says of some rows."""
        return bool(re.fullmatch(r"[*＊★▲△]?\d{1,3}[.、．]?[*＊★▲△]?|[①-⑳]|[一二三四五六七八九十]{1,3}", self.words))


Band = list[Cell]
"""Cells that share top and bottom, from left to right."""


def bands(cells: Iterable[Cell]) -> list[Band]:
    """Return the cells that share top and bottom, row by row, each row from left to right."""
    found: dict[tuple[int, int], Band] = {}
    for cell in cells:
        key = next((key for key in found if _level(found[key][0].box, cell.box)), None)
        found.setdefault(key or (round(cell.box.y0 * 10), round(cell.box.y1 * 10)), []).append(cell)
    rows = [sorted(band, key=lambda cell: cell.box.x0) for band in found.values()]
    return sorted(rows, key=lambda band: (band[0].box.y0, band[0].box.y1))


def _level(first: Box, second: Box) -> bool:
    return abs(first.y0 - second.y0) < 0.8 and abs(first.y1 - second.y1) < 0.8


class Neighbours:
    """The cells of one table in reading order, asked by place."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = sorted(cells, key=lambda cell: (round(cell.box.y0, 1), cell.box.x0))
        edges = [(cell.box.x0, cell.box.x1) for cell in self.cells]
        self._limits = [each for each in self.cells if _LIMITS.fullmatch(each.words)]
        self._width = max((x1 for _, x1 in edges), default=0.0) - min((x0 for x0, _ in edges), default=0.0)
        # Cells do not move: what was asked of their places once is not looked for again.
        self._levels: dict[int, list[Cell]] = {}
        self._rows: dict[int, list[Cell]] = {}
        self._endings: dict[tuple[float, float], Cell | None] = {}
        self._unders: dict[int, list[Cell]] | None = None

    def left(self, cell: Cell) -> Cell | None:
        """Return the cell directly left; where there are several, the one at the cell's middle."""
        found = [each for each in self.level(cell) if abs(each.box.x1 - cell.box.x0) < NEAR]
        return _holding(found, cell.box.centre.y)

    def right(self, cell: Cell) -> Cell | None:
        """Return the cell directly right."""
        found = [each for each in self.level(cell) if abs(each.box.x0 - cell.box.x1) < NEAR]
        return _holding(found, cell.box.centre.y)

    def above(self, cell: Cell) -> Cell | None:
        """Return the cell directly above that reaches over the middle of ``cell``."""
        return self._ending(cell.box.y0, cell.box.centre.x)

    def over(self, cell: Cell) -> Cell | None:
        """Return the cell above in the column of ``cell``, past headings of parts that go over all columns."""
        above = self.above(cell)
        while above is not None and self._heads_part(above, cell):
            above = self._ending(above.box.y0, cell.box.centre.x)
        return above

    def _ending(self, y: float, x: float) -> Cell | None:
        """Return the cell that ends at a height and reaches over a place."""
        if (y, x) not in self._endings:
            ending = (each for each in self.cells if abs(each.box.y1 - y) < NEAR)
            self._endings[y, x] = next((each for each in ending if each.box.x0 < x < each.box.x1), None)
        return self._endings[y, x]

    def under(self, cell: Cell) -> list[Cell]:
        """Return the cells that have ``cell`` right above them."""
        if self._unders is None:
            self._unders = {}
            for each in self.cells:
                self._unders.setdefault(id(self.above(each)), []).append(each)
        return self._unders.get(id(cell), [])

    def _heads_part(self, cell: Cell, under: Cell) -> bool:
        """Say whether a label over a cell heads the next rows of a table: it is nearly as wide as the table."""
        if not cell.is_label or same_columns(cell.box, under.box):
            return False
        row = self.row(cell)
        alone = len(row) == 1 or (len(row) == 2 and row[0].is_number)
        return alone and cell.box.width > _NEARLY * self._width

    def item(self, cell: Cell) -> str:
        """Return what a cell calls its row, "" where nothing: its label, or the words before what it asks for itself.

        The latter among other labels of its column only: 机油油位 / 燃油油位，存油量____L / 水位.
        """
        if cell.is_label or not cell.answers:
            return cell.label if cell.is_label else ""
        above = self.above(cell)
        near = [each for each in (*self.under(cell), above) if each is not None and same_columns(each.box, cell.box)]
        if not any(each.is_label and not self.heads(each) for each in near):
            return ""
        counted = _COUNTED.sub("", cell.running.text)
        words = cleaned(re.split(rf"[{FREE}，,：:；;（(]", counted)[0])
        return words if re.search(r"[\u4e00-\u9fff]{2}", words) else ""

    def row(self, cell: Cell) -> list[Cell]:
        """Return the cells beside ``cell``, itself included, from left to right."""
        if id(cell) not in self._rows:
            middle = cell.box.centre.y
            found = [each for each in self.cells if each.box.y0 < middle < each.box.y1]
            self._rows[id(cell)] = sorted(found, key=lambda each: each.box.x0)
        return list(self._rows[id(cell)])

    def level(self, cell: Cell) -> list[Cell]:
        """Return the cells that share most of their height with ``cell``: several rows, beside one that spans them."""
        if id(cell) not in self._levels:
            self._levels[id(cell)] = [each for each in self.cells if _beside(each, cell)]
        return list(self._levels[id(cell)])

    def header(self, cell: Cell) -> Cell | None:
        """Return the head of the column that ``cell`` stands in: the first label above it, in a row of labels only.

        A number is one where it counts columns under a head of its own, 实测值 over 1 2 3, or many: days.
        """
        seen = cell
        while True:
            above = self.over(seen)
            if above is None or not same_columns(above.box, cell.box):
                return None
            if self._tells_limits(above):
                seen = above
                continue
            if above.is_label and (not above.is_number or self.group(above) is not None or self._counts(above)):
                beside = [each for each in self.level(above) if each is not above]
                return above if beside and _mostly_labels(beside) else None
            seen = above

    def _tells_limits(self, cell: Cell) -> bool:
        """Say whether a cell stands in a row of limits between the heads and what is measured: 标准值 | ≤10 | ——."""
        if not any(each.box.y0 < cell.box.centre.y < each.box.y1 for each in self._limits):
            return False
        over = self.above(cell)
        asked = any(each.empty or each.answers for each in self.row(cell))
        return over is not None and over.is_label and not asked

    def _counts(self, head: Cell) -> bool:
        """Say whether a number stands in a row of many."""
        return sum(1 for each in self.level(head) if each.is_number) >= _MANY

    def heading(self, cell: Cell) -> Cell | None:
        """Return the head of the column that a label stands in, over other labels of the column."""
        above = self.above(cell)
        while above is not None and same_columns(above.box, cell.box):
            beside = [each for each in self.level(above) if each is not above]
            if beside and above.is_label and _mostly_labels(beside):
                return above
            above = self.above(above)
        return None

    def heads(self, cell: Cell) -> bool:
        """Say whether ``cell`` heads a column: beside it are labels only, under it is an answer of the same width."""
        beside = [each for each in self.level(cell) if each is not cell]
        under = self.under(cell)
        if len(beside) < 2 or not all(each.is_label for each in beside):
            return False
        return any((each.empty or each.answers) and same_columns(each.box, cell.box) for each in under)

    def group(self, header: Cell) -> Cell | None:
        """Return the head over several columns above ``header``."""
        above = self.above(header)
        wider = above is not None and above.is_label and above.box.width > header.box.width + NEAR
        if above is None or not wider or (self.left(above) is None and self.right(above) is None):
            return None
        return above


def same_columns(first: Box, second: Box) -> bool:
    """Say whether two cells have the same left and right edge."""
    return abs(first.x0 - second.x0) < NEAR and abs(first.x1 - second.x1) < NEAR


def _mostly_labels(cells: list[Cell]) -> bool:
    """Say whether a row is one of heads: labels only, but for one of many that was misread."""
    return sum(1 for cell in cells if not cell.is_label) <= len(cells) // 6


def _beside(first: Cell, second: Cell) -> bool:
    shared = min(first.box.y1, second.box.y1) - max(first.box.y0, second.box.y0)
    return shared > 0.5 * min(first.box.height, second.box.height)


def _holding(cells: list[Cell], y: float) -> Cell | None:
    return next((each for each in cells if each.box.y0 <= y <= each.box.y1), cells[0] if cells else None)
