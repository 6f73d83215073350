"""Lines as the trained part of the text reader gets them, and in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tools.lines.neck import Neck
from tools.lines.sets import TYPED, Lines

_STEPS_A_BATCH = 900
_UNEVEN = 3
"""Steps by which lines of one batch may differ, more or less, so that batches are other ones every time."""


@dataclass(frozen=True, slots=True)
class Entered:
    """For each line: the two inputs of the trained part (steps, 120), its classes, and whether it is print.

    A line has no classes where the network does not know one of its characters.
    """

    short: list[Tensor]
    way: list[Tensor]
    classes: list[list[int]]
    typed: list[bool]

    def lengths(self) -> NDArray[np.int64]:
        """Return the steps of each line."""
        return np.array([len(each) for each in self.way])

    def learnable(self) -> NDArray[np.intp]:
        """Return the numbers of lines whose texts are known and fit into their steps."""
        fit = [0 < _needs(each) <= len(way) for each, way in zip(self.classes, self.way, strict=True)]
        return np.flatnonzero(fit)

    def batch(self, which: Sequence[int] | NDArray[np.intp]) -> tuple[Tensor, Tensor, Tensor]:
        """Return both inputs of some lines as one tensor each, and which steps are of a line."""
        short, there = _together([self.short[at] for at in which])
        return short, _together([self.way[at] for at in which])[0], there


def entered(net: Neck, lines: Lines, which: Sequence[int], alphabet: Sequence[str]) -> Entered:
    """Return lines ready for training; the layers that stay as they are run once."""
    numbers = {sign: number for number, sign in enumerate(alphabet) if number}
    made = Entered([], [], [], [])
    with torch.no_grad():
        for number in which:
            short, way = net.entry(torch.from_numpy(lines.line(number).astype(np.float32))[None])
            signs = [sign for sign in str(lines.texts[number]) if not sign.isspace()]
            known = [numbers[sign] for sign in signs if sign in numbers]
            made.short.append(short[0])
            made.way.append(way[0])
            made.classes.append(known if len(known) == len(signs) else [])
            made.typed.append(str(lines.fonts[number]) == TYPED)
    return made


def batches(lengths: NDArray[np.int64], rng: np.random.Generator | None = None) -> Iterator[list[int]]:
    """Yield numbers of lines of like length, `_STEPS_A_BATCH` steps together; in order of length without ``rng``."""
    order = np.argsort(lengths + (rng.normal(0, _UNEVEN, len(lengths)) if rng is not None else 0))
    found: list[list[int]] = [[]]
    for number in order.tolist():
        if found[-1] and (len(found[-1]) + 1) * lengths[number] > _STEPS_A_BATCH:
            found.append([])
        found[-1].append(number)
    yield from (found[at] for at in (rng.permutation(len(found)) if rng is not None else range(len(found))))


def _together(parts: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    lengths = torch.tensor([len(part) for part in parts])
    padded = torch.nn.utils.rnn.pad_sequence(list(parts), batch_first=True)
    return padded, torch.arange(padded.shape[1])[None] < lengths[:, None]


def _needs(classes: Sequence[int]) -> int:
    """Return how many steps a text needs at least: a blank stands between like characters."""
    return len(classes) + sum(one == other for one, other in pairwise(classes))
