"""A store on a PostgreSQL server: its URL, its connections, and what goes wrong with them.

Nothing here shows a password: not a message, not a log, not the name of the store.
"""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from formkit.errors import FormkitError, StoreError
from formkit.store.blobs import Blobs, Step
from formkit.store.running import Running
from formkit.store.server_blobs import ServerBlobs
from formkit.store.server_locks import ServerRunning, wait_for_turn
from formkit.store.translating import cause_of, is_denied

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_OLDEST = 120000
"""PostgreSQL 12."""
SETTINGS = (
    # A PC that loses its power must not keep its locks: the server asks it once a minute.
    "SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 6; "
    # As long as a program waits for another that writes to a file.
    "SET lock_timeout = '10s'; "
    # No commit is lost on a power cut, whatever the server has as its default.
    "SET synchronous_commit = on"
)
_DEFAULTS = {
    "connect_timeout": "10", "application_name": "formkit", "keepalives_idle": "60", "keepalives_interval": "10",
    "keepalives_count": "6",
}
"""Of the connection, unless the URL says otherwise."""


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """Where a store is that is on a server."""

    url: URL = field(repr=False)

    @property
    def name(self) -> str:
        """What the place is called in messages: without its password, and without options, which may hold one."""
        url = self.url
        shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database)
        return shown.render_as_string(hide_password=True)

    def engine(self, logging_name: str) -> Engine:
        """Return the engine for all connections; `reading_on_server` and `writing_on_server` make two of it.

        Raises:
            StoreError: S009, the part of formkit for such servers is not installed.
        """
        given = {name: value for name, value in _DEFAULTS.items() if name not in self.url.query}
        if "sslmode" not in self.url.query and "PGSSLMODE" not in os.environ and not self._is_here():
            given["sslmode"] = "require"
        try:
            engine = create_engine(
                self.url, connect_args={**given, "client_encoding": "utf8"}, hide_parameters=True,
                isolation_level="READ COMMITTED",
                logging_name=logging_name, pool_logging_name=logging_name, pool_pre_ping=True,
            )
        except ImportError:
            raise StoreError.of("S009", url=self.name) from None
        event.listen(engine, "connect", _on_connect)
        return engine

    def _is_here(self) -> bool:
        """Say whether nothing goes over the network: the server is on this computer, or nobody can tell where.

        An address (``hostaddr``) is where libpq connects to, whatever the name of the host.
        """
        query = self.url.query
        hosts = query.get("host", self.url.host or os.environ.get("PGHOST", ""))
        found = query.get("hostaddr", os.environ.get("PGHOSTADDR", "")) or hosts
        names = [found] if isinstance(found, str) else list(found)
        return all(_is_here(each) for name in names for each in name.split(","))

    def blobs(self, engine: Engine, step: Step) -> Blobs:
        """Return where the bytes of the sources go: the same database."""
        return ServerBlobs(engine, step)

    def running(self, engine: Engine) -> Running:
        """Return what tells which runs of imports are under way."""
        return ServerRunning(engine)

    def probe(self, engine: Engine) -> None:
        """Connect once, and see whether the database can hold a store.

        Raises:
            StoreError: S010 to S013 or S016, it cannot be used, for the reason that is told.
        """
        try:
            with engine.connect() as connection:
                version = int(connection.exec_driver_sql("SHOW server_version_num").scalar() or 0)
                encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        except DBAPIError as error:
            raise self.refusal(error) from None
        if version < _OLDEST:
            raise StoreError.of("S013", url=self.name, cause=f"PostgreSQL {version // 10000}")
        if encoding != "UTF8":
            raise StoreError.of("S013", url=self.name, cause=str(encoding))

    def refusal(self, error: DBAPIError) -> FormkitError:
        """Return what to tell of an error while the store is opened."""
        cause = self._without_secrets(cause_of(error))
        if is_denied(error):
            return StoreError.of("S015", url=self.name, cause=cause)
        if getattr(error.orig, "sqlstate", None) is not None:
            return StoreError.of("S007", cause=cause)  # It was let in.
        code = self._code_of(str(error.orig), getattr(error.orig, "pgconn", None))
        return StoreError.of(code, url=self.name, cause=cause, database=self.url.database or self.url.username or "")

    def _code_of(self, said: str, connection: Any) -> str:
        """Return the code of a connection that failed; of a server's refusal only its words come, in its language."""
        user, database = f'"{self.url.username}"', f'"{self.url.database or self.url.username}"'
        if "SSL was required" in said:
            return "S016"
        if "permission denied" in said:
            return "S015"
        no_such = rf"(?:database|数据库)\s*{re.escape(database)}\s*(?:does not exist|不存在)"
        if re.search(no_such, said) or (database in said and user not in said):
            return "S012"
        if getattr(connection, "needs_password", False) or user in said or "authentication" in said:
            return "S011"
        return "S010"

    def _without_secrets(self, said: str) -> str:
        given = (self.url.password, self.url.query.get("sslpassword"))
        for secret in (each for each in given if isinstance(each, str) and each):
            said = said.replace(secret, "***")
        return said


def is_server(named: str) -> bool:
    """Say whether a URL is that of a server that may hold a store."""
    return named.partition("://")[0] in _SCHEMES and "://" in named


def server_of(named: str) -> ServerPlace:
    """Return the server that a URL names.

    Raises:
        StoreError: S014, it is not understood; it is not repeated, for it may hold a password.
    """
    try:
        url = make_url(named).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise StoreError.of("S014") from None
    # A password with an @ that is not written %40 would end up in the name of the host, which is shown.
    if "@" in (url.host or "") or "@" in (url.database or ""):
        raise StoreError.of("S014")
    hidden = url.query.get("password")
    if isinstance(hidden, str):
        url = url.set(password=hidden)
    return ServerPlace(url.difference_update_query(["password"]))


def reading_on_server(engine: Engine) -> Engine:
    """Return the engine with transactions that only read; each sees the store as it was when it began."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing_on_server(engine: Engine) -> Engine:
    """Return the engine with transactions that wait for their turn to write when they begin.

    Each statement sees what was committed before it: the turn comes after the transaction began, and what the writer
    before did must be seen.
    """
    writer = engine.execution_options(isolation_level="READ COMMITTED")
    event.listen(writer, "begin", _on_begin)
    return writer


def _on_connect(connection: Any, _record: object) -> None:
    connection.autocommit = True
    try:
        connection.execute(SETTINGS)
    finally:
        connection.autocommit = False


def _on_begin(connection: Connection) -> None:
    wait_for_turn(connection)


def _is_here(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
