"""Which rows of a list are people, and which are totals, notes, sections and repeated headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from formkit.media.table.evidence import is_name
from formkit.media.table.grid import CellValue, Grid, plain
from formkit.media.table.headings import Heading
from formkit.media.table.vocabulary import Vocabulary
from formkit.model.concepts import ID_NUMBER, NAME, ROW_NUMBER, SEX, VILLAGE, header_key
from formkit.values.characters import half_width, without_blanks

_TOTAL = re.compile(
    r"(?:本页|本表|本村|本社区|全村|全镇|全乡|全街道|全区|以上|人数|.{0,10}[村镇乡居]|.{0,8}社区|.{0,8}街道|.{0,8}委会)?"
    r"(?:小计|合计|总计|共计|累计|总人数|汇总|合计人数)[:(]?.{0,8}"
    r"|(?:总|全镇|全乡|全村)?共(?:有|计)?\d+[人名例户].{0,4}|计\d+[人名例]"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|填[表报]说明|注意事项|附注|附|制表人?|制表单位|填[表报]人|填报|审核人?|审核|审批人?|单位负责人|负责人|分管领导|经办人|联系人|联系电话"
    r"|填[表报]单位|报告单位|上报单位|上报时间|上报日期|填[表报]日期|填[表报]时间|制表日期|制表时间|日期|电话|单位|单位盖章|盖章|以上|以下|第\d+页|共\d+页"
    r"|领导签字|签字|院长|主任|村医|保密)(?:\(盖章\)|\(签[字章名]\))?(?:[:(].*|\d*|第.*)|[*★※△].{2,}|以上.*|以下(?:空白|无).*|备?注\d?[.、:].*|\d[.、][^\d].{6,}",
)
_LABEL = re.compile(
    r"(?:制表|填[表报]|审核|审批|经办|单位负责|负责|分管领导|领导|上报|报送|联系)(?:人|单位|日期|时间|电话|签[字章])?(?:\(.{1,4}\))?:.*"
    r"|(?:制表人|填[表报]人|审核人|单位负责人|填[表报]日期|填[表报]单位)"
)
_EXAMPLE = re.compile(r"[(【\[]?(?:例|示例|样例|范例|举例|填写示例|填写样例|例如)[)】\]]?[:：]?.{0,4}")
_VILLAGE_HEADING = re.compile(
    r"[【\[(]?(?:[(（]?[一二三四五六七八九十\d]+[、.)])?(?:村名|所属村|村居|村|社区|村\(居\))?:?"
    r"(?P<village>[^:,。;]{1,12}(?:村|社区|居委会|村委会|居民委员会|村民委员会|小区))[】\])]?:?"
    r"(?:\(?共?(?:计|有)?\d+[人名例户]\)?)?"
)
_VILLAGE_LABEL = re.compile(
    r"(?:村名|村居|村\(居\)|村\(社区\)|社区|所属村|村)(?:名称)?:(?P<village>[^\s:,。;]{1,12}(?:村|社区|居委会|村委会))"
)
_TOWN_HEADING = re.compile(
    r"[【\[(]?(?:[(（]?[一二三四五六七八九十\d]+[、.)])?(?P<town>[^:,。;]{1,8}(?:镇|乡|街道|街道办事处))[】\])]?:?"
    r"(?:\(?共?(?:计|有)?\d+[人名例户]\)?)?"
)
_COUNTED = re.compile(r"\(?共?(?:计|有)?\d+[人名例户]\)?")
_SENTENCE = re.compile(r"[,。;:]")
_LONGEST_NAME = 30
_ID = re.compile(r"\d{14,17}[\dXx]|\d{15}")
_HINT = re.compile(
    r"[(【\[].{1,20}[)】\]]|必填|选填|非必填|是/否|男/女|文本|日期|数字|级|岁|年[-/.]?月[-/.]?日?|(?:yyyy|YYYY).{0,8}|\d+位|下拉选择"
)
"""What stands in a row of hints below a heading: units and ways of filling in."""
_STEMS = re.compile(r"[甲乙丙丁戊]|[A-Za-z]|\(?\d{1,2}\)?|第?\d{1,2}[列栏]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WIDE = 3
"""A cell merged over so many columns is a line of text, not a name."""
_MOSTLY_EMPTY = 0.3


class RowKind(StrEnum):
    """What a row of a list is."""

    PERSON = "person"
    REPEATED = "repeated"
    """The heading once more, or the numbers of the columns."""
    TITLE = "title"
    SUBTOTAL = "subtotal"
    NOTE = "note"
    SECTION = "section"
    """The village or town of the rows below it."""
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is taken for a person, with merged cells above filled in."""

    row: int
    cells: tuple[CellValue, ...]
    village: str = ""
    """From a heading above the row or the name of the sheet."""
    continues: bool = False
    """Its name is the merged one of the row above."""
    town: str = ""
    ditto: frozenset[int] = frozenset()
    """Columns in which it says 同上 and the value above was filled in."""


@dataclass(frozen=True, slots=True)
class SortedRow:
    """A row below the heading, what it is, and the line of a person."""

    row: int
    kind: RowKind
    line: Line | None = None
    unknown: bool = False
    """Text between the people that says nothing known: somebody should look."""


def sort_rows(grid: Grid, heading: Heading, words: Vocabulary, stop: int | None = None) -> list[SortedRow]:
    """Return every row below the heading, up to the row ``stop`` where the next heading begins, with what it is."""
    places = {proposal.concept: index for index, proposal in enumerate(heading.proposals) if proposal.concept}
    village, town = (_village_of_sheet(grid) or _village_of_titles(grid, heading) if VILLAGE not in places else ""), ""
    found: list[SortedRow] = []
    for row in range(heading.body, len(grid.rows) if stop is None else stop):
        own = [plain(cell) for cell in grid.rows[row]]
        kind = _kind(grid, row, own, heading, places)
        if kind is RowKind.PERSON and _is_card(own, places, words):
            kind = RowKind.NOTE
        if kind is RowKind.SECTION:
            match = _section(own)
            village = match.get("village", "") if VILLAGE not in places or match.get("village") else village
            town = match.get("town", town)
        line = None
        if kind is RowKind.PERSON:
            filled = _filled(grid, row, heading.body)
            continues = _continues(grid, row, heading.body, places)
            line = Line(row, filled, "" if VILLAGE in places else village, continues, town)
        found.append(SortedRow(row, kind, line))
    return _with_titles(found, grid, heading_below=stop is not None)


def _kind(grid: Grid, row: int, own: list[str], heading: Heading, places: dict[str, int]) -> RowKind:
    texts = [
        text for index, text in enumerate(own) if text and (index != places.get(ROW_NUMBER) or not _is_count(text))
    ]
    if not texts:
        return RowKind.BLANK
    if _section(own) and not _is_plain_name(grid, row, own, places):
        return RowKind.SECTION
    if _is_heading(own, heading):
        return RowKind.REPEATED
    if _is_total(own, places):
        return RowKind.SUBTOTAL
    return RowKind.NOTE if _is_note(grid, row, own, places) else RowKind.PERSON


def _is_card(own: list[str], places: dict[str, int], words: Vocabulary) -> bool:
    """Say whether in place of the name stands the word of a heading, as on a form with one person."""
    index = places.get(NAME, len(own))
    return index < len(own) and words.headings.get(header_key(own[index])) not in (None, ROW_NUMBER)


def _with_titles(rows: list[SortedRow], grid: Grid, *, heading_below: bool) -> list[SortedRow]:
    """Tell the titles above repeated headings, and mark text between the people that says nothing known."""
    last = max((index for index, each in enumerate(rows) if each.kind is RowKind.PERSON), default=-1)
    found = list(rows)
    for index, each in enumerate(rows):
        if each.kind is not RowKind.NOTE:
            continue
        below = rows[index + 1:index + 3]
        above_heading = any(next_.kind is RowKind.REPEATED for next_ in below) or (heading_below and len(below) < 2)
        text = _compact("".join(plain(cell) for cell in grid.rows[each.row]))
        if above_heading:
            found[index] = replace(each, kind=RowKind.TITLE)
        elif index < last and not _NOTE.fullmatch(text) and not _LABEL.match(text) and not _EXAMPLE.match(text):
            found[index] = replace(each, unknown=True)
    return found


def _compact(text: str) -> str:
    return without_blanks(half_width(text))


def _is_count(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,6}[.、]?", text))


def _village_of_sheet(grid: Grid) -> str:
    return grid.name if grid.name.endswith(("村", "社区", "居委会", "村委会")) else ""


def _village_of_titles(grid: Grid, heading: Heading) -> str:
    """Return the village that a line above the heading states by name: 村名：柳河村."""
    for row in range(heading.top):
        for cell in grid.rows[row]:
            if (match := _VILLAGE_LABEL.search(half_width(plain(cell)))) is not None:
                return match["village"]
    return ""


def _is_heading(own: list[str], heading: Heading) -> bool:
    """Say whether the row repeats a row of the heading, or numbers the columns."""
    texts = [_compact(text) for text in own if text]
    if len(texts) >= 4 and all(_STEMS.fullmatch(text) for text in texts) and len(set(texts)) == len(texts):
        numbers = [int(re.sub(r"\D", "", text)) for text in texts if re.search(r"\d", text)]
        return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if all(_HINT.fullmatch(text) for text in texts):
        return True
    same = 0
    for index, text in enumerate(own):
        words = heading.headers[index] if index < len(heading.headers) else ()
        same += bool(text) and _compact(text) in {_compact(word) for word in words}
    return same >= 2 and same * 2 >= len(texts)


def _is_total(own: list[str], places: dict[str, int]) -> bool:
    """Say whether the row sums up others: a word for it stands first, or in place of a name or village."""
    if any(_ID.fullmatch(text) for text in own):
        return False
    first = next(text for text in own if text)
    telling = (places.get(concept, len(own)) for concept in (NAME, VILLAGE, ROW_NUMBER))
    watched = [first, *(own[index] for index in telling if index < len(own))]
    return any(_TOTAL.fullmatch(_compact(text)) for text in watched)


def _is_note(grid: Grid, row: int, own: list[str], places: dict[str, int]) -> bool:
    texts = [text for text in own if text]
    compact = [_compact(text) for text in texts]
    if any(_ID.fullmatch(text) for text in texts):
        return False
    if _EXAMPLE.fullmatch(compact[0]):
        return True
    if _NOTE.fullmatch(compact[0]) and not _name_in(own, places):
        return True
    sex = places.get(SEX, len(own))
    if any(_LABEL.fullmatch(text) for text in compact) and not (sex < len(own) and own[sex] in ("男", "女")):
        return True
    if len(texts) == 1:
        in_words = bool(_HAN.search(texts[0])) and not _continues(grid, row, 0, places)
        return in_words and not _is_plain_name(grid, row, own, places)
    return all(_NOTE.fullmatch(text) for text in compact)


def _is_plain_name(grid: Grid, row: int, own: list[str], places: dict[str, int]) -> bool:
    """Say whether the row has a name in its place, in a cell of its own."""
    if not _name_in(own, places):
        return False
    column = places[NAME]
    span = grid.span(row, column)
    wide = span is not None and span.right - span.left + 1 >= _WIDE
    if wide or len(own[column]) > _LONGEST_NAME or _SENTENCE.search(_compact(own[column])):
        return False
    alone = sum(bool(text) for index, text in enumerate(own) if index != places.get(ROW_NUMBER)) == 1
    return is_name(own[column]) and not (alone and not _numbered(own, places) and bool(_section(own)))


def _numbered(own: list[str], places: dict[str, int]) -> bool:
    index = places.get(ROW_NUMBER, len(own))
    return index < len(own) and _is_count(own[index])


def _name_in(own: list[str], places: dict[str, int]) -> bool:
    index = places.get(NAME, len(own))
    return index < len(own) and bool(own[index]) and not _NOTE.fullmatch(_compact(own[index]))


def _section(own: Sequence[str]) -> dict[str, str]:
    """Return the village or town of a row that holds nothing but its name, perhaps with a count."""
    texts = [_compact(text) for text in own if text]
    if len(texts) > 2 or not texts or (len(texts) == 2 and not _COUNTED.fullmatch(texts[1])):
        return {}
    for pattern in (_VILLAGE_HEADING, _TOWN_HEADING):
        if (match := pattern.fullmatch(texts[0])) is not None:
            return {name: text for name, text in match.groupdict().items() if text}
    return {}


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


DITTO = frozenset({"同上", "〃", "″", "同前", "''", '"'})
"""What stands for the cell above it."""


def fill_ditto(lines: list[Line], places: dict[str, int]) -> list[Line]:
    """Return the lines with 同上 replaced by what stands above; never for a name or an ID number."""
    barred = {places.get(NAME), places.get(ID_NUMBER)}
    found: list[Line] = []
    for line in lines:
        marked = {
            index for index, cell in enumerate(line.cells) if index not in barred and plain(cell) in DITTO and found
        }
        cells = list(line.cells)
        for index in marked:
            cells[index] = _cell(found[-1], index)
        found.append(replace(line, cells=tuple(cells), ditto=frozenset(marked)) if marked else line)
    return found


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
    return replace(line, cells=tuple(padded))
