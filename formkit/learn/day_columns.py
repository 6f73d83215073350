"""Sheets with a column for each day, hour or week and what is asked at the left: one repeat table, a record a column.

|序号|点检项目|方法| 1 | 2 | … |31|, 周一 … 周日, 8:00 10:00 12:00; below the items who signs each day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

from formkit.learn.cell_labels import part_label
from formkit.learn.circled import circled
from formkit.learn.found import FoundTable
from formkit.learn.persons import answers_for
from formkit.learn.printed_once import listed_name
from formkit.learn.row_names import QUESTION, row_label
from formkit.learn.running import Running
from formkit.learn.signed import make_signature
from formkit.learn.tabular import Cell, Neighbours, same_columns
from formkit.model.handbook import Kind

_NUMBER = re.compile(r"第?(?P<number>\d{1,2}|十?[一二三四五六七八九]|十)(?P<of>[日号月周次时点班]|季度|)")
_CHINESE = "零一二三四五六七八九十"
_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})")
_WEEK = "一二三四五六日"
_DAY = re.compile(r"(?:星期|周|礼拜)?(?P<day>[一二三四五六日天])")
_WEEKDAYS = re.compile(r"(?:星期|周|礼拜)")
_PARTS = re.compile(r"上午|下午|早|中|晚|夜|[早中晚夜白日]班?|[甲乙丙]班|AM|PM|am|pm")
"""Parts of a day, which each day has under its own head."""
_DAYS = re.compile(r"日|天|期|[周月时]|点检|巡检|记录|检查情况")
_CROSSED = re.compile(r"[/／\-—－×]+")
_SCORES = re.compile(r"分|评|级|程度")
_FEWEST, _SURE = 3, 7
"""Columns that count: of a row of as many under a head that says of what; of as many, whatever is said over them."""
_LABELLED = 0.6
"""Share of the rows that print what is asked for; the others are left free for what else is asked."""

Records = list[list[Cell]]
"""The cells of each record from top to bottom, the records from left to right."""
Sheet = tuple[Records, list[str], list[Cell]]
"""The records, the name of each row, and cells that ask for nothing: the heads, and what no day belongs to."""


def sheets(cells: Neighbours, taken: Container[int] = ()) -> list[Sheet]:
    """Return the sheets of a table whose columns count; two halves with the same rows are one."""
    found: list[tuple[int, Sheet]] = []
    for heads in _counting(cells):
        records, names, spare = _rows_under(cells, heads, taken)
        if not records:
            continue
        last = found[-1] if found else None
        if last is not None and last[1][1] == names and last[0] + 1 == _value(heads[0]):
            found[-1] = (_value(heads[-1]), (last[1][0] + records, names, last[1][2] + spare))
        else:
            found.append((_value(heads[-1]), (records, names, spare)))
    return [sheet for _, sheet in found]


def sign_days(table: FoundTable) -> None:
    """Make signatures of the persons in rows under the items: who is named for each day signs for it."""
    for answer in (each for row in table.rows for each in row):
        if answer.kind is Kind.TEXT and answers_for(answer.label):
            make_signature(answer)


def _counting(cells: Neighbours) -> Iterator[list[Cell]]:
    """Yield the runs of cells side by side in which days, hours or weeks are counted, from the first to the last."""
    seen: set[int] = set()
    for cell in cells.cells:
        if id(cell) in seen or not cell.is_label:
            continue
        run = [cell]
        while (after := cells.right(run[-1])) is not None and _level(run[-1], after) and _next(run, after):
            run.append(after)
        if len(run) > 1:
            seen |= {id(each) for each in run}
        if len(run) >= _FEWEST and _counts(cells, run):
            yield _leaves(cells, run)


def _next(run: list[Cell], after: Cell) -> bool:
    """Say whether a cell counts on from the last of a run."""
    return any(step(run[-1].words, after.words) for step in _STEPS)


def _number(words: str) -> tuple[int, str]:
    """Return the number in a head and what it counts: 3 and 月 of 三月 and 3月; -1 where it is none."""
    match = _NUMBER.fullmatch(words)
    if match is None or (not match["of"] and not match["number"].isdigit()):
        return -1, ""
    shown = match["number"]
    return int(shown) if shown.isdigit() else sum(map(_CHINESE.index, shown)), match["of"]


def _by_number(first: str, second: str) -> bool:
    (a, of), (b, also) = _number(first), _number(second)
    return 0 <= a == b - 1 and of == also


def _by_clock(first: str, second: str) -> bool:
    a, b = _CLOCK.fullmatch(first), _CLOCK.fullmatch(second)
    return a is not None and b is not None and (int(a["hour"]), a["minute"]) < (int(b["hour"]) or 24, b["minute"])


def _by_hour(first: str, second: str) -> bool:
    (a, of), (b, also) = _number(first), _number(second)
    return of == also and of in ("时", "点") and 0 <= a < (b or 24)


def _by_weekday(first: str, second: str) -> bool:
    a, b = _DAY.fullmatch(first), _DAY.fullmatch(second)
    if a is None or b is None or bool(_WEEKDAYS.match(first)) != bool(_WEEKDAYS.match(second)):
        return False
    days = [_WEEK.index(each["day"].replace("天", "日")) for each in (a, b)]
    return days[1] == (days[0] + 1) % len(_WEEK)


_STEPS: tuple[Callable[[str, str], bool], ...] = (_by_number, _by_clock, _by_hour, _by_weekday)


def _counts(cells: Neighbours, run: list[Cell]) -> bool:
    """Say whether days, hours or weeks are counted: bare figures may be scores, or the measurements of a sample."""
    value, of = _number(run[0].words)
    bare = value >= 0 and not of
    weekday = _DAY.fullmatch(run[0].words) is not None and value < 0
    named = _WEEKDAYS.match(run[0].words) is not None if weekday else not bare and of != "次"
    group = cells.above(run[0])
    over = group.label if group is not None and group.is_label and group.box.width > run[0].box.width else ""
    if bare and _SCORES.search(over):
        return False
    return named or len(run) >= _SURE or bool(_DAYS.search(over))


def _level(first: Cell, second: Cell) -> bool:
    return abs(first.box.y0 - second.box.y0) < 1.0 and abs(first.box.y1 - second.box.y1) < 1.0


def _leaves(cells: Neighbours, run: list[Cell]) -> list[Cell]:
    """Return the heads right over the cells to fill in: the parts of each day, where all days have the same."""
    under = [cells.under(each) for each in run]
    words = [[each.words for each in part] for part in under]
    parted = len(words[0]) > 1 and all(part == words[0] for part in words) and all(
        _PARTS.fullmatch(each) for each in words[0])
    return [leaf for part in under for leaf in sorted(part, key=lambda each: each.box.x0)] if parted else run


def _value(head: Cell) -> int:
    """Return the number of a head, -1 where it has none."""
    return _number(head.words)[0]


def _rows_under(cells: Neighbours, heads: list[Cell], taken: Container[int]) -> Sheet:
    """Return the records under heads, down to the next heads; none where the rows do not say what is asked."""
    rows: list[list[Cell]] = []
    for first in _column(cells, heads[0], taken):
        row = [first]
        while len(row) < len(heads) and (after := cells.right(row[-1])) is not None and _same(after, heads[len(row)]):
            row.append(after)
        if len(row) == len(heads) and _level(row[0], row[-1]) and _asks(row):
            rows.append(row)
    names = _names(cells, [row[0] for row in rows], heads[0])
    if not names or sum(1 for name in names if name) < max(1, _LABELLED * len(names)):
        return [], [], []
    spare = [*heads, *(each for row in rows for each in _beyond(cells, row[-1], heads[-1]))]
    spare += [each for row in rows for each in row if _crossed(each)]
    rows = [[Cell(each.box, Running((), each.box)) if _crossed(each) else each for each in row] for row in rows]
    named = [name or f"其他{number}" for number, name in enumerate(names, 1)]
    return [list(record) for record in zip(*rows, strict=True)], named, spare


def _column(cells: Neighbours, head: Cell, taken: Container[int]) -> list[Cell]:
    """Return the cells to fill in below a head, as wide as it; the next row of heads ends them."""
    below = [each for each in cells.cells if each.box.y0 > head.box.y1 - 1 and _same(each, head)]
    end = min((each.box.y0 for each in below if _heads_days(cells, each)), default=float("inf"))
    return [each for each in below if each.box.y0 < end and id(each) not in taken]


def _heads_days(cells: Neighbours, cell: Cell) -> bool:
    """Say whether a cell is the first of another row of days."""
    after = cells.right(cell)
    return cell.is_label and after is not None and _next([cell], after)


def _asks(row: list[Cell]) -> bool:
    """Say whether all cells of a row ask for the same; some may be crossed out, of days on which nothing is asked."""
    asking = [each for each in row if not _crossed(each)]
    if 2 * len(asking) < len(row) or len({_print(each) for each in asking}) > 1:
        return False
    return not asking[0].is_label or circled(asking[0].running, must_know=False) is not None


def _crossed(cell: Cell) -> bool:
    return bool(_CROSSED.fullmatch(cell.words))


def _same(first: Cell, second: Cell) -> bool:
    return same_columns(first.box, second.box)


def _print(cell: Cell) -> str:
    return re.sub(r"\d+", "#", cell.words)


def _names(cells: Neighbours, firsts: list[Cell], head: Cell) -> list[str]:
    """Return what each row asks for; what several rows are called (计划, 实际) is said of what they belong to.

    Parts of a day that stand several times without that are of persons whose names are written in: they name nothing.
    """
    names = [_name(cells, first, head) for first in firsts]
    again = [names.count(name) > 1 for name in names]
    parts = [part_label(cells, first) if twice else "" for first, twice in zip(firsts, again, strict=True)]
    free = {name for name, part in zip(names, parts, strict=True) if names.count(name) > 1 and not part}
    return ["" if name in free and _PARTS.fullmatch(name) else f"{part} {name}".strip()
            for name, part in zip(names, parts, strict=True)]


def _name(cells: Neighbours, first: Cell, head: Cell) -> str:
    """Return what a row asks for: the label of its row, or the one at its left."""
    left = cells.left(first)
    own = listed_name(left) or row_label(cells, first, QUESTION, head)
    return own or (left.label if left is not None and left.is_label else "")


def _beyond(cells: Neighbours, last: Cell, head: Cell) -> list[Cell]:
    """Return the cell right of a row of days and its head, which has no day: of 30 days in two rows of 16, two."""
    after, over = cells.right(last), cells.right(head)
    free = after is not None and after.empty and over is not None and over.empty and _same(after, over)
    return [after, over] if free and after is not None and over is not None else []
