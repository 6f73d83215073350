"""Who may use the review page: accounts, roles, sessions, the audit, and the protocol that keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from formkit.i18n import N_

AUDIT_WORDS = (
    N_("logged in"), N_("logged out"), N_("log-in refused"), N_("account added"), N_("account opened"),
    N_("account closed"), N_("role changed"), N_("password changed"), N_("setting changed"),
)
"""What is noted in the audit about accounts, in English for gettext; other rooms mark their own words."""
THIS_COMPUTER = "127.0.0.1"
"""The address of who logs in at the computer of the store."""
IDLE_MINUTES = "idle_minutes"
"""The setting of how long a session may rest."""
IDLE_AT_FIRST, LEAST_IDLE, MOST_IDLE = 15, 5, 60
"""Minutes."""
Clock = Callable[[], datetime]


class Role(StrEnum):
    """What an account may do; each role may do what those before it may."""

    ENTRY = "entry"
    """Decides fields."""
    REVIEW = "review"
    """Also whole documents, persons, records and rosters."""
    ADMIN = "admin"
    """Also accounts, settings and calibration."""

    def reaches(self, least: Role) -> bool:
        """Say whether this role may do what asks for ``least``."""
        order = list(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account; times are ISO in UTC.

    ``renew`` when somebody else chose the password, so that the person has to choose a new one. ``waits_until`` is the
    time before which log-ins are not looked at, from one address at least.
    """

    name: str
    role: Role
    active: bool
    renew: bool
    created_at: str
    waits_until: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit: who did what, about what, and when (ISO in UTC); the numbers count up."""

    id: int
    who: str
    what: str
    about: str
    at: str


class Accounts(Protocol):
    """Keeps accounts, sessions, settings and the audit. Every method raises StoreError where the store fails.

    ``who`` is always the name of the account that does it, "" for the program itself.
    """

    clock: Clock
    """What the time is; with its zone."""

    def accounts(self) -> tuple[Account, ...]:
        """Return every account, by name."""

    def account(self, name: str) -> Account | None:
        """Return one account."""

    def add_first(self, name: str, password: str) -> Account:
        """Make the first account, an administrator's; refused where there is any account."""

    def add_account(self, name: str, role: Role, password: str, *, who: str) -> Account:
        """Make an account whose person has to choose a password of their own at the first log-in."""

    def change_role(self, name: str, role: Role, *, who: str) -> None:
        """Change what an account may do; refused for the last active administrator."""

    def change_active(self, name: str, active: bool, *, who: str) -> None:
        """Close an account, which ends its sessions, or open it again; refused for the last active administrator."""

    def change_password(self, name: str, password: str, *, who: str, keep: str | None = None) -> None:
        """Set a password and end the account's sessions, but for that of the token ``keep``.

        A password that another person set has to be renewed at the next log-in.
        """

    def check_password(self, name: str, password: str, address: str = THIS_COMPUTER) -> Account | None:
        """Return the account, or None: no such name, a wrong password, tried too often from there, or closed.

        Takes as long for a name that does not exist. After five failures in a row from one ``address`` an account is
        not looked at from there for a minute, and twice as long after each more, up to 15 minutes; after 20 from
        addresses where the person has not logged in lately, from none of these, but always from this computer. After
        30 from one address, under whatever names, none is looked at from there.
        """

    def start_session(self, name: str) -> str:
        """Begin a session and return its token, which is kept nowhere but with the browser."""

    def session_account(self, token: str) -> Account | None:
        """Return whose session it is, and note that it was used; None when it has ended."""

    def end_session(self, token: str) -> None:
        """End a session; nothing happens where there is none."""

    def audit(self, who: str, what: str, about: str = "") -> None:
        """Add to the audit; ``about`` holds numbers and ids, never what a person answered."""

    def audited(
        self, limit: int = 200, before: int | None = None, *, who: str | None = None, what: str | None = None
    ) -> tuple[AuditEntry, ...]:
        """Return the newest entries of the audit, newest first, or of those of a lower number than ``before``.

        Only those of a person and of a kind where they are given.
        """

    def audit_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the persons and the kinds that stand in the audit."""

    def setting(self, name: str) -> str | None:
        """Return a setting, or None where it was never set."""

    def change_setting(self, name: str, value: str, *, who: str) -> None:
        """Set a setting."""

    def secret_key(self) -> str:
        """Return the key that signs the page's cookies, made when it is first asked for."""
