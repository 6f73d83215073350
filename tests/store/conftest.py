"""The stores over which the shared contract is tested."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from formkit.model.store import Store
from formkit.store.engine import open_store

KINDS = ("file", "memory")


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Store]:
    """Open a new store of a kind; what is left in it in the end is sound."""
    with open_store("memory:" if kind == "memory" else str(folder / "one" / "formkit.db")) as store:
        yield store
        assert store.verify() == ()


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with opened(request.param, tmp_path) as store:
        yield store
