"""Where documents, corrections, persons and cases are kept: SQLAlchemy over SQLite, and files by hash."""

from __future__ import annotations

from formkit.store.engine import default_url, open_store

__all__ = ["default_url", "open_store"]
