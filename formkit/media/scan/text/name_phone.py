"""A name and its phone in one cell: parted where the digits begin, each read by its own rules."""

from __future__ import annotations

from dataclasses import replace

from formkit.media.scan.text.answer import NOTHING, TextAnswer
from formkit.media.scan.text.ctc import greedy
from formkit.media.scan.text.lexicons import Lexicons
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.names import name_in
from formkit.media.scan.text.phone import decode_phone, phone_in
from formkit.media.scan.text.sight import Sight
from formkit.model.handbook import Field

_LEAST_DIGITS = 5
"""A run of fewer digits is no phone."""


def decode_name_phone(field: Field, sight: Sight, lexicons: Lexicons) -> TextAnswer:
    """Return "name phone" as it stands in the cell; the margin is the lesser of the two."""
    lines = sight.all_readings()
    if not lines:
        return NOTHING
    cut = _first_digits(lines[0])
    if cut is None:
        return name_in(lines[:1], lexicons)
    if cut == 0:
        return decode_phone(sight)
    name = name_in([lines[0].between(0, cut)], lexicons)
    phone = phone_in([lines[0].between(cut, lines[0].steps)])
    if name.value is None or phone.value is None:
        return replace(name if phone.value is None else phone)
    joint = {each: min(name.measures.get(each, 0.0), own) for each, own in phone.measures.items()}
    joint["signs"] = name.measures.get("signs", 0.0) + phone.measures.get("signs", 0.0)
    joint["lexicon"] = name.measures.get("lexicon", 0.0)
    joint["gap"] = max(name.measures.get("gap", 0.0), phone.measures.get("gap", 0.0))
    others = [f"{each} {phone.value}" for each in name.alternatives[:2]]
    others += [f"{name.value} {each}" for each in phone.alternatives[:3]]
    return TextAnswer(
        f"{name.value} {phone.value}", f"{name.raw} {phone.raw}", tuple(others), joint, name.repaired or phone.repaired
    )


def _first_digits(line: Line) -> int | None:
    """Return the step at which the first run of digits starts that may be a phone; None where there is none."""
    read = greedy(line)
    for at, sign in enumerate(read.text):
        run = read.text[at : at + _LEAST_DIGITS]
        if sign.isdigit() and len(run) == _LEAST_DIGITS and all(each.isdigit() or each == "-" for each in run):
            return max(0, read.starts[at] - 1) if at else 0
    return None
