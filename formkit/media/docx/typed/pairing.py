"""Pairing fields with rooms: scores of labels and kinds, and the best pairs that keep the order of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from formkit.media.docx.typed.likeness import likeness
from formkit.media.docx.typed.sites import Room, Site
from formkit.model.handbook import Field, Kind

_TO = re.compile(r"[至到]|[-－—–~～]{1,2}")
"""What is printed between the two ends of a time or a range."""


def label_score(field: Field, contexts: Iterable[str]) -> float:
    """Return how like the field's label, or one of its other names, is to what is printed around a room (0 to 1)."""
    names = (field.label, *field.aliases)
    scores = [likeness(name, context) for context in contexts for name in names]
    return max(scores, default=0.0)


def fits(field: Field, site: Site) -> float:
    """Return what speaks for or against a room by its kind alone (about -1 to 0.5)."""
    if site.room is Room.DATE:
        return 0.5 if field.kind is Kind.DATE else -1.0
    if site.room is Room.BOXES:
        wanted = field.kind in (Kind.CODE, Kind.TEXT) and site.boxes > 1
        return 0.5 if wanted and site.boxes in (field.length, field.cells, *field.lengths) else -0.3
    if field.kind is Kind.DATE and site.room is Room.GAP:
        return -0.1
    if _is_end(field, site):
        return 0.5
    unit = field.unit and site.after.startswith(field.unit)
    return 0.2 if unit else 0.0


def _is_end(field: Field, site: Site) -> bool:
    """Say whether a room is the beginning or the end, as the field is, of what runs from one to the other."""
    if field.label.endswith("起"):
        return bool(_TO.match(site.after))
    return field.label.endswith("止") and any(_TO.fullmatch(each.strip()) for each in site.contexts)


def in_order(
    fields: Sequence[Field], sites: Sequence[Site], scores: Sequence[Sequence[float]], least: float
) -> list[tuple[Field, Site]]:
    """Return the pairs with the greatest sum of scores in which both keep their order; none is below ``least``."""
    rows, columns = len(fields), len(sites)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            together = scores[i][j] + best[i + 1][j + 1] if scores[i][j] >= least else -1.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    found: list[tuple[Field, Site]] = []
    i = j = 0
    while i < rows and j < columns:
        if scores[i][j] >= least and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((fields[i], sites[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found
