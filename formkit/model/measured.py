"""A measured layout: where the fields of a form that formkit did not print sit on its pages.

Declared sheets are laid out by formkit; of a measured one the original blank is kept as a PDF, and
``layout.json`` beside the mapping says where it is written on (docs/legacy.md). Fields are named by
their local ids, ``table.row.column`` in a repeat table. Millimetres from the top left of a page.
"""

from __future__ import annotations

from dataclasses import dataclass

from formkit.geometry import Box


@dataclass(frozen=True, slots=True)
class MeasuredPart:
    """The year, month, day, hour or minute of a date or a time."""

    name: str
    box: Box
    cells: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasuredOption:
    """A printed option: its code and words, and the □ or ( ) that belongs to it."""

    code: str
    box: Box | None = None
    tick: Box | None = None


@dataclass(frozen=True, slots=True)
class MeasuredPlace:
    """Where one field is answered.

    ``lines`` are the pieces of a place that runs over several ruled lines, ``cells`` its one-character
    or code boxes.
    """

    field: str
    box: Box
    lines: tuple[Box, ...] = ()
    cells: tuple[Box, ...] = ()
    parts: tuple[MeasuredPart, ...] = ()
    options: tuple[MeasuredOption, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """A page of the blank with its places, in the order of the file."""

    width: float
    height: float
    places: tuple[MeasuredPlace, ...]


@dataclass(frozen=True, slots=True)
class MeasuredLayout:
    """A layout file as loaded.

    ``file`` is the path of the layout file, ``blank`` that of the PDF whose pages these are, and
    ``document`` that of the same form as a Word file, "" where there is none.
    """

    file: str
    blank: str
    sha256: str
    pages: tuple[MeasuredPage, ...]
    document: str = ""
