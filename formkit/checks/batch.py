"""Checks over the documents of a batch: the same file, the same person, the same sheet of a booklet twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from formkit.errors import Problem, Where
from formkit.model.handbook import Field, Format, Handbook
from formkit.model.ids import booklet_refs
from formkit.model.reading import Document, FieldStatus
from formkit.values.idcard import is_id_number, read_id

_ID_CONCEPTS = ("person.id_number", "person.idno", "id_number")
"""Concepts of the person's own number; a guardian's must not join two cases."""


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """What tells one document of a batch from another."""

    source: str
    sha256: str
    id_number: str | None = None
    serial: str | None = None
    pages: frozenset[int] = frozenset()


def entry_of(document: Document, handbook: Handbook) -> BatchEntry:
    """Return what tells ``document`` from others; an ID number only where it is right and surely read."""
    pages = frozenset(page.page for page in document.pages)
    return BatchEntry(document.source, document.sha256, _own_number(document, handbook), document.serial, pages)


def _own_number(document: Document, handbook: Handbook) -> str | None:
    for ref in booklet_refs(handbook):
        reading = document.readings.get(ref.id) if _is_own_number(ref.field) else None
        if reading is None or reading.status is not FieldStatus.ACCEPTED or not isinstance(reading.value, str):
            continue
        number = read_id(reading.value)
        if number is not None and is_id_number(reading.value):
            return number.number
    return None


def _is_own_number(field: Field) -> bool:
    return field.format is Format.ID_NUMBER and field.concept in _ID_CONCEPTS


def check_batch(entries: Iterable[BatchEntry]) -> list[Problem]:
    """Return what stands twice in a batch; each problem is of the later document and names the earlier."""
    listed = list(entries)
    return [*_same_file(listed), *_same_person(listed), *_same_page(listed)]


def _repeats(
    entries: list[BatchEntry], key: Callable[[BatchEntry], str | None]
) -> Iterator[tuple[BatchEntry, BatchEntry]]:
    """Yield (entry, the first one with the same key) for all entries whose key is not None."""
    first: dict[str, BatchEntry] = {}
    for entry in entries:
        found = key(entry)
        if found is not None and first.setdefault(found, entry) is not entry:
            yield entry, first[found]


def _twice(code: str, entry: BatchEntry, other: BatchEntry, **words: object) -> Problem:
    where = Where(entry.source)
    context = {"source": entry.source, "other": other.source} | {name: str(word) for name, word in words.items()}
    return Problem(code, tuple(context.items()), where)


def _is_copy(entry: BatchEntry, other: BatchEntry) -> bool:
    """Say whether both are of equal files; the documents of one file share its digest and its source."""
    return entry.sha256 == other.sha256 and entry.source != other.source


def _same_file(entries: list[BatchEntry]) -> Iterator[Problem]:
    for entry, other in _repeats(entries, lambda entry: entry.sha256):
        if _is_copy(entry, other):
            yield _twice("C201", entry, other)


def _same_person(entries: list[BatchEntry]) -> Iterator[Problem]:
    for entry, other in _repeats(entries, lambda entry: entry.id_number):
        if not _is_copy(entry, other):
            yield _twice("C202", entry, other)


def _same_page(entries: list[BatchEntry]) -> Iterator[Problem]:
    first: dict[tuple[str, int], BatchEntry] = {}
    for entry in entries:
        for page in sorted(entry.pages):
            if not entry.serial:
                continue
            other = first.setdefault((entry.serial, page), entry)
            if other is not entry and not _is_copy(entry, other):
                yield _twice("C203", entry, other, serial=entry.serial, page=page)
