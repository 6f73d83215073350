"""The links in the head of every page."""

from __future__ import annotations

from dataclasses import dataclass

from formkit.model.accounts import Role


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the head and the start page lead to: its endpoint, its name, and the least role it asks for.

    ``label`` and ``about`` are in English for gettext. ``role`` is the least role that sees it.
    """

    endpoint: str
    label: str
    about: str
    role: Role = Role.ENTRY
