"""What the answers of a choice column mean: words, codes with a legend, codes that need one.

A lone digit says nothing by itself where editions differ: 1 is 稳定 in one and 不稳定 in another, and the
security line writes 01 for level 0. So a code is taken only if something in the file tells what it means;
otherwise the reading of the handbook is proposed and a person asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from formkit.i18n import N_
from formkit.media.table.grid import CellValue, plain
from formkit.media.table.reasons import Reason, because
from formkit.media.table.vocabulary import Vocabulary
from formkit.model.concepts import DANGER, header_key
from formkit.values.characters import half_width

_CODE = re.compile(r"0*(\d{1,2})(?:\.0)?")
_PAIR = re.compile(r"(?<![\d年月])(\d{1,2})\s*(?:[.、:：=＝—\-)）为]\s*)?[（(]?([\u4e00-\u9fff]{1,12}级?)")
_SECURITY_CODES = {f"0{level + 1}": f"{level}级" for level in range(6)}
"""目前危险性评估等级 of the security line's standard: 01 is level 0, 06 level 5."""
_LEVELS = frozenset({f"{level}" for level in range(6)})


@dataclass(frozen=True, slots=True)
class Coding:
    """The word for each code of a column, why, and what is doubtful about it."""

    words: Mapping[str, str] = field(default_factory=dict)
    """By the code as it is compared: half-width, without blanks, in lower case."""
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[Reason, ...] = ()
    refused: frozenset[str] = frozenset()
    """Codes that could mean two things: their cells are listed and not taken."""


def coding_of(
    concept: str, header: Sequence[str], cells: Iterable[CellValue], notes: Iterable[str], words: Vocabulary
) -> Coding:
    """Return what the codes in a choice column mean.

    ``notes`` are the lines of text above and below the list: legends often stand there.
    """
    texts = {header_key(plain(cell)) for cell in cells if plain(cell)}
    codes = {text for text in texts if _CODE.fullmatch(text)}
    if not codes:
        return Coding()
    if legend := _legend(concept, header, notes, words):
        found = {code: legend[_bare(code)] for code in codes if _bare(code) in legend}
        return Coding(found, (because(N_("a legend says what the codes mean")),), (), frozenset(codes - found.keys()))
    if concept == DANGER:
        return _danger(codes)
    unknown = {code for code in codes if words.word(concept, code) is None}
    if not unknown:
        return Coding()
    options = words.codes.get(concept, {})
    found = {
        code: word for code in unknown
        if (label := options.get(_bare(code))) and (word := words.word(concept, label)) is not None
    }
    if not found:
        return Coding()
    listed = "，".join(f"{code} {word}" for code, word in sorted(found.items()))
    doubt = because(N_("codes differ between editions; read as {codes}"), codes=listed)
    return Coding(found, (), (doubt,), frozenset(unknown - found.keys()))


def _bare(code: str) -> str:
    match = _CODE.fullmatch(code)
    return str(int(match[1])) if match else code


def _legend(concept: str, header: Sequence[str], notes: Iterable[str], words: Vocabulary) -> dict[str, str]:
    """Return the words by code that the heading itself, or a note that names the heading, lists."""
    texts = ["".join(header)]
    names = [header_key(word.split("(")[0].split("（")[0]) for word in header]
    for note in notes:
        key = half_width(note)
        texts += [key[key.index(name) + len(name):] for name in names if len(name) >= 2 and name in key]
    for text in texts:
        pairs: dict[str, str] = {}
        for code, label in _PAIR.findall(half_width(text)):
            word = _longest_word(concept, label, words)
            if word is None or str(int(code)) in pairs:
                break
            pairs[str(int(code))] = word
        if len(pairs) >= 2:
            return pairs
    return {}


def _longest_word(concept: str, label: str, words: Vocabulary) -> str | None:
    """Return the word that a label begins with: after it the next sentence may follow without a sign."""
    for end in range(len(label), 0, -1):
        if (word := words.word(concept, label[:end])) is not None:
            return word
    return None


def _danger(codes: set[str]) -> Coding:
    """Levels in one digit are plain; in two digits they may be the codes of the security line."""
    padded = {code for code in codes if len(code) == 2 and code.startswith("0")}
    plain_codes = codes - padded
    levels = {code: f"{_bare(code)}级" for code in plain_codes if _bare(code) in _LEVELS}
    refused = frozenset(plain_codes - levels.keys())
    if not padded:
        return Coding(levels, (), (), refused)
    if "00" in padded and "06" not in padded and padded <= {f"0{level}" for level in range(6)}:
        shown = {code: f"{_bare(code)}级" for code in padded}
        return Coding(levels | shown, (because(N_("00 is among the codes, so that 01 is level 1")),), (), refused)
    if "06" in padded and "00" not in padded and padded <= _SECURITY_CODES.keys() and not plain_codes:
        shown = {code: _SECURITY_CODES[code] for code in padded}
        return Coding(shown, (because(N_("codes 01 to 06 of the security line: 01 is level 0")),))
    doubt = because(N_("01 is level 1 in health lists and level 0 in those of the security line"))
    return Coding(levels, (), (doubt,), frozenset(refused | padded))
