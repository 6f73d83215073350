"""What tests of files that leave formkit share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from formkit.i18n import language, set_language


@pytest.fixture
def in_english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)
