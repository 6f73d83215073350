"""The language of what people read: Simplified Chinese or English, through gettext.

The language is chosen once at start-up from ``FORMKIT_LANG``, else from the locale; a request of the
review page may choose another one for itself. Messages in the code are English; ``N_`` only marks one
for extraction, ``_`` translates at the time of use.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "formkit"
LANGUAGES = ("en", "zh_CN")
LOCALE_FOLDER = Path(__file__).parent / "locale"
_active: list[str] = []
_for_now: ContextVar[str | None] = ContextVar("language", default=None)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark ``message`` for translation and return it unchanged."""
    return message


def preferred_language() -> str:
    """Return the language asked for by ``FORMKIT_LANG`` or the system, else English."""
    asked = [os.environ.get(name, "") for name in ("FORMKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((value for value in asked if value), "") or (locale.getlocale()[0] or "")
    return "zh_CN" if chosen.lower().startswith(("zh", "chinese")) else "en"


def set_language(language: str | None = None) -> str:
    """Use ``language`` ("en" or "zh_CN", or None for the preferred one) from now on.

    Raises:
        ValueError: the language is not one of `LANGUAGES`.
    """
    chosen = preferred_language() if language is None else language
    if chosen not in LANGUAGES:
        raise ValueError(f"unknown language {chosen!r}; known: {', '.join(LANGUAGES)}")
    _active[:] = [chosen]
    return chosen


def speak(language: str | None) -> None:
    """Use ``language`` in this thread or task only; with None that of the program again.

    Raises:
        ValueError: the language is not one of `LANGUAGES`.
    """
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(LANGUAGES)}")
    _for_now.set(language)


def language() -> str:
    """Return the language in use."""
    return _for_now.get() or (_active[0] if _active else set_language())


@cache
def _translations(name: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[name], fallback=True)


def _(message: str) -> str:
    """Return ``message`` in the language in use."""
    return _translations(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the message that fits ``count``, in the language in use."""
    return _translations(language()).ngettext(singular, plural, count)
