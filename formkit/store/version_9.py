"""What whole documents need besides, as text and never changed again."""

from __future__ import annotations

COLUMNS: tuple[str, ...] = (
    # A document that had no person before it was put together with another one goes back to nobody.
    "ALTER TABLE assignment ADD COLUMN ends INTEGER NOT NULL DEFAULT 0",
    # What was printed of the person, in the words of an identity; booklets of older stores have none.
    "ALTER TABLE issued ADD COLUMN identity TEXT NOT NULL DEFAULT ''",
)
