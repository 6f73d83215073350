"""Aligning a filled text with its blank: which sign is print, and between which signs people typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from formkit.media.docx.typed.glyphs import Glyph
from formkit.media.docx.typed.tokens import Token, TokenKind, entrance, loss, tokens_of

_SAME_SIGNS = {"口": "□", "◯": "○", "〇": "○", "。": ".", "、": ",", "一": "-", "—": "-", "～": "~"}
_TYPED = 0.05
"""A sign that people typed; small against every loss, so that no print is taken for typing."""
_AMID_PRINT = 0.02
"""More for a sign typed amid print than in room, so that of two like signs the first is the print."""
_IN_ROOM = 0.3
"""Entrances up to this one are those of room to write in."""
_ROOM_TYPED = 0.005
_FAR = float("inf")


@dataclass(frozen=True)
class Alignment:
    """A filled text beside its blank.

    ``place[k]`` is where the filled token k belongs: on the blank's token ``place[k]`` if ``matched[k]``,
    else in front of it (``len(blank)``: behind the last).
    """

    blank: Sequence[Token]
    filled: Sequence[Token]
    glyphs: Sequence[Glyph]
    place: Sequence[int]
    matched: Sequence[bool]
    cost: float

    @cached_property
    def partner(self) -> dict[int, int]:
        """The filled token of each blank token that is still there."""
        return {place: k for k, place in enumerate(self.place) if self.matched[k]}

    def within(self, start: int, stop: int) -> list[int]:
        """Return the filled tokens that stand on the blank's tokens ``start`` to ``stop``, typing at both ends included."""
        return [
            k for k, place in enumerate(self.place)
            if (start <= place < stop if self.matched[k] else start <= place <= stop)
        ]

    def glyphs_of(self, tokens: Sequence[int]) -> list[Glyph]:
        """Return the glyphs of filled tokens."""
        return [glyph for k in tokens for glyph in self.glyphs[self.filled[k].start : self.filled[k].stop]]

    def lost(self) -> list[int]:
        """Return the blank's printed tokens that are not there any more."""
        return [i for i, token in enumerate(self.blank) if token.is_printed and i not in self.partner]


def align(blank: Sequence[Token], glyphs: Sequence[Glyph], *, numbered_anew: bool = False) -> Alignment:
    """Align a filled text with the tokens of its blank; the cheapest account of what was typed and deleted.

    With ``numbered_anew`` any printed digit may be another one: a row that somebody added has its own number.
    """
    filled = tokens_of(glyphs)
    if numbered_anew:
        filled, typed = _in_numbers_of(blank, filled), filled
        return replace(_traced(blank, filled, glyphs), filled=typed)
    if len(filled) == len(blank) and all(_same(one, other) for one, other in zip(blank, filled, strict=True)):
        return Alignment(blank, filled, glyphs, range(len(filled)), [True] * len(filled), 0.0)
    return _traced(blank, filled, glyphs)


def _in_numbers_of(blank: Sequence[Token], filled: Sequence[Token]) -> list[Token]:
    """Return the filled tokens with the first number in the digits that the blank's first number has."""
    first = next((token.sign for token in blank if token.is_printed and token.sign.isdigit()), None)
    place = next((k for k, token in enumerate(filled) if token.is_printed and token.sign.isdigit()), None)
    if first is None or place is None:
        return list(filled)
    return [replace(token, sign=first) if k == place else token for k, token in enumerate(filled)]


def _same(blank: Token, filled: Token) -> bool:
    if blank.is_room or filled.is_room:
        return blank.kind is filled.kind
    return blank.sign == filled.sign or _plain(blank.sign) == _plain(filled.sign)


def _plain(sign: str) -> str:
    return _SAME_SIGNS.get(sign, sign).casefold()


def _gain(blank: Token, filled: Token) -> float | None:
    """Return the cost of taking one for the other; None where they are not the same."""
    if _same(blank, filled):
        return 0.0
    room = (TokenKind.GAP, TokenKind.RULE, TokenKind.TAB)
    if blank.kind in room and filled.kind in room:
        return 0.15 if TokenKind.TAB in (blank.kind, filled.kind) else 0.02
    if blank.kind is TokenKind.SIGN and filled.kind is TokenKind.SIGN:
        return 0.2
    return None


def _traced(blank: Sequence[Token], filled: Sequence[Token], glyphs: Sequence[Glyph]) -> Alignment:
    """Dynamic programming over both texts; state 1 is within a piece that somebody typed."""
    rows, columns = len(blank), len(filled)
    losses = [loss(token) for token in blank]
    entrances = [entrance(blank, place) for place in range(rows + 1)]
    typing = [_ROOM_TYPED if token.is_room else _TYPED for token in filled]
    best = [[[_FAR, _FAR] for _ in range(columns + 1)] for _ in range(rows + 1)]
    came = [[[("", 0), ("", 0)] for _ in range(columns + 1)] for _ in range(rows + 1)]
    best[0][0][0] = 0.0
    for i in range(rows + 1):
        for j in range(columns + 1):
            _relax(i, j, blank, filled, losses, entrances[i], typing, best, came)
    place, matched = [0] * columns, [False] * columns
    i, j = rows, columns
    state = 0 if best[i][j][0] <= best[i][j][1] else 1
    cost = best[i][j][state]
    while i or j:
        step, before = came[i][j][state]
        if step == "typed":
            j -= 1
            place[j] = i
        elif step == "lost":
            i -= 1
        else:
            i, j = i - 1, j - 1
            place[j], matched[j] = i, True
        state = before
    return Alignment(blank, filled, glyphs, place, matched, cost)


def _relax(
    i: int, j: int, blank: Sequence[Token], filled: Sequence[Token], losses: Sequence[float], entrance_cost: float,
    typing: Sequence[float], best: list[list[list[float]]], came: list[list[list[tuple[str, int]]]],
) -> None:
    """Carry the cost of reaching (i, j) on to the next token of the blank, of the filled text, and of both."""
    here = best[i][j]
    state = 0 if here[0] <= here[1] else 1
    least = here[state]
    if j < len(filled):
        onward = best[i][j + 1]
        room = filled[j].is_room
        sign = typing[j] + (_AMID_PRINT if entrance_cost > _IN_ROOM and not room else 0.0)
        opened = here[0] + (0.0 if room else entrance_cost) + sign
        going = here[1] + sign
        target = 0 if room and here[0] <= here[1] else 1
        cost, before = (opened, 0) if opened <= going else (going, 1)
        if cost < onward[target]:
            onward[target], came[i][j + 1][target] = cost, ("typed", before)
    if i < len(blank):
        if least + losses[i] < best[i + 1][j][0]:
            best[i + 1][j][0], came[i + 1][j][0] = least + losses[i], ("lost", state)
        gain = _gain(blank[i], filled[j]) if j < len(filled) else None
        if gain is not None and least + gain < best[i + 1][j + 1][0]:
            best[i + 1][j + 1][0], came[i + 1][j + 1][0] = least + gain, ("same", state)
