"""What names a row of a table, and whether its head or its label says what is asked for there."""

from __future__ import annotations

import re

from formkit.geometry import Box
from formkit.learn.persons import SIGNING, answers_for
from formkit.learn.tabular import Cell, Neighbours, same_columns

LONGEST, LISTED, QUESTION = 24, 40, 60
"""Signs; what is longer is no label but a text, no thing of a list, or no question that is answered by a tick."""
_ITEMS = re.compile(r"(?:项目|名称|内容|部位|品名|设备|设施|物品|材料|资料|钥匙|事项|指标)$")
"""The head of what a list is of."""
_HOW = re.compile(
    r"标准|要求|参考|正常值|范围|限[值度]|单位|周期|频[次率]|分值|满分|标准分|权重|配分|方法|依据|规格|型号|数量|额定|责任|备注|"
    r"说明|代码|编号|要点|用[法量]|工具|允[许差]|公差|选项|标志|等级"
)
"""The head of what is printed about the things of a list: how they are to be, or how they are measured."""
_THINGS = re.compile(r"项目|内容|名称")
"""Words of a head that lists things, whatever else it says of them: 点检项目及标准."""
_THING = re.compile(r"项目|名称")
"""Words of a head that calls what is under it things by themselves; 检查内容 is of the part before it."""
_SENTENCE = 7
"""Signs; what is shorter names a thing."""
_SAYS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
"""What says something; figures alone number a row, as 4.1 does that of a clause."""
_ASKED = re.compile(
    rf"(?:得分|评分|分数|分值|总分|(?:本人)?(?:{SIGNING}|签署|盖章|签字盖章)(?:确认|栏)?|(?:签[名字]|签署|审批|办理|填写)?(?:日期|时间)|"
    r"(?:审批|审核|处理|会签|审查)?意见|姓名|职务|职称|职务/职称|电话|联系电话|联系方式|工作单位|所在单位)"
)
"""What a row asks of each of the things that its heads name; the head is said first: 气虚质 得分, 部门主管 日期."""


def row_label(cells: Neighbours, cell: Cell, longest: int = 0, head: Cell | None = None) -> str:
    """Return the words that name the row: the label nearest on the left that is no number, nor a text.

    ``longest`` are the signs that it has at most, ``head`` is what heads the column, where that is known.
    """
    before = [each for each in cells.row(cell) if each.box.x1 <= cell.box.x0 + 1 and cells.item(each)]
    header = head or cells.header(cell)
    if header is not None:  # What stands beside the heads too names the whole list.
        before = [each for each in before if each.box.y0 > header.box.y1 - 1]
    longest = longest or (LONGEST if header is None else LISTED)
    named = [each for each in before if _SAYS.search(each.words) and not each.is_number and len(each.words) <= longest]
    if not named:
        return ""
    if header is None:
        return cells.item(named[-1])
    whole = [each for each in named if _level(each.box, cell.box)]
    if cell.box.height > 1.5 * min(each.box.height for each in named):
        if whole:
            return cells.item(whole[-1])
        if _beside_all(cells, cell, named[-1]):
            return ""
    named = _of_nearest_list(cells, named)
    first = _first_of_its_own(cells, named)
    thing = _only_thing(cells, first, named)
    if thing is not None:
        return f"{cells.item(first)} {cells.item(thing)}"
    return cells.item(_nearest_alike(cells, first, named))


def asked(cells: Neighbours, cell: Cell, header: Cell) -> str:
    """Return what the row of a cell asks of the thing that its head names, "" where the head says what is asked."""
    beside = [each for each in cells.row(cell) if each.is_label and each.box.x1 <= cell.box.x0 + 1]
    own = beside[-1].label if beside else ""
    return own if _ASKED.fullmatch(own) and not _ASKED.fullmatch(header.label) else ""


def signs_beside(cells: Neighbours, cell: Cell) -> str:
    """Return who signs in a cell of a list, where he is named left of it among what other rows ask: |编制人|    |."""
    left = cells.left(cell)
    if left is None or not left.is_label or not answers_for(left.label) or cells.heading(left) is None:
        return ""
    above = cells.above(left)
    asked_there = above is not None and (above.empty or above.answers) and same_columns(above.box, left.box)
    return left.label if asked_there else ""


def names_things(cells: Neighbours, header: Cell) -> bool:
    """Say whether a head is of a thing, and the rows say what of it: 签名 and 日期 under 申请人, 主管, 财务."""
    rows = (each for each in cells.cells if each.is_label and each.box.y0 > header.box.y0)
    left = (each for each in rows if each.box.x1 <= header.box.x0 + 1)
    return not _ASKED.fullmatch(header.label) and any(_ASKED.fullmatch(each.label) for each in left)


def _beside_all(cells: Neighbours, cell: Cell, label: Cell) -> bool:
    """Say whether a merged cell stands beside all rows of a list: then it is of none of them."""
    head = cells.heading(label)
    listed = [each for each in cells.cells if same_columns(each.box, label.box) and head is not None
              and each.box.y0 > head.box.y1 - 1]
    return len(listed) > 1 and all(cell.box.y0 - 1 < each.box.centre.y < cell.box.y1 + 1 for each in listed)


def _of_nearest_list(cells: Neighbours, named: list[Cell]) -> list[Cell]:
    """Return the labels of the list that a cell stands in: of two side by side, each has a column of its items."""
    nearest = [named[-1]]
    for each in reversed(named[:-1]):
        if abs(each.box.x1 - nearest[0].box.x0) > 1.0:
            break
        nearest.insert(0, each)
    head = cells.heading(nearest[0])
    if head is None:
        return named
    return nearest if _ITEMS.search(head.label) or _lists(cells, head, nearest[0]) else named


def _lists(cells: Neighbours, head: Cell, label: Cell) -> bool:
    """Say whether a column of labels behind cells to fill in lists things of its own, each once."""
    if _HOW.search(head.label):
        return False
    column = [each for each in cells.cells if same_columns(each.box, label.box) and each.box.y0 > head.box.y1 - 1]
    words = [each.words for each in column if each.is_label]
    whole = all(re.search(r"[\u4e00-\u9fff]{2}", each) for each in words)
    return whole and len(words) > 1 and len(set(words)) == len(words) == len(column)


def _nearest_alike(cells: Neighbours, first: Cell, named: list[Cell]) -> Cell:
    """Return the last label under a head of the same words: 项目 | 情况 | 项目 | 情况 is two lists."""
    head = cells.heading(first)
    if head is None:
        return first
    heads = [(cell, cells.heading(cell)) for cell in named]
    return [cell for cell, each in heads if each is not None and each.words == head.words][-1]


def _first_of_its_own(cells: Neighbours, named: list[Cell]) -> Cell:
    """Return the first label of a row that stands for this row alone, not for several."""
    height = min(each.box.height for each in cells.row(named[-1]))
    return next((cell for cell in named if cell.box.height < 1.5 * height), named[-1])


def _only_thing(cells: Neighbours, first: Cell, named: list[Cell]) -> Cell | None:
    """Return the thing beside a part that has no other, where other parts of its column have several; else None.

    液压 | 系统压力, under 润滑 | 油位 and 油窗. What says how things are to be is none. Where most parts have one
    only, the list is of them: then a sentence of what is looked at (检查内容) is none, 风机运转正常，滤器在位.
    """
    then = next((each for each in named if each.box.x0 > first.box.x1 - 1), None)
    head = cells.heading(first)
    if then is None or head is None or _says_how(cells, then):
        return None
    parts = [each for each in cells.cells if each.is_label and same_columns(each.box, first.box)]
    things = [each for each in cells.cells if each.is_label and same_columns(each.box, then.box)]
    counts = [
        sum(1 for thing in things if part.box.y0 < thing.box.centre.y < part.box.y1)
        for part in parts if part.box.y0 > head.box.y1 - 1
    ]
    if max(counts, default=0) < 2 or (2 * counts.count(1) > len(counts) and _is_looked_at(cells, then)):
        return None
    return then


def _is_looked_at(cells: Neighbours, label: Cell) -> bool:
    """Say whether a label is a sentence of what is looked at, under a head that does not call it a thing by itself."""
    head = cells.heading(label)
    called = head is not None and bool(_THING.search(head.label))
    return not called and len(label.words) >= _SENTENCE


def _says_how(cells: Neighbours, label: Cell) -> bool:
    head = cells.heading(label)
    return head is None or (bool(_HOW.search(head.label)) and not _THINGS.search(head.label))


def _level(first: Box, second: Box) -> bool:
    """Say whether two cells have the same top and bottom."""
    return abs(first.y0 - second.y0) < 1.0 and abs(first.y1 - second.y1) < 1.0
