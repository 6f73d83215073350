"""Glyphs: the signs of a Word file as a reader sees them, each with its look."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from formkit.values.characters import half_width, plain_numbers

NO_LOOK: frozenset[str] = frozenset()
ENCLOSED = "enclosed"
"""A circle (or box) is drawn round the sign: ①, an EQ field of Word, a combining circle."""
STRUCK = "struck"
BOXED = "boxed"
"""It stands in a text box, which may be shown anywhere near the paragraph that it is anchored in."""
DRAWING = "\ufffc"
"""Stands for a shape or picture at the place where it is anchored."""

BOXES = frozenset("□☐▢◻❏❑⬜")
"""Printed boxes that wait for a tick or a code."""
TICKS = frozenset("√✓✔☑☒■▣●◉◎⊙★☆▲△◆◇♦∨ˇ﹀✅◼⬛▉█*✱✳")
CROSSES = frozenset("×✗✘✕✖╳☓")
RINGS = frozenset("○◯〇Ο")
TICK_LETTERS = frozenset("vVxXYy")
"""Letters that stand for a tick or a cross where no letter is wanted; Y is said for yes."""
BRACKETS = frozenset("()[]{}【】〔〕〈〉")
UNDERSCORES = frozenset("_﹍﹎﹏‗")
SPACES = frozenset(" \t\n\u00a0\u2002\u2003\u2009")

_COMBINING_RINGS = frozenset("\u20dd\u20de\u20df\u20e2\u20e3")
_NUMBER_BLOCKS = ((0x2460, 0x249B), (0x24EA, 0x24FF), (0x2776, 0x2793), (0x3220, 0x3229), (0x3248, 0x325F),
                  (0x3280, 0x3289), (0x32B1, 0x32BF))
_RING_LETTERS = ((0x24B6, 0x24E9),)
_NUMBER_WITH_POINT = (0x2488, 0x249B)

_PRIVATE = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0xA1: "○", 0xA4: "◉", 0xA8: "□",
        0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x80: "⓪",
        **{0x81 + step: chr(0x2460 + step) for step in range(10)},
        **{0x8C + step: chr(0x2776 + step) for step in range(10)},
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x56: "✗", 0x97: "●", 0xA1: "■",
        0xA2: "■", 0xA3: "□", 0x69: "⓪",
        **{0x6A + step: chr(0x2460 + step) for step in range(10)},
        **{0x75 + step: chr(0x2776 + step) for step in range(10)},
    },
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"},
    "symbol": {0xD6: "√", 0xB4: "×", 0xB7: "●"},
    "marlett": {0x61: "✓", 0x62: "✓", 0x72: "✗"},
}
"""Signs of Microsoft's symbol fonts by their place in the font (character tables of the fonts)."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One sign: ``sign`` in its plain form for comparing, ``raw`` as typed, and its look.

    ``look`` holds words such as "bold", "underline", "color", "highlight", "enclosed" and "struck".
    A number in one sign (⑫) is several glyphs; the first has all of ``raw``, the others an empty one.
    """

    sign: str
    raw: str
    look: frozenset[str] = NO_LOOK

    @property
    def is_elastic(self) -> bool:
        """Whether it is room to write in and no writing: blanks, underscores, anchors of drawings."""
        return self.sign in SPACES or self.sign in UNDERSCORES or self.sign == DRAWING

    @property
    def is_box(self) -> bool:
        """Whether it is an empty printed box."""
        return self.sign in BOXES

    @property
    def is_mark(self) -> bool:
        """Whether it can only be a tick, cross or ring."""
        return self.sign in TICKS or self.sign in CROSSES or self.sign in RINGS


def glyphs_of(text: str, look: frozenset[str] = NO_LOOK, font: str = "") -> list[Glyph]:
    """Return the glyphs of a run of text in one look; ``font`` tells what signs of a symbol font mean."""
    found: list[Glyph] = []
    for sign in text:
        if sign in _COMBINING_RINGS and found:
            found[-1] = replace(found[-1], raw=found[-1].raw + sign, look=found[-1].look | {ENCLOSED})
        elif unicodedata.category(sign) != "Cf":
            found += _glyphs_of_sign(from_symbol_font(font, ord(sign)) or sign, look)
    return found


def from_symbol_font(font: str, code: int) -> str | None:
    """Return the sign that a symbol font shows for a code (0xF0FC or 0xFC); None for other fonts and signs."""
    signs = _PRIVATE.get(font.strip().lower())
    return None if signs is None else signs.get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)


def _glyphs_of_sign(sign: str, look: frozenset[str]) -> list[Glyph]:
    if _within(sign, _NUMBER_BLOCKS):
        digits = plain_numbers(sign)
        ringed = look if _within(sign, (_NUMBER_WITH_POINT,)) else look | {ENCLOSED}
        return [Glyph(digit, sign if not place else "", ringed) for place, digit in enumerate(digits)]
    if _within(sign, _RING_LETTERS):
        return [Glyph(half_width(sign), sign, look | {ENCLOSED})]
    plain = half_width(sign)
    return [Glyph(plain if len(plain) == 1 else sign, sign, look)]


def _within(sign: str, blocks: Iterable[tuple[int, int]]) -> bool:
    return any(first <= ord(sign) <= last for first, last in blocks)


def text_of(glyphs: Iterable[Glyph]) -> str:
    """Return what was typed, sign by sign, without what is struck out and without drawings."""
    return "".join(glyph.raw for glyph in glyphs if glyph.sign != DRAWING and STRUCK not in glyph.look)


def written(glyphs: Iterable[Glyph]) -> str:
    """Return what is written and no room to write: for saying what was left over."""
    kept = [" " if each.is_elastic else each.raw for each in glyphs if not each.is_box]
    return " ".join("".join(kept).split())


def trimmed(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return ``glyphs`` without the room to write at both ends."""
    start, stop = 0, len(glyphs)
    while start < stop and glyphs[start].is_elastic:
        start += 1
    while stop > start and glyphs[stop - 1].is_elastic:
        stop -= 1
    return list(glyphs[start:stop])
