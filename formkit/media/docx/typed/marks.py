"""Marks at printed options: ticks, rings, looks and lines through them, and which option each belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from formkit.media.docx.typed.align import Alignment
from formkit.media.docx.typed.glyphs import BRACKETS, CROSSES, ENCLOSED, RINGS, STRUCK, TICK_LETTERS, TICKS, Glyph
from formkit.media.docx.typed.looks import MARKING, WEAK
from formkit.media.docx.typed.options import PrintedOption, PrintedOptions
from formkit.media.docx.typed.tokens import TokenKind

_BARRIER = 1000
_NEAR = 2
"""Blanks; a mark between a box that was left empty and the words behind it may belong to either."""
_TAB = 8
"""How many blanks a tab is worth."""


class Side(Enum):
    """Where a mark stands by its option."""

    BEFORE = "before"
    AFTER = "after"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Mark:
    """A typed mark: its token, its sign, the option it stands at, or the two it stands between."""

    token: int
    sign: str
    codes: tuple[str, ...]
    sides: tuple[Side, ...]

    @property
    def is_sure(self) -> bool:
        """Whether it stands nearer to one option than to any other."""
        return len(self.codes) == 1


def typed_marks(alignment: Alignment, options: PrintedOptions, reach: int) -> list[Mark]:
    """Return the ticks, crosses and rings typed between the first option and the blank's token ``reach``."""
    found = []
    for k in alignment.within(options.start, _before_next_question(alignment, options, reach)):
        if not alignment.matched[k] and is_mark(alignment, k) and not _is_struck(alignment.glyphs_of([k])):
            owner = _owner(alignment, options, k)
            if owner is not None:
                found.append(owner)
    return found


def _before_next_question(alignment: Alignment, options: PrintedOptions, reach: int) -> int:
    """Return the last place that is not behind the colon of another label."""
    behind = range(options.stop, min(reach, len(alignment.blank)))
    return next((place for place in behind if alignment.blank[place].sign in ":："), reach)


def is_mark(alignment: Alignment, k: int) -> bool:
    """Say whether a filled token is a mark: a tick, cross or ring, or a v or x that stands alone."""
    sign = alignment.filled[k].sign
    if sign in TICKS or sign in CROSSES or sign in RINGS:
        return True
    if sign not in TICK_LETTERS:
        return False
    around = [each for each in (k - 1, k + 1) if 0 <= each < len(alignment.filled)]
    return not any(_is_latin(alignment, each) for each in around)


def _is_latin(alignment: Alignment, k: int) -> bool:
    """Say whether a token is a typed Latin letter, so that a v beside it is part of a word."""
    sign = alignment.filled[k].sign
    return not alignment.matched[k] and sign.isascii() and sign.isalpha() and sign not in TICK_LETTERS


def _is_struck(glyphs: Iterable[Glyph]) -> bool:
    return any(STRUCK in glyph.look for glyph in glyphs)


def _owner(alignment: Alignment, options: PrintedOptions, k: int) -> Mark | None:
    """Give a mark to the option whose print stands nearest in the filled text."""
    sign = alignment.filled[k].sign
    replaced = next((each for each in options.options if _is_in_broken_box(alignment, each, k)), None)
    if replaced is not None:
        return Mark(k, sign, (replaced.code,), (Side.INSIDE,))
    left, left_way = _neighbour(alignment, options, k, -1)
    right, right_way = _neighbour(alignment, options, k, 1)
    if left is None and right is None:
        return None
    if left is not None and right is not None and left.code == right.code:
        return Mark(k, sign, (left.code,), (Side.INSIDE,))
    if left is not None and right is not None and _is_behind_its_box(left) and left_way < right_way <= left_way + _NEAR:
        return Mark(k, sign, (left.code, right.code), (Side.AFTER, Side.BEFORE))
    if right is None or (left is not None and left_way < right_way):
        assert left is not None
        return Mark(k, sign, (left.code,), (Side.AFTER,))
    if left is None or right_way < left_way:
        return Mark(k, sign, (right.code,), (Side.BEFORE,))
    return Mark(k, sign, (left.code, right.code), (Side.AFTER, Side.BEFORE))


def _is_in_broken_box(alignment: Alignment, option: PrintedOption, k: int) -> bool:
    """Say whether a mark stands where a part of the brackets of an option was: √   ）一般."""
    if option.box is None or option.box[1] - option.box[0] < 2:
        return False
    first, last = option.box[0], option.box[1] - 1
    broken = first not in alignment.partner or last not in alignment.partner
    return broken and first <= alignment.place[k] <= last


def _is_behind_its_box(option: PrintedOption) -> bool:
    """Say whether what stands behind an option stands outside its own box."""
    return option.box is not None and option.box[0] >= option.stop


def _neighbour(
    alignment: Alignment, options: PrintedOptions, k: int, step: int
) -> tuple[PrintedOption | None, int]:
    """Return the option that the nearest print on one side belongs to, and how many blanks lie between."""
    way = 0
    place = k + step
    while 0 <= place < len(alignment.filled):
        token = alignment.filled[place]
        if token.is_room:
            way += _width(token.kind, token.stop - token.start)
        elif alignment.matched[place]:
            return _option_at(options, alignment.place[place], step), way
        elif is_mark(alignment, place) or token.sign in BRACKETS:
            pass
        else:
            own = _option_at(options, alignment.place[place] - (1 if step < 0 else 0), step)
            return (own if step < 0 else None), way
        place += step
    return None, way


def _width(kind: TokenKind, length: int) -> int:
    if kind is TokenKind.LINE:
        return _BARRIER
    return _TAB if kind is TokenKind.TAB else 0 if kind is TokenKind.RULE else length


def _option_at(options: PrintedOptions, place: int, step: int) -> PrintedOption | None:
    """Return the option that a printed token belongs to, its unit and what is written behind it included."""
    ordered = options.options
    for number, option in enumerate(ordered):
        nearest = ordered[number + 1].first if number + 1 < len(ordered) else option.last
        tail = nearest if step < 0 else option.last
        if option.first <= place < max(tail, option.last):
            return option
    last = ordered[-1]
    return last if step < 0 and place >= last.last else None


@dataclass(frozen=True, slots=True)
class Looks:
    """What the print of the options shows: ringed, made to look otherwise than the blank, struck out, deleted."""

    ringed: tuple[str, ...]
    stressed: tuple[str, ...]
    hinted: tuple[str, ...]
    """Options in another size, font or slant than the rest."""
    struck: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]
    """Options of which a part of the print is gone."""


def looks_of(alignment: Alignment, blank: Sequence[Glyph], options: PrintedOptions) -> Looks:
    """Return how the print of each option differs from the blank."""
    ringed, struck, lost, changed = [], [], [], []
    words: dict[str, list[str]] = {}
    for option in options.options:
        own = [place for place in range(option.start, option.stop) if alignment.blank[place].is_printed]
        there = [place for place in own if place in alignment.partner]
        if not there:
            lost.append(option.code)
            continue
        if len(there) < len(own):
            changed.append(option.code)
        differences = [_difference(alignment, blank, place) for place in there]
        if any(ENCLOSED in each for each in differences):
            ringed.append(option.code)
        if 2 * sum(STRUCK in each for each in differences) >= len(there):
            struck.append(option.code)
        for word in sorted(frozenset().union(*differences)):
            at_code = word in differences[0] and option.label > option.start
            if at_code or 2 * sum(word in each for each in differences) >= len(there):
                words.setdefault(word, []).append(option.code)
    count = len(options.options)
    stressed = _telling({word: codes for word, codes in words.items() if word in MARKING}, count)
    hinted = _telling({word: codes for word, codes in words.items() if word.startswith(WEAK)}, count)
    return Looks(tuple(ringed), stressed, hinted, tuple(struck), tuple(lost), tuple(changed))


def _telling(words: dict[str, list[str]], count: int) -> tuple[str, ...]:
    """Return the options that look otherwise; a look that all have is that of the line and says nothing."""
    telling = [codes for codes in words.values() if len(codes) < count]
    return tuple(dict.fromkeys(code for codes in telling for code in codes))


def _difference(alignment: Alignment, blank: Sequence[Glyph], place: int) -> frozenset[str]:
    filled = alignment.glyphs[alignment.filled[alignment.partner[place]].start]
    printed = blank[alignment.blank[place].start]
    again = ENCLOSED in filled.look & printed.look and filled.raw != printed.raw  # ⑴ over the printed ①
    return (filled.look - printed.look) | ({ENCLOSED} if again else frozenset())


