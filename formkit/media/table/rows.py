"""Which rows of a list are people, and which are totals, notes and headings of villages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from formkit.media.table.grid import CellValue, Grid, plain
from formkit.media.table.headings import Heading
from formkit.model.concepts import NAME, ROW_NUMBER, VILLAGE
from formkit.values.characters import half_width, without_blanks

_TOTAL = re.compile(
    r"(?:本页|本村|全村|全镇|全乡|全街道|.{0,8}村|.{0,8}社区)?(?:小计|合计|总计|共计|累计|总人数)[:(]?.{0,8}"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|填[表报]说明|注意事项|附注|制表人?|填[表报]人|审核人?|单位负责人|负责人|联系人|联系电话|填[表报]单位"
    r"|报告单位|填[表报]日期|单位|以上|第\d+页|共\d+页)(?:[:(].*|\d*|第.*)",
)
_VILLAGE_HEADING = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]+[、.)])?(?P<village>.{1,12}(?:村|社区|居委会|村委会|居民委员会|村民委员会)):?(?:\(?\d+人\)?)?"
)
_SENTENCE = re.compile(r"[,。;:]")
_LONGEST_NAME = 30
_ID = re.compile(r"\d{14,17}[\dXx]|\d{15}")
_MOSTLY_EMPTY = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is taken for a person, with merged cells above filled in."""

    row: int
    cells: tuple[CellValue, ...]
    village: str = ""
    """From a heading above the row or the name of the sheet."""
    continues: bool = False
    """Its name is the merged one of the row above."""


def person_rows(grid: Grid, heading: Heading) -> Iterator[Line]:
    """Yield every row below the heading that is a person, or that has content but no name."""
    places = {proposal.concept: index for index, proposal in enumerate(heading.proposals) if proposal.concept}
    village = _village_of_sheet(grid) if VILLAGE not in places else ""
    for row in range(heading.body, len(grid.rows)):
        own = [plain(cell) for cell in grid.rows[row]]
        texts = [text for index, text in enumerate(own) if text and index != places.get(ROW_NUMBER)]
        if not texts or _is_heading(own, heading) or _is_note(own, places):
            continue
        if (found := _village_heading(own, places)) is not None:
            village = found if VILLAGE not in places else village
            continue
        if not _is_total(own, places):
            yield Line(row, _filled(grid, row, heading.body), village, _continues(grid, row, heading.body, places))


def _compact(text: str) -> str:
    return without_blanks(half_width(text))


def _village_of_sheet(grid: Grid) -> str:
    return grid.name if grid.name.endswith(("村", "社区", "居委会", "村委会")) else ""


def _is_heading(own: list[str], heading: Heading) -> bool:
    """Say whether the row repeats the heading, as lists do that were printed page by page."""
    leaves = [words[-1] if words else "" for words in heading.headers]
    same = sum(bool(text) and text == leaf for text, leaf in zip(own, leaves, strict=False))
    return same >= 2 and same * 2 >= sum(bool(text) for text in own)


def _is_total(own: list[str], places: dict[str, int]) -> bool:
    """Say whether the row sums up others: a word for it stands first, or in place of a name or village."""
    if any(_ID.fullmatch(text) for text in own):
        return False
    first = next(text for text in own if text)
    telling = (places.get(concept, len(own)) for concept in (NAME, VILLAGE, ROW_NUMBER))
    watched = [first, *(own[index] for index in telling if index < len(own))]
    return any(_TOTAL.fullmatch(_compact(text)) for text in watched)


def _is_note(own: list[str], places: dict[str, int]) -> bool:
    texts = [text for text in own if text]
    if any(_ID.fullmatch(text) for text in texts):
        return False
    if _NOTE.fullmatch(_compact(texts[0])) and not _name_in(own, places):
        return True
    if len(texts) == 1:
        long = len(texts[0]) > _LONGEST_NAME and not _name_in(own, places)
        return long or bool(_SENTENCE.search(_compact(texts[0])))
    return all(_NOTE.fullmatch(_compact(text)) for text in texts)


def _name_in(own: list[str], places: dict[str, int]) -> bool:
    index = places.get(NAME, len(own))
    return index < len(own) and bool(own[index]) and not _NOTE.fullmatch(_compact(own[index]))


def _village_heading(own: list[str], places: dict[str, int]) -> str | None:
    """Return the village of a row that holds nothing but a village's name."""
    texts = [text for text in own if text]
    match = _VILLAGE_HEADING.fullmatch(_compact(texts[0])) if len(texts) == 1 else None
    return match["village"] if match else None


def _filled(grid: Grid, row: int, body: int) -> tuple[CellValue, ...]:
    """Return the cells of a row, those of areas merged downwards filled in."""
    cells = list(grid.rows[row])
    for span in grid.spans.get(row, ()):
        if body <= span.top < row and span.left < len(cells) and not plain(cells[span.left]):
            cells[span.left] = grid.at(span.top, span.left)
    return tuple(cells)


def _continues(grid: Grid, row: int, body: int, places: dict[str, int]) -> bool:
    span = grid.span(row, places[NAME]) if NAME in places else None
    return span is not None and body <= span.top < row


def fill_villages(lines: list[Line], column: int) -> tuple[list[Line], int]:
    """Fill empty cells of a village column from above where a village is plainly written once a group.

    Returns the lines and how many were filled. Nothing is filled where only a few cells are empty:
    there it is more likely that someone forgot them.
    """
    empty = [not plain(_cell(line, column)) for line in lines]
    if not lines or empty[0] or sum(empty) < _MOSTLY_EMPTY * len(lines):
        return lines, 0
    filled, above = [], None
    for line, missing in zip(lines, empty, strict=True):
        above = above if missing else _cell(line, column)
        filled.append(_with_cell(line, column, above) if missing else line)
    return filled, sum(empty)


def _cell(line: Line, column: int) -> CellValue:
    return line.cells[column] if column < len(line.cells) else None


def _with_cell(line: Line, column: int, value: CellValue) -> Line:
    padded = [*line.cells, *[None] * (column + 1 - len(line.cells))]
    padded[column] = value
    return Line(line.row, tuple(padded), line.village, line.continues)
