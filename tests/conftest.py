"""What holds for all tests."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from types import SimpleNamespace

import pytest
from babel.messages.catalog import Catalog
from hypothesis import HealthCheck, settings

from formkit.pipeline.crew import hand
from formkit.store import engine, open_store
from tests.processes import quick_processes
from tests.store import server as servers
from tools import messages

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
"""Tests start this program a hundred times: it is compiled for the first of them only, wherever Python may do so."""

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
"""An example that takes long on a busy machine is no fault of what it tests."""


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from going through all modules and tests again and again, a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 10)


@pytest.fixture(scope="session")
def translations() -> Catalog:
    """Return all that is said, as it stands in the code, with its Chinese; gathering it takes a second or two."""
    return messages.merged()


@pytest.fixture(scope="session")
def processes() -> BaseContext:
    return quick_processes()


@pytest.fixture
def quick_workers(processes: BaseContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers start quickly: as the product starts them, that takes longer than what most tests have them read."""
    monkeypatch.setattr(hand, "multiprocessing", SimpleNamespace(get_context=lambda _method: processes))


@pytest.fixture(scope="session", autouse=True)
def own_pragmas() -> Iterator[tuple[str, ...]]:
    """Return the pragmas of the product; let stores of this process not wait for the disk, which no test can cut off.

    What a kill leaves is the same either way: the system has what was written. Programs that tests start do wait.
    """
    own = engine.PRAGMAS
    quick = tuple("synchronous=OFF" if each == "synchronous=FULL" else each for each in own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "PRAGMAS", quick)
        yield own


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    """Start a PostgreSQL server for the tests of a process, where there is one."""
    programs = servers.programs()
    if programs is None:
        pytest.skip(servers.MISSING)
    with servers.running(programs) as started:
        yield started


@pytest.fixture(scope="session")
def kept_database(server: servers.Server) -> str:
    """Make the database that `server_url` empties for each test."""
    return server.make()


@pytest.fixture
def server_url(server: servers.Server, kept_database: str) -> str:
    """Return the URL of a store without anything in it on the server."""
    url = server.url(kept_database)
    open_store(url).close()
    server.empty(kept_database)
    return url
