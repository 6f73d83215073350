"""PP-OCRv6 small recognition through onnxruntime, on the model file that ships in the rapidocr wheel.

Its last rounds read with weights that were trained on handwriting (`formkit.engines.trained`) where the file is the
one that they belong to.

One crop a call at its natural width: padding a batch to its widest line costs more than it saves on a
CPU. The model (21 MB, Apache-2.0, weights by Baidu) was trained for lines 48 pixels high and knows
18,708 characters.
"""

from __future__ import annotations

import math
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.engines import trained
from formkit.engines.greedy import greedy_text
from formkit.errors import Problem, UsageError, problem
from formkit.model.engine import LineMatrix
from formkit.networks import InferenceSession, options_of, session

MODEL = Path("models") / "PP-OCRv6_rec_small.onnx"
"""Inside the package rapidocr."""
HEIGHT = 48
"""Pixels; the model's input height."""
WIDEST = 3200
"""Pixels; a longer line is squeezed, so that no crop can take the memory of the machine."""
PLAIN, TRAINED = "ppocr-v6-small", "ppocr-v6-small-h1"
"""The engine's names with its own weights, and with those trained on handwriting: each has its own calibration."""
LEAST = 1e-5
"""Characters that are nowhere in the line more likely than this are left out of its matrix."""


def model_path() -> Path:
    """Return where the model file lies in the installed rapidocr, which is not imported for it.

    Raises:
        UsageError: rapidocr or the file is missing (N003).
    """
    spec = find_spec("rapidocr")
    folders = (spec.submodule_search_locations or []) if spec else []
    paths = [Path(folder) / MODEL for folder in folders] or [Path("rapidocr") / MODEL]
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        raise UsageError.of("N003", name=PLAIN, path=paths[0])
    return found


class PpOcr:
    """PP-OCRv6 small, loaded when the first line is read."""

    def __init__(self, threads: int = 1, *, handwriting: bool = True) -> None:
        """Keep how many threads a line takes, and whether the weights that were trained on handwriting are wanted."""
        self._threads = threads
        self._handwriting = handwriting

    @cached_property
    def name(self) -> str:
        """`TRAINED`, or `PLAIN` where print is read, or the model file is missing or is another one."""
        try:
            return TRAINED if self._handwriting and trained.fits(model_path()) else PLAIN
        except UsageError:
            return PLAIN

    def for_print(self) -> PpOcr:
        """Return the engine with the model's own weights: with those for handwriting it misreads print more often."""
        return self._for_print

    @cached_property
    def _for_print(self) -> PpOcr:
        return PpOcr(self._threads, handwriting=False) if self.name == TRAINED else self

    @property
    def remark(self) -> Problem | None:
        """What the user is to know: that the model file is not the one that handwriting was trained for (N006)."""
        if self.name == TRAINED or not self._handwriting:
            return None
        return problem("N006", name=PLAIN, path=model_path())

    @cached_property
    def _session(self) -> InferenceSession:
        options = options_of(self._threads)
        options.enable_mem_pattern = False  # Every line has a width of its own: plans of memory are of no use.
        if self.name == TRAINED:
            self._weights = trained.replace_weights(options)
        return session(model_path(), options)

    @cached_property
    def _input(self) -> str:
        return str(self._session.get_inputs()[0].name)

    @cached_property
    def _classes(self) -> tuple[str, ...]:
        """The character of each class: "" for the blank at 0, the space last."""
        listed = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        while listed and listed[-1] == "":
            listed.pop()
        return ("", *listed, " ")

    @property
    def alphabet(self) -> frozenset[str]:
        """The 18,709 characters of the model, the space included."""
        return frozenset(self._classes) - {""}

    def read_line(self, image: NDArray[np.uint8]) -> LineMatrix:
        """Return the line's matrix, with the columns that are likely somewhere, and its plain reading."""
        full = self._session.run(None, {self._input: prepared(image)})[0][0]
        kept = np.flatnonzero(full.max(axis=0) >= LEAST)
        kept = np.concatenate(([0], kept[kept != 0]))
        seen, alphabet = full[:, kept], tuple([self._classes[index] for index in kept.tolist()])
        return LineMatrix(*greedy_text(seen, alphabet), seen, alphabet)


def prepared(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the model's input for a grey crop: (1, 3, 48, width) float32 in -1 to 1, proportions kept."""
    height, width = image.shape[:2]
    wide = min(WIDEST, max(HEIGHT, math.ceil(HEIGHT * width / max(1, height))))
    scaled = cv2.resize(image, (wide, HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 127.5 - 1.0
    return np.ascontiguousarray(np.broadcast_to(scaled, (1, 3, HEIGHT, wide)))
