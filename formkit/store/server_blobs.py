"""The bytes of the files that were read, in the tables of a server: one backup holds them and their rows alike.

They are cut into pieces, so that neither side holds a large scan twice. All pieces of a file come in one transaction:
a name either has all of its bytes or does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, Table, Text, select, text
from sqlalchemy.dialects.postgresql import insert

from formkit.store.blobs import Step, no_step, sha256_of

TABLES: tuple[str, ...] = (
    """CREATE TABLE blob (
        sha256 TEXT NOT NULL,
        piece INTEGER NOT NULL,
        bytes BYTEA NOT NULL,
        PRIMARY KEY (sha256, piece)
    )""",
    # Scans and office files are packed already: the server need not try to do it again.
    "ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL",
)
"""As the migration makes them; never changed after a release."""
PIECE = 4 << 20
_BLOB = Table(
    "blob", MetaData(), Column("sha256", Text, primary_key=True), Column("piece", Integer, primary_key=True),
    Column("bytes", LargeBinary),
)


class ServerBlobs:
    """Keeps bytes in the database.

    Args:
        engine: one whose transactions may write, without waiting for their turn: a large file must not keep others
            from deciding while it travels.
        step: called at each point of a write that a crash may strike.
    """

    def __init__(self, engine: Engine, step: Step = no_step) -> None:
        self._engine = engine
        self._step = step

    def put(self, content: bytes) -> str:
        """Keep ``content`` durably and return its name; what is there damaged is replaced."""
        name = sha256_of(content)
        known = self.get(name)
        if known == content:
            return name
        with self._engine.begin() as connection:
            # Whoever sends the same file at the same moment is waited for, however long it takes.
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            if known is not None:
                connection.execute(_BLOB.delete().where(_BLOB.c.sha256 == name))
            self._send(connection, name, content)
            self._step("blob written")
        self._step("blob renamed")
        return name

    def _send(self, connection: Connection, name: str, content: bytes) -> None:
        for piece, at in enumerate(range(0, max(len(content), 1), PIECE)):
            row = insert(_BLOB).values(sha256=name, piece=piece, bytes=content[at : at + PIECE])
            connection.execute(row.on_conflict_do_nothing())
            self._step("blob half written")

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes of a name, or None."""
        pieces = select(_BLOB.c.bytes).where(_BLOB.c.sha256 == sha256).order_by(_BLOB.c.piece)
        with self._engine.begin() as connection:
            found = connection.scalars(pieces).all()
        return b"".join(found) if found else None

    def names(self) -> Iterator[str]:
        """Yield the names in order."""
        with self._engine.begin() as connection:
            found = connection.scalars(select(_BLOB.c.sha256).where(_BLOB.c.piece == 0).order_by(_BLOB.c.sha256)).all()
        yield from found
