"""Rows that repeat: a head and several rows of the same shape, or rows with the same words and another number."""

from __future__ import annotations

import re
from collections.abc import Container

from formkit.geometry import Box
from formkit.learn.found import Found, FoundTable
from formkit.learn.halves import name_halves, open_halves
from formkit.learn.labels import cleaned, name_kind
from formkit.learn.persons import SIGNING, attests
from formkit.learn.signed import make_signature
from formkit.learn.tabular import Band, Cell, Neighbours, bands, same_columns
from formkit.learn.ticks import ticked_choice, ticked_columns
from formkit.learn.units import IN_BRACKETS, kind_of_unit
from formkit.model.handbook import Kind

_TOTAL = re.compile(r"^(?:合计|总计|小计|共计|累计|总分)")
_NOT_SUMMED = re.compile(rf"(?:备注|原因|说明|意见|措施|情况|摘要|用途|名称|规格|型号|单位|{SIGNING}|依据|日期)$")
_COUNTS = re.compile(r"序号|编号|项次|序次|次序|^号$|^No|^№")
"""Heads over the numbers of rows."""
_BEGINS, _WRITTEN = 4.0, 20.0
"""mm; a number stands so near the left edge of a cell, and has as much paper behind it, where something is written."""
_SCORES = re.compile(r"成绩|得分|评分|[读示]数")
"""Heads over several columns that say what stands in each; over heads of one sign (早, 起) all do."""
_IN_SERIES = re.compile(
    r"[大小]?[早中晚夜日白前后甲乙丙丁一二三四]班|[大小]班|[早中晚夜白甲乙丙丁一二三四]值|[甲乙丙丁戊]|[上中下]旬|[上下]半[年月]|[上下]学期|"
    r"[早中午晚]餐|[早上下]午?加餐|[早午]点|早|中|晚|夜|上午|中午|下午|晚上|夜间|白天|(?:星期|周|礼拜)[一二三四五六七日天末]|"
    r"第?[一二三四五六七八九十]{1,3}[次回月周年季轮期批]|第[一二三四五六七八九十]{1,3}|[一二三四]季度|[春夏秋冬]季?|[A-H][班组相区栋座]?"
)
"""Names that count: rows that differ in them only are records."""
_AT = r"\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分)?)"
_HOURS = re.compile(rf"[（(]?{_AT}(?:[~～\-－—–至到]+(?:次日)?{_AT})?[）)]?")
"""When such a part of the day is, printed with its name: 早班 8:00～16:00."""

_ASIDE = re.compile(r"[（(][^（()）]*[)）]$")
_ENDING, _ASKED = 2, 2
"""Signs that names of one kind end in, and the least cells beside them."""


def runs(cells: Neighbours, used: Container[int] = ()) -> list[list[Band]]:
    """Return the rows that repeat: two or more, one under the other, alike in columns and print; none of ``used``."""
    found: list[list[Band]] = []
    rows = [band for band in bands(cell for cell in cells.cells if id(cell) not in used) if len(band) > 1]
    taken: set[int] = set()
    for index, band in enumerate(rows):
        if index in taken or not _answerable(band):
            continue
        run = [band]
        for later in range(index + 1, len(rows)):
            if abs(rows[later][0].box.y0 - run[-1][0].box.y1) < 0.8 and _alike(cells, band, rows[later]):
                run.append(rows[later])
                taken.add(later)
        if len(run) > 1 and _is_table(cells, run):
            run = _with_named(cells, rows, run)
            taken |= {number for number, each in enumerate(rows) if any(each is band for band in run)}
            found.append(run)
    return found


def _with_named(cells: Neighbours, rows: list[Band], run: list[Band]) -> list[Band]:
    """Return a run with the rows around it that differ from it in the printed names only: 配偶, 子女, 子女, 父亲.

    Where names repeat, or differ in their numbers, the rows are records and no questions of their own.
    """
    first = run[0]
    if not _named_record(cells, first):
        return run
    start = end = next(index for index, band in enumerate(rows) if band is first)
    end += len(run) - 1
    whole = list(run)
    while start and _joins(rows[start - 1], whole[0]):
        start -= 1
        whole.insert(0, rows[start])
    while end + 1 < len(rows) and _joins(whole[-1], rows[end + 1]):
        end += 1
        whole.append(rows[end])
    return whole


def _named_record(cells: Neighbours, band: Band) -> bool:
    """Say whether a row is a name and several empty cells, all under heads."""
    headed = [cell for cell in band[1:] if cell.empty and cells.header(cell) is not None]
    return band[0].is_label and not band[0].is_number and 2 < len(headed) == len(band) - 1


def _joins(over: Band, under: Band) -> bool:
    """Say whether two rows of one shape touch, with a name in the first cell of each and empty ones behind it."""
    if len(over) != len(under) or abs(under[0].box.y0 - over[0].box.y1) > 0.8:
        return False
    if not all(band[0].is_label and all(cell.empty for cell in band[1:]) for band in (over, under)):
        return False
    return all(same_columns(a.box, b.box) for a, b in zip(over, under, strict=True)) and not any(
        _TOTAL.match(cleaned(band[0].words)) for band in (over, under)
    )


def _answerable(band: Band) -> bool:
    return any(cell.empty or cell.answers for cell in band)


def _alike(cells: Neighbours, first: Band, second: Band) -> bool:
    if len(first) != len(second):
        return False
    for a, b in zip(first, second, strict=True):
        if abs(a.box.x0 - b.box.x0) > 1.2 or abs(a.box.x1 - b.box.x1) > 1.2:
            return False
        if _pattern(a) != _pattern(b) and not (a is first[0] and _of_one_kind(cells, first, second)):
            return False
    return True


def _of_one_kind(cells: Neighbours, first: Band, second: Band) -> bool:
    """Say whether the names of two rows end alike, and what is asked is printed in all other cells, under heads.

    预先警报 and 解除警报 are each sounded and heard; empty cells behind such names are questions of their own.
    """
    asked = all(cell.answers and cells.header(cell) is not None for band in (first, second) for cell in band[1:])
    head = cells.heading(first[0])
    column = (each for each in cells.cells if each.is_label and same_columns(each.box, first[0].box))
    names = [_ASIDE.sub("", each.words) for each in column if cells.heading(each) is head]
    ends = {name[-_ENDING:] for name in names if len(name) > _ENDING}
    return asked and head is not None and len(first) > _ASKED and len(ends) == 1 and min(map(len, names)) > _ENDING


def _pattern(cell: Cell) -> str:
    """Return the print of a cell with every number, and every name of a series (早 中 夜), as #."""
    name = _HOURS.sub("", cell.words)
    return "#" if cell.is_number or _IN_SERIES.fullmatch(name) else re.sub(r"\d+", "#", cell.words)


def _is_table(cells: Neighbours, run: list[Band]) -> bool:
    """Say whether rows that look alike are records: under a head, or with words of their own in every row."""
    first = run[0]
    headed = sum(1 for cell in first if cells.header(cell) is not None)
    if headed >= max(1, sum(1 for cell in first if cell.empty) - 1):
        return True
    return all(not cell.empty for cell in first) and any(cell.answers for cell in first)


def table(cells: Neighbours, run: list[Band], label: str, notes: str = "") -> FoundTable:
    """Return a repeat table with the answers of its rows; ``notes`` are what is printed outside of it."""
    run = _folded(cells, run)
    rows = [_row(cells, run, band, notes) for band in run]
    common = _in_common(rows)
    found = FoundTable(label, [row[:common] for row in rows], sure=all(len(row) == common for row in rows))
    for answer in found.rows[0] if not found.sure else ():
        answer.sure = False
    _tell_apart(found, cells, run)
    return found


def _in_common(rows: list[list[Found]]) -> int:
    """Return how many answers all records have from the first on: where one asks for more, as long as names agree."""
    fewest = min(map(len, rows))
    if all(len(row) == fewest for row in rows):
        return fewest
    alike = [len({each.label for each in answers}) == 1 for answers in zip(*rows, strict=False)]
    return next((number for number, same in enumerate(alike) if not same), fewest)


def _row(cells: Neighbours, run: list[Band], band: Band, notes: str) -> list[Found]:
    """Return the answers of one row from left to right; columns that are ticked are one choice."""
    choices = ticked_columns(cells, band, notes)
    ticked = {id(cell): choice for choice in choices for cell in choice}
    found: list[Found] = []
    for cell in band:
        choice = ticked.get(id(cell))
        if choice is None:
            found += _answers(cells, run, cell)
        elif cell is choice[0]:
            found.append(ticked_choice(cells, choice))
    return found


def _folded(cells: Neighbours, run: list[Band]) -> list[Band]:
    """Return the rows of a list that goes on beside itself under the same heads one below the other."""
    heads = [cells.header(cell) for cell in run[0]]
    half = len(heads) // 2
    words = [head.words for head in heads if head is not None and cells.group(head) is None]
    if len(words) < len(heads) or half < 2 or len(heads) % 2 or words[:half] != words[half:]:
        return run
    return [band[:half] for band in run] + [band[half:] for band in run]


def _answers(cells: Neighbours, run: list[Band], cell: Cell) -> list[Found]:
    header = cells.header(cell)
    if cell.is_number and not cell.answers:
        return _behind_number(cell, header)
    group = cells.group(header) if header is not None else None
    name = header.label if header is not None else ""
    short = group is not None and len(name) == 1
    if group is not None and short:
        name = f"{IN_BRACKETS.sub('', group.label) or group.label} {name}"
    if cell.empty:
        found = Found(name, Kind.TEXT, cell.box, labelled=False, sure=bool(name))
        name_kind(found)
        if found.kind is Kind.TEXT and found.format is None:
            name_kind(found, measured_head(cells, header))
        if found.kind is Kind.TEXT and (attests(name) or (group is not None and attests(group.label))):
            make_signature(found)
        if group is not None and (short or _SCORES.search(group.label)):
            name_kind(found, group.label)
        return [found]
    if not cell.answers and (halves := open_halves(cell.running, name, records=True)):
        cell.answers = halves
    for answer in cell.answers:
        if not answer.label:
            answer.label = name
        elif header is None:
            answer.label = re.sub(r"\d+$", "", answer.label) or answer.label
        if len(cell.answers) == 1 and header is None and answer.kind is Kind.TEXT:
            answer.box = Box(answer.box.x0, cell.box.y0, cell.box.x1, cell.box.y1) if not answer.unit else answer.box
        name_kind(answer)
    name_halves(cell.running, cell.answers, "")
    return cell.answers


def _behind_number(cell: Cell, header: Cell | None) -> list[Found]:
    """Return the paper behind the number of a row, where it begins a wide cell under what is asked for: |1.     |."""
    last = cell.running.signs[-1].box
    written = Box(last.x1, cell.box.y0, cell.box.x1, cell.box.y1)
    begins = cell.running.signs[0].box.x0 - cell.box.x0 < _BEGINS
    if header is None or not begins or written.width < _WRITTEN or _COUNTS.search(header.label):
        return []
    found = Found(header.label, Kind.TEXT, written, labelled=False)
    name_kind(found)
    return [found]


def measured_head(cells: Neighbours, header: Cell | None) -> str:
    """Return the head over several columns that says what all of them are measured in: 误差（μm）; "" without one."""
    group = cells.group(header) if header is not None else None
    while group is not None:
        unit = IN_BRACKETS.search(group.label)
        if unit and kind_of_unit(unit["unit"]) is Kind.NUMBER:
            return group.label
        group = cells.group(group)
    return ""


def _tell_apart(found: FoundTable, cells: Neighbours, run: list[Band]) -> None:
    """Put the head over several columns before labels that would stand twice in the table."""
    labels = [column.label for column in found.rows[0]]
    for index, label in enumerate(labels):
        if labels.count(label) < 2:
            continue
        box = found.rows[0][index].box
        for cell in run[0]:
            header = cells.header(cell) if cell.box.overlaps(box) else None
            group = cells.group(header) if header is not None else None
            if group is not None:
                for row in found.rows:
                    row[index].label = f"{group.label} {label}"


def total_label(cells: Neighbours, cell: Cell) -> str:
    """Return 合计 and the head of the column for a cell in the row of sums, else ""."""
    first = cells.row(cell)[0]
    words = cleaned(first.words)
    header = cells.header(cell)
    if first.is_label and _TOTAL.match(words) and header is not None:
        return f"{words} {header.label}"
    return ""


def is_beside_sum(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell in the row of sums is of a column that has none: 备注, or no number beside numbers."""
    header = cells.header(cell)
    if header is None or not total_label(cells, cell):
        return False
    row = [each for each in cells.row(cell) if each.empty]
    numbers = any(_summed(cells, each) for each in row)
    return bool(_NOT_SUMMED.search(header.label)) or (numbers and not _summed(cells, cell))


def _summed(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell stands in a column of numbers."""
    header = cells.header(cell)
    found = Found(header.label if header is not None else "", Kind.TEXT, cell.box, labelled=False)
    name_kind(found)
    if found.kind is Kind.TEXT:
        name_kind(found, measured_head(cells, header))
    return found.kind in (Kind.NUMBER, Kind.INTEGER)
