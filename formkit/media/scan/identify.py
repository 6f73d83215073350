"""Which sides an image shows: by their codes, else by their print; never a guess taken for sure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.errors import Problem, Where, problem
from formkit.layout.paper import CODE_TEXT_BOX
from formkit.layout.sheet_code import ALPHABET, LENGTH, decode
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey, cut
from formkit.media.scan.codes import Seen, find_codes
from formkit.media.scan.pose import Guess, guesses, map_of
from formkit.media.scan.raster import PageImage
from formkit.media.scan.register import Registered, pose_from_codes, register
from formkit.media.scan.same_form import has_same_words, is_same_print
from formkit.media.scan.shelf import Design, Shelf
from formkit.model.engine import OcrEngine, for_print
from formkit.model.layout import SheetCode

_SMALLEST = 100
"""Pixels of the shorter side from which a picture may show a page; icons and lines are met as well."""
_CLEAR_LEAD = 0.12
"""Share of the print by which the best page must be ahead of the next."""
_AT_FIRST, _GUESSES = 4, 10
"""How many guesses of what an image shows are looked at, and how many where none of those is right: an office has some
forms twice, its own and the one that ships, and four guesses are of two forms then."""
_INK_LEVEL = 40
_LEAST_INK = 0.0006
"""Share of dark pixels under which a page is empty: a line of print on A4 is about 0.001."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A side that an image shows.

    ``copy`` and ``serial`` are None where nothing readable tells them; ``certain`` says that a code with right
    check characters named the side, or, for a form that never had a code, that its print is clearly of no other.
    """

    design: Design
    registered: Registered
    copy: int | None
    serial: str | None
    certain: bool


@dataclass(slots=True)
class Identifier:
    """Finds the sides in images; keeps what it needs of every known page, once it needs it."""

    shelf: Shelf
    engine: OcrEngine
    _known: list[Design] = field(default_factory=list)
    _maps: list[NDArray[np.float32]] = field(default_factory=list)
    _alike: dict[tuple[str, str], bool] = field(default_factory=dict)
    _worded_alike: dict[tuple[str, str], bool] = field(default_factory=dict)

    def sides(self, image: PageImage, name: str) -> Iterator[Shown | Problem]:
        """Yield the sides that an image shows, or the problem that it shows none; nothing for an empty page."""
        where = Where(name, detail=f"#{image.number}")
        if min(image.grey.shape) < _SMALLEST:
            yield problem("G101", where=where, image=image.number)
            return
        seen = find_codes(image.grey)
        if not seen:
            yield from self._by_print(image.grey, where, image.number)
            return
        found = [(each, self._by_code(image.grey, each, where, image.number)) for each in seen]
        pages = [shown for _, shown in found if isinstance(shown, Shown) and shown.registered.trusted]
        for each, shown in found:
            if not any(shown is not page and _lies_on(each, page) for page in pages):
                yield shown

    def shown_as(self, image: PageImage, design: Design, copy: int) -> Shown | None:
        """Return a side that a person says an image shows; None where its print is not found there."""
        if min(image.grey.shape) < _SMALLEST:
            return None
        found = [made for _, made in self._registered(image.grey, [design], copy)]
        best = max(found, key=lambda made: made.share, default=None)
        return None if best is None or not best.trusted else Shown(design, best, copy, None, certain=False)

    def _by_code(self, grey: Grey, seen: Seen, where: Where, number: int) -> Shown | Problem:
        design = self.shelf.find(seen.code.design)
        if design is None:
            return problem("G102", where=where, image=number, text=seen.text)
        blank = self.shelf.blank(design, seen.code.copy)
        pose = pose_from_codes(seen.symbols, blank.page)
        found = None
        if pose is not None:
            found = register(grey, blank, pose, method="code", well_known=len(seen.symbols) > 2)
        if found is None or not found.trusted:
            again = next(iter(self._registered(grey, [design], seen.code.copy)), None)
            if again is not None and (found is None or again[1].share > found.share):
                found = again[1]
        if found is None:
            return problem("G103", where=where, image=number, sheet=blank.page.title)
        return Shown(design, found, seen.code.copy, seen.code.serial, certain=True)

    def _by_print(self, grey: Grey, where: Where, number: int) -> Iterator[Shown | Problem]:
        if is_empty(grey):
            return
        found = sorted(self._registered(grey, self._all(), 1), key=lambda pair: -pair[1].share)
        if not found or not found[0][1].trusted:
            yield problem("G101", where=where, image=number)
            return
        design, best = self._preferred(found)
        near = (other for other, made in found if best.share - made.share < _CLEAR_LEAD)
        rival = next((other for other in near if self._is_rival(other, design)), None)
        code = self._printed_code(best.canvas) if design.coded else None
        if code is not None and code.design == design.number:
            yield Shown(design, best, code.copy, code.serial, certain=True)
        elif rival is not None:
            yield problem("G101", where=where, image=number)
            if not design.coded:
                yield problem("G111", where=where, image=number, first=_name(design), second=_name(rival))
        else:
            plain = None if design.coded else ""
            yield Shown(design, best, None if design.repeats else 1, plain, certain=not design.coded)

    def _preferred(self, found: list[tuple[Design, Registered]]) -> tuple[Design, Registered]:
        """Return the page with most of its print; where an office measured the same form for itself, its own."""
        first = found[0]
        if first[0].coded or first[0].own:
            return first
        own = (each for each in found[1:] if each[0].own and each[1].trusted)
        return next((each for each in own if self._same_print(each[0], first[0])), first)

    def _is_rival(self, other: Design, design: Design) -> bool:
        """Say whether an image may show ``other`` as well: not where an office's own form is that one measured anew.

        Of two prints of one form by different programs the likest is meant.
        """
        if other.number == design.number or design.own is other.own:
            return other.number != design.number
        if self._same_print(other, design):
            return not design.own
        return not self._same_words(other, design)

    def _same_print(self, one: Design, other: Design) -> bool:
        """Say whether two forms are the same on paper: measured twice, under two names."""
        if one.coded or other.coded:
            return False
        key = (one.number, other.number)
        if key not in self._alike:
            first, second = self.shelf.blank(one, 1), self.shelf.blank(other, 1)
            self._alike[key] = is_same_print(first.canvas, second.canvas)
        return self._alike[key]

    def _same_words(self, one: Design, other: Design) -> bool:
        """Say whether two forms are one that different programs printed."""
        if one.coded or other.coded:
            return False
        key = (one.number, other.number)
        if key not in self._worded_alike:
            self._worded_alike[key] = has_same_words(self.shelf.blank(one, 1), self.shelf.blank(other, 1))
        return self._worded_alike[key]

    def _all(self) -> list[Design]:
        if not self._known:
            self._known.extend(self.shelf.designs())
        return self._known

    def _registered(self, grey: Grey, designs: list[Design], copy: int) -> list[tuple[Design, Registered]]:
        everything = designs is self._known
        if everything and not self._maps:
            self._maps.extend(map_of(self.shelf.blank(each, 1)) for each in designs)
        maps = self._maps if everything else [map_of(self.shelf.blank(each, copy)) for each in designs]
        made: list[tuple[Design, Registered]] = []
        for number, guess in enumerate(guesses(grey, maps, _GUESSES)):
            if number >= _AT_FIRST and any(found.trusted for _, found in made):
                break
            design = designs[guess.blank]
            found = self._try(grey, design, copy, guess)
            if found is not None:
                made.append((design, found))
        return made

    def _try(self, grey: Grey, design: Design, copy: int, guess: Guess) -> Registered | None:
        return register(grey, self.shelf.blank(design, copy), guess.matrix, method="print", well_known=False)

    def _printed_code(self, canvas: Grey) -> SheetCode | None:
        """Return the sheet code that stands in print beside the large symbol, by its check characters."""
        line = for_print(self.engine).read_line(np.ascontiguousarray(cut(canvas, CODE_TEXT_BOX, 0.3)))
        plain = "".join(char for char in line.text.upper() if char in ALPHABET or char in "ILO")
        return decode(plain) if len(plain) == LENGTH else None


def _name(design: Design) -> str:
    """Return what a form is called where two are told apart: the folder of its mapping and its edition."""
    return PurePath(design.handbooks[0]).name


def _lies_on(seen: Seen, page: Shown) -> bool:
    """Say whether the codes of another sheet lie on a page that was found: the back of the leaf, shining through."""
    middle = np.mean([corner for symbol in seen.symbols for corner in symbol.corners], axis=0)
    warp, box = page.registered.warp, page.registered.canvas.shape
    edges = np.array([(0, 0), (box[1], 0), (box[1], box[0]), (0, box[0])], np.float64) / PIXELS_PER_MM
    outline = warp.to_pixels(edges).astype(np.float32)
    inside = cv2.pointPolygonTest(outline, (float(middle[0]), float(middle[1])), False) > 0
    return seen.code.design != page.design.number and inside


def is_empty(grey: Grey) -> bool:
    """Say whether an image shows a page with nothing on it: a back, or a separator."""
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    inner = small[height // 20 : height - height // 20, width // 20 : width - width // 20]
    paper = cv2.GaussianBlur(inner, (0, 0), 15)
    return float((cv2.subtract(paper, inner) > _INK_LEVEL).mean()) < _LEAST_INK
