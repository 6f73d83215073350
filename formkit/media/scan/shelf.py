"""The printed sides that a scan may show, as the pipeline gives them to this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from formkit.media.scan.blank import Blank


@dataclass(frozen=True, slots=True)
class Design:
    """One printed side.

    ``number`` is the design number of its sheet code; ``handbooks`` the full ids of the handbooks and editions
    that have it, for editions share sides. ``first`` says that a booklet begins with it; ``repeats``, that a
    booklet may have several copies of it. A side that is not ``coded`` is of a form that formkit did not print:
    only its print tells which it is. ``own`` says that it is of a mapping of the office's own, and ``print_name``
    which template it was printed from where that was restyled.
    """

    number: str
    handbooks: tuple[str, ...]
    sheet: str
    side: int
    first: bool = False
    repeats: bool = False
    coded: bool = True
    own: bool = False
    print_name: str = ""


class Shelf(Protocol):
    """The designs there are, and their printed pages."""

    def designs(self) -> Sequence[Design]:
        """Return every printed side that is known."""
        ...

    def find(self, number: str) -> Design | None:
        """Return the side with this design number, or None."""
        ...

    def blank(self, design: Design, copy: int) -> Blank:
        """Return the printed page of a side; its places have the ids of the given copy."""
        ...
