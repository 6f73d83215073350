"""The printed words of a form that formkit did not print, held against its blank: another edition has other words.

Signs are compared one by one after their word was looked for nearby, for another print of the same form has them a
little elsewhere. A sign is another one where it is unlike what the blank has there, its old strokes are gone, and about
as much ink stands there: what is written over print adds ink, and what a scanner lost is not there at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.blank import Blank
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey
from formkit.media.scan.wording_signs import Sign
from formkit.model.layout import Page, Place

_SOFT = 1.5
"""Pixels of blur: hairs of print differ by printer and scanner."""
_EDGE = 48
"""White pixels around a page, so that a search never leaves it."""
_WORD_REACH, _SIGN_REACH, _STROKE_REACH, _MARGIN = (12, 8), (4, 4), 2, 2
"""Pixels across and down within which words are looked for, and signs from there, and strokes from there; and the
white around them."""
_LEGIBLE = 0.6
"""Median likeness of a page's signs from which other signs can be told: faxes have 0.8 and more."""
_UNLIKE = 0.25
"""Below the page's median likeness by so much a sign is looked at closely: 0.5 % of those on true pages."""
_OLD_STROKES = 0.72
"""Likeness of the ink on the old strokes up to which they are gone; another sign has 0.38 to 0.74."""
_LEAST_INK, _MOST_INK, _LEAST_BESIDE, _MOST_BESIDE = 0.5, 2.0, 0.03, 0.55
"""Ink of the sign, and its part beside the old strokes, to the ink that the blank has there."""
_FEW = 2
"""Other signs from which a word or the options of a field are others."""
_PLAIN, _PLAINLY_GONE = 0.35, 0.68
"""How unlike a single sign must be, a code for instance, and how far gone its strokes, to count alone."""
_BEYOND, _INK, _CROSSING, _SPECKLED = 7, 70, 6, 2.0
"""Pixels around a sign in which a pen that crosses it shows, the level of its ink, its least pixels, and how many times
the page's usual speckles it has besides."""
_PLACES = 3
"""Fields and labels with other words, not codes alone, from which a page is of another edition."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is printed otherwise than on the blank: the ids of fields, and whether the page is another edition.

    ``places`` counts the title, fields and labels with other words; ``fields`` are those with other options or labels.
    """

    fields: frozenset[str] = frozenset()
    is_other: bool = False
    places: int = 0


def compare(canvas: Grey, blank: Blank, signs: Sequence[Sign]) -> Wording:
    """Return what the words printed on ``canvas`` say other than the ``signs`` of ``blank``; both on one grid."""
    page = blank.page
    if not signs or not page.places:
        return Wording()
    others = _others(canvas, blank.canvas, signs)
    top = min(place.box.y0 for place in page.places)
    options, title = _by_option(others, page), [each for each in others if each[0].box.y1 <= top]
    told = {name for name, own in options.items() if len(own) >= _FEW or any(plain for _, plain in own)}
    in_options = {sign for own in options.values() for sign, _ in own}
    labels = _other_words([each for each, _ in others if each not in in_options and each.box.y1 > top])
    held = {name for word in labels for name in [_field_of(word, page.places)] if name}
    is_title = bool(_other_words([each for each, _ in title]))
    words = sum(len(own) >= _FEW for own in options.values()) + len(labels)
    return Wording(frozenset(told | held), is_title or words >= _PLACES, len(told) + len(labels) + is_title)


def _other_words(signs: Sequence[Sign]) -> list[Box]:
    """Return the box of the other signs of each word that has enough of them."""
    words: dict[int, list[Box]] = {}
    for each in signs:
        words.setdefault(each.word, []).append(each.box)
    return [reduce(Box.union, boxes) for boxes in words.values() if len(boxes) >= _FEW]


def _by_option(others: Sequence[tuple[Sign, bool]], page: Page) -> dict[str, list[tuple[Sign, bool]]]:
    found: dict[str, list[tuple[Sign, bool]]] = {}
    for sign, plain in others:
        for place in page.places:
            if any(_has(each.words or each.box, sign) for each in place.options):
                found.setdefault(place.ref.id, []).append((sign, plain))
    return found


def _has(box: Box | None, sign: Sign) -> bool:
    return box is not None and box.x0 <= sign.box.centre.x <= box.x1 and box.y0 <= sign.box.centre.y <= box.y1


def _field_of(word: Box, places: Sequence[Place]) -> str:
    """Return the field whose label a word is: the next place to its right on its line."""
    def parts(place: Place) -> Iterator[Box]:
        yield from (place.box, *place.cells)
        yield from (box for each in place.options for box in (each.box, each.words) if box is not None)

    right = [
        (box.x0 - word.x1, place.ref.id) for place in places for box in parts(place)
        if box.y0 < word.centre.y < box.y1 and box.x0 > word.centre.x
    ]
    return min(right)[1] if right else ""


def _others(canvas: Grey, blank: Grey, signs: Sequence[Sign]) -> list[tuple[Sign, bool]]:
    """Return the signs that are others on the canvas, each with whether it is so plainly."""
    pair = _Pair(_framed(canvas), _framed(blank))
    found: list[tuple[Sign, float, tuple[int, int]]] = []
    words: dict[int, list[Sign]] = {}
    for sign in signs:
        words.setdefault(sign.word, []).append(sign)
    for word in words.values():
        _, moved = pair.likeness(reduce(Box.union, [each.box for each in word]), _WORD_REACH, (0, 0))
        for sign in word:
            found.append((sign, *max(pair.likeness(sign.box, _SIGN_REACH, by) for by in {(0, 0), moved})))
    usual = float(np.median([like for _, like, _ in found]))
    if usual < _LEGIBLE:
        return []
    speckled = _SPECKLED * float(np.median([pair.beyond(sign.box, at) for sign, _, at in found])) + _CROSSING
    others = []
    for sign, like, at in found:
        if like < usual - _UNLIKE and pair.beyond(sign.box, at) < speckled:
            old, whole, beside = pair.strokes(sign.box, at)
            inked = _LEAST_INK <= whole <= _MOST_INK and _LEAST_BESIDE <= beside <= _MOST_BESIDE
            if inked and old < _OLD_STROKES:
                plain = like < usual - _PLAIN and old < _PLAINLY_GONE
                others.append((sign, plain and pair.beyond(sign.box, at, across=True) < speckled))
    return others


def _framed(picture: Grey) -> Grey:
    made = cv2.copyMakeBorder(picture, _EDGE, _EDGE, _EDGE, _EDGE, cv2.BORDER_CONSTANT, value=WHITE)
    return np.asarray(made, np.uint8)


class _Pair:
    """A scan and its blank, both with a white edge, compared sign by sign."""

    def __init__(self, scan: Grey, blank: Grey) -> None:
        self._scan, self._blank = np.asarray(255 - scan, np.uint8), np.asarray(255 - blank, np.uint8)
        self._near = np.asarray(cv2.dilate(self._blank, np.ones((5, 5), np.uint8)), np.uint8)
        self._soft_scan, self._soft_blank = (_softened(each) for each in (self._scan, self._blank))

    def likeness(self, box: Box, reach: tuple[int, int], by: tuple[int, int]) -> tuple[float, tuple[int, int]]:
        """Return the best correlation of a box within ``reach`` pixels of where it lies moved ``by``, and where."""
        left, top, right, bottom = _pixels(box)
        across, down = reach
        part = self._soft_blank[top:bottom, left:right]
        window = self._soft_scan[
            max(0, top + by[1] - down) : bottom + by[1] + down, max(0, left + by[0] - across) : right + by[0] + across
        ]
        if window.shape[0] < part.shape[0] or window.shape[1] < part.shape[1]:
            return 0.0, by
        found = np.nan_to_num(np.asarray(cv2.matchTemplate(window, part, cv2.TM_CCOEFF_NORMED)))
        _, best, _, (x, y) = cv2.minMaxLoc(found)
        return float(best), (x - across + by[0], y - down + by[1])

    def beyond(self, box: Box, at: tuple[int, int], *, across: bool = False) -> int:
        """Return the pixels of ink that is no print right above and below a sign, ``across`` at its sides."""
        left, top, right, bottom = _pixels(box)
        bands = [(left, top - _BEYOND, right, top), (left, bottom, right, bottom + _BEYOND)]
        if across:
            bands = [(left - _BEYOND, top, left, bottom), (right, top, right + _BEYOND, bottom)]
        found = 0
        for x0, y0, x1, y1 in bands:
            there, near = self._scan[y0 + at[1] : y1 + at[1], x0 + at[0] : x1 + at[0]], self._near[y0:y1, x0:x1]
            found = max(found, int(np.count_nonzero(cv2.subtract(there, near) > _INK)))
        return found

    def strokes(self, box: Box, at: tuple[int, int]) -> tuple[float, float, float]:
        """Return how like the blank the ink on its strokes is, all ink and that beside them, to the blank's ink."""
        left, top, right, bottom = _pixels(box)
        own, near = self._blank[top:bottom, left:right], self._near[top:bottom, left:right]
        soft, black = self._soft_blank[top:bottom, left:right], max(1.0, float(own.sum()))
        best, whole, beside = -1.0, 0.0, 0.0
        for y in range(at[1] - _STROKE_REACH, at[1] + _STROKE_REACH + 1):
            for x in range(at[0] - _STROKE_REACH, at[0] + _STROKE_REACH + 1):
                there = self._scan[max(0, top + y) : bottom + y, max(0, left + x) : right + x]
                if there.shape != own.shape:
                    continue
                on = _softened(np.asarray(np.minimum(there, near), np.uint8))
                like = _correlation(on, soft)
                if like > best:
                    best, whole = like, float(there.sum()) / black
                    beside = float(cv2.subtract(there, near).sum()) / black
        return best, whole, beside


def _softened(picture: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _SOFT), np.uint8)


def _correlation(one: Grey, other: Grey) -> float:
    first, second = (each.astype(np.float64) - each.mean() for each in (one, other))
    norm = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / norm if norm else 0.0


def _pixels(box: Box) -> NDArray[np.int_]:
    """Return left, top, right and bottom of a box in pixels of the framed picture, with a margin."""
    edges = np.rint(np.array([box.x0, box.y0, box.x1, box.y1]) * PIXELS_PER_MM).astype(np.int_)
    return np.asarray(edges + np.array([-_MARGIN, -_MARGIN, _MARGIN, _MARGIN]) + _EDGE, np.int_)
