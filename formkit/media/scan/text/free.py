"""Text about which nothing is known: what stands there."""

from __future__ import annotations

from formkit.media.scan.text.answer import NOTHING, TextAnswer
from formkit.media.scan.text.lexicon import listed_in
from formkit.media.scan.text.sight import Sight
from formkit.model.handbook import Field


def decode_free(field: Field, sight: Sight) -> TextAnswer:
    """Return the likeliest text of the lines, with no prior: on running text every prior did harm."""
    lines = sight.all_readings()
    return listed_in(field, lines, ()) if lines else NOTHING
