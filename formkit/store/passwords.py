"""Passwords: what is refused, and their argon2id hashes."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from formkit.errors import StoreError

SHORTEST, LONGEST = 10, 200
"""Characters. NIST SP 800-63B asks for no rules of composition; its 8 are for what is checked against lists."""
FEWEST_DIFFERENT = 5
hasher = PasswordHasher()
"""The second recommended option of RFC 9106 (64 MiB, 3 passes), which the library has as its default."""


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


def matches(kept: str, password: str) -> bool:
    """Say whether ``password`` has the hash ``kept``; a damaged hash matches nothing."""
    if len(password) > LONGEST:
        password = ""
    try:
        return hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
