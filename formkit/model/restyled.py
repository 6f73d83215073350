"""A restyled template as measured: where an office that changed a Word template has its fields on paper now.

``NAME.json`` beside the template ``NAME.docx`` holds it, ``NAME.pdf`` its print without what differs from copy to copy
and without the one-character boxes, which formkit draws over it (docs/layout.md). Fields have the full ids of the
first copy of their sheet. Millimetres from the top left of a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formkit.geometry import Box


@dataclass(frozen=True, slots=True)
class RestyledTile:
    """A cell of the template: its words and, where something is written or marked in it, what (`SlotRole`)."""

    box: Box
    text: str = ""
    field: str = ""
    role: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class RestyledPlace:
    """Where one field is answered: its box, its one-character or code boxes, the signs between them, its options."""

    field: str
    box: Box
    cells: tuple[Box, ...] = ()
    signs: tuple[Box, ...] = ()
    options: Mapping[str, Box] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RestyledSide:
    """One printed side: its page in the blank (from 1), and ``marks``, where its codes stand, by their letter."""

    sheet: str
    side: int
    width: float
    height: float
    marks: Mapping[str, Box]
    tiles: tuple[RestyledTile, ...]
    places: tuple[RestyledPlace, ...]
    blank: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Restyled:
    """A measurement: its file, the SHA-256 of the template, a digest of what decides where things stand in it."""

    handbook: str
    template: str
    geometry: str
    sha256: str
    sides: tuple[RestyledSide, ...]
    file: str = ""
    blank: str = ""
    name: str = ""
    """The SHA-256 of its file, wherever that lies: measured anew, a template leaves its former measurement aside."""
