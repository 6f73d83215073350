"""A draft made such that the checks accept it, whatever was found: what had to be changed for that is not sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from formkit.geometry import Box
from formkit.learn.found import Draft, Found, FoundTable, count_options, share_code

_LEAST = 1.0
"""mm; the width and height that a place at the edge of the page keeps at least."""


def make_sound(draft: Draft) -> None:
    """Give every option words and a code of its own; keep only blanks that are drafted, and places on the page."""
    singles = [item for item in draft.items if isinstance(item, Found)]
    rows = [singles, *(row for item in draft.items if isinstance(item, FoundTable) for row in item.rows)]
    for row in rows:
        there = {id(found) for found in row}
        for found in row:
            _keep(found, there)
            _tell_apart(found)
            _keep_on_page(found, draft.sizes[found.page])


def _keep(found: Found, there: Iterable[int]) -> None:
    """Forget the blanks of options that are no answers: of a record that has more than others, some are not."""
    for option in found.options:
        option.text = option.text if id(option.text) in there else None
        option.count = option.count if id(option.count) in there else None


def _tell_apart(found: Found) -> None:
    options = found.options
    if share_code(options):
        count_options(options)
        found.sure = False
    for option in options:
        if not option.label:
            option.label, found.sure = option.code, False
    counts = Counter(option.label for option in options)
    for option in options:
        if counts[option.label] > 1:
            option.label, found.sure = f"{option.label} {option.code}", False


def _keep_on_page(found: Found, size: tuple[float, float]) -> None:
    found.box = _within(found.box, size)
    found.lines = tuple(_within(box, size) for box in found.lines)
    found.cells = tuple(_within(box, size) for box in found.cells)
    found.parts = tuple((name, _within(box, size)) for name, box in found.parts)
    for option in found.options:
        option.box = _within(option.box, size)
        option.tick = _within(option.tick, size) if option.tick is not None else None


def _within(box: Box, size: tuple[float, float]) -> Box:
    (x0, x1), (y0, y1) = _clamped(box.x0, box.x1, size[0]), _clamped(box.y0, box.y1, size[1])
    return box if (x0, y0, x1, y1) == (box.x0, box.y0, box.x1, box.y1) else Box(x0, y0, x1, y1)


def _clamped(start: float, end: float, length: float) -> Iterator[float]:
    """Yield both ends of a stretch of paper, moved onto the page."""
    first = min(max(0.0, start), length - _LEAST)
    yield first
    yield max(first + min(_LEAST, end - start), min(end, length))
