"""Values into the controls of a rendered booklet, by tag; never by the template language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from formkit.errors import Problem
from formkit.geometry import Box
from formkit.layout.paper import PADDING
from formkit.media.docx.addendum import Entry
from formkit.media.docx.controls import PROMPTS
from formkit.media.docx.elements import RunChange, check, controls, property_of, set_text
from formkit.media.docx.fitting import SMALLEST, Fitted, fit, marked_number, shortened
from formkit.media.docx.grid import twips
from formkit.media.docx.lettering import comb_text
from formkit.media.docx.names import add_in_order, q
from formkit.media.docx.wordml import ANSWER_STYLE, line_height
from formkit.model.handbook import Kind, Mark, Precision
from formkit.model.ids import FieldRef
from formkit.model.layout import Layout, Place, SlotRole
from formkit.model.reading import Value
from formkit.values.characters import UNFIT, without_unfit
from formkit.values.choices import ordered
from formkit.values.dates import precision_of
from formkit.values.telling import about
from formkit.values.typed import VERBATIM, show

_SAFETY = 0.6
"""mm of width that nobody reckons with: fonts differ."""


@dataclass(slots=True)
class Filling:
    """A booklet that is being filled: its controls by tag, where they stand, and what did not fit."""

    by_tag: dict[str, etree._Element]
    rooms: dict[str, tuple[Place, Box]]
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def filling(root: etree._Element, layout: Layout) -> Filling:
    """Return the booklet ready to be filled."""
    rooms: dict[str, tuple[Place, Box]] = {}
    for page in layout.pages:
        boxes = {tile.slot.field: tile.box for tile in page.tiles if tile.slot and tile.slot.role is SlotRole.VALUE}
        rooms |= {place.ref.id: (place, boxes.get(place.ref.id, place.box)) for place in page.places}
    return Filling(dict(controls(root)), rooms)


def fill(booklet: Filling, ref: FieldRef, value: Value) -> None:
    """Put one value into its place; where it has none or does not fit, it goes to the sheet at the end."""
    if value is None or value is False or value == ():
        return
    text = show(ref.field, value)
    if UNFIT.search(text):
        booklet.problems.append(about("D023", ref.field, ref.id))
        text = without_unfit(text)
    if text.strip() in PROMPTS:
        text = VERBATIM + text
    if ref.id not in booklet.rooms or not _has_controls(booklet, ref):
        _to_end(booklet, ref, text, "D022")
    elif _by_check_boxes(ref):
        if not _mark(booklet, ref, value):
            _to_end(booklet, ref, text, "D021")
    else:
        _write(booklet, ref, value, text)


def _by_check_boxes(ref: FieldRef) -> bool:
    return ref.field.kind.is_choice and (
        ref.field.mark in (Mark.CIRCLE, Mark.BOX) or (ref.field.kind is Kind.MULTI and ref.field.mark is Mark.CODE)
    )


def _has_controls(booklet: Filling, ref: FieldRef) -> bool:
    tags = [f"{ref.id}.{option.code}" for option in ref.field.options] if _by_check_boxes(ref) else [ref.id]
    return all(tag in booklet.by_tag for tag in tags)


def _mark(booklet: Filling, ref: FieldRef, value: Value) -> bool:
    """Mark the options of a choice; say whether they can express the value."""
    codes = value if isinstance(value, tuple) else (value,)
    known = tuple(code for code in codes if isinstance(code, str))
    single = ref.field.kind is Kind.SINGLE
    if known != codes or ordered(ref.field, known) != known or isinstance(value, tuple) == single:
        return False
    for code in known:
        check(booklet.by_tag[f"{ref.id}.{code}"])
    if ref.id in booklet.by_tag:
        _write_codes(booklet, ref, known)
    return True


def _write_codes(booklet: Filling, ref: FieldRef, codes: tuple[str, ...]) -> None:
    """Print the codes into the code boxes, so that the sheet is right on paper."""
    place, _ = booklet.rooms[ref.id]
    control = booklet.by_tag[ref.id]
    if len(codes) <= len(place.cells):
        set_text(control, "".join(f"\t{code}" for code in codes) if len(place.cells) > 1 else codes[0])
    else:
        _set_plain(control, Fitted("/".join(codes), SMALLEST, 1), RunChange(SMALLEST))


def _write(booklet: Filling, ref: FieldRef, value: Value, text: str) -> None:
    place, _ = booklet.rooms[ref.id]
    control = booklet.by_tag[ref.id]
    letters = comb_text(place, value)
    if letters is not None:
        set_text(control, letters)
    else:
        _write_plain(booklet, ref, text)
    _store_date(control, value)


def _write_plain(booklet: Filling, ref: FieldRef, text: str) -> None:
    place, tile = booklet.rooms[ref.id]
    control = booklet.by_tag[ref.id]
    single_box = place.ref.field.kind.is_choice and len(place.cells) == 1
    room = Box(0, 0, tile.width - 2 * PADDING - _SAFETY, tile.height - _SAFETY)
    if single_box:
        room = Box(0, 0, place.cells[0].width, place.cells[0].height)
    fitted = fit(text, room, place.size)
    if fitted is None or marked_number(text) is not None:
        number = _to_end(booklet, ref, text, "D021")
        fitted = shortened(text, room, number)
    if single_box and fitted.whole and fitted.lines == 1:
        set_text(control, text, _change(fitted, place))
    else:
        _set_plain(control, fitted, _change(fitted, place), comb=bool(place.cells) and not single_box)


def _change(fitted: Fitted, place: Place) -> RunChange | None:
    """Return what differs from the look of the control; None where nothing does."""
    lettered = bool(place.cells) and not place.ref.field.kind.is_choice
    return RunChange(fitted.size, unlettered=True) if lettered or fitted.size != place.size else None


def _set_plain(control: etree._Element, fitted: Fitted, change: RunChange | None, *, comb: bool = False) -> None:
    """Set text as running text: without the spacing of one-character boxes, in lines of exact height."""
    set_text(control, fitted.text, change)
    paragraph = next(control.iterancestors(q("w:p")), None)
    properties = paragraph.find(q("w:pPr")) if paragraph is not None else None
    if properties is None:
        return
    if comb:
        style = properties.find(q("w:pStyle"))
        if style is not None:
            style.set(q("w:val"), ANSWER_STYLE)
        _in_order(properties, "w:ind", {"w:left": str(twips(PADDING)), "w:right": str(twips(PADDING))})
    if fitted.lines > 1 or comb:
        line = {"w:line": str(line_height(fitted.size)), "w:lineRule": "exact"}
        _in_order(properties, "w:spacing", line)


_BEHIND = {"w:spacing": ("w:ind", "w:jc", "w:rPr"), "w:ind": ("w:jc", "w:rPr")}
"""What must stand behind these among the properties of a paragraph."""


def _in_order(properties: etree._Element, name: str, attributes: Mapping[str, str]) -> None:
    found = properties.find(q(name))
    if found is None:
        found = etree.Element(q(name))
        add_in_order(properties, found, _BEHIND[name])
    for key, value in attributes.items():
        found.set(q(key), value)


def _store_date(control: etree._Element, value: Value) -> None:
    """Give the calendar of a date control its day, where the date is a whole one."""
    date = property_of(control, "w:date")
    if date is not None and isinstance(value, str) and precision_of(value) is Precision.DAY and value[0] != "-":
        date.set(q("w:fullDate"), f"{value}T00:00:00Z")


def _to_end(booklet: Filling, ref: FieldRef, text: str, code: str) -> int:
    number = len(booklet.entries) + 1
    booklet.entries.append(Entry(number, ref, text, continues=code == "D021" and not _by_check_boxes(ref)))
    booklet.problems.append(about(code, ref.field, ref.id, number=number))
    return number
