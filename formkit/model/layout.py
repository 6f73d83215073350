"""Where everything sits on paper, in millimetres from the top left of its page.

A page is made of tiles: rectangles that carry the printed text and, in the places where somebody
writes or marks, a slot. Every writer (PDF, DOCX) draws the same tiles, so print and fillable file
agree, and a reader finds what the writers drew. `Place` gathers, for one field, all its slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from formkit.geometry import Box
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef


class SlotRole(StrEnum):
    """What happens in a tile."""

    VALUE = "value"
    """The whole answer is written here."""
    OPTION = "option"
    """A printed option, to be circled; or, with tick boxes, the option's label."""
    TICK = "tick"
    """A □ to be ticked."""
    CONTROL = "control"
    """Room before an option where a fillable file has its check box; nothing is printed here."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to write or mark: the full id of its field, its role and the option's code."""

    field: str
    role: SlotRole
    code: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle of the page's grid.

    ``borders`` names the ruled edges out of "ltrb"; ``size`` is the text size in points.
    """

    box: Box
    text: str = ""
    size: float = 10.5
    align: str = "left"
    bold: bool = False
    borders: str = ""
    slot: Slot | None = None
    wrap: bool = False
    """The text is a paragraph to be wrapped; else it is one line, or the lines it gives."""


@dataclass(frozen=True, slots=True)
class Part:
    """The year, month or day of a date."""

    name: str
    box: Box
    cells: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionPlace:
    """A printed option: for a circle or a tick, the box where it is marked.

    On a form that formkit did not print, ``words`` is the option as printed where ``box`` is not: people
    draw a circle round it instead of writing its code, or tick beside it.
    """

    code: str
    box: Box | None = None
    words: Box | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One field on paper: where it is answered.

    ``cells`` are its one-character boxes (or the code boxes of a multi choice), ``separators`` the
    signs printed between them.
    """

    ref: FieldRef
    box: Box
    cells: tuple[Box, ...] = ()
    parts: tuple[Part, ...] = ()
    options: tuple[OptionPlace, ...] = ()
    separators: tuple[tuple[Box, str], ...] = ()
    size: float = 10.5
    """Text size in points at which a typed value starts."""
    lines: tuple[Box, ...] = ()
    """The pieces of a place that runs over several ruled lines of a measured page, from the top."""


@dataclass(frozen=True, slots=True)
class SheetCode:
    """The short code that a side carries: which design, which copy, whose booklet."""

    design: str
    copy: int
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Fiducial:
    """A corner mark: a small QR code that holds the sheet code behind the corner's letter."""

    corner: str
    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Original:
    """The page of a PDF that a measured page stands for: its file, and its number there from 1."""

    path: str
    page: int


@dataclass(frozen=True, slots=True)
class Page:
    """One printed side of a booklet.

    ``places`` are in the order of the mapping; ``tiles`` do not overlap. ``code`` is the text of
    the sheet code and ``code_box`` where its large symbol stands. A measured page has no tiles, code
    nor fiducials: it is the page of the ``original``. That of a restyled template has them all, and an
    original with its print.
    """

    number: int
    sheet: str
    title: str
    side: int
    copy: int
    fingerprint: str
    width: float
    height: float
    tiles: tuple[Tile, ...]
    places: tuple[Place, ...]
    fiducials: tuple[Fiducial, ...] = ()
    code: str = ""
    code_box: Box | None = None
    header: str = ""
    footer: str = ""
    original: Original | None = None

    @property
    def is_foreign(self) -> bool:
        """Whether the page is one of a form that formkit did not print."""
        return self.original is not None and not self.code


@dataclass(frozen=True, slots=True)
class Layout:
    """All pages of one booklet."""

    handbook: str
    edition: str
    pages: tuple[Page, ...]
    serial: str = ""

    def places(self) -> dict[str, tuple[Page, Place]]:
        """Return every field's page and place by its full id."""
        return {place.ref.id: (page, place) for page in self.pages for place in page.places}

    def copies(self, handbook: Handbook) -> dict[str, int]:
        """Return how many copies of each sheet of ``handbook`` there are, 0 where there is none."""
        counts = {sheet.id: 0 for sheet in handbook.sheets}
        for page in self.pages:
            counts[page.sheet] = max(counts[page.sheet], page.copy)
        return counts
