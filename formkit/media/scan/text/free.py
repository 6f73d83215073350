"""Text about which nothing is known: what stands there."""

from __future__ import annotations

import re
from dataclasses import replace

from formkit.media.scan.text.answer import NOTHING, TextAnswer
from formkit.media.scan.text.lexicon import listed_in
from formkit.media.scan.text.sight import Sight
from formkit.model.handbook import Field

_BETWEEN_HAN = re.compile("(?<=[\u4e00-\u9fff])[·・,.](?=[\u4e00-\u9fff])")
"""A comma between Chinese characters, as the engine sees it when it is small or high."""


def decode_free(field: Field, sight: Sight) -> TextAnswer:
    """Return the likeliest text of the lines, with no prior: on running text every prior did harm."""
    lines = sight.all_readings()
    found = listed_in(field, lines, ()) if lines else NOTHING
    if not isinstance(found.value, str):
        return found
    others = tuple(punctuated(each) for each in found.alternatives if isinstance(each, str))
    return replace(found, value=punctuated(found.value), alternatives=others)


def punctuated(text: str) -> str:
    """Return ``text`` with a full comma for every small sign between Chinese characters."""
    return _BETWEEN_HAN.sub("，", text)
