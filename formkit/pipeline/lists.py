"""Lists of people → store: what a list knows of a person is kept beside what the handbooks say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from formkit.atomic import write_atomically
from formkit.errors import FormkitError, InputError, OutputError, Problem, Where, problem
from formkit.mapping import available, load_handbook
from formkit.matching import match
from formkit.media.table import column_file_text, field_of, read_column_file, read_people, vocabulary
from formkit.media.table.people import PeopleTable, PersonRow
from formkit.media.table.vocabulary import Vocabulary
from formkit.model.concepts import CONCEPTS, Answer
from formkit.model.handbook import Handbook
from formkit.model.ids import booklet_refs
from formkit.model.person import Identity
from formkit.model.reading import Document
from formkit.model.store import ForeignRow, Store
from formkit.pipeline.digitise import load

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".csv"})
_NOT_OURS = frozenset({"F004", "F005", "F010"})


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How lists are taken: what was settled about their columns, and whether unsure ones are agreed to."""

    columns: Path | None = None
    """A file of columns (`formkit columns -o`)."""
    confirmed: bool = False
    """Whether somebody looked at the columns that are not sure."""

    def named(self) -> dict[str, str]:
        """Return them by name, for telling one run of an import from another."""
        columns = "" if self.columns is None else str(self.columns.absolute())
        return {"columns": columns, "confirmed": str(self.confirmed)}


AS_PROPOSED = ListOptions()


@dataclass(frozen=True, slots=True)
class KeptList:
    """The problems of a list and of finding its persons; ``before`` says that every row of it was kept before."""

    problems: tuple[Problem, ...]
    before: bool = False


def is_list(documents: tuple[Document, ...], path: Path) -> bool:
    """Say whether a file that is none of ours may be a list of people."""
    codes = {each.code for document in documents for each in document.problems}
    return path.suffix.lower() in SUFFIXES and bool(codes & _NOT_OURS) and all(each.failed for each in documents)


def handbook_of_lists() -> Handbook | None:
    """Return the handbook with most of the concepts that lists of people have; None where none has any.

    Handbooks that cannot be loaded are passed over; `formkit check` tells what is wrong with them.
    """
    best: tuple[int, Handbook | None] = (0, None)
    for _, folder in available():
        try:
            handbook = load_handbook(folder)
        except FormkitError:
            continue
        known = {ref.field.concept for ref in booklet_refs(handbook)} & CONCEPTS.keys()
        if len(known) > best[0]:
            best = (len(known), handbook)
    return best[1]


def read_list(path: Path, handbook: Handbook | None, columns: Path | None = None) -> PeopleTable:
    """Return a list as it is understood, with what was settled in a file of columns.

    Raises:
        InputError: the list or the file of columns cannot be used.
    """
    settled = read_column_file(columns, vocabulary(handbook)) if columns else None
    return read_people(path, columns=settled, handbook=handbook)


def write_columns(table: PeopleTable, source: Path, target: Path) -> None:
    """Write what the columns of a list hold into a file that `read_list` takes.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        with write_atomically(target) as beside:
            beside.write_text(column_file_text(table.columns, source.name), encoding="utf-8", newline="\n")
    except OSError as cause:
        raise OutputError.of("E001", file=target, reason=cause.strerror or type(cause).__name__) from cause


def keep_list(
    path: Path, handbook: Handbook, store: Store | None, options: ListOptions = AS_PROPOSED, batch: str = "",
    label: str = "",
) -> KeptList:
    """Keep every row of a list with its person (a dry run without a store only reads it).

    A roster takes from a row what no sheet of the person's case says. Choices are kept as common
    words, because a list's codes belong to no edition. A list that was kept before changes nothing.
    ``label`` is what it is called in the store, where ``path`` is a copy of it.

    Raises:
        InputError: the list cannot be read, or it is not sure what its columns hold and nobody agreed (P047).
    """
    table = read_list(path, handbook, options.columns)
    if table.unsure and not options.confirmed:
        raise _unsure(path, table)
    problems = list(table.problems)
    sha256 = hashlib.sha256(load(path)).hexdigest()
    if store is None:
        return KeptList(tuple(problems))
    words, before = vocabulary(handbook), 0
    headers = {column.concept: column.header for column in table.columns if column.concept}
    for row in table.rows:
        columns = dict(_columns(row, headers, words))
        place = row.where.detail or str(row.where.line)
        identity = Identity.from_concepts(row.values.items())
        foreign = ForeignRow(
            identity, dict(row.foreign) | columns, label or path.name, sha256, place, handbook.id, batch
        )
        added = store.add_foreign_row(foreign, matcher=match)
        problems += added.problems
        before += added.duplicate
    if before:
        problems.append(problem("P057", where=Where(str(path)), file=path.name, count=before))
    return KeptList(tuple(problems), before=before > 0 and before == len(table.rows))


def _columns(row: PersonRow, headers: Mapping[str, str], words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield what a row says by concept, choices as common words.

    A choice that has no word is kept under its heading, where no roster takes it for an answer: "01"
    is level 1 to some and level 0 to others.
    """
    for concept, value in row.values.items():
        if concept in row.meanings:
            yield concept, row.meanings[concept]
        elif words.answer_of(concept) is Answer.CHOICE:
            yield headers.get(concept, concept), value
        else:
            yield concept, value


def _unsure(path: Path, table: PeopleTable) -> FormkitError:
    columns = "、".join(f"{each.letter} “{each.header}” ({field_of(each.concept or '')})" for each in table.unsure)
    return InputError.all([problem("P047", where=Where(str(path)), file=path.name, columns=columns), *table.problems])
