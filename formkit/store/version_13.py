"""What persons decided about files that could not be read; as text and never changed again."""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    """CREATE TABLE file_decision (
        id {key},
        path TEXT NOT NULL,
        inside TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        aside INTEGER NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    "CREATE INDEX file_decision_place ON file_decision (path, inside)",
    "CREATE INDEX import_file_place ON import_file (path, inside)",
)
APPEND_ONLY = ("file_decision",)
