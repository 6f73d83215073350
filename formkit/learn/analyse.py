"""Printed pages → a draft: all answers of a form, each with label, kind and place."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

from formkit.geometry import Box
from formkit.learn.cells import Grid, grids, joined_rules
from formkit.learn.continued import lent_heads
from formkit.learn.examples import without_examples
from formkit.learn.found import Draft, Found, FoundTable
from formkit.learn.labels import cleaned
from formkit.learn.lines import running
from formkit.learn.money_columns import joined_sums
from formkit.learn.paragraphs import paragraphs
from formkit.learn.reach import reach_down
from formkit.learn.reading import answers
from formkit.learn.ruled import Item, RuledTable
from formkit.learn.signed import name_stamped, sign_last
from formkit.learn.sound import make_sound
from formkit.learn.tabular import Cell, Neighbours
from formkit.model.handbook import Format, Kind, Precision
from formkit.model.printed import PrintedPage, Rule

_INSIDE = 0.8
"""mm; a ruled line as far from a cell's edges is one to write on."""
_CLOSE = 0.1
"""mm; a line to write on ends no nearer over the lower edge of its cell."""
_OVER = 2.5
"""mm; a line nearer to the top of its cell is none to write on: in a scan, the upper strokes of signs side by side."""
_DAY = re.compile(r"^(?:填表|填报|记录|检查|巡查|巡检|值班|登记|抄表|交接)?日期$")
"""The day that a sheet, or a row of it, is of."""
_WITHIN_DAY = re.compile(
    r"(?:检查|巡查|巡检|巡视|交接|交班|接班|测量|监测|检测|抄表|记录|消毒|服药|用药|进入|离开|来访|到达|出发|返回|登记|领用|归还|发现|处理|处置)"
    r"时间$"
)
"""What is done several times in a day."""
_SECTION = 14.0
"""mm; how far over a table its heading stands at most."""


def analyse(pages: Sequence[PrintedPage]) -> Draft:
    """Return everything that the form asks for."""
    items: list[Item] = []
    title = ""
    before: Neighbours | None = None
    for number, page in enumerate(pages):
        reader = _Page(page, before)
        title = title or reader.title
        for item in reader.items():
            item.page = number
            for found in [found for row in item.rows for found in row] if isinstance(item, FoundTable) else [item]:
                found.page = number
            items.append(item)
        before = reader.last_table
    _tell_hours(items)
    draft = Draft(title, items, [(page.width, page.height) for page in pages])
    make_sound(draft)
    return draft


def _tell_hours(items: list[Item]) -> None:
    """Make times of the columns that say when something was done in a day, where the day is asked for by itself."""
    whole = any(isinstance(item, Found) and _is_day(item) for item in items)
    for table in (item for item in items if isinstance(item, FoundTable)):
        if not whole and not any(_is_day(column) for column in table.rows[0]):
            continue
        for column in (column for row in table.rows for column in row):
            if column.kind is Kind.DATE and not column.parts and _WITHIN_DAY.search(column.label):
                column.kind, column.format, column.sure = Kind.TEXT, Format.TIME, False


def _is_day(found: Found) -> bool:
    return found.kind is Kind.DATE and found.precision is Precision.DAY and bool(_DAY.search(found.label))


class _Page:
    """One page while it is analysed; ``before`` is the last table of the page before."""

    def __init__(self, page: PrintedPage, before: Neighbours | None) -> None:
        self.page = page
        self.last_table: Neighbours | None = None
        self._before = before
        self.rules = joined_rules(page.rules)
        self.grids = grids(page.rules)
        self._borders = {rule for grid in self.grids for rule in grid.rules}
        inside = {id(glyph) for grid in self.grids for glyph in page.glyphs if _holds(grid.box, glyph.box)}
        self._free = [glyph for glyph in page.glyphs if id(glyph) not in inside]
        loose = [rule for rule in self.rules if not rule.upright and rule not in self._borders]
        outside = [rule for rule in loose if not any(_crosses(grid.box, rule) for grid in self.grids)]
        self.paragraphs = paragraphs(page, self._free, outside, [grid.box for grid in self.grids])
        self._loose = loose

    @property
    def title(self) -> str:
        """The largest line of the upper half that asks for nothing, "" where all lines are alike."""
        upper = [each for each in self.paragraphs if each.box.y1 < self.page.height / 2 and not each.answers]
        largest = max(upper, key=lambda each: each.running.em, default=None)
        if largest is None:
            return ""
        usual = statistics.median([glyph.box.height for glyph in self.page.glyphs] or [0.0])
        return cleaned(largest.words) if largest.running.em > 1.12 * usual else ""

    def items(self) -> list[Item]:
        """Return the answers from top to bottom."""
        self._sign()
        reach_down(self.paragraphs, [grid.box for grid in self.grids], self._loose)
        placed: list[tuple[float, list[Item]]] = [
            (paragraph.box.y0, list(paragraph.answers)) for paragraph in self.paragraphs
        ]
        placed += [(grid.box.y0, self._table(grid).items()) for grid in self.grids]
        return [item for _, items in sorted(placed, key=lambda each: each[0]) for item in items]

    def _sign(self) -> None:
        """Find who signs in the lines that stand under all tables; over them the body is named that fills it in."""
        first = min((grid.box.y0 for grid in self.grids), default=0.0)
        last = max((grid.box.y1 for grid in self.grids), default=self.page.height)
        for paragraph in self.paragraphs:
            if last < paragraph.box.y0 + 1:
                sign_last(paragraph.answers)
            elif paragraph.box.y1 < first + 1:
                name_stamped(paragraph.answers)

    def _table(self, grid: Grid) -> RuledTable:
        unruled = any(box.overlaps(grid.box, 2.0) for box in self.page.unruled)
        notes = "\n".join(paragraph.words for paragraph in self.paragraphs)
        return RuledTable(self._cells(grid), self._heading(grid), notes=notes, ruled=not unruled)

    def _heading(self, grid: Grid) -> str:
        """Return the words of the line right above a table that asks for nothing itself."""
        over = [each for each in self.paragraphs if 0 <= grid.box.y0 - each.box.y1 + 1 < _SECTION and not each.answers]
        nearest = max(over, key=lambda each: each.box.y1, default=None)
        return cleaned(nearest.words) if nearest is not None and len(nearest.words) < 30 else ""

    def _cells(self, grid: Grid) -> Neighbours:
        cells = []
        for box in grid.cells:
            least = box.y0 + _OVER
            glyphs = [
                glyph for glyph in self.page.glyphs
                if _holds(box, glyph.box) and (glyph.text != "_" or glyph.box.y1 >= least)
            ]
            lines = [rule for rule in self._loose if _crosses(box, rule) and rule.at >= least]
            printed = running(glyphs, lines, box)
            cells.append(Cell(box, printed, answers(printed, cell=True)))
        cells = joined_sums(without_examples(cells))
        lent = lent_heads(self._before, cells) if self._before is not None and grid is self.grids[0] else []
        self.last_table = Neighbours([*cells, *lent])
        return self.last_table


def _holds(box: Box, glyph: Box) -> bool:
    centre = glyph.centre
    return box.x0 <= centre.x <= box.x1 and box.y0 <= centre.y <= box.y1


def _crosses(box: Box, rule: Rule) -> bool:
    middle = (rule.start + rule.end) / 2
    return box.x0 <= middle <= box.x1 and box.y0 + _INSIDE < rule.at < box.y1 - _CLOSE
