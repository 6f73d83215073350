"""A record: the values to fill into one booklet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formkit.errors import Where
from formkit.model.reading import Value


@dataclass(frozen=True, slots=True)
class Record:
    """Values by full field id, and where they were given."""

    values: Mapping[str, Value]
    where: Where
    serial: str | None = None
    edition: str | None = None
