"""Worksheets whose cells were moved without their names: the words beside the answers are other ones."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.media.xlsx.added import Print
from formkit.media.xlsx.labels import Surroundings
from formkit.media.xlsx.names import PRINTED
from formkit.media.xlsx.printed import label_changed, standing_in
from formkit.media.xlsx.written import Book, Position


def moved_sheets(book: Book, places: Mapping[str, Position]) -> dict[str, list[str]]:
    """Return, by worksheet, the fields whose names stand where they did, beside something else than there was.

    Workbooks that do not say what was printed beside their answers have none.
    """
    known = standing_in(book.text_at(PRINTED) or "")
    if not known:
        return {}
    judge, answers = Print(book), set(places.values())

    def printed(cell: Position) -> str:
        found = book.cells.get(cell)
        return judge.printed(found) if found is not None and cell not in answers else ""

    around = Surroundings(printed, book.heads)
    moved: dict[str, list[str]] = {}
    for field_id, position in places.items():
        if label_changed(known, field_id, position, around.label(position)):
            moved.setdefault(position[0], []).append(field_id)
    return moved
