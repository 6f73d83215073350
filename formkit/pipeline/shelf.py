"""The printed sides of every handbook that is installed, for the room that reads scans."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

from formkit.errors import FormkitError
from formkit.layout import build_layout
from formkit.layout.fingerprint import design_of
from formkit.mapping import available, load_handbook
from formkit.media import pdf
from formkit.media.scan.blank import Blank, make_blank, render_page
from formkit.media.scan.shelf import Design
from formkit.model.handbook import Handbook
from formkit.model.layout import Layout, Page
from formkit.pipeline.prints import print_named, prints_of, sides_of
from formkit.shipped import is_shipped

_KEPT = 40
"""Printed pages held ready, 5 MB each."""


@dataclass(slots=True)
class InstalledShelf:
    """Every side of every handbook and edition on the shelf of mappings, in each print that may come back."""

    _by_number: dict[str, Design] = field(default_factory=dict)

    def designs(self) -> Sequence[Design]:
        """Return every printed side, those that editions share once."""
        if not self._by_number:
            for reference in references():
                for each in _designs_of(reference):
                    known = self._by_number.get(each.number)
                    shared = (*known.handbooks, reference) if known else (reference,)
                    self._by_number[each.number] = replace(known or each, handbooks=shared)
        return list(self._by_number.values())

    def find(self, number: str) -> Design | None:
        """Return the side with this design number, or None."""
        self.designs()
        return self._by_number.get(number)

    def blank(self, design: Design, copy: int) -> Blank:
        """Return the printed page of a side; its places have the ids of the given copy."""
        return _blank(design.handbooks[0], design.print_name, design.sheet, design.side, copy)


@cache
def references() -> tuple[str, ...]:
    """Return every handbook with each of its editions; a mapping with errors is passed over."""
    found = []
    for _, folder in available():
        try:
            found += [f"{folder}@{edition}" for edition in load_handbook(folder).editions]
        except FormkitError:
            continue
    return tuple(found)


def _designs_of(reference: str) -> list[Design]:
    handbook = load_handbook(reference)
    repeats = {sheet.id: sheet.repeats for sheet in handbook.sheets}
    own = not is_shipped(handbook.folder)
    made = [
        Design(
            design_of(page.fingerprint), (), page.sheet, page.side, page.number == 1, repeats[page.sheet],
            coded=not page.is_foreign, own=own, print_name=name,
        )
        for name, book in prints_of(handbook) for page in sides_of(book)
    ]
    return list({each.number: each for each in reversed(made)}.values())[::-1]


@lru_cache(maxsize=8)
def _booklet(reference: str, name: str) -> tuple[Handbook, Layout, bytes]:
    """Return the default booklet of a handbook as one of its prints (`prints_of`) has it."""
    handbook = print_named(load_handbook(reference), name)
    layout = build_layout(handbook)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.pdf"
        pdf.emit(handbook, layout, {}, path, form=False)
        return handbook, layout, path.read_bytes()


@lru_cache(maxsize=_KEPT)
def _blank(reference: str, name: str, sheet: str, side: int, copy: int) -> Blank:
    handbook, layout, content = _booklet(reference, name)
    drawn = _page(layout, sheet, side, copy) or _page(layout, sheet, side, 1)
    if drawn is None:
        layout, content = _alone(handbook, sheet)
        drawn = layout.pages[side - 1]
    page = drawn
    if drawn.copy != copy:
        own = build_layout(handbook, {each.id: copy if each.id == sheet else 0 for each in handbook.sheets})
        page = _page(own, sheet, side, copy) or drawn
    numbers = (drawn.number, len(layout.pages)) if drawn.copy == copy and not page.is_foreign else None
    return make_blank(page, render_page(content, drawn.number - 1), numbers)


def _page(layout: Layout, sheet: str, side: int, copy: int) -> Page | None:
    return next((p for p in layout.pages if (p.sheet, p.side, p.copy) == (sheet, side, copy)), None)


def _alone(handbook: Handbook, sheet: str) -> tuple[Layout, bytes]:
    """Return a booklet of one sheet that a default booklet does not have."""
    layout = build_layout(handbook, {each.id: int(each.id == sheet) for each in handbook.sheets})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.pdf"
        pdf.emit(handbook, layout, {}, path, form=False)
        return layout, path.read_bytes()
