"""Files → store: each file is read, checked and stored in one transaction of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from formkit.checks import check_values
from formkit.errors import FormkitError, InputError, Problem
from formkit.matching import match
from formkit.media.table import read_people
from formkit.model.handbook import Handbook
from formkit.model.ids import booklet_refs
from formkit.model.person import Identity
from formkit.model.reading import Document, DocumentStatus
from formkit.model.store import ForeignRow, Store
from formkit.pipeline.digitise import failed, handbook_of_document, load, read_content


class Outcome(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Imported:
    """One file and what became of it; ``documents`` are those that were read in it."""

    path: Path
    outcome: Outcome
    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()


def import_files(paths: Iterator[Path], store: Store | None, batch: str) -> Iterator[Imported]:
    """Yield what became of each file; without a store nothing is kept (a dry run).

    A file that is in the store already is not read again, so a run that was stopped goes on where
    it was when it is started again.
    """
    for path in paths:
        try:
            yield _import_file(path, store, batch)
        except FormkitError as error:
            yield Imported(path, Outcome.FAILED, (), error.problems)


def _import_file(path: Path, store: Store | None, batch: str) -> Imported:
    try:
        content = load(path)
    except InputError as error:
        return Imported(path, Outcome.FAILED, (failed(path, b"", error.problems),), error.problems)
    if store is not None and store.has_source(hashlib.sha256(content).hexdigest()):
        return Imported(path, Outcome.DUPLICATE)
    documents = tuple(read_content(content, path))
    problems = [each for document in documents for each in document.problems]
    if store is not None and not any(document.failed for document in documents):
        problems += _keep(documents, content, store, batch)
    return Imported(path, _outcome(documents), documents, tuple(problems))


def _keep(documents: tuple[Document, ...], content: bytes, store: Store, batch: str) -> list[Problem]:
    handbooks = {book.full_id: book for book in map(handbook_of_document, documents)}
    added = store.add_documents(documents, content, handbooks=handbooks, matcher=match, batch=batch)
    return [each for one in added for each in one.problems]


def _outcome(documents: tuple[Document, ...]) -> Outcome:
    for status, outcome in (
        (DocumentStatus.FAILED, Outcome.FAILED), (DocumentStatus.REVIEW, Outcome.REVIEW),
    ):
        if any(document.status is status for document in documents):
            return outcome
    return Outcome.ACCEPTED


def keep_list(path: Path, handbook: Handbook, store: Store) -> list[Problem]:
    """Keep the columns of a list of people that no field of the handbook takes, for the roster.

    Returns the problems of the list and of finding its persons.

    Raises:
        InputError: the list cannot be read.
    """
    table = read_people(path)
    sha256 = hashlib.sha256(load(path)).hexdigest()
    taken = {ref.field.concept for ref in booklet_refs(handbook)}
    problems = list(table.problems)
    for row in table.rows:
        spare = {name: value for name, value in row.values.items() if name not in taken} | dict(row.foreign)
        identity = Identity.from_concepts(row.values.items())
        foreign = ForeignRow(identity, spare, path.name, sha256, row.where.detail or str(row.where.line), handbook.id)
        problems += store.add_foreign_row(foreign, matcher=match).problems
    return problems


def recheck(store: Store, document_id: int, handbook: Handbook, today: dt.date) -> list[Problem]:
    """Run the checks again on what a document's values are now, and keep what they find."""
    values = {name: each.value for name, each in store.values(document_id).items() if each.value is not None}
    found = check_values(handbook, values, today=today)
    store.renew_problems(document_id, found)
    return found
