"""Passwords: what is refused, and their argon2id hashes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from formkit.errors import StoreError

SHORTEST, LONGEST = 10, 200
"""Characters. NIST SP 800-63B asks for no rules of composition; its 8 are for what is checked against lists."""
FEWEST_DIFFERENT = 5
hasher = PasswordHasher()
"""The second recommended option of RFC 9106 (64 MiB, 3 passes), which the library has as its default."""
AT_ONCE = 2
"""Each takes 64 MiB and a processor for a while."""
PATIENCE = 5.0
"""Seconds for which one waits for others before it is sent away."""
_free = BoundedSemaphore(AT_ONCE)


class Turn:
    """Somebody's turn to hash or to check passwords; `turn` gives it."""

    def hashed(self, password: str) -> str:
        """Return the hash of a password."""
        return hasher.hash(password)

    def matches(self, kept: str | None, password: str) -> bool:
        """Say whether ``password`` has the hash ``kept``; a damaged hash matches nothing, and takes no less time."""
        if len(password) > LONGEST:
            password = ""
        try:
            return hasher.verify(of_nobody() if kept is None else kept, password)
        except (VerificationError, InvalidHashError):
            return False

    def renewed(self, kept: str, password: str) -> str | None:
        """Return a new hash where ``kept`` is of older parameters, else None."""
        return self.hashed(password) if hasher.check_needs_rehash(kept) else None


@contextmanager
def turn() -> Iterator[Turn]:
    """Wait for one's turn; all that hashes takes one, so that no crowd takes all memory.

    Raises:
        StoreError: S406, too many are at it.
    """
    if not _free.acquire(timeout=PATIENCE):
        raise StoreError.of("S406")
    try:
        yield Turn()
    finally:
        _free.release()


@cache
def of_nobody() -> str:
    """Return the hash that a name without an account is checked against, so that the answer takes as long."""
    return hasher.hash(secrets.token_hex())


def refuse_weak(name: str, password: str) -> None:
    """Refuse a password that is guessed soon.

    Raises:
        StoreError: S404, too short, too long, of too few different characters, or the name itself.
    """
    weak = not SHORTEST <= len(password) <= LONGEST or len(set(password)) < FEWEST_DIFFERENT
    if weak or password.strip().casefold() == name.casefold():
        raise StoreError.of("S404", least=SHORTEST)
