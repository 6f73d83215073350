"""Digits that people wrote: pictures given by the caller, such as MNIST's."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.degrade.path import Rng

Pictures = NDArray[np.uint8]
"""n × rows × columns, ink 255 on 0."""


@dataclass(frozen=True, slots=True)
class DigitSource:
    """Pictures of single digits, and which digit each shows."""

    images: Pictures
    labels: NDArray[np.uint8]

    def pick(self, digit: int, rng: Rng) -> NDArray[np.uint8]:
        """Return some picture of ``digit``, cut to its ink.

        Raises:
            LookupError: there is none.
        """
        known = np.flatnonzero(self.labels == digit)
        if not len(known):
            raise LookupError(f"no picture of the digit {digit}")
        image: NDArray[np.uint8] = self.images[known[rng.integers(len(known))]]
        rows, columns = np.flatnonzero(image.max(axis=1) > 60), np.flatnonzero(image.max(axis=0) > 60)
        if not len(rows) or not len(columns):
            return image
        cut: NDArray[np.uint8] = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return cut


def enlarged(image: NDArray[np.uint8], height: int, rng: Rng) -> NDArray[np.uint8]:
    """Return a small picture of ink at ``height`` pixels with sharp edges, its lines a little thicker or thinner."""
    factor = height / image.shape[0]
    width = max(3, round(image.shape[1] * factor))
    room = cv2.copyMakeBorder(image, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0.0,))
    size = (width + max(2, round(2 * factor)), height + max(2, round(2 * factor)))
    large = cv2.resize(room, size, interpolation=cv2.INTER_CUBIC)
    large = cv2.GaussianBlur(large, (0, 0), max(0.5, factor * 0.35))
    edge, soft = rng.uniform(75, 150), rng.uniform(15, 40)
    return np.asarray(np.clip((large.astype(np.float32) - edge) / soft * 127 + 127, 0, 255), np.uint8)
