"""The tables of failed log-ins, as text and never changed again.

``account.failures`` and ``locked_until``, which counted every failure before, count those from strange addresses now.
"""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    """CREATE TABLE log_in_address (
        account TEXT NOT NULL,
        address TEXT NOT NULL,
        failures INTEGER NOT NULL,
        blocked_until TEXT,
        failed_at TEXT,
        known_at TEXT,
        PRIMARY KEY (account, address)
    )""",
    """CREATE TABLE refused_log_in (
        account TEXT PRIMARY KEY,
        address TEXT NOT NULL,
        untold INTEGER NOT NULL,
        told_at TEXT NOT NULL
    )""",
    "UPDATE account SET failures = 0, locked_until = NULL",
)
