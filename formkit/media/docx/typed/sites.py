"""Where a blank has room for an answer: empty cells, underscores, wide blanks, printed 年月日, boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from formkit.media.docx.typed.blank import Blank, Unit, UnitId
from formkit.media.docx.typed.tokens import TokenKind

_DATE = re.compile(r"_?年_?月(?:_?日)?|_月_?日")
_BOXES = re.compile(r"b(?:[j_]?b)*")
_RULES = re.compile(r"[w_]*r[rwnt_]*(?<=[rw])|w")
_FIRST_LINES = re.compile(r"[_wt]*n[_wtn]*(?<=n)")
"""Empty paragraphs above the print of a cell: an opinion, with its signature below."""
_REST = re.compile(r"[_wtn]*")
_WIDE = 2
"""Blanks that make room for an answer; a single one parts words."""


class Room(Enum):
    """What kind of room a site is."""

    CELL = "cell"
    GAP = "gap"
    DATE = "date"
    BOXES = "boxes"


@dataclass(frozen=True, slots=True)
class Site:
    """Room for an answer: tokens ``start`` to ``stop`` of a unit, and what is printed around it."""

    unit: UnitId
    start: int
    stop: int
    room: Room
    contexts: tuple[str, ...]
    boxes: int = 0
    after: str = ""
    """What is printed right behind it: a unit."""

    @property
    def is_in_cell(self) -> bool:
        """Whether it lies in a cell of a table."""
        return self.unit[1] >= 0


def sites_of(blank: Blank, unit: Unit) -> list[Site]:
    """Return the rooms of a unit from left to right; those of different kinds do not overlap."""
    cell = blank.cell(unit.id)
    if cell is not None and cell.continued:
        return []
    if cell is not None and all(token.is_room for token in unit.tokens):
        contexts = (*blank.left_of(unit.id), *blank.above(unit.id))
        return [Site(unit.id, 0, len(unit.tokens), Room.CELL, contexts)]
    return sorted(_in_print(blank, unit), key=lambda site: site.start)


def _in_print(blank: Blank, unit: Unit) -> Iterator[Site]:
    shape = "".join(_letter(unit, place) for place in range(len(unit.tokens)))
    taken = [False] * (len(shape) + 1)
    for room, pattern in ((Room.DATE, _DATE), (Room.BOXES, _BOXES), (Room.GAP, _RULES)):
        text = shape.replace("r", "_").replace("w", "_").replace("t", "_") if room is Room.DATE else shape
        for match in pattern.finditer(text):
            start, stop = match.span()
            if not any(taken[start:stop]) and (room is not Room.DATE or "_" in match[0]):
                taken[start:stop] = [True] * (stop - start)
                yield _site(blank, unit, start, stop, room, shape)
    lines = _FIRST_LINES.match(shape)
    if lines is not None and blank.cell(unit.id) is not None and not any(taken[: lines.end()]):
        yield _site(blank, unit, 0, lines.end(), Room.GAP, shape)
    for start in range(1, len(shape) + 1):
        at_end = start == len(shape) or shape[start] == "n"
        if at_end and unit.tokens[start - 1].sign == ":" and not taken[start]:
            rest = _REST.fullmatch(shape, start)
            all_free = rest is not None and blank.cell(unit.id) is not None and not any(taken[start:])
            yield _site(blank, unit, start, len(shape) if all_free else start, Room.GAP, shape)


def _site(blank: Blank, unit: Unit, start: int, stop: int, room: Room, shape: str) -> Site:
    head = shape.rfind("n", 0, start) + 1
    tail = shape.find("n", stop)
    before = _words_before(unit, start, head)
    after = unit.text(stop, tail if tail >= 0 else None)
    lines = [] if before else [_words_before(unit, head - 1, shape.rfind("n", 0, head - 1) + 1)] if head else []
    near = [before, *lines]
    around = [*blank.left_of(unit.id), *blank.above(unit.id)]
    contexts = [each for each in near if each]
    contexts += [f"{outer}{before}" for outer in around]
    contexts += [f"{before}{after}"] if after and before else []
    boxes = sum(unit.tokens[place].kind is TokenKind.BOX for place in range(start, stop))
    return Site(unit.id, start, stop, room, tuple(dict.fromkeys(contexts)), boxes, after)


def _words_before(unit: Unit, start: int, head: int) -> str:
    """Return the print in front of a place: back to wider room, or to the start of its line."""
    place = max(start, 0)
    while place > head and unit.tokens[place - 1].kind is not TokenKind.RULE and not _is_wide(unit, place - 1):
        place -= 1
    return unit.text(place, start)


def _is_wide(unit: Unit, place: int) -> bool:
    token = unit.tokens[place]
    return token.kind is TokenKind.TAB or (token.kind is TokenKind.GAP and token.stop - token.start >= _WIDE)


def _letter(unit: Unit, place: int) -> str:
    """Return the kind of a token as one letter, and 年, 月 and 日 as themselves."""
    token = unit.tokens[place]
    if token.kind is TokenKind.GAP:
        return "w" if _is_wide(unit, place) else "_"
    if token.kind is TokenKind.SIGN and token.sign == "-":
        return "j"
    return _LETTERS.get(token.kind) or (token.sign if token.sign in "年月日" else "x")


_LETTERS = {
    TokenKind.RULE: "r", TokenKind.TAB: "t", TokenKind.LINE: "n", TokenKind.BOX: "b", TokenKind.JOINT: "j",
    TokenKind.SIGN: "s",
}
