"""The one place that makes a database engine and a place for files out of what a person names.

Encryption at rest needs no change elsewhere: another driver module here, and another `Blobs`.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from formkit.errors import FormkitError, StoreError
from formkit.model.store import BLOB_SUFFIX, RUNS_SUFFIX, Store
from formkit.store.blobs import Blobs, FolderBlobs, MemoryBlobs, Step, no_step, private_folder
from formkit.store.migrations import found_version, migrate
from formkit.store.running import AloneRunning, FileRunning, Running
from formkit.store.server import ServerPlace, is_server, reading_on_server, server_of, writing_on_server
from formkit.store.sql import MemoryStore, SqlStore

VARIABLE = "FORMKIT_STORE"
FILE_NAME = "formkit.db"
FILE_SUFFIXES = frozenset({".db", ".sqlite", ".sqlite3"})
"""What the name of a database file ends with; another name that is not there yet is that of a folder."""
MEMORY = "memory:"
WAIT = 10.0
"""Seconds for which a program waits for another that writes."""
PRAGMAS = (f"busy_timeout={1000 * WAIT:.0f}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
"""WAL with FULL loses no commit on a power cut; with NORMAL the last ones may be gone (SQLite docs)."""
_WRITES = "formkit_writes"
_LOGGER = "formkit"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is that is on no server: its database file, or None for memory."""

    path: Path | None

    @property
    def name(self) -> str:
        """What the place is called in messages."""
        return MEMORY if self.path is None else str(self.path)

    def blobs(self, _engine: Engine, step: Step) -> Blobs:
        """Return where the bytes of the sources go: memory, or a folder of its own beside the database."""
        if self.path is None:
            return MemoryBlobs()
        return FolderBlobs(self.path.with_name(self.path.name + BLOB_SUFFIX), step)

    def running(self, _engine: Engine) -> Running:
        """Return what tells which runs of imports are under way."""
        if self.path is None:
            return AloneRunning()
        return FileRunning(self.path.with_name(self.path.name + RUNS_SUFFIX))

    def probe(self, engine: Engine) -> None:
        """Read the first pages, for the driver itself opens any file without looking.

        Raises:
            StoreError: S002, the file is no database.
        """
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
            found_version(engine, self.name)
        except DBAPIError as error:
            cause = str(error.orig)
            if "not a database" in cause or "malformed" in cause or "unsupported file format" in cause:
                raise StoreError.of("S002", path=self.name) from None
            raise

    def refusal(self, error: DBAPIError) -> FormkitError:
        """Return what to tell of an error while the store is opened."""
        return StoreError.of("S005", path=self.name, cause=error.orig or type(error).__name__)


def default_url() -> str:
    """Return the store to use where none is named: FORMKIT_STORE, else that of the current folder."""
    return os.environ.get(VARIABLE) or str(Path("formkit-store") / FILE_NAME)


def name_of(url: str | None) -> str:
    """Return what the store that ``url`` names is called where a person reads it; no password is in it.

    Raises:
        StoreError: S006 or S014, the URL is not understood.
    """
    return place_of(url).name


def place_of(url: str | None) -> Place | ServerPlace:
    """Return the place that a URL or a path names; a folder means the usual file in it.

    A path that is not there yet is a folder too, unless it ends as a database file does; a URL names a file, or a
    database of a server.

    Raises:
        StoreError: S006, the URL is of a kind that is not known; S014, that of a server is not understood.
    """
    named = url or default_url()
    if is_server(named):
        return server_of(named)
    if named in (MEMORY, "sqlite://", "sqlite:///:memory:", ":memory:"):
        return Place(None)
    if named.startswith("sqlite:///"):
        named = named.removeprefix("sqlite:///")
        return Place(Path(named) / FILE_NAME if _is_folder(named) else Path(named))
    if "://" in named:
        # The rest of a server's URL may hold a password.
        raise StoreError.of("S006", url=f"{named.partition('://')[0]}://…")
    path = Path(named)
    return Place(path / FILE_NAME if _is_folder(named) or _will_be_folder(path) else path)


def _is_folder(named: str) -> bool:
    return Path(named).is_dir() or named.endswith(("/", os.sep))


def _will_be_folder(path: Path) -> bool:
    """Say whether nothing is at a path yet and its name is none of a database file.

    ``--store formkit-store`` must make the folder in which the other commands look by default, not a file in its way.
    """
    return not path.exists() and path.suffix.lower() not in FILE_SUFFIXES


def open_store(url: str | None = None, *, create: bool = True, step: Step = no_step) -> Store:
    """Open the store that ``url`` names, bringing it to the newest schema.

    Args:
        url: a file, a folder, ``sqlite:///FILE``, ``memory:`` or ``postgresql://USER@HOST/DATABASE``; None for
            `default_url`.
        create: make the store where there is none.
        step: called at each point of a write that a crash may strike.

    Raises:
        StoreError: there is none (S001), it is damaged (S002), foreign (S003), newer than this
            program (S004), cannot be opened (S005), or is of an unknown kind (S006); of a server, S009 to S016.
    """
    place = place_of(url)
    if isinstance(place, ServerPlace):
        return _opened_on_server(place, create, step)
    if place.path is None:
        engine = memory_engine()
        return _opened(MemoryStore, engine, writing(engine), place, step)
    if not create and not place.path.is_file():
        raise StoreError.of("S001", path=place.name)
    try:
        _make_private(place.path)
    except OSError as error:
        raise StoreError.of("S005", path=place.name, cause=error.strerror or type(error).__name__) from None
    engine = file_engine(place.path)
    return _opened(SqlStore, engine, writing(engine), place, step)


def _opened_on_server(place: ServerPlace, create: bool, step: Step) -> SqlStore:
    engine = place.engine(_quiet())
    return _opened(SqlStore, engine, writing_on_server(engine), place, step, create=create)


def _opened(
    kind: type[SqlStore], engine: Engine, writer: Engine, place: Place | ServerPlace, step: Step, *, create: bool = True
) -> SqlStore:
    try:
        place.probe(engine)
        if not create and not found_version(engine, place.name):
            raise StoreError.of("S001", path=place.name)
        migrate(writer, place.name)
        kept = place.blobs(engine, step)
    except DBAPIError as error:
        engine.dispose()
        raise place.refusal(error) from None
    except OSError as error:
        engine.dispose()
        raise StoreError.of("S005", path=place.name, cause=error.strerror or type(error).__name__) from None
    except StoreError:
        engine.dispose()
        raise
    reader = reading_on_server(engine) if isinstance(place, ServerPlace) else engine
    return kind(reader, writer, kept, place.running(engine), step)


def _make_private(path: Path) -> None:
    private_folder(path.parent)
    # SQLite gives its journal the permissions of the database, so the empty file must have the right ones.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def file_engine(path: Path) -> Engine:
    """Return the engine over a file; neither the messages of its errors nor any log shows values."""
    url = URL.create("sqlite+pysqlite", database=str(path))
    return _prepared(create_engine(url, hide_parameters=True, logging_name=_quiet()))


def memory_engine() -> Engine:
    """Return an engine over one database in memory that all connections share."""
    shared = {"check_same_thread": False}
    return _prepared(create_engine(
        "sqlite+pysqlite://", connect_args=shared, poolclass=StaticPool, hide_parameters=True, logging_name=_quiet()
    ))


def _quiet() -> str:
    """Return the name under which engines log: SQLAlchemy would log every row that is read where it is told to debug.

    ``hide_parameters`` hides what is written only. The level is this logger's own, so that no other one opens it.
    """
    logging.getLogger(f"sqlalchemy.engine.Engine.{_LOGGER}").setLevel(logging.WARNING)
    return _LOGGER


def writing(engine: Engine) -> Engine:
    """Return the engine with transactions that take the write lock when they begin."""
    return engine.execution_options(**{_WRITES: True})


def _prepared(engine: Engine) -> Engine:
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    # The driver's own transactions leave DDL outside; SQLAlchemy's docs tell to begin them by hand.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        for pragma in PRAGMAS:
            _set(cursor, pragma)
    finally:
        cursor.close()


def _set(cursor: Any, pragma: str) -> None:
    """Set a pragma; SQLite turns a new database to WAL without waiting for others that do the same, so this waits."""
    until = time.monotonic() + WAIT
    while True:
        try:
            cursor.execute(f"PRAGMA {pragma}")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _on_begin(connection: Connection) -> None:
    # A reader that turns writer half way would fail at once where another program writes.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

