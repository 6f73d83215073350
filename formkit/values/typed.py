"""Text ↔ value: what stands in a content control, a cell or an AcroForm field.

Every writer of a fillable file calls `show`, every reader calls `parse`. What a program filled comes
back unchanged; what a person typed is normalised. See "Values" in docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from formkit.errors import Problem
from formkit.model.handbook import Field, Kind
from formkit.model.reading import Value
from formkit.values.characters import UNFIT, plain_newlines, stripped, without_unfit
from formkit.values.choices import choose, choose_many, options_in_words
from formkit.values.date_spellings import read_date
from formkit.values.dates import cut
from formkit.values.given import from_json
from formkit.values.numbers import read_number
from formkit.values.telling import about
from formkit.values.written import normal_code, normal_text

__all__ = ["SIGNED", "VERBATIM", "Typed", "bare", "from_json", "parse", "show"]

VERBATIM = "\u2060"
"""WORD JOINER (Unicode 3.2): invisible and without width. In front of a text it says that a program
filled the rest, which stands for itself and is not to be normalised."""
SIGNED = "已签"
"""What stands for a signature in a fillable file."""
_UNSIGNED = frozenset({"未签", "未签字", "未签名", "否", "无", "没有", "×", "x", "X", "/", "-", "—"})
_JOINT = "/"


@dataclass(frozen=True, slots=True)
class Typed:
    """The value of a text, the text itself, what is wrong with it, and whether a person must look."""

    value: Value
    raw: str
    problems: tuple[Problem, ...] = ()
    doubtful: bool = False


def show(field: Field, value: Value) -> str:
    """Return ``value`` as the text that goes into a fillable file.

    Dates are ISO, codes of a multi choice are joined by "/", a signature is `SIGNED`, None is "".
    `VERBATIM` comes in front wherever `parse` would not give the value back from the bare text, and
    of a date that is finer than its field: readers cut what a calendar or a cell adds.
    """
    text = bare(value)
    if not text:
        return ""
    back = parse(field, text)
    if _comes_back(back, value) and not _too_fine(field, value):
        return text
    if isinstance(value, tuple):
        return VERBATIM + (_JOINT + VERBATIM).join(value)
    return VERBATIM + text


def _comes_back(back: Typed, value: Value) -> bool:
    return back.value == value and type(back.value) is type(value) and not back.doubtful and not back.problems


def _too_fine(field: Field, value: Value) -> bool:
    return field.kind is Kind.DATE and isinstance(value, str) and cut(value, field.precision) != value


def bare(value: Value) -> str:
    """Return a value as plain text, as `show` writes it without `VERBATIM`; "" for None."""
    if value is None or value is False:
        return ""
    if value is True:
        return SIGNED
    if isinstance(value, tuple):
        return _JOINT.join(value)
    return repr(value) if isinstance(value, float) else str(value)


def parse(field: Field, text: str, *, field_id: str | None = None) -> Typed:
    """Return the value that ``text`` gives ``field``.

    Text that is nothing but blanks is None. Text that cannot be read as the field's kind is its own
    value, doubtful and with a problem under ``field_id`` (by default the local id).
    """
    whole = plain_newlines(text)
    if whole.startswith(VERBATIM):
        return _as_filled(field, without_unfit(whole.removeprefix(VERBATIM)))
    where = field_id or field.id
    clean = without_unfit(whole)
    lost = (about("V001", field, where),) if UNFIT.search(whole) else ()
    if not stripped(clean):
        return Typed(None, clean, lost)
    read = _READERS[field.kind](field, clean, where)
    return Typed(read.value, read.raw, lost + read.problems, read.doubtful)


def _as_filled(field: Field, text: str) -> Typed:
    """Read the rest of a text that a program filled, in the form that `show` gave it."""
    if not text:
        return Typed(None, "")
    if field.kind is Kind.MULTI:
        codes = tuple(text.split(_JOINT + VERBATIM))
        known = all(any(option.code == code for option in field.options) for code in codes)
        return Typed(codes if known else text, text.replace(VERBATIM, ""))
    if field.kind in (Kind.INTEGER, Kind.NUMBER):
        number = read_number(text, whole=field.kind is Kind.INTEGER)
        return Typed(text if number is None else number, text)
    return Typed(text, text)


def _unreadable(code: str, field: Field, text: str, field_id: str, **words: object) -> Typed:
    return Typed(stripped(text), text, (about(code, field, field_id, **words),), doubtful=True)


def _read_text(field: Field, text: str, field_id: str) -> Typed:
    return Typed(normal_text(field, text) or None, text)


def _read_code(field: Field, text: str, field_id: str) -> Typed:
    return Typed(normal_code(field, text) or None, text)


def _read_number(field: Field, text: str, field_id: str) -> Typed:
    number = read_number(text, field.unit, whole=field.kind is Kind.INTEGER)
    if number is None:
        return _unreadable("V003" if field.kind is Kind.INTEGER else "V004", field, text, field_id)
    return Typed(number, text)


def _read_date(field: Field, text: str, field_id: str) -> Typed:
    date = read_date(field, text)
    if date is None:
        return _unreadable("V002", field, text, field_id)
    problems = (about("V005", field, field_id, date=date.value),) if date.doubtful else ()
    return Typed(date.value, text, problems, date.doubtful)


def _read_single(field: Field, text: str, field_id: str) -> Typed:
    option = choose(field, text)
    if option is None:
        return _unreadable("V006", field, text, field_id, options=options_in_words(field))
    return Typed(option.code, text)


def _read_multi(field: Field, text: str, field_id: str) -> Typed:
    chosen = choose_many(field, text)
    if chosen is None:
        return _unreadable("V007", field, text, field_id, options=options_in_words(field))
    codes, twice = chosen
    return Typed(codes, text, (about("V008", field, field_id),) if twice else (), twice)


def _read_signature(field: Field, text: str, field_id: str) -> Typed:
    """Anything that a person puts in a place for a signature signs, but for words that say the opposite."""
    return Typed(None if stripped(text) in _UNSIGNED else True, text)


_READERS: dict[Kind, Callable[[Field, str, str], Typed]] = {
    Kind.TEXT: _read_text,
    Kind.CODE: _read_code,
    Kind.INTEGER: _read_number,
    Kind.NUMBER: _read_number,
    Kind.DATE: _read_date,
    Kind.SINGLE: _read_single,
    Kind.MULTI: _read_multi,
    Kind.SIGNATURE: _read_signature,
}
