"""How alike two labels are: what a mapping calls a field and what stands printed beside a blank."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from formkit.values.characters import half_width


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Return the letters and digits of a text in plain form."""
    return "".join(sign for sign in half_width(text) if sign.isalnum())


@lru_cache(maxsize=65536)
def likeness(label: str, context: str) -> float:
    """Return 0 (nothing in common) to 1 (the same letters and digits in the same order)."""
    one, other = bare(label), bare(context)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio()


def share(print_: str, words: str) -> float:
    """Return how much of some print (0 to 1) stands in other words in the same order."""
    if not print_ or print_ == words:
        return float(bool(print_))
    blocks = SequenceMatcher(None, print_, words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(print_)
