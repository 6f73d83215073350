"""Choices as people type them: 1 · 良好 · 1 良好 · 1.良好 · ① · 1/3/5."""

from __future__ import annotations

import re
from collections.abc import Iterable

from formkit.model.handbook import Field, Option
from formkit.values.characters import numbers_apart, plain_dashes, plain_numbers, without_blanks

_BETWEEN = re.compile(r"([\s/,、，;；|\\]+)")
_LEADING_CODE = re.compile(r"\(?([0-9A-Za-z]+)\)?[.,、:)\-\s]*(.*)", re.DOTALL)
_PUNCTUATION = re.compile(r"[()\[\]{}“”\"'‘’《》_:.,;。·]")
_MOST_PIECES = 120


def choose(field: Field, text: str) -> Option | None:
    """Return the one option that ``text`` names by code, label or both; None where none or several do."""
    exact = next((option for option in field.options if option.code == text), None)
    if exact is not None:
        return exact
    plain = plain_numbers(numbers_apart(text)).strip()
    return _by_code(field, plain) or _by_label(field, plain) or _by_both(field, plain)


def choose_many(field: Field, text: str) -> tuple[tuple[str, ...], bool] | None:
    """Return the codes that ``text`` names, in the order of the options, and whether one stood twice.

    Labels may hold the separators themselves ("高中/技校/中专"), so the longest piece that names an
    option is taken first. A number in one sign is an item by itself: ①② are 1 and 2. None where a
    part names no option.
    """
    pieces = _BETWEEN.split(numbers_apart(text).strip(" \t\n/,、，;；|\\"))
    if len(pieces) > _MOST_PIECES:
        return None
    chosen = _longest_first(field, pieces) or _run_together(field, text)
    if not chosen:
        return None
    return ordered(field, (option.code for option in chosen)), len(set(chosen)) < len(chosen)


def ordered(field: Field, codes: Iterable[str]) -> tuple[str, ...]:
    """Return ``codes`` without repetitions in the order of the options."""
    wanted = set(codes)
    return tuple(option.code for option in field.options if option.code in wanted)


def options_in_words(field: Field) -> str:
    """Return codes and labels of the options, as messages list them."""
    return ", ".join(f"{option.code} {option.label}" for option in field.options)


def _longest_first(field: Field, pieces: list[str]) -> list[Option]:
    chosen: list[Option] = []
    start = 0
    while start < len(pieces):
        for stop in range(len(pieces), start, -2):
            option = choose(field, "".join(pieces[start:stop]))
            if option is not None:
                break
        else:
            return []
        chosen.append(option)
        start = stop + 1
    return chosen


def _run_together(field: Field, text: str) -> list[Option]:
    """Read "135" where every code has one character."""
    codes = {option.code: option for option in field.options}
    plain = plain_numbers(numbers_apart(text)).strip()
    if any(len(code) != 1 for code in codes) or not all(sign in codes for sign in plain):
        return []
    return [codes[sign] for sign in plain]


def _by_code(field: Field, text: str) -> Option | None:
    """Find the option by its code; "01" is 1 and "(1)" is 1 where that is no other code."""
    bare = re.sub(r"^[(\[]?([0-9A-Za-z]+)[)\].、]?$", r"\1", text)
    return field.option(text) or field.option(bare) or _only(
        option for option in field.options if bare.isdigit() and option.code.lstrip("0") == bare.lstrip("0") != ""
    )


def _by_label(field: Field, text: str) -> Option | None:
    key = _label_key(text)
    return _only(option for option in field.options if key and _label_key(option.label) == key)


def _by_both(field: Field, text: str) -> Option | None:
    match = _LEADING_CODE.fullmatch(text)
    if match is None or not match[2]:
        return None
    option = _by_code(field, match[1])
    return option if option and _label_key(option.label) == _label_key(match[2]) else None


def _label_key(text: str) -> str:
    """Return the text as labels are compared: without blanks, brackets or signs, in lower case."""
    return _PUNCTUATION.sub("", without_blanks(plain_dashes(plain_numbers(text)))).casefold()


def _only(options: Iterable[Option]) -> Option | None:
    found = list(options)
    return found[0] if len(found) == 1 else None
