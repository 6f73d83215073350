"""Accounts, sessions, settings and the audit, in the store's database."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select, update

from formkit.errors import StoreError
from formkit.model.accounts import IDLE_AT_FIRST, IDLE_MINUTES, THIS_COMPUTER, Account, AuditEntry, Role
from formkit.store import log_in_tries, passwords, refused_log_ins, schema
from formkit.store.encoding import utc

LONGEST_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(seconds=30)
"""How exactly it is noted when a session was last used: a write for every request would be slow."""
LONGEST_NAME = 40
_SECRET = "secret key"
Opened = Callable[[], AbstractContextManager[Connection]]


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def hash_of(token: str) -> str:
    """Return what the store keeps of a session's token; the token is random, so a plain hash is enough."""
    return sha256(token.encode()).hexdigest()


def clean_name(name: str) -> str:
    """Return the name of an account as it is kept: composed, narrow, without blanks around it."""
    return unicodedata.normalize("NFKC", name).strip()


class SqlAccounts:
    """`formkit.model.accounts.Accounts` over the database of a store.

    Args:
        read: opens a transaction that only reads.
        write: opens a transaction that writes.
    """

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write
        self.clock: Callable[[], datetime] = now

    def _at(self) -> str:
        return utc(self.clock())

    def _after(self, moment: str, span: timedelta) -> bool:
        """Say whether ``span`` is over since ``moment``."""
        return self.clock() >= datetime.fromisoformat(moment) + span

    def accounts(self) -> tuple[Account, ...]:
        """Return every account, by name."""
        table = schema.account
        with self._read() as connection:
            waits = log_in_tries.waits_until(connection, self.clock())
            rows = connection.execute(select(table).order_by(table.c.name)).mappings()
            return tuple(_account(row, waits.get(row["name"])) for row in rows)

    def account(self, name: str) -> Account | None:
        """Return one account."""
        with self._read() as connection:
            row = _find(connection, clean_name(name))
            waits = log_in_tries.waits_until(connection, self.clock())
            return None if row is None else _account(row, waits.get(row["name"]))

    def add_first(self, name: str, password: str) -> Account:
        """Make the first account, an administrator's.

        Raises:
            StoreError: there is one already (S405), or the name or the password will not do (S402, S404).
        """
        return self._add(name, Role.ADMIN, password, who=clean_name(name), first=True)

    def add_account(self, name: str, role: Role, password: str, *, who: str) -> Account:
        """Make an account whose person has to choose a password of their own at the first log-in.

        Raises:
            StoreError: the name or the password will not do (S402, S404).
        """
        return self._add(name, role, password, who=who, first=False)

    def _add(self, name: str, role: Role, password: str, *, who: str, first: bool) -> Account:
        name = clean_name(name)
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise StoreError.of("S402", name=name, most=LONGEST_NAME)
        passwords.refuse_weak(name, password)
        with passwords.turn() as turn:
            kept = turn.hashed(password)
        made = Account(name, role, active=True, renew=not first, created_at=self._at())
        with self._write() as connection:
            known = list(connection.scalars(select(schema.account.c.name)))
            if first and known:
                raise StoreError.of("S405")
            if name.casefold() in {each.casefold() for each in known}:
                raise StoreError.of("S402", name=name, most=LONGEST_NAME)
            connection.execute(
                schema.account.insert().values(
                    name=name, role=role.value, password_hash=kept, renew=int(made.renew), failures=0, active=1,
                    created_at=made.created_at,
                )
            )
            self._note(connection, who, "account added", f"{name}: {role.value}")
        return made

    def change_role(self, name: str, role: Role, *, who: str) -> None:
        """Change what an account may do.

        Raises:
            StoreError: there is no such account (S401), or it is the last administrator's (S403).
        """
        with self._write() as connection:
            known = _account(_must(connection, name))
            if known.role is Role.ADMIN and role is not Role.ADMIN:
                _keep_an_admin(connection, name)
            _change(connection, name, role=role.value)
            self._note(connection, who, "role changed", f"{name}: {known.role.value} → {role.value}")

    def change_active(self, name: str, active: bool, *, who: str) -> None:
        """Close an account, which ends its sessions, or open it again.

        Raises:
            StoreError: there is no such account (S401), or it is the last administrator's (S403).
        """
        with self._write() as connection:
            known = _account(_must(connection, name))
            if not active:
                if known.role is Role.ADMIN:
                    _keep_an_admin(connection, name)
                self._end_all(connection, name)
            _change(connection, name, active=int(active))
            self._note(connection, who, "account opened" if active else "account closed", name)

    def change_password(self, name: str, password: str, *, who: str, keep: str | None = None) -> None:
        """Set a password, unlock the account, and end its sessions but for that of the token ``keep``.

        Raises:
            StoreError: there is no such account (S401), or the password will not do (S404).
        """
        passwords.refuse_weak(name, password)
        with passwords.turn() as turn:
            kept = turn.hashed(password)
        with self._write() as connection:
            _must(connection, name)
            _change(connection, name, password_hash=kept, renew=int(who != name))
            log_in_tries.forget(connection, name)
            self._end_all(connection, name, keep)
            self._note(connection, who, "password changed", name)

    def check_password(self, name: str, password: str, address: str = THIS_COMPUTER) -> Account | None:
        """Return the account, or None: no such name, a wrong password, tried too often from there, or closed.

        A try is counted before the password is looked at, so that many tries at once gain nothing.

        Raises:
            StoreError: too many passwords are checked just now (S406).
        """
        name, place, now = clean_name(name), log_in_tries.place_of(address), self.clock()
        with passwords.turn() as turn:
            with self._write() as connection:
                row = _find(connection, name)
                flooding = log_in_tries.is_flooding(connection, place, now)
                usable = row is not None and bool(row["active"]) and not flooding
                usable = usable and row is not None and log_in_tries.may_try(connection, row, place, now)
                if not flooding:
                    log_in_tries.count(connection, row if usable else None, place, now)
            kept = None if row is None else str(row["password_hash"])
            # Where an address is held up under every name, the time of the answer tells nothing of the name.
            fits = not flooding and turn.matches(kept, password)
            newer = turn.renewed(kept, password) if usable and fits and kept is not None else None
        with self._write() as connection:
            if not (usable and fits):
                # The name of an account that does not exist may be a password typed into the wrong place.
                self._note_refused(connection, "" if row is None else name, place, now)
                return None
            log_in_tries.succeed(connection, name, place, now)
            told = refused_log_ins.tell(connection, name, now)
            if told is not None:
                self._note(connection, name, "log-in refused", told)
            if newer is not None:
                _change(connection, name, password_hash=newer)
            return _account(_must(connection, name))

    def _note_refused(self, connection: Connection, name: str, place: str, now: datetime) -> None:
        told = refused_log_ins.refuse(connection, name, place, now)
        if told is not None:
            self._note(connection, name, "log-in refused", told)

    def start_session(self, name: str) -> str:
        """Begin a session and return its token, which is kept nowhere but with the browser."""
        token, at = secrets.token_urlsafe(32), self._at()
        with self._write() as connection:
            connection.execute(
                schema.session.insert().values(token_hash=hash_of(token), account=name, created_at=at, seen_at=at)
            )
            self._note(connection, name, "logged in", "")
        return token

    def session_account(self, token: str) -> Account | None:
        """Return whose session it is, and note that it was used; None when it has ended."""
        table, kept = schema.session, hash_of(token)
        with self._read() as connection:
            row = connection.execute(
                select(table.c.created_at, table.c.seen_at, schema.account)
                .join(schema.account, schema.account.c.name == table.c.account)
                .where(table.c.token_hash == kept, table.c.ended_at.is_(None), schema.account.c.active == 1)
            ).mappings().first()
            idle = timedelta(minutes=int(_setting(connection, IDLE_MINUTES) or IDLE_AT_FIRST))
        if row is None:
            return None
        if self._after(row[table.c.seen_at], idle) or self._after(row[table.c.created_at], LONGEST_SESSION):
            return None
        if self._after(row[table.c.seen_at], SEEN_EVERY):
            # Where an import holds the store just now, the session is only noted as older than it is.
            with suppress(StoreError), self._write() as connection:
                connection.execute(update(table).where(table.c.token_hash == kept).values(seen_at=self._at()))
        return _account({each.name: row[each] for each in schema.account.c})

    def end_session(self, token: str) -> None:
        """End a session; nothing happens where there is none."""
        table = schema.session
        with self._write() as connection:
            kept = (table.c.token_hash == hash_of(token)) & table.c.ended_at.is_(None)
            name = connection.scalar(select(table.c.account).where(kept))
            if name is not None:
                connection.execute(update(table).where(kept).values(ended_at=self._at()))
                self._note(connection, name, "logged out", "")

    def _end_all(self, connection: Connection, name: str, keep: str | None = None) -> None:
        table = schema.session
        others = (table.c.account == name) & table.c.ended_at.is_(None)
        if keep is not None:
            others &= table.c.token_hash != hash_of(keep)
        connection.execute(update(table).where(others).values(ended_at=self._at()))

    def audit(self, who: str, what: str, about: str = "") -> None:
        """Add to the audit; ``about`` holds numbers and ids, never what a person answered."""
        with self._write() as connection:
            self._note(connection, who, what, about)

    def _note(self, connection: Connection, who: str, what: str, about: str) -> None:
        connection.execute(schema.audit.insert().values(who=who, what=what, about=about, at=self._at()))

    def audited(
        self, limit: int = 200, before: int | None = None, *, who: str | None = None, what: str | None = None
    ) -> tuple[AuditEntry, ...]:
        """Return the newest entries of the audit that fit, newest first, or of those of a lower number."""
        table = schema.audit
        asked = [table.c.id < before] if before is not None else []
        asked += [column == word for column, word in ((table.c.who, who), (table.c.what, what)) if word is not None]
        query = select(table).where(*asked).order_by(table.c.id.desc()).limit(limit)
        with self._read() as connection:
            rows = connection.execute(query).mappings()
            return tuple(AuditEntry(row["id"], row["who"], row["what"], row["about"], row["at"]) for row in rows)

    def audit_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the persons and the kinds that stand in the audit."""
        table = schema.audit
        with self._read() as connection:
            who, what = (
                tuple(connection.scalars(select(column).distinct().order_by(column)))
                for column in (table.c.who, table.c.what)
            )
            return who, what

    def setting(self, name: str) -> str | None:
        """Return a setting, or None where it was never set."""
        with self._read() as connection:
            return _setting(connection, name)

    def change_setting(self, name: str, value: str, *, who: str) -> None:
        """Set a setting."""
        with self._write() as connection:
            _put(connection, name, value)
            self._note(connection, who, "setting changed", f"{name}: {value}")

    def secret_key(self) -> str:
        """Return the key that signs the page's cookies, made when it is first asked for."""
        with self._write() as connection:
            kept = _setting(connection, _SECRET)
            if kept is None:
                kept = secrets.token_hex(32)
                _put(connection, _SECRET, kept)
            return kept


def _find(connection: Connection, name: str) -> Any | None:
    table = schema.account
    if "\0" in name:
        return None  # A server takes no such text, not even to look for it.
    return connection.execute(select(table).where(table.c.name == name)).mappings().first()


def _must(connection: Connection, name: str) -> Any:
    row = _find(connection, name)
    if row is None:
        raise StoreError.of("S401", name=name)
    return row


def _account(row: Any, waits_until: str | None = None) -> Account:
    return Account(
        row["name"], Role(row["role"]), bool(row["active"]), bool(row["renew"]), row["created_at"], waits_until
    )


def _change(connection: Connection, name: str, **columns: object) -> None:
    table = schema.account
    connection.execute(update(table).where(table.c.name == name).values(**columns))


def _keep_an_admin(connection: Connection, name: str) -> None:
    """Refuse to take away the last administrator.

    Raises:
        StoreError: S403.
    """
    table = schema.account
    others = connection.scalar(
        select(func.count()).select_from(table).where(
            table.c.role == Role.ADMIN.value, table.c.active == 1, table.c.name != name
        )
    )
    if not others:
        raise StoreError.of("S403", name=name)


def _setting(connection: Connection, name: str) -> str | None:
    table = schema.setting
    return connection.scalar(select(table.c.value).where(table.c.name == name))


def _put(connection: Connection, name: str, value: str) -> None:
    table = schema.setting
    if _setting(connection, name) is None:
        connection.execute(table.insert().values(name=name, value=value))
    else:
        connection.execute(update(table).where(table.c.name == name).values(value=value))
