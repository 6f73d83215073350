"""The digit reader: a small network of our own over one box at a time, many in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from formkit.media.scan.cells.pictures import TYPES

BLANK, NUMBER = TYPES.index("blank"), TYPES.index("number")
NO_TENS, X_ONES = 10, 10
"""Columns of "no tens" and of the X that may end an ID number."""
_BATCH = 64
_SHIFTS = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
"""Pixels by which a doubtful box is looked at again."""
_DOUBT = -0.08
"""Log-probability of the best answer under which a box is looked at again."""


@dataclass(frozen=True, slots=True)
class BoxLogs:
    """Log-probabilities: ``kinds`` (n, 7) of `TYPES`, ``tens`` (n, 11) and ``ones`` (n, 11) of a number's digits."""

    kinds: NDArray[np.float64]
    tens: NDArray[np.float64]
    ones: NDArray[np.float64]


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    weights = resources.files("formkit.media.scan.cells").joinpath("digits.onnx").read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def classify(pictures: NDArray[np.uint8]) -> BoxLogs:
    """Return what stands in each of ``pictures`` (n, 2, 40, 40); see `formkit.media.scan.cells.pictures`.

    A box of which the network is not sure is looked at again, moved by a pixel each way; the mean counts.
    """
    logs = _logits(pictures)
    best = logs.kinds.max(axis=1) + np.where(
        logs.kinds.argmax(axis=1) == NUMBER, logs.tens.max(axis=1) + logs.ones.max(axis=1), 0.0
    )
    doubtful = np.flatnonzero(best < _DOUBT)
    if not len(doubtful):
        return logs
    again = [_logits(_moved(pictures[doubtful], *shift)) for shift in _SHIFTS[1:]]
    for name in ("kinds", "tens", "ones"):
        every = np.stack([getattr(logs, name)[doubtful], *(getattr(each, name) for each in again)])
        getattr(logs, name)[doubtful] = _log_softmax(every.mean(axis=0))
    return logs


def _logits(pictures: NDArray[np.uint8]) -> BoxLogs:
    made = [_run(pictures[start : start + _BATCH]) for start in range(0, len(pictures), _BATCH)]
    whole = np.concatenate(made) if made else np.zeros((0, len(TYPES) + 22))
    kinds, tens, ones = np.split(whole, [len(TYPES), len(TYPES) + 11], axis=1)
    return BoxLogs(_log_softmax(kinds), _log_softmax(tens), _log_softmax(ones))


def _run(pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    given = pictures.astype(np.float32) / 255.0
    [found] = _session().run(None, {"pictures": given})
    return np.asarray(found, np.float64)


def _moved(pictures: NDArray[np.uint8], across: int, down: int) -> NDArray[np.uint8]:
    return np.roll(pictures, (down, across), axis=(2, 3))


def _log_softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    top = logits - logits.max(axis=1, keepdims=True, initial=-1e9)
    return np.asarray(top - np.log(np.exp(top).sum(axis=1, keepdims=True)), np.float64)


def number_logs(logs: BoxLogs, codes: Sequence[str]) -> NDArray[np.float64]:
    """Return (n, codes): the log-probability that a box holds each code, a number of one or two digits.

    A code of one digit may be written with a zero before it.
    """
    columns = []
    for code in codes:
        if len(code) == 1:
            digit = X_ONES if code == "X" else int(code)
            alone = np.logaddexp(logs.tens[:, NO_TENS], logs.tens[:, 0])
            columns.append(alone + logs.ones[:, digit])
        elif len(code) == 2 and code.isdigit():
            columns.append(logs.tens[:, int(code[0])] + logs.ones[:, int(code[1])])
        else:
            columns.append(np.full(len(logs.kinds), -30.0))
    return logs.kinds[:, [NUMBER]] + np.stack(columns, axis=1)


