from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.degrade.path import Stroke
from formkit.media.scan.degrade.pens import InkLayer, Pen

PEN = Pen("gel", 0.4, (0.05, 0.05, 0.05), uneven=0.0)
SCALE = 8.0


def layer_with(strokes: list[Stroke], pen: Pen = PEN, seed: int = 0) -> InkLayer:
    layer = InkLayer(60, 40, SCALE)
    layer.draw(strokes, pen, np.random.default_rng(seed))
    return layer


def ink_in(layer: InkLayer, box: Box) -> NDArray[np.float32]:
    rows = slice(round(box.y0 * layer.scale), round(box.y1 * layer.scale))
    columns = slice(round(box.x0 * layer.scale), round(box.x1 * layer.scale))
    part: NDArray[np.float32] = layer.density[rows, columns, 0]
    return part


def outline_of(strokes: list[Stroke]) -> NDArray[np.float32]:
    return np.concatenate([each.points for each in strokes]).astype(np.float32)
