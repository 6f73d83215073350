"""Columns that are ticked: 满意 | 一般 | 不满意 in a row that asks something, 自动 | 手动 in rows that repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.circled import LONGEST
from formkit.learn.found import Found, FoundOption
from formkit.learn.replies import is_answer
from formkit.learn.row_names import QUESTION, row_label
from formkit.learn.tabular import Cell, Neighbours, same_columns
from formkit.learn.units import IN_BRACKETS
from formkit.model.handbook import Kind, Mark

TICKED = re.compile(r"[打画划][“\"‘']?[√✓对勾]|[√✓]")
"""What is said where something is ticked."""
_REMARK = re.compile(
    r"合计|总计|小计|备注|说明|描述|情况|原因|日期|时间|期限|签|[人者员]$|得分|评分|分值|数$|次数|措施|位置|部位|编?号$|结果|意见|内容|名称?$|量$|值$|金额|"
    r"单位|处理|整改$|要求|标准|方法|电话|地址"
)
"""Heads of what is written, beside those of what is ticked."""
_STATE = re.compile(r"[\u4e00-\u9fff]{1,5}|[A-Z]{1,3}")
"""The head of a column that is ticked, where only a note says so."""
_NARROW = 14.0
"""mm; a column as narrow takes a tick and no words."""
_TICK = 20.0
"""mm; the same in a row of its own, under one head with others; with the words of their heads they differ in width."""
_OPPOSITES = frozenset({
    "自动手动", "手动自动", "开关", "开启关闭", "开停", "运行停止", "运行停机", "主机备机", "常用备用", "进出",
    "新旧", "公私",
})
"""Heads of two columns that are states of one thing."""
_EXCLUSIVE = 3
"""States that are as many may be one of a kind; of more, several may be ticked."""
_ALIKE = 1.0
"""mm; how far the widths of cells may differ that are ticked one instead of the other in a row of its own."""
_MARK = re.compile(r"[（(][^（()）]*[√✓][^（()）]*[）)]$")
"""With what one ticks, said behind the name of the choice."""

Headed = tuple[Cell, Cell]
"""A cell that may be ticked, and the head over it."""


def ticked_question(cells: Neighbours, cell: Cell, notes: str = "") -> Found | None:
    """Return the choice that cells side by side are, one of which is ticked; ``cell`` is the first of them.

    ``notes`` of the page may say that something is ticked.
    """
    runs = _headed_runs(cells, cells.row(cell), told=bool(TICKED.search(notes)))
    run = next((run for run in runs if run[0][0] is cell), None)
    label = row_label(cells, cell, longest=QUESTION)
    if not label or run is None:
        return None
    group = _nearest_group(cells, [each for each, _ in run])
    if group is not None and (len(runs) > 1 or _asks_more(cells, cell, run)):
        label = f"{IN_BRACKETS.sub('', label) or label} {_MARK.sub('', group.label)}"
    options = [FoundOption(str(number), head.label, _place(each), _place(each))
               for number, (each, head) in enumerate(run, 1)]
    boxed = all(each.lone_box is not None for each, _ in run)
    return _choice(label, options, group, several=False, sure=boxed)


def _asks_more(cells: Neighbours, cell: Cell, run: list[Headed]) -> bool:
    """Say whether a row asks under other heads too, beside the choice: 清洗前 | 清洗后 | 判定 over 合格 | 不合格."""
    ticked = {id(each) for each, _ in run}
    beside = (each for each in cells.row(cell) if id(each) not in ticked and (each.empty or each.answers))
    headed = ((each, cells.header(each)) for each in beside if each.box.height < 1.5 * cell.box.height)
    return any(head is not None and not _REMARK.search(head.label) for _, head in headed)


def _headed_runs(cells: Neighbours, row: list[Cell], *, told: bool) -> list[list[Headed]]:
    """Return the cells side by side in ``row`` of which one is ticked, with their heads.

    Each holds a lone box; or they are empty and two heads at least are answers (满意 | 一般 | 不满意), or all stand
    under one that says that they are ticked; where notes have ``told`` so, one answer over narrow cells is enough. What
    stands under another head over several columns, or under the same heads once more, is another choice.
    """
    runs: list[list[Headed]] = [[]]
    for cell in row:
        head = _head_over(cells, cell)
        if head is None:
            runs.append([])
            continue
        if runs[-1] and not _goes_on(cells, runs[-1], cell, head):
            runs.append([])
        runs[-1].append((cell, head))
    return [run for run in runs if _is_question(cells, run, told=told)]


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


def _goes_on(cells: Neighbours, run: list[Headed], cell: Cell, head: Cell) -> bool:
    """Say whether a cell is ticked instead of those left of it: under other words, but the same head of all."""
    before, its_head = run[-1]
    if cells.group(head) is not cells.group(its_head) or any(head.label == each.label for _, each in run):
        return False
    if (before.lone_box is None) != (cell.lone_box is None):
        return False
    both = is_answer(head.label) and is_answer(its_head.label)
    grouped = cells.group(head) is not None and max(before.box.width, cell.box.width) <= _TICK
    return cell.lone_box is not None or both or grouped or abs(before.box.width - cell.box.width) < _ALIKE


def _is_question(cells: Neighbours, run: list[Headed], *, told: bool) -> bool:
    if len(run) < 2:
        return False
    boxed = run[0][0].lone_box is not None
    narrow = all(cell.box.width <= _TICK and _STATE.fullmatch(head.label) for cell, head in run)
    fewest = 1 if told and narrow else 2
    return boxed or _said(cells, run[0][0]) or sum(1 for _, head in run if is_answer(head.label)) >= fewest


def ticked_columns(cells: Neighbours, band: list[Cell], notes: str) -> list[list[Cell]]:
    """Return the neighbouring cells of a row, empty or with a box each, two or more, of which one or some are ticked.

    Their heads are answers or opposites, or stand together under one that says that they are ticked; where only
    ``notes`` of the page say so, they are narrow and their heads are short.
    """
    found = []
    for group, run in groupby(band, lambda cell: _outermost(cells, cell)):
        columns = [cell for cell in run if (cell.empty or cell.lone_box) and cells.header(cell) is not None]
        for part in _alike_wide(columns):
            if len(part) > 1 and _is_choice(cells, part, group, notes):
                found += _parted(cells, part)
    return found


def ticked_choice(cells: Neighbours, run: list[Cell]) -> Found:
    """Return the choice of one row of those that repeat; its words stand in the heads, once for all rows."""
    options = []
    for number, cell in enumerate(run, 1):
        head = cells.header(cell)
        if head is not None:
            words = around(sign.box for sign in head.running.signs if not sign.char.isspace())
            words = cell.box if head.lent else words
            options.append(FoundOption(str(number), head.label, words, _place(cell)))
    group = _nearest_group(cells, run)
    # A row of a list is no question that has one answer: more states than these may hold at once.
    several = len(options) > _EXCLUSIVE and not all(is_answer(option.label) for option in options)
    return _choice(group.label if group is not None else "结果", options, group, several=several, sure=False,
                   more=[cell.box for cell in run])


def _place(cell: Cell) -> Box:
    """Return where a cell is ticked."""
    return cell.lone_box or cell.box


def _choice(label: str, options: list[FoundOption], group: Cell | None, *, several: bool, sure: bool,
            more: Iterable[Box] = ()) -> Found:
    """Return the choice of options that are ticked; ``group`` heads them all and may say that several are chosen."""
    kind = Kind.MULTI if several or (group is not None and group.many) else Kind.SINGLE
    return Found(label, kind, around([*(option.box for option in options), *more]), mark=Mark.BOX, options=options,
                 labelled=False, sure=sure)


def _said(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a head over several columns says that they are ticked."""
    return any(TICKED.search(each.words) for each in _groups(cells, cell))


def _groups(cells: Neighbours, cell: Cell) -> list[Cell]:
    """Return the heads over several columns above a cell, from the nearest to the outermost."""
    found: list[Cell] = []
    head = cells.header(cell)
    while head is not None and (head := cells.group(head)) is not None:
        found.append(head)
    return found


def _outermost(cells: Neighbours, cell: Cell) -> int | None:
    groups = _groups(cells, cell)
    return id(groups[-1]) if groups else None


def _nearest_group(cells: Neighbours, run: list[Cell]) -> Cell | None:
    """Return the nearest head that stands over all cells of a run."""
    shared = [{id(group) for group in _groups(cells, cell)} for cell in run]
    return next((group for group in _groups(cells, run[0]) if all(id(group) in each for each in shared)), None)


def _alike_wide(columns: list[Cell]) -> list[list[Cell]]:
    """Return the cells in runs of neighbours of about one width."""
    runs: list[list[Cell]] = []
    for cell in columns:
        last = runs[-1][-1] if runs else None
        if last is not None and abs(last.box.x1 - cell.box.x0) < 1.0 and _of_one_shape(last, cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _of_one_shape(first: Cell, second: Cell) -> bool:
    """Say whether both or none of two cells have a box, and they are about as wide."""
    narrow, wide = sorted((first.box.width, second.box.width))
    return first.empty == second.empty and (wide < 1.5 * narrow or not first.empty)


def _is_choice(cells: Neighbours, run: list[Cell], group: int | None, notes: str) -> bool:
    heads = [head.label for cell in run if (head := cells.header(cell)) is not None]
    if len(set(heads)) < len(heads):
        return False
    if run[0].lone_box is not None or all(is_answer(head) for head in heads) or "".join(heads) in _OPPOSITES:
        return True
    if group is None:
        return False
    if _said(cells, run[0]):
        return True
    narrow = all(cell.box.width <= _NARROW for cell in run) and all(_STATE.fullmatch(head) for head in heads)
    return narrow and bool(TICKED.search(notes))


def _parted(cells: Neighbours, run: list[Cell]) -> list[list[Cell]]:
    """Return a run in the parts that stand under heads of their own below the outermost one; else whole."""
    parts = [list(part) for _, part in groupby(run, lambda cell: id(next(iter(_groups(cells, cell)), None)))]
    own = all(len(part) > 1 and len(_groups(cells, part[0])) > 1 for part in parts)
    return parts if own else [run]
