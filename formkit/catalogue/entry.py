"""What the catalogue knows of one problem code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    """Keeps a document from being accepted."""
    WARNING = "warning"
    """Worth a look; the document is accepted all the same."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One problem code: its severity, its sentence and its hint, both in English for gettext.

    Words in braces are filled from the problem's context. ``one`` is the sentence where its ``count`` is 1.
    """

    severity: Severity
    message: str
    hint: str = ""
    one: str = ""


def error(message: str, hint: str = "", *, one: str = "") -> Entry:
    """Return the entry of an error."""
    return Entry(Severity.ERROR, message, hint, one)


def warning(message: str, hint: str = "", *, one: str = "") -> Entry:
    """Return the entry of a warning."""
    return Entry(Severity.WARNING, message, hint, one)
