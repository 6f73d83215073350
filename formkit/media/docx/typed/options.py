"""Where a blank prints the options of a choice, with the boxes that belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formkit.media.docx.typed.blank import Unit, UnitId
from formkit.media.docx.typed.glyphs import RINGS
from formkit.media.docx.typed.likeness import bare
from formkit.media.docx.typed.tokens import TokenKind
from formkit.model.handbook import Field, Option

_NO_LETTER = "\0"
"""Stands for printed signs that are no letters (℃, ★), so that places in the text are places in the print."""


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """An option in print: its code and words are tokens ``start`` to ``stop``; ``box`` is its own □ or ( )."""

    code: str
    start: int
    stop: int
    label: int
    """Where its words begin, behind the printed code."""
    box: tuple[int, int] | None = None

    @property
    def first(self) -> int:
        """The first token that belongs to it."""
        return min(self.start, self.box[0]) if self.box else self.start

    @property
    def last(self) -> int:
        """The token behind the last that belongs to it."""
        return max(self.stop, self.box[1]) if self.box else self.stop


@dataclass(frozen=True, slots=True)
class PrintedOptions:
    """All options of a field where they stand together, in the order of print."""

    unit: UnitId
    options: tuple[PrintedOption, ...]

    @property
    def start(self) -> int:
        """The first token of all."""
        return self.options[0].first

    @property
    def stop(self) -> int:
        """The token behind the last of all."""
        return self.options[-1].last


def printed_options(field: Field, unit: Unit) -> Iterator[PrintedOptions]:
    """Yield each place of a unit that prints every option of a field, one behind another."""
    text = "".join(bare(unit.tokens[place].sign)[:1] or _NO_LETTER for place in unit.printed)
    start = 0
    while found := _in_a_row(field.options, text, start):
        options = [_option(unit, code, *span) for code, *span in found]
        yield PrintedOptions(unit.id, _with_boxes(unit, options))
        start = found[-1][2]


def _in_a_row(options: Sequence[Option], text: str, start: int) -> list[tuple[str, int, int, int]]:
    """Return code, start, end and start of the label of each option in ``text``, in the order of print."""
    ordered = _in_order(options, text, start)
    return ordered if ordered else _in_any_order(options, text, start)


def _in_order(options: Sequence[Option], text: str, start: int) -> list[tuple[str, int, int, int]]:
    found: list[tuple[str, int, int, int]] = []
    place = start
    for option in options:
        span = _find(option, text, place)
        if span is None:
            return []
        found.append((option.code, *span))
        place = span[1]
    return _drawn_together(options, text, found)


def _drawn_together(
    options: Sequence[Option], text: str, found: list[tuple[str, int, int, int]]
) -> list[tuple[str, int, int, int]]:
    """Return each option as near to the next as it is printed: 有无报警：□无 □有 names them in its label too."""
    nearer = found[-1:]
    for option, span in zip(reversed(options[:-1]), reversed(found[:-1]), strict=True):
        start, best = span[2], span
        while (again := _find(option, text, start)) is not None and again[1] <= nearer[0][1]:
            best, start = (option.code, *again), again[1]
        nearer.insert(0, best)
    return nearer


def _in_any_order(options: Sequence[Option], text: str, start: int) -> list[tuple[str, int, int, int]]:
    """Find options that are printed in another order than the mapping has: the longest labels first."""
    taken = [False] * len(text)
    found: list[tuple[str, int, int, int]] = []
    for option in sorted(options, key=lambda each: -len(bare(each.label))):
        place = start
        while (span := _find(option, text, place)) is not None and any(taken[span[0] : span[1]]):
            place = span[0] + 1
        if span is None:
            return []
        taken[span[0] : span[1]] = [True] * (span[1] - span[0])
        found.append((option.code, *span))
    return sorted(found, key=lambda each: each[1])


def _find(option: Option, text: str, start: int) -> tuple[int, int, int] | None:
    """Return start and end of an option behind ``start``, and where its label begins; its printed code counts."""
    label, code = bare(option.label), bare(option.code)
    if not label:
        return None
    if code and (place := text.find(code + label, start)) >= 0:
        return place, place + len(code) + len(label), place + len(code)
    place = text.find(label, start)
    return (place, place + len(label), place) if place >= 0 else None


def _option(unit: Unit, code: str, start: int, stop: int, label: int) -> PrintedOption:
    """Return an option by its place in the unit; closing brackets right behind its words belong to it."""
    first, last = unit.printed[start], unit.printed[stop - 1] + 1
    while last < len(unit.tokens) and unit.tokens[last].kind is TokenKind.SIGN and unit.tokens[last].sign in ")]":
        last += 1
    return PrintedOption(code, first, last, unit.printed[label])


def _with_boxes(unit: Unit, options: Sequence[PrintedOption]) -> tuple[PrintedOption, ...]:
    """Give each option the box in front of it, or else behind it, where every option has one."""
    for finder in (_box_before, _box_behind):
        boxes = [finder(unit, option) for option in options]
        if all(boxes) and len(set(boxes)) == len(boxes):
            pairs = zip(options, boxes, strict=True)
            return tuple(
                PrintedOption(each.code, each.start, each.stop, each.label, box) for each, box in pairs
            )
    return tuple(options)


def _box_before(unit: Unit, option: PrintedOption) -> tuple[int, int] | None:
    stop = option.start
    while stop > 0 and unit.tokens[stop - 1].kind is TokenKind.GAP:
        stop -= 1
    if stop and (unit.tokens[stop - 1].kind is TokenKind.BOX or unit.tokens[stop - 1].sign in RINGS):
        return stop - 1, stop
    return _empty_brackets(unit, stop - 1, -1)


def _box_behind(unit: Unit, option: PrintedOption) -> tuple[int, int] | None:
    start = option.stop
    while start < len(unit.tokens) and unit.tokens[start].kind is TokenKind.GAP:
        start += 1
    if start < len(unit.tokens) and unit.tokens[start].kind is TokenKind.BOX:
        return start, start + 1
    return _empty_brackets(unit, start, 1)


def _empty_brackets(unit: Unit, place: int, step: int) -> tuple[int, int] | None:
    """Return the span of ``(  )`` that ends (step -1) or begins (step 1) at a place."""
    near, far = ("([", ")]") if step > 0 else (")]", "([")
    tokens = unit.tokens
    if not 0 <= place < len(tokens) or tokens[place].sign not in near:
        return None
    other = place + step
    while 0 <= other < len(tokens) and tokens[other].is_room:
        other += step
    if other == place + step or not 0 <= other < len(tokens) or tokens[other].sign not in far:
        return None
    return min(place, other), max(place, other) + 1
