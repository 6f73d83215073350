"""The name of a question: one field in all documents of one edition of a handbook.

Codes and even labels change their meaning between editions, so what is asked in two of them is never one question.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ROW = re.compile(r"\.\d+(?=\.)")


class Question(NamedTuple):
    """The parts of a question's name; ``edition`` is "" where its documents have none."""

    handbook: str
    edition: str
    sheet: str
    local: str

    def __str__(self) -> str:
        """Return the name as it is kept: "case-management@2011/followup.danger"."""
        book = f"{self.handbook}@{self.edition}" if self.edition else self.handbook
        return f"{book}/{self.sheet}.{self.local}"


def question_of(handbook: str, edition: str, sheet: str, local: str) -> str:
    """Return the question of a field: without its sheet's instance and its table's row."""
    return str(Question(handbook, edition, sheet, _ROW.sub("", local)))


def split(question: str) -> Question:
    """Return the parts of a question's name."""
    book, _slash, rest = question.partition("/")
    handbook, _at, edition = book.partition("@")
    sheet, _dot, local = rest.partition(".")
    return Question(handbook, edition, sheet, local)
