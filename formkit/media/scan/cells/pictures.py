"""What the digit reader looks at: a box and a little around it, with its printed frame as a second picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import Grey, cut

SIZE = 40
"""Pixels across and down; a box of 6.5 × 8 mm keeps about 5 pixels a mm."""
AROUND = 1.0
"""Millimetres beyond the box: what overruns it, and how a stroke goes on."""
TYPES = ("blank", "number", "tick", "slash", "cross", "other", "corrected")
"""What may stand in a box; "corrected" is a struck-out or overwritten number."""
_DARKEST = 150.0
"""Pale ink is darkened until its darkest strokes reach this level."""
_MOST_GAIN = 2.6


def pictures(scan: Grey, blank: Grey, boxes: Sequence[Box]) -> NDArray[np.uint8]:
    """Return (n, 2, 40, 40): for each box the darkness of the scan and of the printed frame, 0 white to 255 black.

    ``scan`` and ``blank`` are canvases of one size. Ink that is pale all over its box is darkened.
    """
    made = np.empty((len(boxes), 2, SIZE, SIZE), np.uint8)
    for number, box in enumerate(boxes):
        for layer, canvas in enumerate((scan, blank)):
            part = cut(canvas, box, AROUND)
            made[number, layer] = cv2.resize(part, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    np.subtract(255, made, out=made)
    return _darkened(made)


def _darkened(made: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Stretch the scan's darkness in boxes whose ink is pale; frames are left out of the judgement."""
    inner = slice(SIZE // 6, SIZE - SIZE // 6)
    ink = made[:, 0, inner, inner].reshape(len(made), -1)
    rank = ink.shape[1] - max(1, ink.shape[1] // 40)
    darkest = np.partition(ink, rank, axis=1)[:, rank].astype(np.float32) if len(made) else np.zeros(0, np.float32)
    gain = np.clip(_DARKEST / np.maximum(darkest, 1.0), 1.0, _MOST_GAIN)
    gain[darkest < 36] = 1.0
    pale = np.flatnonzero(gain > 1.02)
    for number in pale:
        made[number, 0] = cv2.convertScaleAbs(made[number, 0], alpha=float(gain[number]))
    return made
