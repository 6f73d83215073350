"""Small lines of chance, and what a text's probability in one is by counting every path."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, product

import numpy as np
from hypothesis import strategies

from formkit.media.scan.text.line import Line
from formkit.model.engine import LineMatrix

SIGNS = "ab"


def line_of(rows: list[list[float]], alphabet: str = SIGNS) -> Line:
    seen = np.array(rows, np.float32) + 1e-3
    seen /= seen.sum(axis=1, keepdims=True)
    line = Line.of(LineMatrix("", 1.0, seen, ("", *alphabet)))
    assert line is not None
    return line


def lines(alphabet: str = SIGNS, most: int = 6) -> strategies.SearchStrategy[Line]:
    chance = strategies.floats(0.0, 1.0, width=32)
    row = strategies.lists(chance, min_size=len(alphabet) + 1, max_size=len(alphabet) + 1)
    return strategies.lists(row, min_size=1, max_size=most).map(lambda rows: line_of(rows, alphabet))


def by_every_path(line: Line, alphabet: str = SIGNS) -> dict[str, float]:
    """Return the probability of every text that ``line`` can say, over all paths."""
    columns = [0, *(line.column(sign) for sign in alphabet)]
    seen = np.exp(line.logs[:, columns])
    total: dict[str, float] = defaultdict(float)
    for path in product(range(len(columns)), repeat=line.steps):
        text = "".join(alphabet[at - 1] for at, _ in groupby(path) if at)
        total[text] += float(np.prod([seen[step, at] for step, at in enumerate(path)]))
    return total
