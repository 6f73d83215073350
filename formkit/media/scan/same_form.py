"""Whether two measured forms are one form: printed alike, or with the same words by another program's fonts."""

from __future__ import annotations

import cv2
import numpy as np

from formkit.media.scan.blank import Blank
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey
from formkit.media.scan.register import register
from formkit.media.scan.wording import compare
from formkit.media.scan.wording_signs import signs_of

_DRAWN_APART, _PRINTED_LEVEL, _ALONE = 9, 128, 0.01
"""Pixels within which the print of two drawings of one form lies, the level that is print, and the share of it that
may lie elsewhere: a word that differs is more."""
_PAPER_APART = PIXELS_PER_MM
"""Pixels by which one paper may be of another size in two files: programs round it, to points or to whole pixels."""


def is_same_print(one: Grey, other: Grey) -> bool:
    """Say whether two blank pages on one grid show the same print, of which hairs may differ by a drawing program."""
    if not _is_same_paper(one, other):
        return False
    rows, columns = np.minimum(one.shape, other.shape)
    near = np.ones((_DRAWN_APART, _DRAWN_APART), np.uint8)
    first, second = (np.asarray(page[:rows, :columns] < _PRINTED_LEVEL, np.uint8) for page in (one, other))
    alone = int(np.count_nonzero(cv2.subtract(first, np.asarray(cv2.dilate(second, near), np.uint8))))
    alone += int(np.count_nonzero(cv2.subtract(second, np.asarray(cv2.dilate(first, near), np.uint8))))
    return alone <= _ALONE * max(1, int(np.count_nonzero(first)) + int(np.count_nonzero(second)))


def has_same_words(one: Blank, other: Blank) -> bool:
    """Say whether two blank pages have the same words, though they stand a little elsewhere; editions have others."""
    if not _is_same_paper(one.canvas, other.canvas):
        return False
    flat = np.diag([PIXELS_PER_MM, PIXELS_PER_MM, 1.0])
    found = register(one.canvas, other, flat, method="print", well_known=False)
    if found is None or not found.trusted:
        return False
    wording = compare(found.canvas, other, signs_of(other.canvas, other.page))
    return not wording.is_other


def _is_same_paper(one: Grey, other: Grey) -> bool:
    return bool(np.abs(np.subtract(one.shape, other.shape)).max() <= _PAPER_APART)
