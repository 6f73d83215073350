"""Lists that go on beside themselves, under the same heads once more: the order of their records."""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.learn.persons import is_signature
from formkit.learn.tabular import Band, Neighbours


def folded(cells: Neighbours, run: list[Band]) -> list[Band]:
    """Return the records of a list whose heads stand twice or more side by side, one below the other.

    Printed numbers say which is the next one. Without them it is the one beside it, but in lists that all sign:
    those go down first, as who comes next signs under the one before.
    """
    parts = _parts(cells, run[0])
    if parts < 2:
        return run
    wide = len(run[0]) // parts
    rows = [[band[at : at + wide] for at in range(0, len(band), wide)] for band in run]
    down = [row[part] for part in range(parts) for row in rows]
    if _counted_across(rows):
        return [record for row in rows for record in row]
    heads = [cells.header(cell) for cell in run[0][:wide]]
    counted = any(cell.is_number for record in down for cell in record)
    signed = any(head is not None and is_signature(head.label) for head in heads)
    return down if counted or signed else [record for row in rows for record in row]


def _parts(cells: Neighbours, band: Band) -> int:
    """Return how often the same heads stand side by side over a row."""
    heads = [head for cell in band if (head := cells.header(cell)) is not None]
    if len(heads) < len(band):
        return 1
    groups = [cells.group(head) for head in heads]
    words = [(group.words if group is not None else "", head.words) for head, group in zip(heads, groups, strict=True)]
    for wide in range(2, len(words) // 2 + 1):
        if len(words) % wide == 0 and words == words[:wide] * (len(words) // wide):
            return len(words) // wide
    return 1


def _counted_across(rows: list[list[Band]]) -> bool:
    """Say whether the printed numbers of the records in a row follow each other."""
    first = [re.sub(r"\D", "", record[0].words) for record in rows[0]]
    return all(first) and all(int(b) == int(a) + 1 for a, b in pairwise(first)) and len(rows) > 1
