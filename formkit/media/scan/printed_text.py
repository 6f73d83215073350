"""The signs of a strip of print with their places, by the engine that reads lines."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import WHITE, Grey
from formkit.media.scan.printed_lines import Strip
from formkit.model.engine import LineMatrix, OcrEngine
from formkit.model.printed import sign_of

Read = tuple[str, float, float]
"""A sign, and from where to where it stands, in pixels."""

_PAD = 4
_SURE = 0.35
"""Mean probability of a strip's signs; what is read worse is a speck or the remains of a line."""
_SPACE = 0.34
"""White space between signs, in heights, from which a space was typed."""
_ONE = 1.35
"""In heights; two equal signs in less room are one that was read twice: a Chinese sign is as wide as it is high."""
_TRACE = 0.05
"""In heights; ink as narrow as this is none."""
_FULL = str.maketrans("(),:;?", "（），：；？")
"""Signs whose width an engine cannot tell; Chinese forms have the wide ones."""


def read_strip(grey: Grey, strip: Strip, engine: OcrEngine) -> list[Read]:
    """Return the signs of a strip from left to right, spaces where white paper is left between them."""
    if strip.sign:
        return [(strip.sign, float(strip.x0), float(strip.x1))]
    crop = _crop(grey, strip)
    matrix = engine.read_line(crop)
    if matrix.probabilities is None or matrix.confidence < _SURE or not matrix.text.strip():
        return []
    height = strip.y1 - strip.y0
    placed = _placed(matrix, crop.shape[1])
    signs = [(sign, strip.x0 - _PAD + at) for sign, at in placed if not sign.isspace()]
    return _spread(grey, strip, signs, height)


def _crop(grey: Grey, strip: Strip) -> Grey:
    y0, y1 = max(0, strip.y0 - _PAD), min(grey.shape[0], strip.y1 + _PAD)
    x0, x1 = max(0, strip.x0 - _PAD), min(grey.shape[1], strip.x1 + _PAD)
    padded = np.full((y1 - y0, max(x1 - x0, y1 - y0)), WHITE, np.uint8)
    padded[:, : x1 - x0] = grey[y0:y1, x0:x1]
    return padded


def _placed(matrix: LineMatrix, width: int) -> list[tuple[str, float]]:
    """Return each sign of the plain reading with the pixel of its middle in the crop."""
    assert matrix.probabilities is not None
    best = matrix.probabilities.argmax(axis=1)
    steps = len(best)
    found: list[tuple[str, float]] = []
    previous = 0
    for step, sign in enumerate(best):
        if sign and sign != previous:
            end = step
            while end + 1 < steps and best[end + 1] == sign:
                end += 1
            found.append((matrix.alphabet[sign], ((step + end) / 2 + 0.5) / steps * width))
        previous = int(sign)
    return found


def _spread(grey: Grey, strip: Strip, signs: list[tuple[str, float]], height: int) -> list[Read]:
    """Return the signs with their widths: up to the white paper between them, no wider than they are."""
    ink = np.asarray((grey[strip.y0 : strip.y1, strip.x0 : strip.x1] < 170).any(axis=0), np.bool_)
    runs = _runs(ink, strip.x0)
    shared = _shared(runs, [at for _, at in signs], height)
    found: list[Read] = []
    for (sign, _), place in zip(signs, shared, strict=True):
        if place is None:
            continue
        x0, x1 = place
        text = sign_of(unicodedata.normalize("NFC", sign)).translate(_FULL)
        if found and found[-1][0] == text and text >= "\u4e00" and x1 - found[-1][1] < _ONE * height:
            found[-1] = (text, found[-1][1], x1)
            continue
        if found and x0 - found[-1][2] > _SPACE * height:
            found.append((" ", found[-1][2], x0))
        found.append((text, x0, x1))
    return found


def _runs(ink: NDArray[np.bool_], offset: int) -> list[tuple[int, int]]:
    """Return the stretches of columns that hold ink."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], ink.astype(np.int8), [0]))))
    return [(offset + int(a), offset + int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _shared(runs: list[tuple[int, int]], middles: list[float], height: int) -> list[tuple[float, float] | None]:
    """Give every stretch of ink to the sign whose middle is nearest; return what each has, None for one without ink.

    An engine now and then reads one sign twice; the second has no ink of its own.
    """
    own: list[list[tuple[float, float]]] = [[] for _ in middles]
    borders = [(a + b) / 2 for a, b in pairwise(middles)]
    for x0, x1 in runs:
        start = float(x0)
        for index in range(len(middles)):
            end = float(x1) if index == len(borders) else min(float(x1), borders[index])
            if start >= end:
                continue
            own[index].append((start, end))
            start = end
    found: list[tuple[float, float] | None] = []
    for middle, pieces in zip(middles, own, strict=True):
        near = [piece for piece in pieces if piece[0] - middle < height and middle - piece[1] < height]
        wide = sum(b - a for a, b in near)
        found.append((min(a for a, _ in near), max(b for _, b in near)) if wide > _TRACE * height else None)
    return found
