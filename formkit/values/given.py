"""Values from JSON: the kind must be right and the codes must be known; anything else is written as it is."""

from __future__ import annotations

import math
from collections.abc import Callable

from formkit.errors import InputError
from formkit.model.handbook import Field, Kind
from formkit.model.ids import FieldRef
from formkit.model.reading import Value
from formkit.values.characters import UNFIT, plain_newlines
from formkit.values.choices import options_in_words
from formkit.values.numbers import MOST_DIGITS
from formkit.values.telling import about

_JSON_NAMES = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}


def from_json(ref: FieldRef, value: object) -> Value:
    r"""Return the value that JSON gives for a field; nothing is stripped, line ends become ``\n``.

    An empty text, for every kind of field, and an empty list are nothing written: None. The codes of
    a list come in the order of the options.

    Raises:
        InputError: the JSON type is wrong for the field's kind, an option code is unknown or stands
            twice, or the text holds a character that no DOCX or XLSX can hold.
    """
    return None if value is None or value == "" else _READERS[ref.field.kind](ref, value)


def line_breaks_changed(value: str) -> bool:
    r"""Say whether `from_json` changes the line ends of a text: ``\r\n`` and ``\r`` become ``\n``, as on paper."""
    return plain_newlines(value) != value


def _refuse(code: str, ref: FieldRef, **words: object) -> InputError:
    return InputError(about(code, ref.field, ref.id, **words))


def _wrong_type(ref: FieldRef, value: object, wanted: str) -> InputError:
    return _refuse("V011", ref, wanted=wanted, given=_JSON_NAMES.get(type(value), type(value).__name__))


def _text(ref: FieldRef, value: object) -> Value:
    if not isinstance(value, str):
        raise _wrong_type(ref, value, "string")
    text = plain_newlines(value)
    unfit = UNFIT.search(text)
    if unfit:
        raise _refuse("V014", ref, character=f"U+{ord(unfit[0]):04X}", position=unfit.start() + 1)
    return text


def _integer(ref: FieldRef, value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong_type(ref, value, "integer")
    return _writable(ref, value)


def _number(ref: FieldRef, value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(ref, value, "number")
    return _writable(ref, value)


def _writable(ref: FieldRef, number: float) -> float:
    if (isinstance(number, float) and not math.isfinite(number)) or abs(number) >= 10**MOST_DIGITS:
        raise _refuse("V015", ref, digits=MOST_DIGITS)
    return number


def _single(ref: FieldRef, value: object) -> Value:
    if not isinstance(value, str):
        raise _wrong_type(ref, value, "string")
    return _code_of(ref, value)


def _multi(ref: FieldRef, value: object) -> Value:
    if not isinstance(value, list | tuple) or not all(isinstance(code, str) for code in value):
        raise _wrong_type(ref, value, "array of strings")
    codes = [_code_of(ref, str(code)) for code in value]
    if len(set(codes)) < len(codes):
        raise _refuse("V013", ref)
    return tuple(option.code for option in ref.field.options if option.code in codes) or None


def _code_of(ref: FieldRef, code: str) -> str:
    known_code = _exact(ref.field, code)
    if known_code is None:
        raise _refuse("V012", ref, option=ascii(code)[1:-1][:20], options=options_in_words(ref.field))
    return known_code


def _exact(field: Field, code: str) -> str | None:
    if any(option.code == code for option in field.options):
        return code
    accepted = field.option(code)
    return None if accepted is None else accepted.code


def _signature(ref: FieldRef, value: object) -> Value:
    if value is not True:
        raise _wrong_type(ref, value, "true")
    return True


_READERS: dict[Kind, Callable[[FieldRef, object], Value]] = {
    Kind.TEXT: _text,
    Kind.CODE: _text,
    Kind.DATE: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.SINGLE: _single,
    Kind.MULTI: _multi,
    Kind.SIGNATURE: _signature,
}
