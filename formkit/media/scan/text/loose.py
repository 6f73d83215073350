"""Digits on a line as single signs: where they stand apart, the reader of boxes looks at each of them.

Cutting a line at its gaps fails where digits touch, so this second reader speaks only where the number of
signs fits; there it reads digits better than the engine does.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey
from formkit.media.scan.cells.classifier import NO_TENS, NUMBER, X_ONES, classify
from formkit.media.scan.cells.pictures import pictures
from formkit.media.scan.pieces import labelled
from formkit.media.scan.text.ink import Ink
from formkit.media.scan.text.lines import Writing
from formkit.media.scan.text.sight import CellScores

SYMBOLS = "0123456789X"
_BOX = Box(1.0, 1.0, 7.5, 9.0)
"""The box into which each sign is put, on a picture of 8.5 × 10 mm: as they are printed."""
_ROWS, _COLUMNS = 80, 68
_HEIGHT, _WIDTH = 4.6, 5.5
"""Millimetres to which a sign is brought: its height, or the greatest width."""
_LEAST_SCALE, _MOST_SCALE = 0.4, 1.6
_SPECK = 8
"""Pixels of the core that a sign has at least."""
_SHARED = 0.5
"""Share of the narrower of two pieces that lies over the other if both are one sign."""
_SMALL = 0.45
"""Share of the highest sign under which one is a point or a dash."""
_MOST = 24
"""Signs on a line; more are no number."""


@dataclass(frozen=True, slots=True)
class _Sign:
    x0: int
    y0: int
    x1: int
    y1: int
    labels: tuple[int, ...]


def loose_signs(writing: Writing) -> CellScores | None:
    """Return what each sign of a single written line is, from left to right, points and dashes left out.

    None for several lines or too many signs.
    """
    if len(writing.lines) != 1 or writing.struck:
        return None
    labels, signs = _signs(writing.ink)
    highest = max((sign.y1 - sign.y0 for sign in signs), default=0)
    large = [sign for sign in signs if sign.y1 - sign.y0 >= _SMALL * highest]
    if not 0 < len(large) <= _MOST:
        return None
    empty = np.full((_ROWS, _COLUMNS), WHITE, np.uint8)
    frame: Grey = np.asarray(cv2.rectangle(empty, (8, 8), (60, 72), (0,), 2), np.uint8)
    boxed = [np.minimum(_alone(writing.page, labels, sign), frame) for sign in large]
    seen = classify(np.concatenate([pictures(each, frame, [_BOX]) for each in boxed]))
    alone = np.logaddexp(seen.tens[:, NO_TENS], seen.tens[:, 0])[:, None]
    logs = seen.kinds[:, [NUMBER]] + alone + seen.ones[:, [*range(10), X_ONES]]
    known = np.minimum(np.logaddexp.reduce(logs, axis=1), -1e-9)
    foreign = np.log(np.maximum(1e-9, -np.expm1(known)))
    return CellScores(SYMBOLS, logs, np.full(len(large), -14.0), foreign)


def _signs(ink: Ink) -> tuple[NDArray[np.int32], list[_Sign]]:
    """Return the signs of a line, cut where the cores of strokes do not touch, and the labels of their pieces."""
    core = ink.core & np.isin(ink.labels, [blob.label for blob in ink.blobs])
    labels, stats = labelled(core.astype(np.uint8))
    pieces = sorted(
        (_Sign(int(left), int(top), int(left + wide), int(top + high), (label,))
         for label, (left, top, wide, high, area) in enumerate(stats) if label and area >= _SPECK),
        key=lambda sign: (sign.x0, sign.y0),
    )
    signs: list[_Sign] = []
    for piece in pieces:
        if signs and _one_sign(signs[-1], piece):
            last = signs.pop()
            piece = _Sign(
                min(last.x0, piece.x0), min(last.y0, piece.y0), max(last.x1, piece.x1), max(last.y1, piece.y1),
                (*last.labels, *piece.labels),
            )
        signs.append(piece)
    return labels, signs


def _one_sign(left: _Sign, right: _Sign) -> bool:
    shared = min(left.x1, right.x1) - max(left.x0, right.x0)
    return shared > _SHARED * min(left.x1 - left.x0, right.x1 - right.x0)


def _alone(page: Grey, labels: NDArray[np.int32], sign: _Sign) -> Grey:
    """Return a sign by itself in the middle of an empty picture, brought to the usual size."""
    x0, y0 = max(0, sign.x0 - 2), max(0, sign.y0 - 2)
    place = slice(y0, sign.y1 + 2), slice(x0, sign.x1 + 2)
    own = cv2.dilate(np.isin(labels[place], sign.labels).astype(np.uint8), np.ones((5, 5), np.uint8))
    part = np.where(np.asarray(own) > 0, page[place], WHITE).astype(np.uint8)
    scale = min(
        _HEIGHT * PIXELS_PER_MM / max(10, sign.y1 - sign.y0), _WIDTH * PIXELS_PER_MM / max(1, sign.x1 - sign.x0),
        _MOST_SCALE,
    )
    scale = max(scale, _LEAST_SCALE)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=way), np.uint8)[:_ROWS, :_COLUMNS]
    picture = np.full((_ROWS, _COLUMNS), WHITE, np.uint8)
    top, left = (_ROWS - part.shape[0]) // 2, (_COLUMNS - part.shape[1]) // 2
    picture[top : top + part.shape[0], left : left + part.shape[1]] = part
    return picture
