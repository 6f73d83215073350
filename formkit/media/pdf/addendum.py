"""The addendum (附页): texts that found no room on their sheet, by number, with their label and field id.

The first line of each paragraph is set in by two characters, so a reader of the text layer tells a
line break of the text from one of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formkit.geometry import Box, mm_to_points, points_to_mm
from formkit.layout.paper import CONTENT, FOOTER_BOX, HEADER_BOX, PAGE_HEIGHT, SMALL_TEXT
from formkit.layout.sheet_code import printed
from formkit.media.pdf.breaking import LEADING, break_lines
from formkit.media.pdf.ink import EMPTY, Text
from formkit.media.pdf.page import SOFT, one_line
from formkit.media.pdf.pen import Pen
from formkit.media.pdf.typeface import MIDDLE
from formkit.model.ids import FieldRef

TITLE = "附页"
ATTACHED = "附于"
"""Stands before the code of the booklet's first page."""
TITLE_BOX = Box(CONTENT.x0, 17.0, CONTENT.x1, 25.0)
TITLE_SIZE, HEADING_SIZE, TEXT_SIZE, ID_SIZE = 16.0, 10.0, 10.0, 7.0
INDENT = 2.0
"""Ems that the first line of a paragraph is set in."""
HEADING_HEIGHT, GAP = 7.0, 3.0
LINE_HEIGHT = LEADING * points_to_mm(TEXT_SIZE)
ID_SHARE = 0.36
"""Of the width: the room for the field id at the right of a heading."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the addendum."""

    number: int
    ref: FieldRef
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """As much of an entry as stands on one page: its heading, its box and its lines."""

    entry: Entry
    heading: Box
    box: Box
    lines: tuple[Text, ...]
    continued: bool


def title_of(ref: FieldRef) -> str:
    """Return what an entry is about: sheet, copy, table row and label."""
    words = [ref.sheet.title]
    if ref.sheet.repeats:
        words.append(f"第{ref.instance}次" if ref.sheet.entries > 1 else f"第{ref.copy}份")
    if ref.table is not None:
        words.append(f"{ref.table.label} 第{ref.row}行")
    return "　".join([*words, ref.field.label])


def compose(entries: Iterable[Entry]) -> list[list[Block]]:
    """Return the blocks of each page of the addendum; no entries make no page."""
    pages: list[list[Block]] = []
    top = CONTENT.y1
    for entry in entries:
        lines = list(_lines(entry.text))
        done = 0
        while done < len(lines):
            if top + HEADING_HEIGHT + min(2, len(lines) - done) * LINE_HEIGHT > CONTENT.y1:
                pages.append([])
                top = CONTENT.y0
            room = int((CONTENT.y1 - top - HEADING_HEIGHT) / LINE_HEIGHT + 0.01)
            block = _block(entry, lines[done : done + room], top, continued=done > 0)
            pages[-1].append(block)
            done += room
            top = block.box.y1 + GAP
    return pages


def _lines(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the lines, each with whether a paragraph starts there."""
    room = mm_to_points(CONTENT.width) / TEXT_SIZE
    for paragraph in text.split("\n"):
        first, *_ = break_lines(paragraph, room - INDENT)
        yield True, first or EMPTY
        rest = paragraph[len(first) :]
        if rest:
            yield from ((False, line) for line in break_lines(rest, room))


def _block(entry: Entry, lines: list[tuple[bool, str]], top: float, *, continued: bool) -> Block:
    heading = Box(CONTENT.x0, top, CONTENT.x1, top + HEADING_HEIGHT)
    box = Box(CONTENT.x0, heading.y1, CONTENT.x1, heading.y1 + len(lines) * LINE_HEIGHT)
    em = points_to_mm(TEXT_SIZE)
    texts = tuple(
        Text(
            box.x0 + (INDENT * em if first else 0.0),
            box.y0 + (index + 0.5) * LINE_HEIGHT + MIDDLE * em,
            line,
            TEXT_SIZE,
        )
        for index, (first, line) in enumerate(lines)
    )
    return Block(entry, heading, box, texts, continued)


def draw_sheet(pen: Pen, blocks: Iterable[Block], header: str, code: str, page: str) -> None:
    """Draw a page of the addendum but for the texts of its entries."""
    pen.colour(0, 0, 0)
    one_line(pen, TITLE, TITLE_BOX, TITLE_SIZE, "center", bold=True)
    for block in blocks:
        _draw_heading(pen, block)
    pen.colour(SOFT, SOFT, SOFT)
    one_line(pen, header, HEADER_BOX, SMALL_TEXT)
    one_line(pen, f"{ATTACHED} {printed(code)}", FOOTER_BOX, SMALL_TEXT)
    one_line(pen, page, FOOTER_BOX, SMALL_TEXT, "right")


def _draw_heading(pen: Pen, block: Block) -> None:
    box, entry = block.heading, block.entry
    again = "（续）" if block.continued else ""
    split = box.x1 - box.width * ID_SHARE
    pen.colour(0, 0, 0)
    pen.segments([(box.x0, box.y0 + 0.5, box.x1, box.y0 + 0.5)])
    one_line(
        pen,
        f"〔{entry.number}〕{again}{title_of(entry.ref)}",
        Box(box.x0, box.y0, split - 2, box.y1),
        HEADING_SIZE,
        bold=True,
    )
    pen.colour(SOFT, SOFT, SOFT)
    one_line(pen, entry.ref.id, Box(split, box.y0, box.x1, box.y1), ID_SIZE, "right")


PAGE = (210.0, PAGE_HEIGHT)
"""Width and height in mm."""
