"""Files → store: each file is read, checked and stored in one transaction of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from formkit.errors import FormkitError, InputError, Problem, Where, problem
from formkit.matching import match
from formkit.model.handbook import Handbook
from formkit.model.reading import Document, DocumentStatus
from formkit.model.store import Added, Store
from formkit.pipeline.case_checks import check_case
from formkit.pipeline.digitise import failed, handbook_of_document, load, read_content
from formkit.pipeline.lists import AS_PROPOSED, ListOptions, is_list, keep_list
from formkit.pipeline.scan_options import DEFAULTS, ScanOptions


class Outcome(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    DUPLICATE = "duplicate"
    LIST = "list"
    """A list of people: its rows are kept with their persons, for the roster."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Imported:
    """One file and what became of it; ``documents`` are those that were read in it.

    ``problems`` are those of reading and checking and, where it was stored, those of the store.
    """

    path: Path
    outcome: Outcome
    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()


def import_files(
    paths: Iterator[Path], store: Store | None, batch: str, list_handbook: Handbook | None = None,
    options: ScanOptions = DEFAULTS, lists: ListOptions = AS_PROPOSED,
) -> Iterator[Imported]:
    """Yield what became of each file; without a store nothing is kept (a dry run).

    Lists of people among the files belong to ``list_handbook``; without one they fail. ``options`` say how scans
    are read, ``lists`` how columns of lists are.

    A file that is in the store already is not read again, so a run that was stopped goes on where
    it was when it is started again.
    """
    for path in paths:
        try:
            yield _import_file(path, store, batch, list_handbook, options, lists)
        except FormkitError as error:
            yield Imported(path, Outcome.FAILED, (), error.problems)


def _import_file(
    path: Path, store: Store | None, batch: str, list_handbook: Handbook | None, options: ScanOptions,
    lists: ListOptions,
) -> Imported:
    try:
        content = load(path)
    except InputError as error:
        return Imported(path, Outcome.FAILED, (failed(path, b"", error.problems),), error.problems)
    if store is not None and store.has_source(hashlib.sha256(content).hexdigest()):
        return Imported(path, Outcome.DUPLICATE)
    documents = tuple(read_content(content, path, options=options))
    if is_list(documents, path):
        if list_handbook is None:
            raise InputError(problem("F113", where=Where(str(path))))
        return Imported(path, Outcome.LIST, (), tuple(keep_list(path, list_handbook, store, lists, batch)))
    problems = tuple(each for document in documents for each in document.problems)
    if store is None or any(document.failed for document in documents):
        return Imported(path, _outcome(document.status for document in documents), documents, problems)
    added = _keep(documents, content, store, batch)
    if all(each.duplicate for each in added):
        # Another run stored the file while this one read it.
        return Imported(path, Outcome.DUPLICATE)
    outcome = _outcome(store.document(each.document_id).status for each in added)
    return Imported(path, outcome, documents, problems + tuple(each for one in added for each in one.problems))


def _keep(documents: tuple[Document, ...], content: bytes, store: Store, batch: str) -> tuple[Added, ...]:
    handbooks = {book.full_id: book for book in map(handbook_of_document, documents)}
    return store.add_documents(
        documents, content, handbooks=handbooks, matcher=match, case_checker=check_case, batch=batch
    )


def _outcome(statuses: Iterable[DocumentStatus]) -> Outcome:
    found = set(statuses)
    if DocumentStatus.FAILED in found:
        return Outcome.FAILED
    return Outcome.REVIEW if DocumentStatus.REVIEW in found else Outcome.ACCEPTED
