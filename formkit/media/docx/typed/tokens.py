"""Glyphs of a blank or a filled text as tokens: room to write is one token however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from formkit.media.docx.typed.glyphs import DRAWING, UNDERSCORES, Glyph


class TokenKind(Enum):
    """What a token is in a form."""

    PRINT = "print"
    """A printed sign of a label, an option or a unit."""
    SIGN = "sign"
    """Printed punctuation: people change it."""
    JOINT = "joint"
    """The / or - between printed boxes."""
    BOX = "box"
    LINE = "line"
    """The end of a paragraph or line."""
    TAB = "tab"
    GAP = "gap"
    """Blanks."""
    RULE = "rule"
    """Underscores."""


ROOM = frozenset({TokenKind.LINE, TokenKind.TAB, TokenKind.GAP, TokenKind.RULE})
_PUNCTUATION = frozenset(",.;:!?、。·，；：！？()[]{}<>《》〈〉【】〔〕“”‘’\"'-—–~…/\\")
_KEPT_WORDS = frozenset("年月日次")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``start`` and ``stop`` are its glyphs; ``sign`` is the sign, or the first of the room."""

    kind: TokenKind
    sign: str
    start: int
    stop: int

    @property
    def is_room(self) -> bool:
        """Whether it is blanks, underscores or the end of a line."""
        return self.kind in ROOM

    @property
    def is_printed(self) -> bool:
        """Whether it is a sign that a filled form must still show."""
        return self.kind is TokenKind.PRINT


def tokens_of(glyphs: Sequence[Glyph]) -> list[Token]:
    """Return the tokens of a text; a run of blanks is one token, so is one of underscores."""
    found: list[Token] = []
    start = 0
    while start < len(glyphs):
        kind = _kind(glyphs[start].sign)
        stop = start + 1
        if kind in (TokenKind.GAP, TokenKind.RULE):
            while stop < len(glyphs) and _kind(glyphs[stop].sign) is kind:
                stop += 1
        found.append(Token(kind, glyphs[start].sign, start, stop))
        start = stop
    return _with_joints(found)


def _kind(sign: str) -> TokenKind:
    if sign == "\n":
        return TokenKind.LINE
    if sign == "\t":
        return TokenKind.TAB
    if sign in UNDERSCORES:
        return TokenKind.RULE
    if sign.isspace() or sign == DRAWING:
        return TokenKind.GAP
    glyph = Glyph(sign, sign)
    if glyph.is_box:
        return TokenKind.BOX
    return TokenKind.SIGN if sign in _PUNCTUATION else TokenKind.PRINT


def _with_joints(tokens: list[Token]) -> list[Token]:
    """Tell the signs between two boxes from other punctuation."""
    found = list(tokens)
    for place in range(1, len(tokens) - 1):
        before, token, after = tokens[place - 1 : place + 2]
        between = before.kind is TokenKind.BOX and after.kind is TokenKind.BOX
        if between and token.kind is TokenKind.SIGN and token.sign in "/-、,":
            found[place] = Token(TokenKind.JOINT, token.sign, token.start, token.stop)
    return found


def loss(token: Token) -> float:
    """Return what it costs to take a token of the blank for deleted."""
    return _LOSS[token.kind] if token.sign not in _KEPT_WORDS else _LOSS_OF_WORDS


def entrance(tokens: Sequence[Token], place: int) -> float:
    """Return what it costs that somebody typed between ``tokens[place - 1]`` and ``tokens[place]``."""
    beside = [tokens[each] for each in (place - 1, place) if 0 <= each < len(tokens)]
    least = min((_ENTRANCE.get(each.kind, _CLOSED) for each in beside), default=0.1)
    if any(each.kind is TokenKind.GAP and each.stop - each.start == 1 and each.sign != "\u3000" for each in beside):
        least = max(least, 0.5) if len(beside) == 2 and all(each.kind not in _OPEN for each in beside) else least
    at_end = place in (0, len(tokens))
    if at_end:
        return min(least, 0.3)
    after_sign = place > 0 and tokens[place - 1].kind is TokenKind.SIGN and tokens[place - 1].sign in ":)"
    return min(least, 0.8) if after_sign else least


_CLOSED = 2.0
"""Inside a printed word; worse than the loss of a printed sign, so that what people typed over is told."""
_OPEN = frozenset({TokenKind.RULE, TokenKind.BOX, TokenKind.TAB, TokenKind.LINE})
_ENTRANCE = {
    TokenKind.RULE: 0.1, TokenKind.BOX: 0.1, TokenKind.JOINT: 0.2, TokenKind.GAP: 0.15, TokenKind.TAB: 0.2,
    TokenKind.LINE: 0.3,
}
_LOSS = {
    TokenKind.PRINT: 1.5, TokenKind.SIGN: 0.4, TokenKind.JOINT: 0.1, TokenKind.BOX: 0.25, TokenKind.LINE: 0.3,
    TokenKind.TAB: 0.3, TokenKind.GAP: 0.01, TokenKind.RULE: 0.03,
}
_LOSS_OF_WORDS = 0.6
"""年, 月, 日 and 次 go when people type a date or a count over them."""
