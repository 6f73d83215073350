"""From a value to what is drawn for it: text in its box or cells, a ring round an option, a √ in its square.

The printed page and the appearance of a form field draw the same marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formkit.geometry import Box, mm_to_points, points_to_mm
from formkit.layout.choices import numbered
from formkit.media.pdf.breaking import LEAST_SIZE, baselines, break_lines, fit
from formkit.media.pdf.pen import Pen
from formkit.media.pdf.typeface import MIDDLE, em_width, glyph
from formkit.model.handbook import Field, Format, Kind, Mark
from formkit.model.layout import Place
from formkit.model.reading import Value
from formkit.values.dates import date_digits
from formkit.values.typed import show

EMPTY = "\u00a0"
"""A no-break space stands in an empty line, so that it is in the text layer too."""
TICK = "√"
TICK_SIZE = 15.0
RING_WIDTH = 0.45
RING_BEYOND, RING_ROUND_NUMBER, RING_HEIGHT = 1.0, -0.3, 6.8
"""mm: how far a ring reaches beyond its option at the sides, and its height (option rows are 9 mm apart)."""
CODE_SIZE = 13.0
INK = (0.05, 0.1, 0.45)
"""Dark blue, as a pen writes: so an answer is told from the print, and bilevel scanners keep it."""
_SQUEEZE_MOST = 0.55
_STEP = 0.5
"""Points by which text on ruled lines gets smaller until they hold it."""
_FIGURES = (Kind.INTEGER, Kind.NUMBER, Kind.CODE, Kind.DATE)
_FIGURE_FORMATS = frozenset(Format) - {Format.NAME, Format.ADDRESS, Format.PHONE, Format.NAME_PHONE}
"""Formats of text that are one word of digits; a phone may be two numbers."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: where it starts (mm), its size in points and how much it is narrowed."""

    x: float
    baseline: float
    text: str
    size: float
    squeeze: float = 1.0


@dataclass(frozen=True, slots=True)
class Ring:
    """An ellipse round an option."""

    box: Box


@dataclass(frozen=True, slots=True)
class Cover:
    """White over the one-character boxes, where the text does not go into them."""

    box: Box


Stroke = Text | Ring | Cover


@dataclass(frozen=True, slots=True)
class Inked:
    """What is drawn for a value; ``whole`` is false where the rest stands in the addendum."""

    strokes: tuple[Stroke, ...]
    whole: bool = True


def ink(place: Place, value: Value, number: int) -> Inked:
    """Return the strokes for ``value``; ``number`` is the addendum entry that would take what does not fit."""
    field = place.ref.field
    if value is None or value is False or value == ():
        return Inked(())
    if field.kind.is_choice:
        return _choice(place, value, number)
    text = show(field, value)
    if field.kind is Kind.DATE and place.parts:
        return _date(place, text, number)
    if place.cells and 0 < len(_shapes(text)) <= len(place.cells) and not set(text) & {"\n", "\t"}:
        return Inked(in_cells(_shapes(text), place.cells, place.size))
    return running(place, text, number)


def draw(pen: Pen, strokes: Iterable[Stroke]) -> None:
    """Draw ``strokes`` in the colour of a pen."""
    drawn = list(strokes)
    if not drawn:
        return
    pen.colour(*INK)
    for stroke in drawn:
        if isinstance(stroke, Text):
            pen.text(stroke.x, stroke.baseline, stroke.text, stroke.size, squeeze=stroke.squeeze)
        elif isinstance(stroke, Ring):
            pen.ellipse(stroke.box, RING_WIDTH)
        else:
            pen.blank(stroke.box)


def ring_box(field: Field, option: Box) -> Box:
    """Return where the ring round an option runs; round a number it keeps off the words behind it."""
    centre = option.centre
    width = option.width + 2 * (RING_ROUND_NUMBER if numbered(field) else RING_BEYOND)
    return Box.at(centre.x - width / 2, centre.y - RING_HEIGHT / 2, width, RING_HEIGHT)


def tick_box(option: Box) -> Box:
    """Return the room that the √ in a square takes."""
    return option.inset(-0.6)


def _shapes(text: str) -> list[str]:
    """Return the characters that take room, each with the joiners and their like that stand by it."""
    shapes: list[str] = []
    before = ""
    for char in text:
        if glyph(char).width > 0:
            shapes.append(before + char)
            before = ""
        elif shapes:
            shapes[-1] += char
        else:
            before += char
    return shapes


def centred(text: str, box: Box, size: float) -> Text:
    """Return ``text`` in the middle of ``box``, smaller where it would not fit."""
    room = mm_to_points(box.width) * 0.94
    size = min(size, room / max(em_width(text), 0.1), mm_to_points(box.height))
    em = points_to_mm(size)
    return Text(box.centre.x - em_width(text) * em / 2, box.centre.y + MIDDLE * em, text, size)


def in_cells(texts: Sequence[str], cells: Sequence[Box], size: float) -> tuple[Stroke, ...]:
    """Return each text in the middle of its cell."""
    return tuple(centred(text, cell, size) for text, cell in zip(texts, cells, strict=False))


def running(place: Place, text: str, number: int) -> Inked:
    """Return text set in lines in the place's box, over any one-character boxes."""
    if len(place.cells) == 1 and _fits_cell(text, place.cells[0]):
        return Inked((centred(text, place.cells[0], place.size),))
    ruled = _on_lines(place, text)
    if ruled:
        return Inked(ruled)
    box = text_box(place)
    cover: tuple[Stroke, ...] = (Cover(place.box),) if place.cells else ()
    size = min(place.size, 11.0) if place.cells else place.size
    fitted = fit(text, box, size, f"…〔见附页{number}〕", unbroken=_in_figures(place.ref.field))
    if not fitted.whole and mm_to_points(box.width) < em_width(fitted.lines[-1]) * fitted.size:
        return Inked((*cover, _short(box, number)), whole=False)
    rows = zip(fitted.lines, baselines(box, len(fitted.lines), fitted.size), strict=True)
    strokes = [Text(box.x0, baseline, line or EMPTY, fitted.size) for line, baseline in rows]
    return Inked((*cover, *strokes), fitted.whole)


def _on_lines(place: Place, text: str) -> tuple[Stroke, ...]:
    """Return text on the ruled lines of a place; nothing where it has none or they do not hold all of it."""
    lines = [line for line in place.lines if place.box.contains(line, 0.5)]
    if len(lines) < 2:
        return ()
    size = place.size
    while size >= LEAST_SIZE:
        room = mm_to_points(min(line.width for line in lines)) / size
        rows = break_lines(text, room)
        if len(rows) <= len(lines):
            pairs = zip(rows, lines, strict=False)
            return tuple(Text(line.x0, baselines(line, 1, size)[0], row or EMPTY, size) for row, line in pairs)
        size -= _STEP
    return ()


def _in_figures(field: Field) -> bool:
    """Say whether values are numbers, codes or dates, which two lines would make two of."""
    return field.kind in _FIGURES or (field.kind is Kind.TEXT and field.format in _FIGURE_FORMATS)


def text_box(place: Place) -> Box:
    """Return where running text stands in a place."""
    return place.box.inset(0.7, 0.3 if place.cells else 0.0)


def _fits_cell(text: str, cell: Box) -> bool:
    return "\n" not in text and em_width(text) * LEAST_SIZE <= mm_to_points(cell.width) * 0.94


def _short(box: Box, number: int) -> Text:
    """Return the reference to the addendum alone, narrowed or made smaller until it fits."""
    text = f"〔附{number}〕"
    squeeze = min(1.0, mm_to_points(box.width) / (em_width(text) * LEAST_SIZE))
    size = LEAST_SIZE if squeeze >= _SQUEEZE_MOST else LEAST_SIZE * squeeze / _SQUEEZE_MOST
    return Text(box.x0, baselines(box, 1, size)[0], text, size, max(squeeze, _SQUEEZE_MOST))


def _date(place: Place, text: str, number: int) -> Inked:
    digits = dict(zip(("year", "month", "day"), date_digits(text), strict=True))
    room = {part.name: part for part in place.parts}
    if not any(digits.values()) or any(digits[each] and each not in room for each in digits):
        return running(place, text, number)
    strokes: list[Stroke] = []
    for name, part in room.items():
        if part.cells:
            strokes += in_cells(digits[name], part.cells, place.size)
        elif digits[name]:
            strokes.append(centred(digits[name], part.box, place.size))
    return Inked(tuple(strokes))


def _choice(place: Place, value: Value, number: int) -> Inked:
    field = place.ref.field
    codes = value if isinstance(value, tuple) else (str(value),)
    known = {option.code for option in field.options}
    if not set(codes) <= known:
        return running(place, show(field, value), number) if place.cells else Inked((), whole=False)
    if field.mark is Mark.SYMBOL and place.cells:
        return Inked((centred(symbol(field, codes[0]), place.cells[0], CODE_SIZE + 2),))
    if place.cells:
        if len(codes) > len(place.cells):
            return running(place, show(field, value), number)
        return Inked(in_cells(codes, place.cells, CODE_SIZE))
    boxes = {option.code: option.box for option in place.options}
    chosen = [box for code in codes if (box := boxes.get(code)) is not None]
    if field.mark is Mark.BOX:
        return Inked(tuple(centred(TICK, tick_box(box), TICK_SIZE) for box in chosen), len(chosen) == len(codes))
    return Inked(tuple(Ring(ring_box(field, box)) for box in chosen), len(chosen) == len(codes))


def symbol(field: Field, code: str) -> str:
    """Return the sign that is written for an option that is answered by a sign: its label, else its code."""
    option = field.option(code)
    return option.label if option and len(option.label) == 1 else code
