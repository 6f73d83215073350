"""Two unlike readers of marks: one of crops, one of unrolled surroundings; all options of a side at once."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import numpy as np
import onnxruntime

from formkit.media.scan.canvas import Grey
from formkit.media.scan.marks.crops import crops
from formkit.media.scan.marks.measures import ink_share, of_unrolled, untouched
from formkit.media.scan.marks.place import MarkPlace, MarkScores, Scores, Shape
from formkit.media.scan.marks.planes import Planes, planes
from formkit.media.scan.marks.unrolled import unrolled

CROP_MODEL, UNROLLED_MODEL = "crop.onnx", "unrolled.onnx"
_HARDLY = 1e-4
"""The probability of a mark where there is no ink at all."""


class MarkReaders:
    """Both networks, loaded once, on one thread."""

    def __init__(self, crop_model: bytes | None = None, unrolled_model: bytes | None = None) -> None:
        """Load the shipped networks, or others."""
        self._crop = _session(crop_model or _shipped(CROP_MODEL))
        self._unrolled = _session(unrolled_model or _shipped(UNROLLED_MODEL))

    def judge(self, scan: Grey, blank: Grey, options: Sequence[MarkPlace]) -> MarkScores:
        """Return what both readers say of all options of a side.

        Args:
            scan: the levelled canvas.
            blank: the printed page on the same grid.
            options: all printed options of the side; each is also the others' neighbour.
        """
        return self.judge_pictures(planes(scan, blank, [option.box for option in options]), options)

    def judge_pictures(self, pictures: Planes, options: Sequence[MarkPlace]) -> MarkScores:
        """Return what both readers say of all options of a side whose pictures were made already."""
        scores = _nothing_yet(len(options))
        if not options:
            return scores
        everything = [option.box for option in options]
        scores.ink[:] = ink_share(pictures.sure_ink, everything)
        touched = np.flatnonzero(~untouched(pictures.ink, pictures.sure_ink, everything))
        boxes = [everything[number] for number in touched]
        for each in crops(pictures, boxes):
            index = touched[list(each.which)]
            fed = {"pictures": each.pictures, "across": each.across, "down": each.down}
            scores.crop[index], scores.crop_shape[index] = self._crop.run(None, fed)
        for one in unrolled(pictures, boxes):
            index = touched[list(one.which)]
            scores.unrolled[index], scores.unrolled_shape[index] = self._unrolled.run(None, {"pictures": one.pictures})
            measured = of_unrolled(one.pictures[:, 2])
            scores.coverage[index], scores.gap[index], scores.darkness[index], scores.width[index] = measured
        return scores


def _nothing_yet(count: int) -> MarkScores:
    """Return the scores of options that are all untouched; where nothing is, no network need look."""
    def table(*row: float) -> Scores:
        return np.tile(np.log(np.array(row, np.float32)), (count, 1))

    def column(value: float = 0.0) -> Scores:
        return np.full(count, value, np.float32)

    states, shapes = (1 - 2 * _HARDLY, _HARDLY, _HARDLY), (0.25,) * len(Shape)
    return MarkScores(
        table(*states), table(*states), table(*shapes), table(*shapes),
        column(), column(), column(1.0), column(), column(),
    )


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _shipped(name: str) -> bytes:
    return resources.files("formkit.media.scan.marks").joinpath(name).read_bytes()
