"""Reading the answers of a page with a text layer: characters in boxes, rings round options, √ in squares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from formkit.errors import Problem
from formkit.geometry import Box, mm_to_points
from formkit.media.pdf.breaking import break_lines
from formkit.media.pdf.ink import EMPTY, Text, ink, ring_box, symbol, text_box, tick_box
from formkit.media.pdf.page_text import Char, PageText, chars_in, inside, is_nameless, line_text, lines_of
from formkit.model.handbook import Field, Kind, Mark
from formkit.model.layout import Page, Place, SlotRole, Tile
from formkit.model.reading import FieldStatus, Reading, Value
from formkit.values.dates import iso
from formkit.values.telling import about
from formkit.values.typed import VERBATIM, parse, show

_TICKS = frozenset("√✓✔☑vV∨")
_FULL_BOXES, _EMPTY_BOXES = frozenset("●■☒◉⬛"), frozenset("□☐○◯⬜")
"""What an office program prints for a check box that is chosen or not."""
_BLANKS = dict.fromkeys(map(ord, " \u00a0\u2007\u2009\u200a\u202f\u3000"))
_REFERENCE = re.compile(r"(?:…〔见附页(\d+)〕|〔附(\d+)〕)$")
_NEAR = 1.5
"""mm: how far the middle of a ring may lie from the middle of its option."""
_NEIGHBOURS = 3.0
"""mm: words in a low tile next to a place reach into it."""
_SIZES = (0.55, 1.5)
"""How much smaller or larger than ours a ring may be."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The reading of one place and what there is to say about it."""

    reading: Reading
    problems: tuple[Problem, ...] = ()


def read_place(page: PageText, place: Place, sheet: Page, entries: Mapping[int, tuple[str, str]]) -> Seen:
    """Return what stands at ``place`` of ``sheet`` on a page that lies on it; ``entries`` is the addendum."""
    field, number = place.ref.field, sheet.number
    if field.kind.is_choice and not place.cells:
        seen = _marks(page, place, sheet)
    else:
        seen = _text(page, place, number, entries)
        if field.kind.is_choice:
            seen = _with_controls(page, place, sheet, seen)
    for code in _disturbances(page, place):
        value = True if code == "A212" and field.kind is Kind.SIGNATURE else seen.reading.value
        seen = _doubt(place, value, number, code, seen)
    return seen


def _disturbances(page: PageText, place: Place) -> Iterator[str]:
    """Yield the problems of what lies on a place beside its text: comments, pictures, strokes, nameless glyphs."""
    if any(box.overlaps(place.box, 0.5) for box in page.over):
        yield "A206"
    rings = place.ref.field.kind.is_choice and not place.cells
    drawn = page.pictures if rings else (*page.pictures, *page.curves)
    if any(_touches(box, place.box) for box in drawn):
        yield "A212"
    if any(is_nameless(char) for char in chars_in(page, place.box, 0.3)):
        yield "A213"


def _doubt(place: Place, value: Value, number: int, code: str, seen: Seen | None = None) -> Seen:
    found = about(code, place.ref.field, place.ref.id)
    before = seen.problems if seen else ()
    return Seen(Reading(value, FieldStatus.REVIEW, 0.5, page=number), (*before, found))


def _cut_off(place: Place, text: str, number: int, entry: int) -> Seen:
    """Return the beginning of a text whose addendum entry is not there."""
    found = about("A210", place.ref.field, place.ref.id, number=entry)
    return Seen(Reading(text, FieldStatus.REVIEW, 0.3, page=number), (found,))


def _marks(page: PageText, place: Place, sheet: Page) -> Seen:
    field = place.ref.field
    marked = _ticked if field.mark is Mark.BOX else _ringed
    codes, clear = marked(page, place)
    signed, known = _signed(page, place, sheet)
    clear = clear and known and not (codes and signed and codes != signed) and not _strays(page, place, sheet)
    codes = [option.code for option in field.options if option.code in (*codes, *signed)]
    if field.kind is Kind.SINGLE:
        clear = clear and len(codes) <= 1
        value: Value = codes[0] if codes else None
    else:
        value = tuple(codes) or None
    if not clear:
        return _doubt(place, value, sheet.number, "A205")
    return Seen(Reading.exact(value, page=sheet.number))


def _with_controls(page: PageText, place: Place, sheet: Page, seen: Seen) -> Seen:
    """Hold what stands in code boxes against the check boxes that an office program printed before the options."""
    signed, clear = _signed(page, place, sheet)
    value = seen.reading.value
    written = value if isinstance(value, tuple) else (value,) if value is not None else ()
    if clear and (not signed or set(signed) == set(written)):
        return seen
    shown: Value = tuple(signed) or None
    if place.ref.field.kind is Kind.SINGLE:
        shown = signed[0] if signed else None
    return _doubt(place, shown if value is None else value, sheet.number, "A205", seen)


def _signed(page: PageText, place: Place, sheet: Page) -> tuple[list[str], bool]:
    """Return the options with the sign of a chosen check box before them, and whether every sign there is known."""
    codes, clear = [], True
    for tile in _controls(place, sheet):
        signs = {char.text.strip() for char in chars_in(page, tile.box)} - {""} - _EMPTY_BOXES
        clear = clear and signs <= _FULL_BOXES | _TICKS
        if signs and tile.slot is not None:
            codes.append(tile.slot.code)
    return codes, clear


def _controls(place: Place, sheet: Page) -> list[Tile]:
    return [
        tile
        for tile in sheet.tiles
        if tile.slot is not None and tile.slot.role is SlotRole.CONTROL and tile.slot.field == place.ref.id
    ]


def _strays(page: PageText, place: Place, sheet: Page) -> bool:
    """Say whether a character stands at the options that is neither print nor in a square or a control."""
    near = place.box.inset(-_NEIGHBOURS)
    printed = Counter("".join(tile.text for tile in sheet.tiles if tile.box.overlaps(near)))
    squares = [tile.box for tile in _controls(place, sheet)]
    if place.ref.field.mark is Mark.BOX:
        squares += [tick_box(option.box) for option in place.options if option.box is not None]
    chars = [char for char in chars_in(page, place.box) if not any(inside(char.box.centre, box) for box in squares)]
    seen = Counter("".join("".join(char.text for char in chars).split()))
    return bool(seen - printed - Counter({sign: len(chars) for sign in _EMPTY_BOXES}))


def _ringed(page: PageText, place: Place) -> tuple[list[str], bool]:
    """Return the options with a ring, and whether every curve in the place is such a ring."""
    left = [curve for curve in page.curves if _touches(curve, place.box)]
    codes: list[str] = []
    for option in place.options:
        if option.box is None:
            continue
        meant = ring_box(place.ref.field, option.box)
        rings = [curve for curve in left if _is_ring(curve, meant)]
        if rings:
            codes.append(option.code)
            left = [curve for curve in left if curve not in rings]
    return codes, not left


def _touches(curve: Box, box: Box) -> bool:
    """Say whether a path, be it a thin stroke, reaches more than 0.5 mm into a box."""
    return curve.inset(-0.1).overlaps(box.inset(0.5))


def _is_ring(curve: Box, meant: Box) -> bool:
    if not inside(curve.centre, Box(meant.centre.x, meant.centre.y, meant.centre.x, meant.centre.y), _NEAR):
        return False
    low, high = _SIZES
    return low <= curve.width / meant.width <= high and low <= curve.height / meant.height <= high


def _ticked(page: PageText, place: Place) -> tuple[list[str], bool]:
    codes, clear = [], True
    for option in place.options:
        if option.box is None:
            continue
        signs = {char.text.strip() for char in chars_in(page, tick_box(option.box))} - {""} - _EMPTY_BOXES
        crossed = any(_touches(curve, option.box) for curve in page.curves)
        clear = clear and signs <= _TICKS | _FULL_BOXES and not crossed
        if signs:
            codes.append(option.code)
    return codes, clear


def _text(page: PageText, place: Place, number: int, entries: Mapping[int, tuple[str, str]]) -> Seen:
    field = place.ref.field
    chars = [char for char in chars_in(page, place.box, 0.3) if not _is_sign(char, place)]
    lines = ["" if text == EMPTY else text for text in map(line_text, lines_of(chars))]
    if not "".join(lines).strip() or "".join(lines) == (field.preprinted or ""):
        return Seen(Reading(None, FieldStatus.BLANK, page=number))
    reference = _REFERENCE.search(lines[-1])
    if reference:
        wanted = int(reference[1] or reference[2])
        name, text = entries.get(wanted, ("", ""))
        if name == place.ref.id:
            return parsed(place.ref.field, place.ref.id, text, number)
        return _cut_off(place, "\n".join(lines), number, wanted)
    in_cells = _cells(place, chars)
    if in_cells is not None:
        return parsed(field, place.ref.id, in_cells, number)
    spaced = _spaced_date(place, page)
    if spaced is not None:
        return parsed(field, place.ref.id, spaced, number)
    text = _joined(place, lines, chars)
    seen = parsed(field, place.ref.id, text, number)
    if len(lines) > 1 and not _as_drawn(place, seen.reading.value, lines):
        return _doubt(place, seen.reading.value, number, "A208", seen)
    return seen


def parsed(field: Field, field_id: str, text: str, number: int | None) -> Seen:
    """Return the reading of a text that stands for a field's value."""
    typed = parse(field, text, field_id=field_id)
    raw = typed.raw if typed.raw != show(field, typed.value).replace(VERBATIM, "") else ""
    if typed.doubtful:
        return Seen(Reading(typed.value, FieldStatus.REVIEW, 0.5, raw, number), typed.problems)
    return Seen(Reading.exact(typed.value, raw or _same(typed.value), number), typed.problems)


def _same(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _is_sign(char: Char, place: Place) -> bool:
    """Say whether a character is a sign printed between the boxes (年, -, /)."""
    middle = char.box.centre
    return any(
        char.text == sign and abs(middle.x - box.centre.x) < 0.6 and abs(middle.y - box.centre.y) < 0.9
        for box, sign in place.separators
    )


def _cells(place: Place, chars: Sequence[Char]) -> str | None:
    """Return the text of a place whose characters stand in the middle of their boxes; None where they do not."""
    if not place.cells:
        return None
    filled: dict[int, list[Char]] = {}
    for char in chars:
        index = next((index for index, cell in enumerate(place.cells) if inside(char.box.centre, cell)), None)
        if index is None:
            return None
        filled.setdefault(index, []).append(char)
    if not all(_is_centred(each, place.cells[index]) for index, each in filled.items()):
        return None
    words = {index: line_text(sorted(each, key=lambda char: char.box.x0)) for index, each in filled.items()}
    field = place.ref.field
    if place.parts:
        return _date_of(place, words)
    if field.kind.is_choice:
        return (
            _by_symbol(field, words[min(words)])
            if field.mark is Mark.SYMBOL
            else "/".join(words[index] for index in sorted(words))
        )
    if len(place.cells) > 1 and any(sum(char.box.width > 0 for char in each) > 1 for each in filled.values()):
        return None
    return "".join(words.get(index, " ") for index in range(max(words) + 1))


def _is_centred(chars: Sequence[Char], cell: Box) -> bool:
    left, right = min(char.box.x0 for char in chars), max(char.box.x1 for char in chars)
    return abs((left + right) / 2 - cell.centre.x) < 0.8


def _by_symbol(field: Field, sign: str) -> str:
    return next((option.code for option in field.options if symbol(field, option.code) == sign), sign)


def _spaced_date(place: Place, page: PageText) -> str | None:
    """Return the ISO date whose digits stand between the printed signs, though not in the middle of their boxes."""
    signs = [sign for _, sign in sorted(place.separators, key=lambda each: each[0].x0)]
    if not place.parts or len(signs) not in (len(place.parts), len(place.parts) - 1):
        return None
    lines = lines_of(chars_in(page, place.box, 0.3))
    pairs = zip_longest((len(part.cells) for part in place.parts), map(re.escape, signs))
    pattern = "".join(f"([0-9]{{0,{count}}})(?:{sign or ''})" for count, sign in pairs) + "?"
    found = re.fullmatch(pattern, "".join("".join(char.text for char in line) for line in lines).translate(_BLANKS))
    if found is None:
        return None
    digits = dict(zip((part.name for part in place.parts), found.groups(), strict=True))
    return iso(*(int(digits[name]) if digits.get(name) else None for name in ("year", "month", "day")))


def _date_of(place: Place, words: Mapping[int, str]) -> str | None:
    """Return the ISO date in the boxes of a date; what is in them as it stands where that is no date."""
    start, digits = 0, {}
    for part in place.parts:
        digits[part.name] = "".join(words.get(index, "") for index in range(start, start + len(part.cells)))
        start += len(part.cells)
    if not all(each.isascii() and each.isdigit() for each in digits.values() if each):
        return None
    year, month, day = (int(digits[name]) if digits.get(name) else None for name in ("year", "month", "day"))
    return iso(year, month, day) or " ".join(filter(None, digits.values()))


def _joined(place: Place, lines: Sequence[str], chars: Sequence[Char]) -> str:
    """Return running text with the line breaks that are its own: those where the next word would have fitted."""
    size = max((char.size for char in chars), default=place.size)
    room = mm_to_points(text_box(place).width) / size
    text = lines[0]
    last = lines[0]
    for line in lines[1:]:
        first = break_lines(last + line, room)[0]
        text += line if line and first.rstrip() == last.rstrip() else "\n" + line
        last = line
    return text


def _as_drawn(place: Place, value: Value, lines: Sequence[str]) -> bool:
    """Say whether writing ``value`` would give just the lines that were seen."""
    drawn = [stroke.text.strip() for stroke in ink(place, value, 0).strokes if isinstance(stroke, Text)]
    return drawn == [line.strip() for line in lines]
