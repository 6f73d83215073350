"""The digit reader: two small networks of our own over one box at a time, many in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.cells.pictures import TYPES
from formkit.networks import InferenceSession, session

BLANK, NUMBER = TYPES.index("blank"), TYPES.index("number")
NO_TENS, X_ONES = 10, 10
"""Columns of "no tens" and of the X that may end an ID number."""
_BATCH = 64
_NETWORKS = (("digits.onnx", 0.35), ("digits-deep.onnx", 0.65))
"""The networks and how much each counts: the second is deeper and was trained longer, the first reads fonts better.

Where one misreads a box surely, the other is often less sure: together they can be trusted more than either
(docs/digits.md)."""


@dataclass(frozen=True, slots=True)
class BoxLogs:
    """Log-probabilities: ``kinds`` (n, 7) of `TYPES`, ``tens`` (n, 11) and ``ones`` (n, 11) of a number's digits."""

    kinds: NDArray[np.float64]
    tens: NDArray[np.float64]
    ones: NDArray[np.float64]


def classify(pictures: NDArray[np.uint8]) -> BoxLogs:
    """Return what stands in each of ``pictures`` (n, 2, 40, 40) by both networks together.

    See `formkit.media.scan.cells.pictures`.
    """
    return together(classify_apart(pictures))


def classify_apart(pictures: NDArray[np.uint8]) -> tuple[BoxLogs, ...]:
    """Return what each network by itself says of ``pictures`` (n, 2, 40, 40)."""
    given = [pictures[start : start + _BATCH].astype(np.float32) / 255.0 for start in range(0, len(pictures), _BATCH)]
    return tuple(_logs(_session(name), given) for name, _ in _NETWORKS)


def together(apart: Sequence[BoxLogs]) -> BoxLogs:
    """Return the networks' log-probabilities as one: their weighted mean, made probabilities again."""
    kinds, tens, ones = ([getattr(each, head) for each in apart] for head in ("kinds", "tens", "ones"))
    return BoxLogs(_mean(kinds), _mean(tens), _mean(ones))


def _mean(heads: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    return _log_softmax(np.average(np.stack(heads), axis=0, weights=[share for _, share in _NETWORKS]))


@cache
def _session(name: str) -> InferenceSession:
    return session(resources.files("formkit.media.scan.cells").joinpath(name).read_bytes())


def _logs(network: InferenceSession, given: Sequence[NDArray[np.float32]]) -> BoxLogs:
    made = [np.asarray(network.run(None, {"pictures": each})[0], np.float64) for each in given]
    whole = np.concatenate(made) if made else np.zeros((0, len(TYPES) + 22))
    kinds, tens, ones = np.split(whole, [len(TYPES), len(TYPES) + 11], axis=1)
    return BoxLogs(_log_softmax(kinds), _log_softmax(tens), _log_softmax(ones))


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
