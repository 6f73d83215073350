"""Who may write to a store on a server, and which runs of imports are under way there.

Both are advisory locks of the database: the server frees them when the connection ends, however its program ended.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

_WRITING, _RUNS = 0x666B01, 0x666B02
"""Two numbers that no other program is likely to use in a database of ours."""
_TAKE = text("SELECT pg_try_advisory_lock(:kind, :run_id)")


def wait_for_turn(connection: Connection) -> None:
    """Wait until no other transaction writes; the lock goes with the transaction, after its rows are to be seen.

    A file knows only one writer at a time, and all that reads before it writes relies on that. So it is here.
    """
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITING}, 0)")


class ServerRunning:
    """Runs of a store on a server; `formkit.store.running.Running`.

    A connection of its own holds the locks. Should the server drop it half way, two programs may do the same work;
    nothing is stored twice even then.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._taken: set[int] = set()

    def take(self, run_id: int) -> bool:
        """Take a run, if no other program has it."""
        if run_id in self._taken:
            return True
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            # It leaves the pool, for a connection that went back there would keep its locks.
            self._connection.detach()
        if not self._connection.execute(_TAKE, {"kind": _RUNS, "run_id": run_id}).scalar():
            return False
        self._taken.add(run_id)
        return True

    def close(self) -> None:
        """Let go of all runs; closing the connection frees its locks."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._taken.clear()
