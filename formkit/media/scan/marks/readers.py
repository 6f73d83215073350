"""Two unlike readers of marks: one of crops, one of unrolled surroundings; all options of a side at once.

What either of them doubts both look at again, with the box a little out of place each time; what counts is the mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import Grey
from formkit.media.scan.marks.crops import crops
from formkit.media.scan.marks.measures import ink_share, of_unrolled, untouched
from formkit.media.scan.marks.place import FLOOR, MarkPlace, MarkScores, Scores, Shape
from formkit.media.scan.marks.planes import Planes, planes
from formkit.media.scan.marks.unrolled import unrolled
from formkit.networks import session

CROP_MODEL, UNROLLED_MODEL = "crop.onnx", "unrolled.onnx"
_HARDLY = 1e-4
"""The probability of a mark where there is no ink at all."""
_DOUBTFUL = 3.0
"""Nats by which a reader's state must lead the others at an option, or both look again; looking at every option again
changes no more answers."""
_MOVED = ((0.25, 0.0), (-0.25, 0.0), (0.0, 0.25), (0.0, -0.25))
"""Millimetres by which the box is out of place when it is looked at again: a pixel of the pictures (`planes.SCALE`)."""
_NETWORKS = ("crop", "unrolled", "crop_shape", "unrolled_shape")
"""The scores that come from networks."""


class MarkReaders:
    """Both networks, loaded once, on one thread."""

    def __init__(self, crop_model: bytes | None = None, unrolled_model: bytes | None = None) -> None:
        """Load the shipped networks, or others."""
        self._crop = session(crop_model or _shipped(CROP_MODEL))
        self._unrolled = session(unrolled_model or _shipped(UNROLLED_MODEL))

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
        self._look(pictures, [everything[number] for number in touched], scores, touched)
        self._look_again(pictures, everything, scores)
        return scores

    def _look(
        self, pictures: Planes, boxes: Sequence[Box], scores: MarkScores, which: NDArray[np.intp]
    ) -> None:
        """Put what is seen at the boxes into the rows ``which`` of the scores."""
        for each in crops(pictures, boxes):
            index = which[list(each.which)]
            fed = {"pictures": each.pictures, "across": each.across, "down": each.down}
            scores.crop[index], scores.crop_shape[index] = self._crop.run(None, fed)
        for one in unrolled(pictures, boxes):
            index = which[list(one.which)]
            scores.unrolled[index], scores.unrolled_shape[index] = self._unrolled.run(None, {"pictures": one.pictures})
            measured = of_unrolled(one.pictures[:, 2])
            scores.coverage[index], scores.gap[index], scores.darkness[index], scores.width[index] = measured

    def _look_again(self, pictures: Planes, boxes: Sequence[Box], scores: MarkScores) -> None:
        """Let what the networks say of the doubtful places be the mean of several looks."""
        doubtful = np.flatnonzero(np.minimum(_lead(scores.crop), _lead(scores.unrolled)) < _DOUBTFUL)
        if not len(doubtful):
            return
        moved = [boxes[number].moved(dx, dy) for dx, dy in _MOVED for number in doubtful.tolist()]
        more = _nothing_yet(len(moved))
        self._look(pictures, moved, more, np.arange(len(moved)))
        for name in _NETWORKS:
            first = getattr(scores, name)
            others = getattr(more, name).reshape(len(_MOVED), len(doubtful), -1)
            first[doubtful] = np.maximum([first[doubtful], *others], FLOOR).mean(axis=0)


def _lead(log_probabilities: Scores) -> Scores:
    """Return in nats how far the likeliest state of each place is ahead of the next."""
    ordered = np.sort(log_probabilities, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2], np.float32)


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


def _shipped(name: str) -> bytes:
    return resources.files("formkit.media.scan.marks").joinpath(name).read_bytes()
