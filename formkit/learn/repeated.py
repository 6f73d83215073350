"""Rows that repeat: a head and several rows of the same shape, or rows with the same words and another number."""

from __future__ import annotations

import re
from collections.abc import Container

from formkit.learn.labels import cleaned
from formkit.learn.persons import without_aside
from formkit.learn.tabular import Band, Cell, Neighbours, bands, same_columns
from formkit.learn.totals import TOTAL

_IN_SERIES = re.compile(
    r"[大小]?[早中晚夜日白前后甲乙丙丁一二三四]班|[大小]班|[早中晚夜白甲乙丙丁一二三四]值|[甲乙丙丁戊]|[上中下]旬|[上下]半[年月]|[上下]学期|"
    r"[早中午晚]餐|[早上下]午?加餐|[早午]点|早|中|晚|夜|上午|中午|下午|晚上|夜间|白天|(?:星期|周|礼拜)[一二三四五六七日天末]|"
    r"第?[一二三四五六七八九十]{1,3}[次回月周年季轮期批]|第[一二三四五六七八九十]{1,3}|[一二三四]季度|[春夏秋冬]季?|[A-H][班组相区栋座]?"
)
"""Names that count: rows that differ in them only are records."""
_AT = r"\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分)?)"
_HOURS = re.compile(rf"[（(]?{_AT}(?:[~～\-－—–至到]+(?:次日)?{_AT})?[）)]?")
"""When such a part of the day is, printed with its name: 早班 8:00～16:00."""
_SIGNS = re.compile(r"[^\u4e00-\u9fff]{2,8}")
"""Figures and signs, such as ① ② ③, which a scan may show in another way in each row."""
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
        TOTAL.match(cleaned(band[0].words)) for band in (over, under)
    )


def _answerable(band: Band) -> bool:
    return any(cell.empty or cell.answers for cell in band)


def _alike(cells: Neighbours, first: Band, second: Band) -> bool:
    if len(first) != len(second):
        return False
    for a, b in zip(first, second, strict=True):
        if abs(a.box.x0 - b.box.x0) > 1.2 or abs(a.box.x1 - b.box.x1) > 1.2:
            return False
        signs = bool(_SIGNS.fullmatch(a.words) and _SIGNS.fullmatch(b.words)) and _numbered(first, second)
        if _pattern(a) != _pattern(b) and not signs and not (a is first[0] and _of_one_kind(cells, first, second)):
            return False
    return True


def _numbered(first: Band, second: Band) -> bool:
    """Say whether two rows are numbered, and most of their cells are empty."""
    empty = sum(1 for cell in first if cell.empty)
    return first[0].is_number and second[0].is_number and empty > len(first) / 2


def _of_one_kind(cells: Neighbours, first: Band, second: Band) -> bool:
    """Say whether the names of two rows end alike, and what is asked is printed in all other cells, under heads.

    预先警报 and 解除警报 are each sounded and heard; empty cells behind such names are questions of their own.
    """
    asked = all(cell.answers and cells.header(cell) is not None for band in (first, second) for cell in band[1:])
    head = cells.heading(first[0])
    column = (each for each in cells.cells if each.is_label and same_columns(each.box, first[0].box))
    names = [without_aside(each.words) for each in column if cells.heading(each) is head]
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
