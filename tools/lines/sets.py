"""Sets of lines on disk: what the frozen part of the network sees of each, and what it says."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.engines.ppocr import model_path, prepared
from formkit.networks import session
from tools.lines.neck import characters
from tools.lines.pages import page
from tools.lines.texts import Stock, text

SEEN = "p2o.pd_op.pool2d.1.0"
"""Output of the network's last pooling: (1, 384, 1, steps)."""
_PAGES = 10
"""Pages of one file of a set."""
_TYPED_PAGES = 6
"""One page in so many is typed."""
TYPED = "typed"
"""The name of all fonts of print."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Features (steps of all lines, channels), where each line starts, and texts, fonts and profiles by line."""

    features: NDArray[np.float16]
    starts: NDArray[np.int64]
    texts: NDArray[np.str_]
    fonts: NDArray[np.str_]
    profiles: NDArray[np.str_]

    def line(self, number: int) -> NDArray[np.float16]:
        """Return the features of one line."""
        return self.features[self.starts[number] : self.starts[number + 1]]


class Seeing:
    """The network up to its last pooling."""

    def __init__(self) -> None:
        import onnx

        model = onnx.load(str(model_path()))
        del model.graph.output[:]
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(SEEN))
        self._session = session(model.SerializeToString())

    def __call__(self, image: NDArray[np.uint8]) -> NDArray[np.float16]:
        """Return (steps, channels) of a line's picture."""
        seen = self._session.run(None, {"x": prepared(image)})[0]
        return np.ascontiguousarray(seen[0, :, 0].T).astype(np.float16)


def draw(
    folder: Path, numbers: Iterable[int], fonts: Sequence[Path], latin: Sequence[Path], typefaces: Sequence[Path],
    words: Path,
) -> None:
    """Write files with these numbers, `_PAGES` pages each, of which some are typed."""
    cv2.setNumThreads(1)
    seeing = Seeing()
    stock = Stock.load(words, frozenset(characters()))
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        since, made = time.time(), []
        for seed in range(number * _PAGES, (number + 1) * _PAGES):
            typed = seed % _TYPED_PAGES == 0
            own = typefaces if typed else fonts
            lines = page(seed, own, latin, lambda room, rng: text(stock, room, rng), typed=typed)
            made += [(seeing(line.image), line, TYPED if typed else line.font) for line in lines]
        np.savez(
            folder / f"lines-{number:04d}.npz", features=np.concatenate([seen for seen, _, _ in made]),
            counts=np.array([len(seen) for seen, _, _ in made]), texts=np.array([line.text for _, line, _ in made]),
            fonts=np.array([font for _, _, font in made]), profiles=np.array([line.profile for _, line, _ in made]),
        )
        print(number, len(made), round(time.time() - since), flush=True)


def load(paths: Sequence[Path]) -> Lines:
    """Return the lines of some files."""
    parts = [np.load(path) for path in paths]
    counts = np.concatenate([part["counts"] for part in parts])
    return Lines(
        np.concatenate([part["features"] for part in parts]), np.concatenate([[0], np.cumsum(counts)]),
        *(np.concatenate([part[name] for part in parts]) for name in ("texts", "fonts", "profiles")),
    )
