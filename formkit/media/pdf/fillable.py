"""A booklet as a form: which widget each place gets, and how a viewer takes what is typed there."""

from __future__ import annotations

from dataclasses import dataclass

from formkit.geometry import Box
from formkit.media.pdf import addendum
from formkit.media.pdf.addendum import title_of
from formkit.media.pdf.booklet import Filled, Press, addendum_page
from formkit.media.pdf.form import COMB, MULTILINE, Form, TextLook, Widget, check_id
from formkit.media.pdf.ink import CODE_SIZE, TICK, TICK_SIZE, Ring, Stroke, centred, draw, ring_box, tick_box
from formkit.model.handbook import Field, Format, Kind, Mark
from formkit.model.layout import OptionPlace, Place
from formkit.values.typed import show

_SLACK = 0.3
"""mm that the box of a widget reaches beyond its ink, so that no line is cut."""
_FLOWING = (None, Format.ADDRESS, Format.NAME_PHONE)
"""Formats of text that may take several lines."""
_LATIN = frozenset(Format) - {Format.NAME, Format.ADDRESS, Format.NAME_PHONE}
"""Formats of text that are digits and Latin letters."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The page that widgets are put on: its object's number, its height in mm and the widgets so far."""

    page: int
    height: float
    widgets: list[int]


def fillable_booklet(press: Press, filled: Filled) -> int:
    """Draw a booklet as a form with its values filled in; return the number of the AcroForm dictionary."""
    form = Form(press.file, press.fonts, press.resources)
    for index, page in enumerate(filled.layout.pages):
        sheet = _Sheet(press.file.reserve(), page.height, [])
        pen = press.start(filled.layout, page, filled.total)
        for place in page.places:
            if place.ref.id not in filled.values:
                draw(pen, filled.strokes.get(place.ref.id, ()))
            _put_place(press, form, filled, place, sheet)
        mark = filled.identity if not index else None
        press.put_page(pen, (page.width, page.height), sheet.page, widgets=sheet.widgets, mark=mark)
    for index in range(len(filled.blocks)):
        _put_addendum(press, form, filled, index)
    return form.finish()


def _widget(press: Press, sheet: _Sheet, box: Box) -> Widget:
    made = Widget(press.file.reserve(), sheet.page, box, sheet.height)
    sheet.widgets.append(made.number)
    return made


def _put_place(press: Press, form: Form, filled: Filled, place: Place, sheet: _Sheet) -> None:
    field, field_id = place.ref.field, place.ref.id
    _, value = filled.values.get(field_id, (place.ref, None))
    if not field.kind.is_choice or place.cells:
        text = show(field, value)
        form.text(field_id, title_of(place.ref), text, text_look(place, text))
        strokes = filled.strokes.get(field_id, ()) if field_id in filled.values else ()
        form.place(field_id, _widget(press, sheet, _text_widget_box(place)), strokes)
    elif field.kind is Kind.SINGLE:
        boxes = [(each, box) for each in place.options if (box := mark_box(field, each)) is not None]
        marks = [(each.code, _widget(press, sheet, box), (_mark(field, each),)) for each, box in boxes]
        form.radio(field_id, title_of(place.ref), value if isinstance(value, str) else "", marks)
    else:
        _put_checks(press, form, place, value if isinstance(value, tuple) else (), sheet)


def _text_widget_box(place: Place) -> Box:
    """Return the box of a text field: with one-character boxes, their lines and the signs of a date lie in it."""
    if not place.cells:
        return place.box
    box = place.box
    for sign, _ in place.separators:
        box = box.union(sign)
    return box.inset(-_SLACK)


def _put_checks(press: Press, form: Form, place: Place, chosen: tuple[str, ...], sheet: _Sheet) -> None:
    field = place.ref.field
    for each in place.options:
        box = mark_box(field, each)
        if box is None:
            continue
        option = field.option(each.code)
        label = f"{title_of(place.ref)}　{option.label if option else each.code}"
        widget = _widget(press, sheet, box)
        form.check(check_id(place.ref.id, each.code), label, widget, (_mark(field, each),), chosen=each.code in chosen)


def mark_box(field: Field, option: OptionPlace) -> Box | None:
    """Return the box of the widget on a printed option; None where the option has no place of its own."""
    if option.box is None:
        return None
    return (tick_box(option.box) if field.mark is Mark.BOX else ring_box(field, option.box)).inset(-_SLACK)


def _mark(field: Field, option: OptionPlace) -> Stroke:
    box = option.box or Box(0, 0, 0, 0)
    return centred(TICK, tick_box(box), TICK_SIZE) if field.mark is Mark.BOX else Ring(ring_box(field, box))


def text_look(place: Place, text: str) -> TextLook:
    """Return how a text field at ``place`` takes text, ``text`` being in it already."""
    field, cells = place.ref.field, place.cells
    latin = field.format in _LATIN if field.kind is Kind.TEXT else field.kind is not Kind.SIGNATURE
    if len(cells) == 1:
        return TextLook(size=CODE_SIZE, centred=True, latin=latin)
    if cells and not place.separators and not place.parts and len(text) <= len(cells):
        return TextLook(COMB, place.size, len(cells), latin=latin)
    if cells:
        return TextLook(size=11.0, covers=True, latin=latin)
    if field.kind is Kind.TEXT and (field.multiline or field.format in _FLOWING):
        return TextLook(MULTILINE, 0.0)
    return TextLook(MULTILINE if "\n" in text else 0, place.size, latin=latin)


def _put_addendum(press: Press, form: Form, filled: Filled, index: int) -> None:
    sheet = _Sheet(press.file.reserve(), addendum.PAGE[1], [])
    pen = addendum_page(press, filled, index)
    for block in filled.blocks[index]:
        found, value = filled.values[block.entry.ref.id]
        if found.id not in filled.placed and not block.continued:
            form.text(found.id, title_of(found), show(found.field, value), TextLook(MULTILINE, 0.0))
        if form.has_text(found.id):
            form.place(found.id, _widget(press, sheet, block.box), block.lines)
        else:
            draw(pen, block.lines)
    press.put_page(pen, addendum.PAGE, sheet.page, widgets=sheet.widgets)
