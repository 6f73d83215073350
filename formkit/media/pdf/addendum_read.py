"""Reading the addendum of a printed file back: its entries by number, with field id and text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from formkit.geometry import points_to_mm
from formkit.layout.paper import CONTENT
from formkit.media.pdf.addendum import ID_SIZE, INDENT, TEXT_SIZE
from formkit.media.pdf.ink import EMPTY
from formkit.media.pdf.page_text import Char, PageText, line_text, lines_of
from formkit.model.handbook import Handbook
from formkit.model.ids import find

_HEADING = re.compile(r"〔(\d+)〕(（续）)?")
_SET_IN = CONTENT.x0 + INDENT * points_to_mm(TEXT_SIZE)


def addendum_entries(handbook: Handbook, pages: Iterable[PageText]) -> dict[int, tuple[str, str]]:
    """Return (field id, text) of every entry by its number."""
    texts: dict[int, tuple[str, list[str]]] = {}
    for page in pages:
        number = 0
        for line in lines_of(char for char in page.chars if CONTENT.y0 <= char.box.centre.y <= CONTENT.y1):
            heading = _heading(handbook, line)
            if heading is not None:
                number, field_id = heading
                texts.setdefault(number, (field_id, []))
            elif number:
                _append(texts[number][1], line)
    return {number: (field_id, "".join(parts)) for number, (field_id, parts) in texts.items()}


def _heading(handbook: Handbook, line: list[Char]) -> tuple[int, str] | None:
    match = _HEADING.match(line_text(line))
    field_id = "".join(char.text for char in line if char.size < ID_SIZE + 0.5 and char.box.x0 > CONTENT.centre.x)
    if match is None or line[0].box.x0 > CONTENT.x0 + 1.0 or find(handbook, field_id) is None:
        return None
    return int(match[1]), field_id


def _append(parts: list[str], line: list[Char]) -> None:
    """Add a line; one that is set in starts a paragraph."""
    if parts and abs(line[0].box.x0 - _SET_IN) < 1.0:
        parts.append("\n")
    text = "".join(char.text for char in line)
    parts.append("" if text == EMPTY else text)
