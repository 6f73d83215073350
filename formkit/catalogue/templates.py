"""Problem codes: templates."""

from __future__ import annotations

from formkit.catalogue.entry import Entry

CODES: dict[str, Entry] = {}
