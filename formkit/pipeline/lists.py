"""Lists of people → store: what a list knows of a person is kept beside what the handbooks say."""

from __future__ import annotations

import hashlib
from pathlib import Path

from formkit.errors import Problem
from formkit.matching import match
from formkit.media.table import read_people
from formkit.model.handbook import Handbook
from formkit.model.person import Identity
from formkit.model.reading import Document
from formkit.model.store import ForeignRow, Store
from formkit.pipeline.digitise import load

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".csv"})
_NOT_OURS = frozenset({"F004", "F005"})


def is_list(documents: tuple[Document, ...], path: Path) -> bool:
    """Say whether a file that is none of ours may be a list of people."""
    codes = {each.code for document in documents for each in document.problems}
    return path.suffix.lower() in SUFFIXES and bool(codes & _NOT_OURS) and all(each.failed for each in documents)


def keep_list(path: Path, handbook: Handbook, store: Store | None) -> list[Problem]:
    """Keep every row of a list with its person (a dry run without a store only reads it).

    A roster takes from a row what no sheet of the person's case says. Choices are kept as common
    words, because a list's codes belong to no edition. Returns the problems of the list and of
    finding its persons; a list that was kept before changes nothing.

    Raises:
        InputError: the list cannot be read.
    """
    table = read_people(path)
    problems = list(table.problems)
    sha256 = hashlib.sha256(load(path)).hexdigest()
    if store is None:
        return problems
    for row in table.rows:
        columns = {concept: row.meanings.get(concept, value) for concept, value in row.values.items()}
        place = row.where.detail or str(row.where.line)
        identity = Identity.from_concepts(row.values.items())
        foreign = ForeignRow(identity, columns | dict(row.foreign), path.name, sha256, place, handbook.id)
        problems += store.add_foreign_row(foreign, matcher=match).problems
    return problems
