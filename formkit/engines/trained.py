"""Weights of the text reader that were trained on handwriting, for exactly one model file.

The last rounds of the network in the rapidocr wheel, a hundredth of its weights, were trained on made handwriting
(`tools/train_lines.py`, docs/handwriting.md). onnxruntime takes the new ones in place of those in the file when the
file is loaded; nothing is written anywhere. With another file they would mean nothing, so they are left out there.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formkit.networks import OrtValue, SessionOptions

WEIGHTS = Path(__file__).resolve().parent / "handwriting.npz"
"""float16 by the names that the weights have in the model file, and ``model``: that file's SHA-256."""
_MODEL = "model"


@cache
def fits(model: Path) -> bool:
    """Say whether the weights were trained for the file ``model``, which is read for it; False where there is none."""
    if not model.is_file():
        return False
    return hashlib.sha256(model.read_bytes()).hexdigest() == trained_for()


@cache
def trained_for() -> str:
    """Return the SHA-256 of the model file that the weights belong to."""
    with np.load(WEIGHTS) as stored:
        return str(stored[_MODEL])


def weights() -> dict[str, NDArray[np.float32]]:
    """Return the trained weights by the names that they have in the model file."""
    with np.load(WEIGHTS) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files if name != _MODEL}


def replace_weights(options: SessionOptions) -> list[OrtValue]:
    """Have a session with ``options`` use the trained weights.

    Returns:
        The weights; they have to be kept as long as the session is.
    """
    values = {name: OrtValue.ortvalue_from_numpy(array) for name, array in weights().items()}
    for name, value in values.items():
        options.add_initializer(name, value)
    return list(values.values())
