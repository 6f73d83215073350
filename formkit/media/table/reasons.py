"""Why a column is taken for what it is: sentences that are made in the language in use when they are read."""

from __future__ import annotations

from dataclasses import dataclass

from formkit.i18n import _


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the catalogue of translations, with the words that belong into it."""

    text: str
    words: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return _(self.text).format_map(dict(self.words))


def because(text: str, **words: object) -> Reason:
    """Return a reason; ``text`` is marked for translation by who calls."""
    return Reason(text, tuple((name, str(word)) for name, word in words.items()))
