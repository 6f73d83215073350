"""Aligning a filled text with its blank: which sign is print, and between which signs people typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from formkit.errors import InputError
from formkit.i18n import N_
from formkit.media.docx.typed.glyphs import Glyph
from formkit.media.docx.typed.tokens import Token, TokenKind, entrance, loss, tokens_of

_SAME_SIGNS = {"口": "□", "◯": "○", "〇": "○", "。": ".", "、": ",", "一": "-", "—": "-", "～": "~"}
_TYPED = 0.05
"""A sign that people typed; small against every loss, so that no print is taken for typing."""
_AMID_PRINT = 0.02
"""More for a sign typed amid print than in room, so that of two like signs the first is the print."""
_IN_ROOM = 0.3
"""Entrances up to this one are those of room to write in."""
_MARK = 0.5
"""The most that it costs to begin with a tick: people set one in the midst of print, between code and words."""
_ROOM_TYPED = 0.005
_FAR = float("inf")
_MOST_PAIRS = 3_000_000
"""Pairs of tokens that are compared: thirty times those of the longest text on a page full of print."""


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
        """Return the filled tokens on the blank's tokens ``start`` to ``stop``, with what was typed at both ends."""
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

    With ``numbered_anew`` the first printed number may be another one: an added row has its own.

    Raises:
        InputError: there is far more text than a form has room for (D004).
    """
    filled = tokens_of(glyphs)
    if len(blank) * len(filled) > _MOST_PAIRS:
        raise InputError.of("D004", reason=N_("it holds more text than a form has room for"))
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
    """Find the cheapest account by dynamic programming over both texts, and follow it back."""
    steps, state, cost = _Grid(blank, filled).filled_in()
    place, matched = [0] * len(filled), [False] * len(filled)
    i, j = len(blank), len(filled)
    while i or j:
        step, state = divmod(steps[state][i][j], 2)
        if step == _TYPED_STEP:
            j -= 1
            place[j] = i
        elif step == _LOST_STEP:
            i -= 1
        else:
            i, j = i - 1, j - 1
            place[j], matched[j] = i, True
    return Alignment(blank, filled, glyphs, place, matched, cost)


_TYPED_STEP, _LOST_STEP, _SAME_STEP = 0, 1, 2


class _Grid:
    """The costs of reaching each pair of places; state 1 is within a piece that somebody typed.

    A step is kept as twice its kind and the state that it came from, one byte for each pair and state.
    """

    def __init__(self, blank: Sequence[Token], filled: Sequence[Token]) -> None:
        self._blank, self._filled = blank, filled
        self._losses = [loss(token) for token in blank]
        self._entrances = [entrance(blank, place) for place in range(len(blank) + 1)]
        self._rooms = [token.is_room for token in filled]
        self._marks = [Glyph(token.sign, token.sign).is_mark for token in filled]
        self._print = ["" if token.is_room else _plain(token.sign) for token in blank]
        self._signs = [_plain(token.sign) for token in filled]
        width = len(filled) + 1
        self._steps = [[bytearray(width) for _ in range(len(blank) + 1)] for _ in range(2)]

    def filled_in(self) -> tuple[list[list[bytearray]], int, float]:
        """Return the steps by state, the state at the end, and the cost of all."""
        width = len(self._filled) + 1
        here = [[_FAR] * width, [_FAR] * width]
        here[0][0] = 0.0
        for i in range(len(self._blank) + 1):
            below = [[_FAR] * width, [_FAR] * width]
            for j in range(width):
                self._type(i, j, here)
                if i < len(self._blank):
                    self._go_on(i, j, here, below)
            if i < len(self._blank):
                here = below
        state = 0 if here[0][-1] <= here[1][-1] else 1
        return self._steps, state, here[state][-1]

    def _type(self, i: int, j: int, here: list[list[float]]) -> None:
        """Take the next filled token for typed."""
        if j == len(self._filled):
            return
        free, typing = here[0][j], here[1][j]
        if self._rooms[j]:
            opened, going, target = free + _ROOM_TYPED, typing + _ROOM_TYPED, 0 if free <= typing else 1
        else:
            entrance_cost = min(self._entrances[i], _MARK) if self._marks[j] else self._entrances[i]
            sign = _TYPED + (_AMID_PRINT if entrance_cost > _IN_ROOM else 0.0)
            opened, going, target = free + entrance_cost + sign, typing + sign, 1
        cost, before = (opened, 0) if opened <= going else (going, 1)
        if cost < here[target][j + 1]:
            here[target][j + 1] = cost
            self._steps[target][i][j + 1] = 2 * _TYPED_STEP + before

    def _go_on(self, i: int, j: int, here: list[list[float]], below: list[list[float]]) -> None:
        """Take the next token of the blank for deleted, or for the next filled one."""
        state = 0 if here[0][j] <= here[1][j] else 1
        least = here[state][j]
        if least + self._losses[i] < below[0][j]:
            below[0][j] = least + self._losses[i]
            self._steps[0][i + 1][j] = 2 * _LOST_STEP + state
        if j == len(self._filled):
            return
        if self._print[i] and self._print[i] == self._signs[j]:
            gain: float | None = 0.0
        else:
            gain = None if self._print[i] and self._blank[i].is_printed else _gain(self._blank[i], self._filled[j])
        if gain is not None and least + gain < below[0][j + 1]:
            below[0][j + 1] = least + gain
            self._steps[0][i + 1][j + 1] = 2 * _SAME_STEP + state
