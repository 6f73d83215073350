"""Text about which nothing is known: what stands there."""

from __future__ import annotations

import re
from dataclasses import replace

from formkit.media.scan.text.answer import NOTHING, TextAnswer
from formkit.media.scan.text.lexicon import listed_in
from formkit.media.scan.text.sight import Sight
from formkit.media.scan.text.vocabulary import Vocabulary
from formkit.model.handbook import Field

_AFTER_HAN = re.compile("(?<=[\u4e00-\u9fff])(?:[·・,.](?=[\u4e00-\u9fff])|[,;:])")
"""A comma between Chinese characters, as the engine sees it when it is small or high; other signs at half width."""
_FULL = str.maketrans(",.·・;:", "，，，，；：")


def decode_free(field: Field, sight: Sight, words: Vocabulary) -> TextAnswer:
    """Return the likeliest text of the lines, by the engine and by the words it is made of."""
    lines = sight.all_readings()
    found = listed_in(field, lines, (), words) if lines else NOTHING
    if not isinstance(found.value, str):
        return found
    others = tuple(punctuated(each) for each in found.alternatives if isinstance(each, str))
    return replace(found, value=punctuated(found.value), alternatives=others)


def punctuated(text: str) -> str:
    """Return ``text`` with full signs behind Chinese characters, and a comma for every small one between them."""
    return _AFTER_HAN.sub(lambda match: match[0].translate(_FULL), text)
