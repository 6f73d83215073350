"""The cells of the ruled tables on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from formkit.geometry import Box
from formkit.model.printed import Rule

_SNAP = 0.7
"""mm; lines nearer than this are one line (double borders, the joints of neighbouring cells)."""
_TOUCH = 1.0
"""mm; lines whose ends come as near as this meet."""
_WITHIN = 2.0
"""mm; a line that ends so far within another is no part of it, but an underscore close over the edge of its cell."""
_END = 0.3
"""mm; a line that an upright one ends short of by no more is where it ends."""
_COVERED = 0.6
"""Share of a cell's edge that must be ruled."""
_LEAST = 2.0
"""mm; the smallest side of a cell."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: its cells in reading order, and the lines that rule it."""

    cells: tuple[Box, ...]
    rules: frozenset[Rule] = field(default_factory=frozenset)

    @property
    def box(self) -> Box:
        """The box around all cells."""
        return around(self.cells)


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all of ``boxes`` (at least one)."""
    first, *rest = boxes
    for box in rest:
        first = first.union(box)
    return first


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables that ``rules`` draw, from top to bottom; lines that belong to none are left aside."""
    joined = joined_rules(rules)
    found = [_grid(group) for group in _groups(joined)]
    return sorted((grid for grid in found if grid is not None), key=lambda grid: (grid.box.y0, grid.box.x0))


def joined_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Return the lines with their pieces put together."""
    done: list[Rule] = []
    for rule in sorted(rules, key=lambda each: (each.upright, each.at, each.start)):
        index = _continued(done, rule)
        if index is None:
            done.append(rule)
        else:
            other = done[index]
            done[index] = Rule(rule.upright, other.at, min(other.start, rule.start), max(other.end, rule.end))
    return done


def _continued(done: list[Rule], rule: Rule) -> int | None:
    """Return which of the lines so far ``rule`` goes on with; they are in the order of their places."""
    for index in range(len(done) - 1, -1, -1):
        other = done[index]
        if other.upright != rule.upright or rule.at - other.at > _SNAP:
            return None
        if rule.start <= other.end + _TOUCH and rule.end >= other.start - _TOUCH and not _is_underscore(rule, other):
            return index
    return None


def _is_underscore(rule: Rule, other: Rule) -> bool:
    """Say whether one of two level lines that run apart lies within the other, far from its ends."""
    if rule.upright or rule.at == other.at:
        return False
    short, long = sorted((rule, other), key=lambda each: each.length)
    return short.start > long.start + _WITHIN and short.end < long.end - _WITHIN


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Return the lines that hang together, crossing or touching."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    flat = [index for index, rule in enumerate(rules) if not rule.upright]
    upright = [index for index, rule in enumerate(rules) if rule.upright]
    for a in flat:
        for b in upright:
            if _meet(rules[a], rules[b]) and not _beyond(rules[a], rules[b], [rules[each] for each in flat]):
                parent[root(a)] = root(b)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return [group for group in groups.values() if len(group) > 3]


def _meet(flat: Rule, upright: Rule) -> bool:
    return (
        flat.start - _TOUCH <= upright.at <= flat.end + _TOUCH
        and upright.start - _TOUCH <= flat.at <= upright.end + _TOUCH
    )


def _beyond(flat: Rule, upright: Rule, others: list[Rule]) -> bool:
    """Say whether a level line lies beyond the end of an upright one, where another ends it: an underscore."""
    out = max(upright.start - flat.at, flat.at - upright.end)
    if out <= _END:
        return False
    end = upright.start if flat.at < upright.start else upright.end
    return any(other is not flat and abs(other.at - end) < out and _meet(other, upright) for other in others)


def _snapped(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SNAP:
            kept.append(value)
    return kept


def _grid(group: list[Rule]) -> Grid | None:
    flat = [rule for rule in group if not rule.upright]
    upright = [rule for rule in group if rule.upright]
    if len(flat) < 2 or not upright:
        return None
    upright = upright + _open_sides(flat, upright)
    xs, ys = _snapped(rule.at for rule in upright), _snapped(rule.at for rule in flat)
    if len(xs) < 2 or len(ys) < 2:
        return None
    cells = sorted(_faces(xs, ys, flat, upright), key=lambda box: (round(box.y0, 1), box.x0))
    return Grid(tuple(cells), frozenset(group)) if cells else None


def _open_sides(flat: list[Rule], upright: list[Rule]) -> list[Rule]:
    """Return the outer edges that a table without borders left and right lacks."""
    top, bottom = min(rule.at for rule in flat), max(rule.at for rule in flat)
    sides = []
    for end in (min(rule.start for rule in flat), max(rule.end for rule in flat)):
        reaching = sum(1 for rule in flat if abs(rule.start - end) < _TOUCH or abs(rule.end - end) < _TOUCH)
        if reaching >= 3 and not any(abs(rule.at - end) < _TOUCH for rule in upright):
            sides.append(Rule(True, end, top, bottom))
    return sides


class _Union:
    """Elementary rectangles of a grid, put together where no line parts them; 0 is the outside."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, index: int) -> int:
        while self._parent[index] != index:
            index = self._parent[index]
        return index

    def join(self, a: int, b: int) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        self._parent[high] = low


def _faces(xs: list[float], ys: list[float], flat: list[Rule], upright: list[Rule]) -> list[Box]:
    columns, rows = len(xs) - 1, len(ys) - 1
    union = _Union(columns * rows + 1)

    def index(column: int, row: int) -> int:
        inside = 0 <= column < columns and 0 <= row < rows
        return row * columns + column + 1 if inside else 0

    for row, (y0, y1) in enumerate(pairwise(ys)):
        for column in range(columns + 1):
            if not _ruled(upright, xs[column], y0, y1):
                union.join(index(column - 1, row), index(column, row))
    for column, (x0, x1) in enumerate(pairwise(xs)):
        for row in range(rows + 1):
            if not _ruled(flat, ys[row], x0, x1):
                union.join(index(column, row - 1), index(column, row))
    faces: dict[int, list[Box]] = {}
    for row, (y0, y1) in enumerate(pairwise(ys)):
        for column, (x0, x1) in enumerate(pairwise(xs)):
            faces.setdefault(union.root(index(column, row)), []).append(Box(x0, y0, x1, y1))
    boxes = [around(parts) for key, parts in faces.items() if key != union.root(0)]
    return [box for box in boxes if box.width >= _LEAST and box.height >= _LEAST]


def _ruled(rules: list[Rule], at: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(end, rule.end) - max(start, rule.start)) for rule in rules if abs(rule.at - at) <= _SNAP
    )
    return covered >= _COVERED * (end - start)
