"""Which person a document belongs to: a pure decision over identities."""

from __future__ import annotations

from formkit.matching.match import match

__all__ = ["match"]
