"""A record: the values to fill into one booklet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formkit.errors import Where
from formkit.model.reading import Value


@dataclass(frozen=True, slots=True)
class Record:
    """Values by full field id, and where they were given.

    ``said`` are the fields that the record speaks of, be it to say that they are blank; ``open`` those of which it says
    that nobody has settled what stands there.
    """

    values: Mapping[str, Value]
    where: Where
    serial: str | None = None
    edition: str | None = None
    said: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()
