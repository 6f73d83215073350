"""Words of a form that another program printed: where they stand, for its fonts are wider or narrower.

Words are moved along their line then, those at its end most. A word that is not found near its place is looked for
along the line, and believed where it stands between the same words as on the blank: it has not changed places with
another, as the options of another edition have.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM
from formkit.media.scan.wording_pair import Pair

Shift = tuple[int, int]
"""Pixels across and down."""

_REACH, _LINE_REACH = (12, 8), (120, 8)
"""Within which words are looked for first, and those that are not there: prints of five forms by another program have
words up to 71 pixels along the line."""
_CLEAR, _UNLIKE, _STILL_LIKE = 75, 0.25, 0.15
"""The percentile of a page's words whose likeness is that of a clear word, where half of them may be elsewhere; how far
below it one may be, and still be there; and how far where it is far off."""
_APART = 0.4
"""Share of their widths by which the middles of two words are apart, or they would be one on the other."""


def moves(pair: Pair, words: Mapping[int, Box]) -> tuple[dict[int, Shift], set[int]]:
    """Return where each word is likest, as its shift from the blank, and which words stand far from their place."""
    near = {number: pair.likeness(box, _REACH, (0, 0)) for number, box in words.items()}
    clear = float(np.percentile([like for like, _ in near.values()], _CLEAR))
    found = {number: at for number, (like, at) in near.items() if like >= clear - _UNLIKE}
    far = {number: pair.likeness(words[number], _LINE_REACH, (0, 0)) for number in near.keys() - found.keys()}
    moved = {number: at for number, (like, at) in far.items() if like >= clear - _STILL_LIKE}
    kept = {number: at for number, at in moved.items() if _is_in_order(number, words, found | moved)}
    return {number: kept.get(number, at) for number, (_, at) in near.items()}, set(kept)


def _is_in_order(number: int, words: Mapping[int, Box], shifts: Mapping[int, Shift]) -> bool:
    """Say whether a word stands on the same side of every other word of its line as on the blank."""
    own, shift = words[number], shifts[number][0] / PIXELS_PER_MM
    for other, (across, _) in shifts.items():
        box = words[other]
        if other == number or not own.y0 < box.centre.y < own.y1:
            continue
        before = box.centre.x - own.centre.x
        now = before + across / PIXELS_PER_MM - shift
        if before * now <= 0 or abs(now) < _APART * (box.width + own.width):
            return False
    return True
