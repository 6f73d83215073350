"""From the fields of a form to readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from formkit.media.pdf.form import check_id, state
from formkit.media.pdf.form_fields import FormField
from formkit.media.pdf.ink_read import Seen, parsed
from formkit.model.handbook import Field, Kind
from formkit.model.ids import FieldRef
from formkit.model.reading import FieldStatus, Reading, Value
from formkit.values.telling import about

Fields = Mapping[str, FormField]


def fields_of(ref: FieldRef, fields: Fields) -> list[FormField]:
    """Return the form fields that answer ``ref``: one by its id, or the check boxes of its options."""
    if ref.id in fields:
        return [fields[ref.id]]
    names = (check_id(ref.id, option.code) for option in ref.field.options)
    return [fields[name] for name in names if name in fields]


def form_answer(ref: FieldRef, fields: Fields, number: int | None) -> Seen | None:
    """Return what the form says of a field; None where it has no such field."""
    seen = _answer(ref, fields, number)
    if seen is None:
        return None
    asked = fields_of(ref, fields)
    if any(each.disagrees for each in asked):
        seen = _doubt(ref, seen, "A215")
    if any(each.lost for each in asked):
        seen = _doubt(ref, seen, "A217")
    if any(each.others for each in asked):
        seen = _doubt(ref, seen, "A216", _alternatives(ref, asked))
    return seen


def _doubt(ref: FieldRef, seen: Seen, code: str, alternatives: tuple[Value, ...] = ()) -> Seen:
    reading = replace(seen.reading, status=FieldStatus.REVIEW, confidence=0.3)
    if alternatives:
        reading = replace(reading, alternatives=alternatives)
    return Seen(reading, (*seen.problems, about(code, ref.field, ref.id)))


def _alternatives(ref: FieldRef, asked: Sequence[FormField]) -> tuple[Value, ...]:
    """Return the further values of a field that is one field of the form."""
    if len(asked) != 1 or asked[0].name != ref.id:
        return ()
    others = (_answer(ref, {ref.id: each}, None) for each in asked[0].others)
    return tuple(each.reading.value for each in others if each is not None)


def _answer(ref: FieldRef, fields: Fields, number: int | None) -> Seen | None:
    own = fields.get(ref.id)
    if own is None:
        return _checked(ref, fields, number)
    if own.is_button:
        return _by_state(ref, own.text, number)
    seen = parsed(ref.field, ref.id, own.text, number)
    if own.guessed and seen.reading.value is not None:
        reading = Reading(seen.reading.value, FieldStatus.REVIEW, 0.7, seen.reading.raw, number)
        return Seen(reading, (*seen.problems, about("A207", ref.field, ref.id)))
    return seen


def _checked(ref: FieldRef, fields: Fields, number: int | None) -> Seen | None:
    boxes = {option.code: fields.get(check_id(ref.id, option.code)) for option in ref.field.options}
    if not any(boxes.values()):
        return None
    codes = tuple(code for code, box in boxes.items() if box is not None and box.text)
    if ref.field.kind is Kind.MULTI:
        return Seen(Reading.exact(codes or None, page=number))
    if len(codes) > 1:
        reading = Reading(codes[0], FieldStatus.REVIEW, 0.5, page=number, alternatives=codes[1:])
        return Seen(reading, (about("A205", ref.field, ref.id),))
    return Seen(Reading.exact(codes[0] if codes else None, page=number))


def _by_state(ref: FieldRef, shown: str, number: int | None) -> Seen:
    if not shown:
        return Seen(Reading(None, FieldStatus.BLANK, page=number))
    code = _code_of(ref.field, shown)
    if code is None:
        return parsed(ref.field, ref.id, shown.removeprefix("/"), number)
    value: Value = (code,) if ref.field.kind is Kind.MULTI else code
    return Seen(Reading.exact(value, page=number))


def _code_of(field: Field, shown: str) -> str | None:
    """Return the option of a state; some programs store its name as text, with the slash of the syntax."""
    states = {state(option.code): option.code for option in field.options}
    return states.get(shown, states.get(shown.removeprefix("/")))
