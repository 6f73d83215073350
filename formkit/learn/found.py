"""What is found on a blank: answers with their label, kind and place. Boxes are millimetres of their page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from formkit.geometry import Box
from formkit.model.handbook import Format, Kind, Mark, Precision


@dataclass(slots=True)
class FoundOption:
    """One printed answer: what is written for it, its words, the words' place and the □ or ( ) that belongs to it.

    ``text`` is the blank behind it for words of one's own, ``count`` the one for a number.
    """

    code: str
    label: str
    box: Box
    tick: Box | None = None
    text: Found | None = None
    count: Found | None = None

    @property
    def blanks(self) -> list[Found]:
        """The blanks behind it."""
        return [blank for blank in (self.count, self.text) if blank is not None]


@dataclass(slots=True)
class Found:
    """One answer that the form asks for. ``sure`` is False where the analysis had to guess."""

    label: str
    kind: Kind
    box: Box
    page: int = 0
    lines: tuple[Box, ...] = ()
    cells: tuple[Box, ...] = ()
    parts: tuple[tuple[str, Box], ...] = ()
    options: list[FoundOption] = field(default_factory=list)
    mark: Mark | None = None
    format: Format | None = None
    precision: Precision = Precision.DAY
    separators: tuple[tuple[int, str], ...] = ()
    unit: str = ""
    preprinted: str = ""
    multiline: bool = False
    labelled: bool = True
    """Whether the label was printed right before the answer, not taken from a cell beside it."""
    sure: bool = True

    @property
    def option_blanks(self) -> list[Found]:
        """The blanks behind its options."""
        return [blank for option in self.options for blank in option.blanks]


@dataclass(frozen=True, slots=True)
class Span:
    """An answer and where it stands in a string of print: from ``start`` to before ``end``.

    ``slots`` are further stretches that belong to it, such as the code box at the other end of the line.
    """

    start: int
    end: int
    found: Found
    slots: tuple[tuple[int, int], ...] = ()

    def holds(self, index: int) -> bool:
        """Say whether the sign at ``index`` belongs to the answer."""
        return any(start <= index < end for start, end in ((self.start, self.end), *self.slots))


@dataclass(slots=True)
class FoundTable:
    """A repeat table: the answers of each printed row, the same columns in the same order."""

    label: str
    rows: list[list[Found]]
    page: int = 0
    sure: bool = True


@dataclass(slots=True)
class Draft:
    """All that was found on a form, in reading order, and its title ("" where none is printed)."""

    title: str
    items: list[Found | FoundTable]
    sizes: list[tuple[float, float]]
    """Width and height of each page in mm."""


def share_code(options: Sequence[FoundOption]) -> bool:
    """Say whether two options of a choice have one code, so that what is written would mean both."""
    return len({option.code for option in options}) < len(options)


def count_options(options: Iterable[FoundOption]) -> None:
    """Give the options of a choice their numbers as codes."""
    for number, option in enumerate(options, 1):
        option.code = str(number)


def without_blanks(options: Iterable[FoundOption]) -> list[FoundOption]:
    """Return options for one more answer that is chosen from them; the blanks behind them are asked for once."""
    return [replace(option, text=None, count=None) for option in options]


def inside(index: int, taken: list[Span]) -> bool:
    """Say whether a place in the string belongs to an answer that was found."""
    return any(span.holds(index) for span in taken)
