"""What holds for all tests."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from formkit.store import engine

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
