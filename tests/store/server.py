"""A PostgreSQL server of the tests' own, where PostgreSQL is installed: private, on a socket and a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

WHERE = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
"""Where systems put the programs of servers, which are not on the path."""
USER, PASSWORD = "clerk", "Geheim-%7-p:w"
MISSING = "PostgreSQL is not installed here, so no store on a server is tested (Debian: apt-get install postgresql)"
MEMORY = Path("/dev/shm")
"""A disk in memory, where systems have one: databases are made there in a tenth of the time."""
_QUICK = ("fsync=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB", "autovacuum=off")
"""No test cuts the power."""

_EMPTY = """DO $$ DECLARE each record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename != 'schema_change' LOOP
        EXECUTE 'DELETE FROM ' || each.tablename;
    END LOOP;
    FOR each IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE 'ALTER SEQUENCE ' || each.sequencename || ' RESTART';
    END LOOP;
END $$"""
"""No trigger refuses it in this role of replication, which only who may do all can take."""


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl; None where there are none, or the driver is not installed."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return None
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted((path for each in WHERE for path in Path("/").glob(each[1:])), reverse=True)
    return next((each for each in folders if (each / "initdb").is_file() and (each / "pg_ctl").is_file()), None)


def _somebody() -> Mapping[str, Any]:
    """Return as whom to run the server, which refuses to be run by root."""
    return {"user": "nobody", "group": "nogroup"} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}


@dataclass(slots=True)
class Server:
    """A server that runs."""

    folder: Path
    port: int
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, user: str = USER, more: str = "") -> str:
        """Return the URL of a database, through the socket."""
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}{more}"

    def network_url(self, database: str, user: str = USER, password: str = "", more: str = "") -> str:
        """Return the URL of a database over the network, where the server asks for a password."""
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}{more}"

    def run(self, database: str, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements without any code of the store, as who may do all; return what the last one gives."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), port=self.port, dbname=database, user="postgres", autocommit=True
        ) as connection:
            for statement in statements:
                cursor = connection.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def make(self, encoding: str = "UTF8", owner: str = USER) -> str:
        """Make a database and return its name; one in UTF8 compares text as Chinese, where the server knows how."""
        name = f"store_{next(self._numbers)}"
        made = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' OWNER {owner}"
        [(version,)] = self.run("postgres", "SHOW server_version_num")
        chinese = encoding == "UTF8" and int(version) >= 150000
        self.run("postgres", made + (" LOCALE_PROVIDER icu ICU_LOCALE 'zh'" if chinese else ""))
        return name

    def empty(self, database: str) -> None:
        """Take all rows out of a store, and let its numbers count from 1 again: quicker than another database."""
        self.run(database, _EMPTY)


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """Start a server, and end it."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2 << 30
    folder = Path(tempfile.mkdtemp(prefix="formkit-pg-", dir=MEMORY if roomy else None))
    somebody = _somebody()
    if somebody:
        shutil.chown(folder, somebody["user"], somebody["group"])

    def call(program: str, *given: str) -> None:
        told = {"env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}, "cwd": folder, **somebody}
        done = subprocess.run([programs / program, *given], capture_output=True, text=True, timeout=300, **told)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        kept = folder / "kept"
        call("initdb", "-D", str(kept), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        (kept / "pg_hba.conf").write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = [*_QUICK, f"port={port}", f"unix_socket_directories={folder}", "listen_addresses=127.0.0.1"]
        given = " ".join(f"-c {each}" for each in options)
        call("pg_ctl", "-D", str(kept), "-w", "-t", "240", "-o", given, "-l", str(folder / "log"), "start")
        try:
            server = Server(folder, port)
            server.run("postgres", f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            call("pg_ctl", "-D", str(kept), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
