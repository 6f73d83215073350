"""The stores over which the shared contract is tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formkit.model.store import Store
from formkit.store.engine import open_store

KINDS = ("file", "memory", "server")


def place(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """Return where a new store of a kind is to be."""
    if kind == "server":
        return str(request.getfixturevalue("server_url"))
    return "memory:" if kind == "memory" else str(folder / "one" / "formkit.db")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open a new store of each kind; what is left in it in the end is sound."""
    with open_store(place(request.param, request, tmp_path)) as store:
        yield store
        assert store.verify() == ()
