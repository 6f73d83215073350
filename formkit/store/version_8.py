"""The tables of accounts, sessions, the audit and settings, as text and never changed again."""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    """CREATE TABLE account (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        renew INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        locked_until TEXT,
        active INTEGER NOT NULL,
        created_at TEXT NOT NULL
    )""",
    """CREATE TABLE session (
        token_hash TEXT PRIMARY KEY,
        account TEXT NOT NULL REFERENCES account (name),
        created_at TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        ended_at TEXT
    )""",
    """CREATE TABLE audit (
        id {key},
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        about TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    """CREATE TABLE setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    )""",
    "CREATE INDEX session_account ON session (account)",
)
APPEND_ONLY = ("audit",)
