"""Which records are to be written, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from formkit.export.record_columns import RecordColumns
from formkit.export.record_values import Wording
from formkit.model.answers import WholeRecord
from formkit.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """How records are written: a row for each of them, or (``long``) one for each answer."""

    long: bool = False
    wording: Wording = field(default_factory=Wording)


@dataclass(frozen=True, slots=True)
class RecordSet:
    """The records of one edition of a handbook.

    ``book`` is None where this installation no longer has it. ``records`` reads them anew each time.
    """

    full_id: str
    book: Handbook | None
    columns: RecordColumns
    records: Callable[[], Iterator[WholeRecord]]
