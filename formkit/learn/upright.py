"""Records that stand side by side: a table whose labels are at its left, with a column for each visit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from formkit.learn.circled import circled
from formkit.learn.completed import name_parts
from formkit.learn.found import Found, FoundTable
from formkit.learn.halves import name_halves, open_halves
from formkit.learn.labels import cleaned, name_kind
from formkit.learn.persons import attests
from formkit.learn.printed_once import listed_name, take_options
from formkit.learn.signed import make_signature
from formkit.learn.signed_cells import sign_empty
from formkit.learn.tabular import Cell, Neighbours, same_columns
from formkit.model.handbook import Kind

_FEWEST = 4
"""Rows that are labelled at the left, of as many is a record at least."""
_EDGE = 0.8
"""mm; edges of cells that are no farther apart are level."""
_WIDTH = 2.0
"""mm; how far the columns of records may differ in width."""
_NTH = re.compile(r"第?[一二三四五六七八九十\d]+(?=[次回月周年季])")
_ROWS = re.compile(r"(?:项目|内容|名称|部位)$")
"""The head of what stands at the left of the records."""
_NARROW = 18.0
"""mm; cells as narrow may take one sign each."""
_SHORT = 5
"""Signs; a label as short as less says little without that of its row."""
_NAMING = re.compile(r"名称|品名|姓名")
"""What the first row of the same thing asks for: under 药物名称1, 用法用量 is of 药物1."""
_USAGE = re.compile(r"[ ]?(?:用法|用量|服法|使用方法|剂量)+(?:及|和|与|、)?(?:用法|用量|剂量)?$")
"""What blanks beside it with names of their own (每日____次) are not named by."""
_SCORES = re.compile(r"(?:评|得|计|打)分$|分[值数]$")
_REMARKS = re.compile(r"备注|说明|意见|评语|描述|日期|时间|[人员者]$")
"""What stands beside points and is none."""
_ENDS = frozenset("起止")
"""The ends of a span, which its name has both of."""
_SIDE = re.compile(r"[左右双][眼耳侧手]?")
"""Of which of two something is measured: 裸眼视力 | 右眼 |    |."""
_BARE = frozenset({"其他", "其它", "原因", "日期", "时间", "名称", "备注", "结果", "次数"})
"""Labels that say nothing without what they belong to."""

Records = list[list[Cell]]
"""The cells of each record from top to bottom, the records from left to right."""


def records(cells: Neighbours, used: Collection[int] = ()) -> list[Records]:
    """Return the records that stand side by side: columns that are alike row by row, two or more; none of ``used``."""
    found: list[Records] = []
    taken = set(used)
    for cell in cells.cells:
        if id(cell) in taken or not _begins(cells, cell):
            continue
        run = _down(cells, cell)
        run = run[: _fewest_labelled(cells, run)]
        if len(run) >= _FEWEST and len(run[0]) > 1 and (_asks(run) or _bare(cells, run)):
            columns = [list(column) for column in zip(*run, strict=True)]
            taken |= {id(each) for column in columns for each in column}
            found.append(columns)
    return found


def table(cells: Neighbours, columns: Records, label: str, notes: str = "", names: Sequence[str] = ()) -> FoundTable:
    """Return the repeat table of records that stand side by side.

    ``notes`` are what is printed outside of it, ``names`` those of its rows, where they are known.
    """
    labels = list(names) or _labels(cells, columns[0])
    rows = []
    for column in columns:
        answers = []
        for number, cell in enumerate(column):
            own = _answers(cells, columns[0][number], cell, labels[number])
            name_halves(cell.running, own, notes, records=True)
            if number == 0:
                _name_days(own, labels[0])
            answers.append(own)
        rows.append(answers)
    fewest = [min(len(row[number]) for row in rows) for number in range(len(labels))]
    made = [[each for own, count in zip(row, fewest, strict=True) for each in own[:count]] for row in rows]
    for alike in zip(*made, strict=True):
        if len({tuple(option.label for option in each.options) for each in alike}) > 1:
            for each in alike:
                _as_text(each)
    return FoundTable(label, made)


def _name_days(answers: list[Found], label: str) -> None:
    """Call the days at the head of the records so, where beside them stands what the rows are: 项目 | __月__日 | …."""
    for answer in answers:
        if answer.kind is Kind.DATE and answer.label == label and _ROWS.search(label):
            answer.label = "日期"


def _as_text(choice: Found) -> None:
    """Make words of a choice whose options are not those of the other records: one code would mean several things."""
    choice.kind, choice.mark, choice.options, choice.cells = Kind.TEXT, None, [], ()
    choice.multiline, choice.sure = True, False


def _begins(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell stands right of a label and left of a cell like it."""
    left, right = cells.left(cell), cells.right(cell)
    return left is not None and right is not None and _is_name(left) and _alike(cell, right, _uneven(cells, cell))


def _uneven(cells: Neighbours, cell: Cell) -> float:
    """Return how far the columns of records may differ in width: under heads they are things of their own sooner."""
    return _WIDTH if cells.header(cell) is not None else cell.box.width / 2


def _is_name(cell: Cell) -> bool:
    """Say whether a cell holds a name: Chinese words, or letters such as FEV1/FVC; a day in a list is none."""
    if cell.answers and all(answer.kind is Kind.DATE and answer.parts for answer in cell.answers):
        return False
    return not cell.empty and not cell.is_number and bool(re.search(r"[\u4e00-\u9fff]|[A-Za-z]{2}", cell.words))


def _alike(first: Cell, second: Cell, widest: float = _WIDTH) -> bool:
    level = abs(first.box.y0 - second.box.y0) < _EDGE and abs(first.box.y1 - second.box.y1) < _EDGE
    return level and abs(first.box.width - second.box.width) < widest and _pattern(first) == _pattern(second)


def _pattern(cell: Cell) -> str:
    return _NTH.sub("#", cell.words)


def _down(cells: Neighbours, first: Cell) -> list[list[Cell]]:
    """Return the rows from a cell downwards that have the same columns, each alike from column to column."""
    rows: list[list[Cell]] = []
    cell: Cell | None = first
    while cell is not None:
        row, uneven = [cell], _uneven(cells, cell)
        while (after := cells.right(row[-1])) is not None and _alike(cell, after, uneven):
            row.append(after)
        if rows and len(row) < len(rows[0]) and cell.answers:
            row = _of_columns(cells, cell, rows[0]) or row
        if rows and (len(row) != len(rows[0]) or not all(map(_same, row, rows[0]))):
            break
        rows.append(row)
        cell = _below(cells, cell)
    return rows


def _of_columns(cells: Neighbours, cell: Cell, columns: list[Cell]) -> list[Cell]:
    """Return the cells right of one that stand in ``columns`` and ask for something too, none where one does not.

    Of some visits something else is asked: later ones have options that the first ones have not.
    """
    row = [cell]
    for _ in columns[1:]:
        after = cells.right(row[-1])
        if after is None or not after.answers or abs(after.box.y0 - cell.box.y0) > _EDGE:
            return []
        row.append(after)
    return row


def _same(first: Cell, second: Cell) -> bool:
    return same_columns(first.box, second.box)


def _below(cells: Neighbours, cell: Cell) -> Cell | None:
    for each in cells.cells:
        if abs(each.box.y0 - cell.box.y1) < _EDGE and same_columns(each.box, cell.box):
            return each
    return None


def _fewest_labelled(cells: Neighbours, rows: list[list[Cell]]) -> int:
    """Return how many of the rows have a label left of them; an unlabelled one ends the records."""
    for number, row in enumerate(rows):
        left = cells.left(row[0])
        if left is None or not _is_name(left) or _goes_on(cells, row[-1], first=number == 0):
            return number
    return len(rows)


def _goes_on(cells: Neighbours, last: Cell, *, first: bool) -> bool:
    """Say whether print stands right of a row that is none of another list; heads over the ``first`` show that one."""
    right = cells.right(last)
    if right is None or right.empty:
        return False
    return cells.header(last) is None or not right.is_label or (first and cells.heading(right) is None)


def _asks(rows: list[list[Cell]]) -> bool:
    """Say whether the rows ask for different things: their labels differ, most have something to fill in.

    Where nothing but boxes to tick stands in them, it is the columns that are answers.
    """
    if all(row[0].lone_box is not None for row in rows):
        return False
    empty = sum(1 for row in rows if row[0].empty)
    open_ones = sum(1 for row in rows if row[0].empty or row[0].answers)
    printed = {row[0].words for row in rows if not row[0].empty}
    return open_ones >= 0.6 * len(rows) and (len(printed) > 1 or empty < len(rows))


def _bare(cells: Neighbours, rows: list[list[Cell]]) -> bool:
    """Say whether all is empty and no head names the columns: then only records can be meant, where words fit in."""
    first = rows[0]
    return all(cell.box.width > _NARROW and cells.header(cell) is None for cell in first)


def _labels(cells: Neighbours, column: list[Cell]) -> list[str]:
    """Return what names each row of a record; one that stands twice is named by what it belongs to."""
    beside = [cells.left(cell) for cell in column]
    named = [_naming_cell(cells, each) for each in beside]
    plain = ["" if each is None else listed_name(each) or each.label for each in named]
    counts = Counter(plain)
    found = []
    for number, (label, cell) in enumerate(zip(plain, named, strict=True)):
        over = plain[number - 1] if number else ""
        group = cells.left(cell) if cell is not None else None
        if counts[label] > 1 and re.search(r"[\d一二三四五六]$", over):
            label = f"{_NAMING.sub('', over)} {label}"
        elif group is not None and group.is_label and (counts[label] > 1 or label in _BARE):
            label = f"{group.label} {label}"
        found.append(label)
    return found


def _naming_cell(cells: Neighbours, beside: Cell | None) -> Cell | None:
    """Return the cell that names a row: the one beside it, the next one where that only asks for something of its own.

    What prints the options of its row with a name gives it that, whatever group it belongs to:
    身体状况 | 睡眠 1好 2差 | □ | □ |.
    """
    if beside is None or not beside.answers or listed_name(beside):
        return beside
    return cells.left(beside) or beside


def _answers(cells: Neighbours, first: Cell, cell: Cell, label: str) -> list[Found]:
    if cell.empty:
        found = Found(label, Kind.TEXT, cell.box, labelled=False, sure=bool(label))
        name_kind(found)
        if found.kind is Kind.TEXT and _scored(cells, first, label):
            name_kind(found, "得分")
        if found.kind is Kind.TEXT and _SIDE.fullmatch(label) and (group := _group(cells, first)) is not None:
            name_kind(found, group.label)
        if attests(label):
            make_signature(found)
        sign_empty(cells, cell, found)
        return [found]
    if not cell.answers:
        cell.answers = open_halves(cell.running, label, records=True)
    if not cell.answers and (choice := circled(cell.running, must_know=False)) is not None:
        cell.answers = [choice]
    take_options(cell, cells.left(first))
    name_parts(cell.answers, label)
    for answer in cell.answers:
        if not answer.label:
            answer.label, answer.labelled = label, False
        elif label and len(answer.label) < _SHORT and not _says_enough(answer.label, label):
            answer.label = f"{_USAGE.sub('', label)} {answer.label}".strip()
        name_kind(answer)
    _tell_apart(cell.answers, label)
    return cell.answers


def _says_enough(own: str, label: str) -> bool:
    """Say whether the name of an answer has that of its row in it, or is a word of it; of 起止 either is an end."""
    return label in own or (own in label and own not in _ENDS)


def _group(cells: Neighbours, first: Cell) -> Cell | None:
    """Return what the row of a cell belongs to: the label left of the one that names it."""
    named = cells.left(first)
    group = cells.left(named) if named is not None else None
    return group if group is not None and group.is_label else None


def _scored(cells: Neighbours, first: Cell, label: str) -> bool:
    """Say whether what a row belongs to says that it is given points: 功能评分 | 服药与复诊 |   |."""
    group = _group(cells, first)
    return group is not None and bool(_SCORES.search(group.label)) and not _REMARKS.search(label)


def _tell_apart(answers: list[Found], label: str) -> None:
    """Name the answers of one cell by their units where they have one name: 运动 次/周, 运动 分钟/次.

    The same units once more, in a second line, are of what is aimed at.
    """
    same = [answer for answer in answers if answer.label == label]
    units = [answer.unit for answer in same]
    half = len(same) // 2
    twice = half > 1 and units[:half] == units[half:]
    if len(same) > 1 and len(set(units)) == (half if twice else len(same)) and all(units):
        for index, answer in enumerate(same):
            aimed = "目标" if twice and index >= half else ""
            answer.label = f"{aimed}{cleaned(label)} {answer.unit}"
