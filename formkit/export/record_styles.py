"""How the cells of a workbook of records look: the kind of their content, and how the answer stands."""

from __future__ import annotations

from typing import Any

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
}
_TINTS = ("#E7E6E6", "#DDEBF7", "#E2EFDA")
"""Of the headings: what is told of a record, and by turns the sheets of the handbook."""
TITLE, LABEL, ID = range(3)
"""The rows of a heading."""
HEIGHTS = (18, 48, 18)
"""How high they are, in points: a label may take three lines."""
_HEADINGS: tuple[dict[str, Any], ...] = (
    {"bold": True}, {"text_wrap": True, "valign": "top"}, {"font_size": 9, "font_color": "#595959", "bottom": 1},
)


class RecordStyles:
    """The formats of one workbook, each made once when it is first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[object, object], Any] = {}

    def heading(self, kind: int, tint: int) -> Any:
        """Return the format of a heading that is a `TITLE`, a `LABEL` or an `ID`."""
        return self._format(kind, tint, {**_HEADINGS[kind], "bg_color": _TINTS[tint]})

    def cell(self, content: str, state: AnswerState) -> Any:
        """Return the format of a cell with text, a number, a number of ours ("own") or a date."""
        colour = COLOURS.get(state)
        return self._format(content, colour, _CONTENTS[content] | ({"bg_color": colour} if colour else {}))

    def _format(self, first: object, second: object, properties: dict[str, Any]) -> Any:
        if (first, second) not in self._made:
            self._made[first, second] = self._book.add_format(properties)
        return self._made[first, second]
