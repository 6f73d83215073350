"""Where documents, corrections, persons and cases are kept: SQLAlchemy over SQLite or PostgreSQL, files by hash."""

from __future__ import annotations

from formkit.store.engine import default_url, name_of, open_store

__all__ = ["default_url", "name_of", "open_store"]
