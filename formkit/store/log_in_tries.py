"""How often a password may be tried, by account and address, and what the audit is told of refused log-ins.

The delay grows with each failure from one address and is that address's alone, so that nobody keeps a person out by
failing on purpose somewhere else. What is tried from many addresses is counted with the account; this computer, and an
address from which the person logged in lately, are not held up by it. NIST SP 800-63B (5.2.2) names both: waits that
grow, and addresses from which the subscriber was authenticated before. OWASP's Authentication Cheat Sheet warns of
locking accounts, since it shuts their persons out.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from formkit.model.accounts import THIS_COMPUTER
from formkit.store import schema
from formkit.store.encoding import Row, utc

FREE, FREE_OF_STRANGERS, FREE_OF_ADDRESS = 5, 20, 30
"""Failures in a row before the first wait: of an account from one address, from all strange ones, of an address."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
"""The wait doubles from the first to the longest."""
KNOWN_FOR = timedelta(days=30)
"""For how long after a log-in its address is no strange one, and how long failures are remembered."""
_EVERY_ACCOUNT = ""
"""In place of a name: all names that are tried from an address. No account has it."""


def place_of(address: str) -> str:
    """Return what is counted as one address: this computer, an IPv4 address, or the network (/64) of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return THIS_COMPUTER if found.is_loopback else str(ipaddress.ip_network((found, 64), strict=False))
        found = found.ipv4_mapped
    return THIS_COMPUTER if found.is_loopback else str(found)


def is_flooding(connection: Connection, place: str, now: datetime) -> bool:
    """Say whether an address failed so often, under whatever names, that no password is looked at for it."""
    return _waits(_known(connection, _EVERY_ACCOUNT, place), now)


def may_try(connection: Connection, account: Row, place: str, now: datetime) -> bool:
    """Say whether a password of an account may be tried from an address now."""
    own = _known(connection, account["name"], place)
    if _waits(own, now):
        return False
    strange = place != THIS_COMPUTER and not _is_known(own, now)
    return not (strange and _is_ahead(account["locked_until"], now))


def count(connection: Connection, account: Row | None, place: str, now: datetime) -> None:
    """Count a try as failed before the password is looked at, so that many at once gain nothing."""
    if place != THIS_COMPUTER:
        _count_from(connection, _EVERY_ACCOUNT, place, FREE_OF_ADDRESS, now)
    if account is None:
        return
    strange = place != THIS_COMPUTER and not _is_known(_known(connection, account["name"], place), now)
    _count_from(connection, account["name"], place, FREE, now)
    if strange:
        table, failures = schema.account, account["failures"] + 1
        until = _until(failures, FREE_OF_STRANGERS, now)
        connection.execute(
            table.update().where(table.c.name == account["name"]).values(failures=failures, locked_until=until)
        )


def succeed(connection: Connection, name: str, place: str, now: datetime) -> None:
    """Forget the failures from an address and from strange ones; the address is known from now on."""
    table = schema.log_in_address
    for each in (name, _EVERY_ACCOUNT):
        connection.execute(
            table.update().where(_is(table, each, place)).values(failures=0, blocked_until=None)
        )
    connection.execute(table.update().where(_is(table, name, place)).values(known_at=utc(now)))
    account = schema.account
    connection.execute(account.update().where(account.c.name == name).values(failures=0, locked_until=None))


def forget(connection: Connection, name: str) -> None:
    """Let an account be tried again from everywhere."""
    table, account = schema.log_in_address, schema.account
    connection.execute(table.update().where(table.c.account == name).values(failures=0, blocked_until=None))
    connection.execute(account.update().where(account.c.name == name).values(failures=0, locked_until=None))


def waits_until(connection: Connection, now: datetime) -> dict[str, str]:
    """Return the accounts that cannot be tried from some address now, each with when the last wait ends."""
    table, account, at = schema.log_in_address, schema.account, utc(now)
    rows = [
        *connection.execute(select(table.c.account, table.c.blocked_until).where(table.c.blocked_until > at)).all(),
        *connection.execute(select(account.c.name, account.c.locked_until).where(account.c.locked_until > at)).all(),
    ]
    found: dict[str, str] = {}
    for name, until in rows:
        found[name] = max(until, found.get(name, ""))
    return found


def _count_from(connection: Connection, name: str, place: str, free: int, now: datetime) -> None:
    table, known = schema.log_in_address, _known(connection, name, place)
    failures = 1 if known is None else known["failures"] + 1
    columns = {"failures": failures, "blocked_until": _until(failures, free, now), "failed_at": utc(now)}
    if known is not None:
        connection.execute(table.update().where(_is(table, name, place)).values(columns))
        return
    # Addresses come and go; only a new one makes the table longer, so then what is old is taken out.
    old = utc(now - KNOWN_FOR)
    unknown = or_(table.c.known_at < old, table.c.known_at.is_(None))
    connection.execute(table.delete().where(table.c.failed_at < old, unknown))
    connection.execute(table.insert().values(account=name, address=place, **columns))


def _until(failures: int, free: int, now: datetime) -> str | None:
    if failures < free:
        return None
    doublings = min(failures - free, 10)
    return utc(now + min(LONGEST_WAIT, FIRST_WAIT * 2**doublings))


def _known(connection: Connection, name: str, place: str) -> Row | None:
    table = schema.log_in_address
    return connection.execute(select(table).where(_is(table, name, place))).mappings().first()


def _is(table: Table, name: str, place: str) -> ColumnElement[bool]:
    return and_(table.c.account == name, table.c.address == place)


def _waits(known: Row | None, now: datetime) -> bool:
    return known is not None and _is_ahead(known["blocked_until"], now)


def _is_known(known: Row | None, now: datetime) -> bool:
    return known is not None and _is_ahead(known["known_at"], now - KNOWN_FOR)


def _is_ahead(moment: str | None, now: datetime) -> bool:
    return moment is not None and now < datetime.fromisoformat(moment)
