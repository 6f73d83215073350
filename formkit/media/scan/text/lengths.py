"""How many characters a code may have: a speck in one box of eighteen is no identity number."""

from __future__ import annotations

import numpy as np

from formkit.media.scan.text import card, idcard
from formkit.media.scan.text.digits import UNFIT, allowed_lengths
from formkit.media.scan.text.idcard import ODD_LENGTH
from formkit.media.scan.text.sight import CellScores
from formkit.model.handbook import Field, Format


def odd_length(field: Field, count: int) -> float:
    """Return what so many characters cost in a field, in nats; 0 where they are right, or any number is."""
    allowed: tuple[int, ...]
    if field.format is Format.ID_NUMBER:
        allowed, cost = idcard.LENGTHS, ODD_LENGTH
    elif field.format is Format.DISABILITY_CARD:
        allowed, cost = card.LENGTHS, ODD_LENGTH
    else:
        allowed, cost = allowed_lengths(field), UNFIT
    return cost if allowed and count not in allowed else 0.0


def is_rather_empty(field: Field, cells: CellScores) -> bool:
    """Say whether boxes that look filled are likelier empty than a code of as many characters as no code has."""
    filled = cells.filled()
    written = np.maximum(cells.logs.max(axis=1), cells.foreign)[filled].sum()
    return bool(cells.empty[filled].sum() > written - odd_length(field, int(filled.sum())))
