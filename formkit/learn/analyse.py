"""Printed pages → a draft: all answers of a form, each with label, kind and place."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence

from formkit.geometry import Box
from formkit.learn.cells import Grid, grids, joined_rules
from formkit.learn.circled import circled, is_answer
from formkit.learn.found import Draft, Found, FoundOption, FoundTable
from formkit.learn.labels import cleaned, name_kind
from formkit.learn.paragraphs import paragraphs
from formkit.learn.reading import answers
from formkit.learn.running import running
from formkit.learn.tables import runs, table, total_label
from formkit.learn.tabular import Cell, Neighbours, same_columns
from formkit.model.handbook import Kind, Mark
from formkit.model.printed import PrintedPage, Rule

_INSIDE = 0.8
"""mm; a ruled line as far from a cell's edges is one to write on."""
_ROOM = 7.0
"""mm; empty paper over the print of a cell that is as high is there to write on."""
_SECTION = 14.0
"""mm; how far over a table its heading stands at most."""
_GENERIC = re.compile(
    r"^(?:签字|签名|签章|盖章|(?:签字|签名|填写)?(?:日期|时间)|其他|其它|说明|请说明|备注|得分|评分|分数|单位|数量|次数|结果|原因|有|是|无|否|年|共|约|第|意见|情况)$"
)

Item = Found | FoundTable


def analyse(pages: Sequence[PrintedPage]) -> Draft:
    """Return everything that the form asks for."""
    items: list[Item] = []
    title = ""
    for number, page in enumerate(pages):
        reader = _Page(page)
        title = title or reader.title
        for item in reader.items():
            item.page = number
            for found in [found for row in item.rows for found in row] if isinstance(item, FoundTable) else [item]:
                found.page = number
            items.append(item)
    return Draft(title, items, [(page.width, page.height) for page in pages])


class _Page:
    """One page while it is analysed."""

    def __init__(self, page: PrintedPage) -> None:
        self.page = page
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
        placed: list[tuple[float, list[Item]]] = [
            (paragraph.box.y0, list(paragraph.answers)) for paragraph in self.paragraphs
        ]
        placed += [(grid.box.y0, self._table(grid).items()) for grid in self.grids]
        return [item for _, items in sorted(placed, key=lambda each: each[0]) for item in items]

    def _table(self, grid: Grid) -> _Table:
        unruled = any(box.overlaps(grid.box, 2.0) for box in self.page.unruled)
        return _Table(self._cells(grid), self._heading(grid), ruled=not unruled)

    def _heading(self, grid: Grid) -> str:
        """Return the words of the line right above a table that asks for nothing itself."""
        over = [each for each in self.paragraphs if 0 <= grid.box.y0 - each.box.y1 + 1 < _SECTION and not each.answers]
        nearest = max(over, key=lambda each: each.box.y1, default=None)
        return cleaned(nearest.words) if nearest is not None and len(nearest.words) < 30 else ""

    def _cells(self, grid: Grid) -> Neighbours:
        cells = []
        for box in grid.cells:
            glyphs = [glyph for glyph in self.page.glyphs if _holds(box, glyph.box)]
            lines = [rule for rule in self._loose if _crosses(box, rule)]
            printed = running(glyphs, lines, box)
            cells.append(Cell(box, printed, answers(printed, cell=True)))
        return Neighbours(cells)


def _holds(box: Box, glyph: Box) -> bool:
    centre = glyph.centre
    return box.x0 <= centre.x <= box.x1 and box.y0 <= centre.y <= box.y1


def _crosses(box: Box, rule: Rule) -> bool:
    middle = (rule.start + rule.end) / 2
    return box.x0 <= middle <= box.x1 and box.y0 + _INSIDE < rule.at < box.y1 - _INSIDE


class _Table:
    """One ruled table while it is analysed."""

    def __init__(self, cells: Neighbours, heading: str, *, ruled: bool = True) -> None:
        self.cells = cells
        self.heading = heading
        self.ruled = ruled
        self._bases: dict[int, str] = {}

    def items(self) -> list[Item]:
        """Return its answers in reading order."""
        self._settle_labels()
        found: list[tuple[float, float, Item]] = []
        taken: set[int] = set()
        for run in runs(self.cells):
            taken |= {id(cell) for band in run for cell in band}
            first = run[0][0]
            found.append((first.box.y0, first.box.x0, table(self.cells, run, self._table_label(run[0][0]))))
        for cell in self.cells.cells:
            if id(cell) not in taken:
                found += [(cell.box.y0, cell.box.x0, item) for item in self._answers(cell, taken)]
        items = [item for _, _, item in sorted(found, key=lambda each: each[:2])]
        self._tell_apart([item for item in items if isinstance(item, Found)])
        return items

    def _tell_apart(self, found: list[Found]) -> None:
        """Put the label of the cell before labels that stand twice in the table: 负责人 under two opinions."""
        counts = Counter(item.label for item in found)
        for item in found:
            base = self._bases.get(id(item), "")
            if counts[item.label] > 1 and base and base not in item.label:
                item.label = f"{base} {item.label}"

    def _settle_labels(self) -> None:
        """Take from cells what looked like an answer and is a label, and the other way round."""
        for cell in self.cells.cells:
            right = self.cells.right(cell)
            if right is not None and right.empty and _only_colon(cell):
                cell.answers = []
        for cell in self.cells.cells:
            if not cell.is_label or self.cells.heads(cell):
                continue
            if self.cells.header(cell) is not None:
                found = circled(cell.running, must_know=True, repeated=self._repeated(cell))
                cell.answers = [found] if found is not None else []
                continue
            left, right = self.cells.left(cell), self.cells.right(cell)
            governed = left is not None and left.is_label and not (right is not None and right.empty)
            found = circled(cell.running, must_know=not governed)
            if found is not None and left is not None and left.is_label and not left.is_number:
                cell.answers = [found]

    def _repeated(self, cell: Cell) -> bool:
        """Say whether the same words stand in the records above and below, beside empty cells."""
        if not any(each.empty for each in self.cells.row(cell)):
            return False
        same = [each for each in self.cells.cells if each is not cell and same_columns(each.box, cell.box)]
        return any(each.running.text == cell.running.text for each in same)

    def _table_label(self, first: Cell) -> str:
        left = self.cells.left(first)
        if left is not None and left.is_label:
            return left.label
        header = self.cells.header(first)
        over = self.cells.above(header) if header is not None else None
        if over is not None and over.is_label and self.cells.left(over) is None and self.cells.right(over) is None:
            return over.label
        return self.heading

    def _answers(self, cell: Cell, taken: set[int]) -> list[Found]:
        if cell.empty:
            scale = self._scale(cell)
            if scale is not None:
                taken |= {id(each) for each in self.cells.row(cell) if each.empty}
                return [scale]
            return self._empty(cell)
        base = self._label(cell)
        many = any(each.many for each in self.cells.row(cell) if each.is_label)
        open_ones = [answer for answer in cell.answers if not answer.label]
        for answer in cell.answers:
            self._bases[id(answer)] = base
            _complete(answer, base, first=not open_ones or answer is open_ones[0])
            if many and answer.kind is Kind.SINGLE and not answer.labelled:
                answer.kind = Kind.MULTI
        return [*self._room_above(cell, base), *cell.answers]

    def _room_above(self, cell: Cell, base: str) -> list[Found]:
        """Return the empty upper part of a cell whose print names other things: an opinion over its signature."""
        top = min((sign.box.y0 for sign in cell.running.signs if not sign.char.isspace()), default=cell.box.y0)
        if not base or not cell.answers or not cell.answers[0].labelled or top - cell.box.y0 < _ROOM:
            return []
        box = Box(cell.box.x0, cell.box.y0, cell.box.x1, top)
        found = Found(base, Kind.TEXT, box, multiline=True, labelled=False)
        return [found]

    def _empty(self, cell: Cell) -> list[Found]:
        label = self._label(cell)
        if not label and (len(self.cells.cells) > 1 or not self.heading):
            return []
        found = Found(label or self.heading, Kind.TEXT, cell.box, labelled=False, sure=bool(label))
        header = self.cells.header(cell)
        if not self.ruled and header is None and not self._asked(cell):
            return []
        name_kind(found, header.label if header is not None else "")
        return [found]

    def _asked(self, cell: Cell) -> bool:
        """Say whether the cell left of one ends in a colon: without lines, other empty cells only hold things apart."""
        left = self.cells.left(cell)
        return left is not None and bool(re.search(r"[：:]$", left.words))

    def _label(self, cell: Cell) -> str:
        """Return what names a cell: 合计 and its head, the label left of it, the head of its column, or both."""
        total = total_label(self.cells, cell)
        if total:
            return total
        header = self.cells.header(cell)
        beside = self._row_label(cell)
        if header is None:
            left = self.cells.left(cell)
            if left is not None and left.is_label:
                return self._grouped(left)
            above = self.cells.above(cell)
            if above is not None and above.is_label and not (left is not None and beside):
                return above.label
            return beside
        open_cells = [each for each in self.cells.row(cell) if each.empty or each.answers]
        if not beside:
            return header.label
        return beside if len(open_cells) == 1 else f"{beside} {header.label}"

    def _grouped(self, left: Cell) -> str:
        """Return a label, with the one left of it where it says nothing by itself."""
        label = left.label
        before = self.cells.left(left)
        if _GENERIC.match(label) and before is not None and before.is_label:
            return f"{before.label} {label}"
        return label

    def _row_label(self, cell: Cell) -> str:
        """Return the words that name the row: the label nearest on the left that is no number."""
        before = [each for each in self.cells.row(cell) if each.box.x1 <= cell.box.x0 + 1 and each.is_label]
        named = [each for each in before if not each.is_number and len(each.words) <= 24]
        if not named:
            return ""
        if self.cells.header(cell) is None:
            return named[-1].label
        return self._nearest_alike(_first_of_its_own(self.cells, named), named).label

    def _nearest_alike(self, first: Cell, named: list[Cell]) -> Cell:
        """Return the last label under a head of the same words: 项目 | 情况 | 项目 | 情况 is two lists."""
        head = self.cells.heading(first)
        if head is None:
            return first
        heads = [(cell, self.cells.heading(cell)) for cell in named]
        return [cell for cell, each in heads if each is not None and each.words == head.words][-1]

    def _scale(self, cell: Cell) -> Found | None:
        """Return the choice that a row of empty cells is whose heads are answers: 满意 | 一般 | 不满意."""
        label = self._row_label(cell)
        row = [each for each in self.cells.row(cell) if each.empty]
        heads = [(each, self.cells.header(each)) for each in row]
        marked = [(each, head.label) for each, head in heads if head is not None and is_answer(head.label)]
        if not label or len(marked) < 2 or all(each is not cell for each, _ in marked):
            return None
        return scale_row(label, marked)


def scale_row(label: str, marked: list[tuple[Cell, str]]) -> Found:
    """Return a choice whose options are cells under their heads."""
    options = [FoundOption(str(number), head, cell.box, cell.box) for number, (cell, head) in enumerate(marked, 1)]
    box = options[0].box
    for option in options[1:]:
        box = box.union(option.box)
    return Found(label, Kind.SINGLE, box, mark=Mark.BOX, options=options, labelled=False, sure=False)


def _first_of_its_own(cells: Neighbours, named: list[Cell]) -> Cell:
    """Return the first label of a row that stands for this row alone, not for several."""
    for cell in named:
        height = min(each.box.height for each in cells.row(named[-1]))
        if cell.box.height < 1.5 * height:
            return cell
    return named[-1]


def _only_colon(cell: Cell) -> bool:
    return len(cell.answers) == 1 and bool(re.fullmatch(r"[^：:]{1,20}[：:]\s*", cell.running.text))


def _complete(answer: Found, base: str, *, first: bool) -> None:
    """Put the label of the cell to an answer that has none, or one that says nothing by itself."""
    if not answer.label:
        answer.label = base
        answer.sure = answer.sure and first and bool(base)
        answer.labelled = False
    elif base and base != answer.label and (not answer.labelled or _GENERIC.match(answer.label)):
        answer.label = f"{base} {answer.label}"
    name_kind(answer)
