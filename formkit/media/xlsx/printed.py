"""Digests of the printed texts of a workbook, by which a reader tells print from what people added."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from openpyxl.workbook.workbook import Workbook

from formkit.media.xlsx.addendum import SHEET
from formkit.media.xlsx.instances import Place
from formkit.media.xlsx.labels import Surroundings
from formkit.media.xlsx.written import Position, heads_of, number_text

_LENGTH = 6
"""Hexadecimal digits of a digest: enough to tell a few hundred texts from what somebody writes."""
_MOST = 5_000
"""Digests that one cell holds."""
_ROOM = 32_000
"""Characters that one cell holds, nearly."""
_BESIDE = "|"
"""Stands between the digests of the print and those of what is printed beside the answers."""
_ID_LENGTH, _CELL_LENGTH, _LABEL_LENGTH = 5, 3, 3
"""Digits of the digests of a field's id, its cell and its label: a wrong label passes once in 4096 times."""
_STAND_LENGTH = _ID_LENGTH + _CELL_LENGTH + _LABEL_LENGTH


def digests(book: Workbook, places: Mapping[str, Place]) -> str:
    """Return the digests of all texts that are no answers, and of what is printed beside each answer.

    Empty where one cell cannot hold the first; of the second as much as there is room for.
    """
    texts = _printed_texts(book, places)
    found = {digest(text) for text in texts.values()}
    if len(found) > _MOST:
        return ""
    whole = "".join(sorted(found))
    beside = sorted(_labels(book, places, texts))[: max(_ROOM - len(whole), 0) // _STAND_LENGTH]
    return whole + _BESIDE + "".join(beside)


def _printed_texts(book: Workbook, places: Mapping[str, Place]) -> dict[Position, str]:
    answers = {(place.sheet.title, place.row, place.column) for place in places.values()}
    return {
        (sheet.title, cell.row, cell.column):
            cell.value if isinstance(cell.value, str) else number_text(float(cell.value))
        for sheet in book.worksheets if sheet.sheet_state == "visible"
        for row in sheet.iter_rows() for cell in row
        if isinstance(cell.value, str | int | float) and (sheet.title, cell.row, cell.column) not in answers
        and (sheet.title != SHEET or cell.protection.locked)
    }


def _labels(book: Workbook, places: Mapping[str, Place], texts: Mapping[Position, str]) -> Iterator[str]:
    """Yield for each field the digests of its id, its cell and the text beside it; formulas count as none."""
    heads: dict[Position, Position] = {}
    for sheet in book.worksheets:
        areas = [(area.min_row, area.max_row, area.min_col, area.max_col) for area in sheet.merged_cells.ranges]
        heads |= heads_of(sheet.title, areas)
    shown = {cell: text for cell, text in texts.items() if not text.startswith("=")}
    around = Surroundings(lambda cell: shown.get(cell, ""), heads)
    for field_id, place in places.items():
        cell = (place.sheet.title, place.row, place.column)
        yield _short_id(field_id) + _standing(cell, around.label(cell))


def digest(text: str) -> str:
    """Return the digest of a text; blanks and line ends do not count, as programs change them."""
    squeezed = re.sub(r"\s+", "", text)
    return hashlib.sha256(squeezed.encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def digests_in(text: str) -> frozenset[str]:
    """Return the digests of printed texts that `digests` put together."""
    text = text.partition(_BESIDE)[0]
    return frozenset(text[start : start + _LENGTH] for start in range(0, len(text) - _LENGTH + 1, _LENGTH))


def standing_in(text: str) -> dict[str, str]:
    """Return where each field stood, and beside what, as `digests` put it together; by short digests of ids."""
    beside = text.partition(_BESIDE)[2]
    starts = range(0, len(beside) - _STAND_LENGTH + 1, _STAND_LENGTH)
    parts = (beside[start : start + _STAND_LENGTH] for start in starts)
    return {part[:_ID_LENGTH]: part[_ID_LENGTH:] for part in parts}


def label_changed(known: Mapping[str, str], field_id: str, cell: Position, label: str) -> bool:
    """Say whether a field stands in its old row and column, and ``label`` is not what was printed beside it there.

    A field whose name went elsewhere was moved on purpose, and its name with it.
    """
    before, now = known.get(_short_id(field_id), ""), _standing(cell, label)
    return before[:_CELL_LENGTH] == now[:_CELL_LENGTH] and before != now


def _short_id(field_id: str) -> str:
    return digest(field_id)[:_ID_LENGTH]


def _standing(cell: Position, label: str) -> str:
    _, row, column = cell
    return digest(f"{row},{column}")[:_CELL_LENGTH] + digest(label)[:_LABEL_LENGTH]
