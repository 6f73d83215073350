"""Checking a password, few at a time: each takes 64 MiB and a processor for a while."""

from __future__ import annotations

from threading import BoundedSemaphore

from flask import abort

from formkit.model.accounts import Account
from formkit.review.serving import accounts

AT_ONCE = 2
PATIENCE = 5.0
"""Seconds for which a log-in waits for others before it is sent away."""
free = BoundedSemaphore(AT_ONCE)


def check_password(name: str, password: str) -> Account | None:
    """Return the account whose password this is, or None.

    Raises:
        ServiceUnavailable: too many are checked at the moment.
    """
    if not free.acquire(timeout=PATIENCE):
        abort(503)
    try:
        return accounts().check_password(name, password)
    finally:
        free.release()
