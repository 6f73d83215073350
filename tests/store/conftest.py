"""The stores over which the shared contract is tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formkit.model.store import Store
from formkit.store.engine import open_store


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = "memory:" if request.param == "memory" else str(tmp_path / "one" / "formkit.db")
    with open_store(url) as opened:
        yield opened
        assert opened.verify() == ()
