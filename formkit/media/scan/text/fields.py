"""From what was seen of a field to its value: which decoder a field has, by its kind, format and meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from formkit.media.scan.text.address import decode_address
from formkit.media.scan.text.answer import NOTHING, TextAnswer
from formkit.media.scan.text.card import decode_card
from formkit.media.scan.text.dates import decode_date
from formkit.media.scan.text.digits import decode_code
from formkit.media.scan.text.free import decode_free
from formkit.media.scan.text.idcard import decode_id
from formkit.media.scan.text.lexicon import decode_listed
from formkit.media.scan.text.lexicons import Lexicons
from formkit.media.scan.text.name_phone import decode_name_phone
from formkit.media.scan.text.names import decode_name
from formkit.media.scan.text.numbers import decode_number
from formkit.media.scan.text.phone import decode_phone
from formkit.media.scan.text.sight import Sight
from formkit.media.scan.text.vocabulary import place_words, running_words
from formkit.model.handbook import Field, Format, Kind
from formkit.values.typed import parse

_STRAY = re.compile(r"[^\u4e00-\u9fff]|[一丨丶丿乙二十丁厂了]|[\W_]+")
_PLACES = ("person.town", "person.village")
"""Concepts of text fields that are names of places."""
Decoder = Callable[[Field, Sight, Lexicons], TextAnswer]


def decode(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    """Return the value of a written field: text, code, date or number.

    A field that formkit prints itself has its printed value unless something was written there. Where the
    engine gives no matrix, its plain text is taken as if it had been typed, with no margin.

    Raises:
        KeyError: the field is a choice or a signature; those are marks.
    """
    if not sight.lines and sight.cells is None and not sight.parts:
        return replace(NOTHING, value=field.printed) if field.preprinted else NOTHING
    found = _decoder(field)(field, sight, lexicons)
    if found.value is None and sight.raw and not sight.all_readings():
        typed = parse(field, sight.raw)
        return TextAnswer(typed.value, sight.raw, measures={"margin": 0.0, "signs": float(len(sight.raw))})
    return found


def reads_digits(field: Field) -> bool:
    """Say whether a field is digits, so that the loose signs of its line are worth a look (`loose.loose_signs`)."""
    return field.format in (Format.PHONE, Format.ID_NUMBER) or (
        field.kind in (Kind.CODE, Kind.INTEGER, Kind.NUMBER, Kind.DATE) and field.format is not Format.DISABILITY_CARD
    )


def _decoder(field: Field) -> Decoder:
    if field.format in _BY_FORMAT:
        return _BY_FORMAT[field.format]
    if field.kind is Kind.TEXT:
        return _text
    return _BY_KIND[field.kind]


def _text(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    entries = entries_for(field, lexicons)
    words = place_words(lexicons) if field.concept in _PLACES else running_words(lexicons)
    return without_stray(decode_listed(field, sight, entries, words) if entries else decode_free(field, sight, words))


def without_stray(found: TextAnswer) -> TextAnswer:
    """Return an answer with no value where it is nothing but a stroke or a dot that happened to be there.

    Such marks are read as 一, 1, a bracket or a kana; no text of a form is one of these alone.
    """
    if isinstance(found.value, str) and _STRAY.fullmatch(found.value):
        return replace(found, value=None)
    return found


def entries_for(field: Field, lexicons: Lexicons) -> Sequence[str]:
    """Return the lexicon of a text field, by its concept, else by its label; running text has none."""
    towns = [unit.name for unit in lexicons.local if len(unit.code) == 9]
    villages = [unit.name for unit in lexicons.local if len(unit.code) == 12]
    by_concept: dict[str, Sequence[str]] = {
        "illness.diagnosis": lexicons.diagnoses,
        "illness.hospital": lexicons.hospitals,
        "guardian.relation": lexicons.relations,
        "person.town": towns,
        "person.village": villages,
        "visit.referral_to": lexicons.hospitals,
    }
    if field.concept in by_concept:
        return by_concept[field.concept]
    if field.multiline:
        return ()
    return lexicons.drugs if "药物" in field.label and "不良" not in field.label else lexicons.words


def _name(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    return without_stray(decode_name(sight, lexicons))


def _address(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    return without_stray(decode_address(field, sight.all_readings(), lexicons))


def _phone(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    return decode_phone(sight)


def _identity(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    return decode_id(sight, lexicons.areas)


def _card(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    return decode_card(sight, lexicons.areas)


def _code(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    known = [unit.code for unit in lexicons.local]
    if field.format is Format.VILLAGE_CODE:
        known += [code[-3:] for code in known if len(code) == 12]
    places = field.format in (Format.TOWN_CODE, Format.VILLAGE_CODE)
    return decode_code(field, sight, frozenset(known) if places else frozenset())


def _date(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    return decode_date(field, sight)


def _number(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    return decode_number(field, sight)


_BY_KIND: dict[Kind, Decoder] = {
    Kind.CODE: _code, Kind.DATE: _date, Kind.INTEGER: _number, Kind.NUMBER: _number,
}
_BY_FORMAT: dict[Format | None, Decoder] = {
    Format.NAME: _name, Format.ADDRESS: _address, Format.PHONE: _phone, Format.NAME_PHONE: decode_name_phone,
    Format.ID_NUMBER: _identity, Format.DISABILITY_CARD: _card,
}
