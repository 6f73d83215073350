"""Code boxes and the printed options beside them: on forms with both, some people write the code and some circle."""

from __future__ import annotations

from enum import Enum

from formkit.media.scan.marks.choose import MarkAnswer
from formkit.media.scan.marks.place import MarkPlace
from formkit.model.handbook import Mark
from formkit.model.layout import Place
from formkit.model.reading import Reading

_PLAIN_MARK = 1.0
"""Nats by which the more doubtful reader must favour a mark for it to speak against a code that was written."""


class Beside(Enum):
    """What marks at the printed options say beside the code boxes."""

    NOTHING = 0
    """Nothing is marked, or the same as is written."""
    INSTEAD = 1
    """No code is written: the marks are the answer."""
    AGAINST = 2
    """They say something else than the codes."""


def words_of(place: Place) -> list[MarkPlace]:
    """Return the printed options of a field with code boxes as places of circles."""
    return [
        MarkPlace(place.ref.id, each.code, each.words, Mark.CIRCLE) for each in place.options if each.words is not None
    ]


def join(coded: Reading, marked: MarkAnswer) -> Beside:
    """Return what the marks mean for a field whose code boxes were read already."""
    if marked.value is None or marked.value == coded.value:
        return Beside.NOTHING
    if coded.value is None and coded.reader.startswith("code:blank"):
        return Beside.INSTEAD
    return Beside.AGAINST if marked.measures["margin"] >= _PLAIN_MARK else Beside.NOTHING
