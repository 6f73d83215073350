"""What the audit is told of refused log-ins: the first at once, those that follow together, so that it stays short."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from formkit.store import schema
from formkit.store.encoding import Row, utc

TOLD_EVERY = timedelta(minutes=15)
"""How often the audit is told of refused log-ins of an account at most."""


def refuse(connection: Connection, name: str, place: str, now: datetime) -> str | None:
    """Count a refused log-in; return what the audit is to be told, or None where it is told later.

    ``name`` is "" for all names that have no account.
    """
    table, known = schema.refused_log_in, _known(connection, name)
    if known is None:
        connection.execute(table.insert().values(account=name, address=place, untold=0, told_at=utc(now)))
        return _told(1, place)
    untold = known["untold"] + 1
    due = now >= datetime.fromisoformat(known["told_at"]) + TOLD_EVERY
    more = {"untold": 0, "told_at": utc(now)} if due else {"untold": untold}
    connection.execute(table.update().where(table.c.account == name).values(address=place, **more))
    return _told(untold, place) if due else None


def tell(connection: Connection, name: str, now: datetime) -> str | None:
    """Return what the audit was not told yet of an account's refused log-ins, which it is told now; or None."""
    table, known = schema.refused_log_in, _known(connection, name)
    if known is None or not known["untold"]:
        return None
    connection.execute(table.update().where(table.c.account == name).values(untold=0, told_at=utc(now)))
    return _told(known["untold"], known["address"])


def _known(connection: Connection, name: str) -> Row | None:
    table = schema.refused_log_in
    return connection.execute(select(table).where(table.c.account == name)).mappings().first()


def _told(times: int, place: str) -> str:
    return f"from {place}" if times == 1 else f"{times} times, last from {place}"
