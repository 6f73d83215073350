"""How the cells of a workbook of records look: the kind of their content, and how the answer stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from formkit.export.roster_sheet import lines_needed
from formkit.model.answers import AnswerState

COLOURS = {
    AnswerState.REVIEW: "#FFE0B2", AnswerState.MISSING: "#D9D9D9", AnswerState.ILLEGIBLE: "#F8CBAD",
    AnswerState.WRONG_PAGE: "#F8CBAD", AnswerState.REJECTED: "#F8CBAD",
}
"""The colours of answers that say nothing, or not yet; all others have none."""
_CONTENTS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@", "valign": "top"}, "number": {"valign": "top"},
    "own": {"align": "left", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"},
}
_TINTS = ("#E7E6E6", "#DDEBF7", "#E2EFDA")
"""Of the headings: what is told of a record, and by turns the sheets of the handbook."""
TITLE, LABEL, ID = range(3)
"""The rows of a heading."""
_LINES = {LABEL: 16.0, ID: 13.0}
_TITLE_HEIGHT, _HIGHEST = 18.0, 200.0
"""Points of a line of the headings that are wrapped, of the one that is not, and of the highest that is given room."""
_HEADINGS: tuple[dict[str, Any], ...] = (
    {"bold": True}, {"text_wrap": True, "valign": "top"},
    {"text_wrap": True, "valign": "top", "font_size": 9, "font_color": "#595959", "bottom": 1},
)


def heading_height(kind: int, texts: Iterable[tuple[str, float]]) -> float:
    """Return how high a row of headings is, from its texts with the widths of their columns: ids have no spaces."""
    if kind == TITLE:
        return _TITLE_HEIGHT
    return min(_LINES[kind] * max(lines_needed(text, width) for text, width in texts) + 2, _HIGHEST)


class RecordStyles:
    """The formats of one workbook, each made once when it is first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[object, object], Any] = {}

    def heading(self, kind: int, tint: int) -> Any:
        """Return the format of a heading that is a `TITLE`, a `LABEL` or an `ID`."""
        return self._format(kind, tint, {**_HEADINGS[kind], "bg_color": _TINTS[tint]})

    def cell(self, content: str, state: AnswerState) -> Any:
        """Return the format of a cell with text, a number, a number of ours ("own"), a date or a moment."""
        colour = COLOURS.get(state)
        return self._format(content, colour, _CONTENTS[content] | ({"bg_color": colour} if colour else {}))

    def _format(self, first: object, second: object, properties: dict[str, Any]) -> Any:
        if (first, second) not in self._made:
            self._made[first, second] = self._book.add_format(properties)
        return self._made[first, second]
