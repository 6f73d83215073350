"""The printed words of a form that formkit did not print, held against its blank: another edition has other words.

Signs are compared one by one after their word was looked for nearby, for another print of the same form has them a
little elsewhere. A sign is another one where it is unlike what the blank has there, its old strokes are gone, and about
as much ink stands there: what is written over print adds ink, and what a scanner lost is not there at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.blank import Blank
from formkit.media.scan.canvas import Grey
from formkit.media.scan.wording_moves import moves
from formkit.media.scan.wording_pair import Pair
from formkit.media.scan.wording_signs import Sign
from formkit.model.layout import Page, Place

_SIGN_REACH = (4, 4)
"""Pixels across and down within which signs are looked for, from where their word stands."""
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
_CROSSING, _SPECKLED = 6, 2.0
"""The least pixels of a pen that crosses a sign, and how many times the page's usual speckles it has besides."""
_PLACES = 3
"""Fields and labels with other words, not codes alone, from which a page is of another edition."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is printed otherwise than on the blank: the ids of fields, and whether the page is another edition.

    ``places`` counts the title, fields and labels with other words; ``fields`` are those with other options or labels.
    ``moved`` are the fields on whose line the same words stand elsewhere: so may the answer.
    """

    fields: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    is_other: bool = False
    places: int = 0


def compare(canvas: Grey, blank: Blank, signs: Sequence[Sign]) -> Wording:
    """Return what the words printed on ``canvas`` say other than the ``signs`` of ``blank``; both on one grid."""
    page = blank.page
    if not signs or not page.places:
        return Wording()
    others, far = _others(canvas, blank.canvas, signs)
    top = min(place.box.y0 for place in page.places)
    options, title = _by_option(others, page), [each for each in others if each[0].box.y1 <= top]
    told = {name for name, own in options.items() if len(own) >= _FEW or any(plain for _, plain in own)}
    in_options = {sign for own in options.values() for sign, _ in own}
    labels = _other_words([each for each, _ in others if each not in in_options and each.box.y1 > top])
    held = {name for word in labels for name in [_field_of(word, page.places)] if name}
    is_title = bool(_other_words([each for each, _ in title]))
    words = sum(len(own) >= _FEW for own in options.values()) + len(labels)
    moved = frozenset(place.ref.id for place in page.places if any(_is_on_line(word, place) for word in far))
    is_other = is_title or words >= _PLACES
    return Wording(frozenset(told | held), moved, is_other, len(told) + len(labels) + is_title)


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
    right = [
        (box.x0 - word.x1, place.ref.id) for place in places for box in _parts(place)
        if box.y0 < word.centre.y < box.y1 and box.x0 > word.centre.x
    ]
    return min(right)[1] if right else ""


def _parts(place: Place) -> Iterator[Box]:
    yield from (place.box, *place.cells)
    yield from (box for each in place.options for box in (each.box, each.words) if box is not None)


def _is_on_line(word: Box, place: Place) -> bool:
    """Say whether a place is answered on the line of a word, at an option or in a box as well."""
    return any(box.y0 < word.centre.y < box.y1 or word.y0 < box.centre.y < word.y1 for box in _parts(place))


def _others(canvas: Grey, blank: Grey, signs: Sequence[Sign]) -> tuple[list[tuple[Sign, bool]], list[Box]]:
    """Return the signs that are others on the canvas, each with whether it is so plainly, and the words far off."""
    pair = Pair(canvas, blank)
    found: list[tuple[Sign, float, tuple[int, int]]] = []
    words: dict[int, list[Sign]] = {}
    for sign in signs:
        words.setdefault(sign.word, []).append(sign)
    boxes = {number: reduce(Box.union, [each.box for each in own]) for number, own in words.items()}
    shifts, far = moves(pair, boxes)
    for number, word in words.items():
        for sign in word:
            found.append((sign, *max(pair.likeness(sign.box, _SIGN_REACH, by) for by in {(0, 0), shifts[number]})))
    usual = float(np.median([like for _, like, _ in found]))
    if usual < _LEGIBLE:
        return [], []
    speckled = _SPECKLED * float(np.median([pair.beyond(sign.box, at) for sign, _, at in found])) + _CROSSING
    others = []
    for sign, like, at in found:
        if like < usual - _UNLIKE and pair.beyond(sign.box, at) < speckled:
            old, whole, beside = pair.strokes(sign.box, at)
            inked = _LEAST_INK <= whole <= _MOST_INK and _LEAST_BESIDE <= beside <= _MOST_BESIDE
            if inked and old < _OLD_STROKES:
                plain = like < usual - _PLAIN and old < _PLAINLY_GONE
                others.append((sign, plain and pair.beyond(sign.box, at, across=True) < speckled))
    return others, [boxes[number] for number in sorted(far)]
