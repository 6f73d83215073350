"""The number of the disability card (残疾人证号): the ID number, a category and a level.

Category 1 is 视力 and 2 is 听力, as the card's standard has it; public pages that print them the
other way round are wrong. Cards issued again add characters after the twenty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from formkit.values.idcard import is_id_number, normal

CATEGORIES = {"1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重"}
LEVELS = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
"""1 is the most severe."""
_SHAPE = re.compile(r"(\d{17}[\dX])(\d)(\d)([0-9A-Z]{0,2})", re.ASCII)
_WORDS = re.compile("(视力|听力|言语|肢体|智力|精神|多重)(?:残疾)?([一二三四1234])级?")
_LEVEL_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4"}


class CardFault(StrEnum):
    """What is wrong with a card number."""

    SHAPE = "shape"
    ID_NUMBER = "id_number"
    CATEGORY = "category"
    LEVEL = "level"
    REISSUED = "reissued"
    """One or two characters follow the twenty."""


@dataclass(frozen=True, slots=True)
class DisabilityCard:
    """The parts of a card number."""

    id_number: str
    category: str
    level: str
    suffix: str = ""

    @property
    def words(self) -> str | None:
        """Category and level as handbooks print them, "精神残疾三级"; None where a code is none."""
        if self.category not in CATEGORIES or self.level not in LEVELS:
            return None
        return f"{CATEGORIES[self.category]}残疾{LEVELS[self.level]}"


def read_card(text: str) -> DisabilityCard | None:
    """Return the parts of a number of 20 to 22 characters, right or not; None for other shapes."""
    match = _SHAPE.fullmatch(normal(text))
    return None if match is None else DisabilityCard(match[1], match[2], match[3], match[4])


def card_faults(text: str) -> tuple[CardFault, ...]:
    """Return what is wrong with a card number; nothing for a right one of 20 characters."""
    card = read_card(text)
    if card is None:
        return (CardFault.SHAPE,)
    found = {
        CardFault.ID_NUMBER: not is_id_number(card.id_number),
        CardFault.CATEGORY: card.category not in CATEGORIES,
        CardFault.LEVEL: card.level not in LEVELS,
        CardFault.REISSUED: bool(card.suffix),
    }
    return tuple(fault for fault, present in found.items() if present)


def category_and_level(words: str) -> tuple[str, str] | None:
    """Return the codes of a phrase like 精神残疾一级; None where it is none."""
    match = _WORDS.fullmatch("".join(words.split()))
    if match is None:
        return None
    category = next(code for code, name in CATEGORIES.items() if name == match[1])
    return category, _LEVEL_DIGITS.get(match[2], match[2])
