"""Codes typed into the boxes of a choice: 3 · （3） · ③ · 2一般 · 1,2,5 · □2/□5 · 125."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from formkit.media.docx.typed.glyphs import CROSSES, RINGS, STRUCK, TICKS, Glyph
from formkit.model.handbook import Field, Kind
from formkit.values.characters import plain_numbers
from formkit.values.choices import choose, choose_many, ordered

_NUMERALS = dict(zip("零一二三四五六七八九", "0123456789", strict=True))
_BETWEEN = re.compile(r"[/,，、;；.。+＋&和及与|\\ ]+")
_AROUND = "()（）[]【】.。,，、;；:：/·'\"“”* \t"
_RANGE = re.compile(r"(\d+)\s*(?:[-~～—–]|至|到)\s*(\d+)")
_BACK_TO_BACK = re.compile(r"[)）\]】]\s*[(（\[【]")
_MOST_READINGS = 4
_LONGEST_RUN, _MOST_RUNS = 24, 50


@dataclass(frozen=True, slots=True)
class Codes:
    """What the boxes say: one reading that is taken, others that are as likely, and whether it is sure."""

    readings: tuple[tuple[str, ...], ...]
    text: str
    sure: bool = True
    ticked: tuple[int, ...] = ()
    """The boxes (from 0) that hold a mark and no code."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into the boxes."""
        return not self.text and not self.ticked


def codes_in(field: Field, glyphs: Sequence[Glyph]) -> Codes:
    """Return the codes that the glyphs of a place for codes hold."""
    pieces, ticked = _pieces(glyphs)
    text = " ".join(pieces)
    if not pieces:
        return Codes((), "", not ticked, tuple(ticked))
    found = _single(field, text) if field.kind is Kind.SINGLE else _multi(field, pieces)
    return Codes(found[0], text, found[1] and not ticked, tuple(ticked))


def _pieces(glyphs: Sequence[Glyph]) -> tuple[list[str], list[int]]:
    """Return what was typed, parted by boxes and blanks, and which boxes hold a mark alone."""
    pieces: list[str] = []
    current = ""
    box = 0
    ticked: list[int] = []
    for glyph in [*glyphs, Glyph(" ", " ")]:
        if STRUCK in glyph.look:
            continue
        is_mark = glyph.sign in TICKS or glyph.sign in CROSSES or glyph.sign in RINGS
        if glyph.is_elastic or glyph.is_box or is_mark:
            pieces += [current] if current.strip(_AROUND) else []
            current = ""
            if is_mark:
                ticked.append(box)
        else:
            current += glyph.raw
        if glyph.sign == "/":
            box += 1
    return pieces, ticked


def _single(field: Field, text: str) -> tuple[tuple[tuple[str, ...], ...], bool]:
    plain = text.strip(_AROUND)
    option = choose(field, plain)
    if option is not None:
        return ((option.code,),), True
    spoken = choose(field, _NUMERALS.get(plain, ""))
    if spoken is not None:
        return ((spoken.code,),), False
    many = choose_many(field, plain)
    if many is not None:
        return tuple((code,) for code in many[0]), False
    inside = [option for number in re.findall(r"\d+", plain_numbers(plain)) if (option := field.option(number))]
    return tuple((each.code,) for each in dict.fromkeys(inside)), False


def _multi(field: Field, pieces: Sequence[str]) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Return the readings of several pieces; a run of digits that may be read in two ways is not sure."""
    pieces = [_BACK_TO_BACK.sub(" ", piece) for piece in pieces]
    parts = [part for piece in pieces for part in _BETWEEN.split(piece) if part.strip(_AROUND)]
    ranges = [_RANGE.fullmatch(plain_numbers(part).strip(_AROUND)) for part in parts]
    if any(ranges):
        return _with_ranges(field, parts), False
    readings: list[tuple[str, ...]] = [()]
    sure = True
    for part in parts:
        ways = _ways(field, part.strip(_AROUND), alone=len(parts) == 1)
        if not ways:
            whole = choose_many(field, " ".join(pieces))
            return ((whole[0],) if whole else ()), False
        sure = sure and len(ways) == 1
        readings = [one + other for one in readings for other in ways][:_MOST_READINGS]
    taken = tuple(dict.fromkeys(ordered(field, each) for each in readings))
    doubled = len(readings[0]) != len(set(readings[0]))
    return taken, sure and not doubled


def _ways(field: Field, part: str, *, alone: bool) -> list[tuple[str, ...]]:
    """Return the ways to read one piece: as a code or label, and where it stands alone as codes side by side."""
    option = choose(field, part)
    plain = plain_numbers(part)
    runs = list(_runs(plain, tuple(option.code for option in field.options))) if plain.isdigit() else []
    if option is not None:
        spread = [run for run in runs if len(run) > 1 and len(set(run)) == len(run)]
        return [(option.code,), *(spread if alone else [])]
    if len(runs) > 1:
        strict = [run for run in runs if len(set(run)) == len(run)]
        return strict or runs
    if runs:
        return runs
    many = choose_many(field, part)
    return [many[0]] if many is not None else []


@lru_cache(maxsize=4096)
def _runs(digits: str, codes: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the ways to cut a run of digits into codes, not more than `_MOST_RUNS`."""
    if not digits:
        return ((),)
    if len(digits) > _LONGEST_RUN:
        return ()
    found: list[tuple[str, ...]] = []
    for code in codes:
        if digits.startswith(code):
            found += [(code, *rest) for rest in _runs(digits[len(code) :], codes)]
    return tuple(found[:_MOST_RUNS])


def _with_ranges(field: Field, parts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Read "1-3" as 1, 2, 3, and as 1 and 3."""
    codes = [option.code for option in field.options]
    full: list[str] = []
    ends: list[str] = []
    for part in parts:
        match = _RANGE.fullmatch(plain_numbers(part).strip(_AROUND))
        if match is None:
            option = choose(field, part.strip(_AROUND))
            full += [option.code] if option else []
            ends += [option.code] if option else []
        elif match[1] in codes and match[2] in codes:
            low, high = sorted((codes.index(match[1]), codes.index(match[2])))
            full += codes[low : high + 1]
            ends += [match[1], match[2]]
    return tuple(dict.fromkeys((ordered(field, full), ordered(field, ends))))
