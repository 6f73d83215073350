"""Choices spread over the cells of a row: one of its cells is ticked, or one of the numbers printed in them circled."""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.learn.cells import around
from formkit.learn.circled import LONGEST, as_circled
from formkit.learn.found import Found, FoundOption
from formkit.learn.replies import is_answer
from formkit.learn.tabular import Band, Cell, Neighbours, bands, same_columns
from formkit.learn.ticks import TICKED
from formkit.model.handbook import Kind, Mark

_REMARK = re.compile(
    r"合计|总计|小计|备注|说明|描述|情况|原因|日期|时间|期限|签|[人者员]$|得分|评分|分值|数$|次数|措施|位置|部位|编?号$|结果|意见|内容|名称?$|量$|值$|金额|"
    r"单位|处理|整改$|要求|标准|方法|电话|地址"
)
"""Heads of what is written, beside those of what is ticked."""
_ALIKE = 1.0
"""mm; how far the widths of cells may differ that are ticked one instead of the other."""
_FEWEST, _MOST = 3, 11
"""How many numbers a scale has: 1 to 3, 0 to 10."""


Marked = list[tuple[Cell, str]]
"""Cells of which one is ticked, with the words of their heads."""


def marked_runs(cells: Neighbours, row: list[Cell]) -> list[Marked]:
    """Return the cells side by side in ``row`` of which one is ticked, with the words of their heads.

    Each holds a lone box; or they are empty and two heads at least are answers (满意 | 一般 | 不满意), or all stand
    under one that says that they are ticked. What stands under another head over several columns, or under the same
    heads once more, is another choice.
    """
    runs: list[list[tuple[Cell, Cell]]] = [[]]
    for cell in row:
        head = _head_over(cells, cell)
        if head is None:
            runs.append([])
            continue
        if runs[-1] and not _goes_on(cells, runs[-1], cell, head):
            runs.append([])
        runs[-1].append((cell, head))
    return [[(cell, head.label) for cell, head in run] for run in runs if _is_ticked(cells, run)]


def _head_over(cells: Neighbours, cell: Cell) -> Cell | None:
    """Return the head of a cell that may be there to be ticked, else None; over boxes, it may be a number."""
    if cell.lone_box is None:
        head = cells.header(cell) if cell.empty else None
        words = head.label if head is not None else ""
        return head if is_answer(words) or (len(words) <= LONGEST and not _REMARK.search(words)) else None
    above = cells.over(cell)
    while above is not None and above.lone_box is not None:
        above = cells.over(above)
    return above if above is not None and not above.empty and same_columns(above.box, cell.box) else None


def _goes_on(cells: Neighbours, run: list[tuple[Cell, Cell]], cell: Cell, head: Cell) -> bool:
    """Say whether a cell is ticked instead of those left of it: under other words, but the same head of all."""
    before, its_head = run[-1]
    if cells.group(head) is not cells.group(its_head) or any(head.label == each.label for _, each in run):
        return False
    if (before.lone_box is None) != (cell.lone_box is None):
        return False
    both = is_answer(head.label) and is_answer(its_head.label)
    return cell.lone_box is not None or both or abs(before.box.width - cell.box.width) < _ALIKE


def _is_ticked(cells: Neighbours, run: list[tuple[Cell, Cell]]) -> bool:
    if len(run) < 2:
        return False
    group = cells.group(run[0][1])
    told = group is not None and bool(TICKED.search(group.words))
    return told or run[0][0].lone_box is not None or sum(1 for _, head in run if is_answer(head.label)) > 1


def scale_row(cells: Neighbours, label: str, marked: Marked) -> Found:
    """Return a choice whose options are cells under their heads, or the boxes in them."""
    places = [cell.lone_box or cell.box for cell, _ in marked]
    options = [
        FoundOption(str(number), head, place, place)
        for number, ((_, head), place) in enumerate(zip(marked, places, strict=True), 1)
    ]
    over = cells.header(marked[0][0])
    group = cells.group(over) if over is not None else None
    several = group is not None and group.many
    boxed = all(cell.lone_box is not None for cell, _ in marked)
    return Found(label, Kind.MULTI if several else Kind.SINGLE, around(places), mark=Mark.BOX, options=options,
                 labelled=False, sure=boxed)


def number_rows(cells: Neighbours) -> list[tuple[Band, Found]]:
    """Return the rows of numbers that count up or down under heads, each with the choice of the one circled."""
    found = []
    for band in bands(cells.cells):
        run = _counting(band)
        heads = [_first_head(cells, cell) for cell in run]
        asked = [cell for cell in band if run and cell.box.x1 <= run[0].box.x0 + 1 and cell.is_label]
        named = [cell for cell in asked if not cell.is_number]
        if not run or not named or not all(heads):
            continue
        options = [
            FoundOption(cell.words, head, around(sign.box for sign in cell.running.signs if not sign.char.isspace()))
            for cell, head in zip(run, heads, strict=True)
        ]
        choice = as_circled(options)
        choice.label, choice.labelled = named[-1].label, False
        found.append(([*asked, *run], choice))
    return found


def _counting(band: Band) -> Band:
    """Return the cells at the end of a row in which numbers stand that count up or down by one."""
    run: Band = []
    for cell in reversed(band):
        if not re.fullmatch(r"\d{1,2}", cell.words):
            break
        run.insert(0, cell)
    steps = {int(after.words) - int(before.words) for before, after in pairwise(run)}
    return run if _FEWEST <= len(run) <= _MOST and steps in ({1}, {-1}) else []


def _first_head(cells: Neighbours, cell: Cell) -> str:
    """Return the head of a column; of two that say one thing in two ways (没有 over 根本不) the first."""
    label = ""
    above = cells.above(cell)
    while above is not None and same_columns(above.box, cell.box):
        if above.is_label and not above.is_number:
            label = above.label
        above = cells.above(above)
    return label


def answer_rows(cells: Neighbours) -> list[tuple[Band, Found]]:
    """Return the runs of cells in which answers are printed side by side (是 | 否), each with the choice of one.

    A label stands left of the run; print under which there is something to fill in heads its column instead.
    """
    found = []
    for band in bands(cells.cells):
        for run in _printed_answers(cells, band):
            named = [cell for cell in cells.row(run[0]) if cell.box.x1 <= run[0].box.x0 + 1 and cell.is_label]
            named = [cell for cell in named if not cell.is_number and cell not in run and not is_answer(cell.label)]
            if not named:
                continue
            options = [
                FoundOption(str(number), cell.label, around(sign.box for sign in cell.running.signs))
                for number, cell in enumerate(run, 1)
            ]
            choice = as_circled(options)
            choice.label, choice.labelled = named[-1].label, False
            found.append((run, choice))
    return found


def _printed_answers(cells: Neighbours, band: Band) -> list[Band]:
    runs: list[Band] = []
    for cell in band:
        if not (cell.is_label and is_answer(cell.label)) or _heads_answers(cells, cell):
            continue
        goes_on = runs and cells.right(runs[-1][-1]) is cell and all(each.label != cell.label for each in runs[-1])
        if goes_on:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [run for run in runs if len(run) > 1]


def _heads_answers(cells: Neighbours, cell: Cell) -> bool:
    """Say whether something else than answers stands right under a cell, in its column."""
    under = [each for each in cells.cells if cells.over(each) is cell and same_columns(each.box, cell.box)]
    return any(not (each.is_label and is_answer(each.label)) for each in under)
