"""Two unlike readers of marks: one of crops, one of unrolled surroundings; all options of a side at once."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import numpy as np
import onnxruntime

from formkit.media.scan.canvas import Grey
from formkit.media.scan.marks.crops import crops
from formkit.media.scan.marks.measures import ink_share, of_unrolled
from formkit.media.scan.marks.place import MarkPlace, MarkScores, Scores, Shape, State
from formkit.media.scan.marks.planes import Planes, planes
from formkit.media.scan.marks.unrolled import unrolled

CROP_MODEL, UNROLLED_MODEL = "crop.onnx", "unrolled.onnx"


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
        boxes = [option.box for option in options]
        scores.ink[:] = ink_share(pictures.sure_ink, boxes)
        for each in crops(pictures, boxes):
            index = list(each.which)
            fed = {"pictures": each.pictures, "across": each.across, "down": each.down}
            scores.crop[index], scores.crop_shape[index] = self._crop.run(None, fed)
        for one in unrolled(pictures, boxes):
            index = list(one.which)
            scores.unrolled[index], scores.unrolled_shape[index] = self._unrolled.run(None, {"pictures": one.pictures})
            measured = of_unrolled(one.pictures[:, 2])
            scores.coverage[index], scores.gap[index], scores.darkness[index], scores.width[index] = measured
        return scores


def _nothing_yet(count: int) -> MarkScores:
    def table(columns: int) -> Scores:
        return np.zeros((count, columns), np.float32)

    def column() -> Scores:
        return np.zeros(count, np.float32)

    states, shapes = len(State), len(Shape)
    return MarkScores(
        table(states), table(states), table(shapes), table(shapes), column(), column(), column(), column(), column()
    )


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _shipped(name: str) -> bytes:
    return resources.files("formkit.media.scan.marks").joinpath(name).read_bytes()
