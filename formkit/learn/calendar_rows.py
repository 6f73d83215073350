"""Days or months that head columns, of which some are ticked in each row: 周一 … 周日 beside 上午, 下午, 晚上."""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.found import Found, FoundOption
from formkit.learn.labels import MANY
from formkit.learn.row_names import row_label
from formkit.learn.tabular import Band, Cell, Neighbours, bands, same_columns
from formkit.learn.ticks import TICKED
from formkit.model.handbook import Kind, Mark

_FEWEST = 5
"""Days or months side by side at least."""
_DAY = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_MONTH = re.compile(r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
_PART = re.compile(r"(?:上午|中午|下午|晚上|早上|夜间|白天|全天|[早中晚夜])(?:[（(].*[）)])?")
_DAYS = "一二三四五六日"
_MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def calendar_rows(cells: Neighbours, notes: str) -> list[tuple[Band, Found]]:
    """Return the rows whose empty cells stand under days or months that follow one another, each with its choice.

    Only where the table, or the ``notes`` of its page, says that something is ticked, and the rows are parts of a day,
    or several may be ticked: else each cell is written into, and under each day stands a record.
    """
    said = [notes, *(cell.words for cell in cells.cells)]
    if not any(TICKED.search(words) for words in said):
        return []
    several = any(MANY.search(words) for words in said)
    found = []
    for band in bands(cells.cells):
        run = [cell for cell in band if cell.empty and _head(cells, cell) is not None]
        label = row_label(cells, run[0]) if len(run) >= _FEWEST else ""
        heads = [head for cell in run if (head := _head(cells, cell)) is not None]
        if (several or _PART.fullmatch(label)) and label and _in_order([head.words for head in heads]):
            found.append((run, _choice(label, run, heads)))
    return found


def _head(cells: Neighbours, cell: Cell) -> Cell | None:
    """Return the day or month that heads the column of an empty cell."""
    above = cells.above(cell)
    while above is not None and above.empty and same_columns(above.box, cell.box):
        above = cells.above(above)
    return above if above is not None and _rank(above.words) and same_columns(above.box, cell.box) else None


def _rank(words: str) -> int:
    """Return which day of the week or month of the year a head says; 0 where it says none."""
    if day := _DAY.fullmatch(words):
        return _DAYS.index(day["day"].replace("天", "日")) + 1
    month = _MONTH.fullmatch(words)
    if month is None:
        return 0
    said = month["month"]
    return int(said) if said.isdigit() else _MONTHS.index(said) + 1 if said in _MONTHS else 0


def _in_order(words: list[str]) -> bool:
    ranks = [_rank(each) for each in words]
    return all(after == before + 1 for before, after in pairwise(ranks))


def _choice(label: str, run: Band, heads: list[Cell]) -> Found:
    options = [
        FoundOption(str(number), head.label, cell.box, cell.box)
        for number, (cell, head) in enumerate(zip(run, heads, strict=True), 1)
    ]
    box: Box = around(cell.box for cell in run)
    return Found(label, Kind.MULTI, box, mark=Mark.BOX, options=options, labelled=False, sure=False)
