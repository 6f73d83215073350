"""Hints for words that are nearly right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from formkit.i18n import _

_SHOWN = 16
"""A list of known words longer than this helps nobody."""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that ``word`` was probably meant to be, or None."""
    close = get_close_matches(word[:80].lower(), sorted(set(known)), n=1, cutoff=cutoff)
    return close[0] if close else None


def known_hint(word: str, known: Iterable[str]) -> str:
    """Return the hint for an unknown word: the nearest known one, else those there are."""
    choices = sorted(set(known))
    close = nearest(word, choices)
    if close is not None:
        return _("Did you mean '{word}'?").format(word=close)
    return listed_hint(choices)


def listed_hint(known: Iterable[str]) -> str:
    """Return the hint that lists the known words; for years and numbers, where all look alike."""
    choices = sorted(set(known))
    if not choices:
        return _("There is none here.")
    listed = ", ".join(choices[:_SHOWN]) + (", …" if len(choices) > _SHOWN else "")
    return _("Known: {words}.").format(words=listed)
