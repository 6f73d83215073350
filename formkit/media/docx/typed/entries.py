"""What was typed into the room of one field, and the value that it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from formkit.errors import Problem
from formkit.media.docx.typed.align import Alignment
from formkit.media.docx.typed.dates import date_text
from formkit.media.docx.typed.glyphs import BRACKETS, DRAWING, STRUCK, UNDERSCORES, Glyph, text_of, trimmed
from formkit.media.docx.typed.inline import PICTURE
from formkit.media.docx.typed.marks import is_mark
from formkit.media.docx.typed.sites import Room, Site
from formkit.media.docx.typed.tokens import TokenKind
from formkit.model.handbook import Field, Kind
from formkit.model.reading import Value
from formkit.values.characters import half_width
from formkit.values.telling import about
from formkit.values.typed import parse

_NOTES = re.compile(r"[（(\[【]?\s*(?:备注|附注|注|说明|附)\s*[：:]")
"""How a paragraph begins that is a remark on the form and no answer."""
_GOES_ON = "，。；、！？）”,;!?"
"""What no line begins with: it goes on with the one before."""
_LIKE_DIGITS = str.maketrans("OoＯｏＤlIｌＩ|", "00000" + "11111")
"""Letters that are typed for 0 and 1."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the room of a field: its filled tokens, the text, and what is odd about it."""

    tokens: tuple[int, ...]
    text: str
    drawn: bool = False
    """A picture stands there."""
    struck: str = ""
    """What is struck out."""
    overflow: tuple[int, ...] = ()
    """Tokens of further paragraphs behind a room of one line: they may be anything."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The value of a field, what was typed, whether a person must look, and why."""

    value: Value
    raw: str = ""
    doubtful: bool = False
    alternatives: tuple[Value, ...] = ()
    problems: tuple[Problem, ...] = ()


def entry_at(alignment: Alignment, site: Site, *, with_marks: bool = True) -> Entry:
    """Return what was typed into a site; ``with_marks`` False leaves ticks at its ends to the option before it."""
    tokens = alignment.within(site.start, site.stop)
    tokens, overflow = _split_overflow(alignment, site, tokens)
    if not with_marks:
        tokens = _without_marks(alignment, tokens)
    glyphs = alignment.glyphs_of(tokens)
    drawn = any(each.sign == DRAWING and PICTURE in each.look for each in glyphs)
    struck = "".join(each.raw for each in glyphs if STRUCK in each.look and not each.is_elastic)
    return Entry(tuple(tokens), _joined(site, alignment, glyphs), drawn, struck, tuple(overflow))


def _split_overflow(alignment: Alignment, site: Site, tokens: list[int]) -> tuple[list[int], list[int]]:
    """Part the paragraphs that somebody added behind a room of one line, or that begin like a remark."""
    if site.room is Room.CELL:
        return tokens, []
    lines = any(alignment.blank[place].kind is TokenKind.LINE for place in range(site.start, site.stop))
    for number, k in enumerate(tokens):
        if alignment.filled[k].kind is not TokenKind.LINE or (lines and alignment.matched[k]):
            continue
        rest = tokens[number + 1 :]
        words = text_of(trimmed(alignment.glyphs_of(rest)))
        written_before = any(not alignment.filled[each].is_room for each in tokens[:number])
        if words and ((not lines and written_before) or _NOTES.match(words)):
            return tokens[:number], rest
        if words and not lines and not site.is_in_cell and _is_own_paragraph(alignment, site):
            return tokens[:number], rest
    return tokens, []


def _is_own_paragraph(alignment: Alignment, site: Site) -> bool:
    """Say whether nothing is printed behind a room, so that what follows it are paragraphs of their own."""
    return site.stop >= len(alignment.blank) - 1


def is_own_line(alignment: Alignment, run: Sequence[int]) -> bool:
    """Say whether a run stands in a paragraph without print."""
    first, last = run[0], run[-1]
    while first > 0 and alignment.filled[first - 1].kind is not TokenKind.LINE:
        first -= 1
    while last + 1 < len(alignment.filled) and alignment.filled[last + 1].kind is not TokenKind.LINE:
        last += 1
    return not any(alignment.matched[k] and alignment.filled[k].is_printed for k in range(first, last + 1))


def _without_marks(alignment: Alignment, tokens: list[int]) -> list[int]:
    """Leave out the ticks at both ends, with brackets around them: they mark the option in front."""
    start, stop = 0, len(tokens)
    while start < stop and _is_aside(alignment, tokens, start):
        start += 1
    while stop > start and _is_aside(alignment, tokens, stop - 1):
        stop -= 1
    kept = set(tokens[start:stop])
    return [k for k in tokens if k in kept or alignment.filled[k].is_room]


def _is_aside(alignment: Alignment, tokens: Sequence[int], number: int) -> bool:
    k = tokens[number]
    if alignment.filled[k].is_room or is_mark(alignment, k):
        return True
    beside = [tokens[each] for each in (number - 1, number + 1) if 0 <= each < len(tokens)]
    return alignment.filled[k].sign in BRACKETS and any(is_mark(alignment, each) for each in beside)


def _joined(site: Site, alignment: Alignment, glyphs: Sequence[Glyph]) -> str:
    """Return the text of glyphs without underscores, its lines stripped; those on ruled lines are one text."""
    ruled = any(alignment.blank[place].kind is TokenKind.RULE for place in range(site.start, site.stop))
    in_cell = site.room is Room.CELL
    kept = [each for each in glyphs if each.sign not in UNDERSCORES and (in_cell or not each.is_box)]
    lines = [line.strip() for line in text_of(kept).split("\n")]
    lines = [line.strip("-/ ") if site.room is Room.BOXES else line for line in lines]
    lines = [line for line in lines if line]
    if lines and lines[0][0] in ":：" and site.room is not Room.CELL:
        lines[0] = lines[0][1:].strip()  # a colon that the label has not
    if not ruled:
        return re.sub(rf"\n(?=[{_GOES_ON}])", "", "\n".join(lines))
    whole = ""
    for line in lines:
        latin = whole[-1:].isascii() and whole[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        whole += (" " if latin and whole else "") + line
    return whole


def answer(field: Field, field_id: str, entry: Entry) -> Answer:
    """Return the value that an entry gives a field that is no choice."""
    text = entry.text
    if field.kind is Kind.DATE:
        text = date_text(field, text)
    read = parse(field, text, field_id=field_id)
    only_print = field.kind is Kind.DATE and read.value is None and not read.doubtful
    found = Answer(read.value, "" if only_print else entry.text, read.doubtful, (), read.problems)
    if entry.drawn:
        value = True if field.kind is Kind.SIGNATURE else found.value
        found = replace(found, value=value, doubtful=True, problems=(*found.problems, about("D030", field, field_id)))
    if entry.struck:
        told = about("D028", field, field_id)
        found = replace(found, doubtful=True, problems=(*found.problems, told))
    if field.kind is Kind.CODE and isinstance(found.value, str):
        return _checked_code(field, field_id, found)
    if isinstance(found.value, str) and field.kind in (Kind.TEXT, Kind.INTEGER, Kind.NUMBER):
        return _checked_text(field, field_id, found)
    return found


def _checked_code(field: Field, field_id: str, found: Answer) -> Answer:
    """Doubt a code that has not the length of its boxes, or signs that it cannot have."""
    value = str(found.value)
    lengths = [each for each in (field.length, *field.lengths) if each]
    alphabet = field.alphabet or "0123456789"
    if (not lengths or len(value) in lengths) and all(sign in alphabet for sign in value):
        return found
    repaired = value.translate(_LIKE_DIGITS)
    right = (not lengths or len(repaired) in lengths) and all(sign in alphabet for sign in repaired)
    told = about("D043", field, field_id, text=found.raw)
    doubted = replace(found, doubtful=True, problems=(*found.problems, told))
    return replace(doubted, value=repaired, alternatives=(value,)) if right and repaired != value else doubted


def _checked_text(field: Field, field_id: str, found: Answer) -> Answer:
    """Doubt a text that does not match the pattern of its field."""
    value = str(found.value)
    if field.kind is not Kind.TEXT or not field.pattern or re.fullmatch(field.pattern, value, re.ASCII):
        return found
    if re.fullmatch(field.pattern, half_width(value), re.ASCII):
        return replace(found, value=half_width(value))
    if value:
        told = about("D043", field, field_id, text=found.raw)
        return replace(found, doubtful=True, problems=(*found.problems, told))
    return found
