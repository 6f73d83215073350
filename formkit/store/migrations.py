"""How a store comes to the newest schema: named steps, each once, each in its own transaction.

A step is never changed after a release; the next version appends one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, inspect, select

from formkit.errors import StoreError
from formkit.store import (
    journal,
    schema,
    server_blobs,
    version_1,
    version_7,
    version_8,
    version_9,
    version_10,
    version_11,
    version_12,
    version_13,
)
from formkit.store.dialects import define, is_server, refuse_changes
from formkit.store.encoding import utc

_APPEND_ONLY_1 = ("reading", "correction", "acceptance", "person_decision", "assignment")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number counts from 1, and its name says what it does."""

    number: int
    name: str
    apply: Callable[[Connection], None]


def _first_tables(connection: Connection) -> None:
    for statement in version_1.TABLES:
        define(connection, statement)
    if is_server(connection):
        # Beside a database in a file, the bytes of the sources are files in a folder.
        for statement in server_blobs.TABLES:
            define(connection, statement)


def _values_are_computed(connection: Connection) -> None:
    define(
        connection,
        """CREATE VIEW field_value AS
        SELECT r.document_id, r.field_id, r.position, r.sheet, r.sheet_edition, r.repeats, r.copy, r.entry,
               r.local, r.concept, r.role, r.labels, r.status, r.raw, r.confidence, r.page, r.alternatives,
               r.value AS read_value,
               CASE WHEN c.id IS NULL THEN r.value ELSE c.after END AS value,
               CASE WHEN c.id IS NULL THEN 0 ELSE 1 END AS corrected
        FROM reading r LEFT JOIN correction c ON c.id = (
            SELECT max(l.id) FROM correction l WHERE l.document_id = r.document_id AND l.field_id = r.field_id
        )"""
    )


def _append_only(connection: Connection) -> None:
    refuse_changes(connection, _APPEND_ONLY_1)


def _measures_of_scans(connection: Connection) -> None:
    define(connection, "ALTER TABLE reading ADD COLUMN reader TEXT NOT NULL DEFAULT ''")
    define(connection, "ALTER TABLE reading ADD COLUMN measures TEXT NOT NULL DEFAULT '{}'")
    define(connection, "DROP VIEW field_value")
    define(
        connection,
        """CREATE VIEW field_value AS
        SELECT r.document_id, r.field_id, r.position, r.sheet, r.sheet_edition, r.repeats, r.copy, r.entry,
               r.local, r.concept, r.role, r.labels, r.status, r.raw, r.confidence, r.page, r.alternatives,
               r.reader, r.measures, r.value AS read_value,
               CASE WHEN c.id IS NULL THEN r.value ELSE c.after END AS value,
               CASE WHEN c.id IS NULL THEN 0 ELSE 1 END AS corrected
        FROM reading r LEFT JOIN correction c ON c.id = (
            SELECT max(l.id) FROM correction l WHERE l.document_id = r.document_id AND l.field_id = r.field_id
        )"""
    )


def _batches_of_lists(connection: Connection) -> None:
    define(connection, "ALTER TABLE foreign_row ADD COLUMN batch TEXT NOT NULL DEFAULT ''")


def _journal_of_imports(connection: Connection) -> None:
    define(connection, "ALTER TABLE document ADD COLUMN answers TEXT NOT NULL DEFAULT ''")
    define(connection, "CREATE INDEX document_answers ON document (answers)")
    for statement in journal.TABLES:
        define(connection, statement)


def _review(connection: Connection) -> None:
    for statement in (*version_7.COLUMNS, *version_7.TABLES):
        define(connection, statement)
    define(connection, "DROP VIEW field_value")
    define(connection, version_7.VIEW)
    refuse_changes(connection, version_7.APPEND_ONLY)
    version_7.fill_waiting(connection)


def _accounts(connection: Connection) -> None:
    for statement in version_8.TABLES:
        define(connection, statement)
    refuse_changes(connection, version_8.APPEND_ONLY)


def _whole_documents(connection: Connection) -> None:
    for statement in version_9.COLUMNS:
        define(connection, statement)


def _log_ins_by_address(connection: Connection) -> None:
    for statement in version_10.TABLES:
        define(connection, statement)


def _entered_alone(connection: Connection) -> None:
    for statement in version_11.STATEMENTS:
        define(connection, statement)


def _questions_of_editions(connection: Connection) -> None:
    for statement in version_12.STATEMENTS:
        define(connection, statement)


def _files_set_aside(connection: Connection) -> None:
    for statement in version_13.TABLES:
        define(connection, statement)
    refuse_changes(connection, version_13.APPEND_ONLY)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "first_tables", _first_tables),
    Migration(2, "values_are_computed", _values_are_computed),
    Migration(3, "append_only", _append_only),
    Migration(4, "measures_of_scans", _measures_of_scans),
    Migration(5, "batches_of_lists", _batches_of_lists),
    Migration(6, "journal_of_imports", _journal_of_imports),
    Migration(7, "review", _review),
    Migration(8, "accounts", _accounts),
    Migration(9, "whole_documents", _whole_documents),
    Migration(10, "log_ins_by_address", _log_ins_by_address),
    Migration(11, "entered_alone", _entered_alone),
    Migration(12, "questions_of_editions", _questions_of_editions),
    Migration(13, "files_set_aside", _files_set_aside),
)


def found_version(engine: Engine, name: str) -> int:
    """Return the number of the last step applied; 0 for an empty database.

    Raises:
        StoreError: the database has tables, but not those of a store.
    """
    tables = set(inspect(engine).get_table_names())
    if schema.schema_change.name not in tables:
        if tables:
            raise StoreError.of("S003", path=name)
        return 0
    with engine.connect() as connection:
        return connection.scalar(select(func.max(schema.schema_change.c.number))) or 0


def migrate(writer: Engine, name: str, steps: Sequence[Migration] = MIGRATIONS) -> int:
    """Apply the steps that are missing and return how many they were.

    Args:
        writer: an engine whose transactions take the write lock when they begin.
        name: what the store is called in messages.
        steps: all steps there are, in the order of their numbers.

    Raises:
        StoreError: the database belongs to another program or is newer than ``steps``.
    """
    found = found_version(writer, name)
    if found > steps[-1].number:
        raise StoreError.of("S004", path=name, found=found, known=steps[-1].number)
    if found < steps[-1].number:
        with writer.begin() as connection:
            define(
                connection,
                "CREATE TABLE IF NOT EXISTS schema_change "
                "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
            )
    return sum(_apply_once(writer, step) for step in steps if step.number > found)


def _apply_once(writer: Engine, step: Migration) -> bool:
    applied = schema.schema_change
    with writer.begin() as connection:
        # Another program may have opened the same new store at the same moment.
        if connection.scalar(select(applied.c.number).where(applied.c.number == step.number)) is not None:
            return False
        step.apply(connection)
        connection.execute(
            applied.insert().values(number=step.number, name=step.name, applied_at=utc(datetime.now(UTC)))
        )
    return True
