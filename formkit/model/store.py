"""What the store gives and takes, and the protocol that every store keeps.

Readings and corrections are only ever added. A value is computed from both: the last correction
of a field, else its reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType, TracebackType
from typing import Protocol, Self

from formkit.errors import Problem
from formkit.model.accounts import Accounts
from formkit.model.answers import Answers
from formkit.model.handbook import Handbook
from formkit.model.journal import Journal, Noting
from formkit.model.person import Case, Identity, IssuedBooklet, Matcher, Person
from formkit.model.reading import Document, DocumentStatus, PageFound, Reading, Value
from formkit.model.review import Desk
from formkit.model.whole import WholeDocuments

BLOB_SUFFIX = ".blobs"
"""A folder of this name behind the whole name of a database holds its sources, and marks it as a store."""
RUNS_SUFFIX = "-runs"
"""A file of this name behind the whole name of a database tells which imports are under way."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document or row: where it stands and what was noticed.

    ``duplicate`` when it was there before, and nothing was changed.
    """

    document_id: int
    person_id: int | None
    case_id: int | None
    duplicate: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the store lists it; times are ISO in UTC."""

    id: int
    source: str
    sha256: str
    position: int
    handbook: str
    edition: str
    serial: str | None
    status: DocumentStatus
    batch: str
    stored_at: str
    person_id: int | None
    case_id: int | None
    pages: tuple[PageFound, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredValue:
    """The value of a field now, the reading it began with, and whether a person changed it.

    ``decided`` is the kind of the decision that holds, "" where there is none.
    """

    value: Value
    reading: Reading
    corrected: bool = False
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person about one field."""

    document_id: int
    field_id: str
    before: Value
    after: Value
    who: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class CaseValue:
    """A value of a case, with the editions that tell what its code means.

    ``edition`` is the handbook's edition and ``sheet_edition`` that of the sheet. ``date`` is the
    day it speaks of, where one is written. ``doubtful`` when the reading still waits for review.
    """

    value: Value
    document_id: int
    field_id: str
    concept: str | None
    sheet: str
    edition: str
    sheet_edition: str
    date: str | None = None
    corrected: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One entry of a sheet in a case: a visit, a plan, an assessment; or a sheet that stands once.

    ``values`` are by local id ("danger", "drugs.1.name"). ``documents`` are all that show this
    entry, oldest first; ``conflicts`` are the local ids that they show differently, and the value
    given is then a corrected one before one read, a sure one before a doubtful, a later before an
    earlier.
    """

    sheet: str
    date: str | None
    number: str | None
    entry: int
    edition: str
    sheet_edition: str
    values: Mapping[str, CaseValue]
    documents: tuple[int, ...]
    conflicts: tuple[str, ...] = ()
    repeats: bool = False
    serial: str | None = None
    """The booklet it was printed in; None for a plain blank."""


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A row of a list that formkit did not make: who it is about, and the columns no handbook has.

    ``sha256`` and ``place`` ("Sheet1!7") say where it stood, and are what makes adding it twice
    harmless. With ``handbook`` the person gets a case, and so stands on its roster.
    """

    identity: Identity
    columns: Mapping[str, Value]
    source: str
    sha256: str
    place: str
    handbook: str = ""
    batch: str = ""
    """The label of the import that it came with."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything a roster needs of one case.

    ``latest`` is by sheet and local id ("followup.danger") and ``concepts`` by concept; both give
    the latest value written. Rows of a table come from the latest entry that has any. ``visits``
    are in the order of their dates.
    """

    case: Case
    person: Person
    visits: tuple[Visit, ...]
    latest: Mapping[str, CaseValue]
    concepts: Mapping[str, CaseValue]
    foreign: tuple[ForeignRow, ...] = ()

    def of_sheet(self, sheet: str) -> tuple[Visit, ...]:
        """Return the entries of one sheet in the order of their dates."""
        return tuple(visit for visit in self.visits if visit.sheet == sheet)


class CaseChecker(Protocol):
    """Looks at a case as a whole, over all its documents; a pure function."""

    def __call__(self, view: CaseView) -> Mapping[int, Sequence[Problem]]:
        """Return what is wrong between documents, by the number of the document that is to be looked at."""


@dataclass(frozen=True, slots=True)
class Stats:
    """How much there is in the store."""

    sources: int
    documents: int
    persons: int
    cases: int
    corrections: int
    by_status: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


class Store(Journal, Protocol):
    """Keeps documents, corrections, persons and cases, and the journal of imports.

    Every method raises StoreError where the store cannot be read or written. ``when`` is a time
    with its zone, and now where it is left out.
    """

    @property
    def desk(self) -> Desk:
        """Where fields wait for a person."""

    @property
    def accounts(self) -> Accounts:
        """Who may use the review page."""

    @property
    def whole(self) -> WholeDocuments:
        """Where decisions about whole documents are kept."""

    @property
    def answers(self) -> Answers:
        """Where whole records come out."""

    def has_source(self, sha256: str) -> bool:
        """Say whether the file with these bytes, and all its documents, were stored before."""

    def add_document(
        self, document: Document, content: bytes, *, handbook: Handbook | None, matcher: Matcher,
        batch: str = "", imported_at: datetime | None = None,
    ) -> Added:
        """Store the only document of a file; see `add_documents`."""

    def add_documents(
        self, documents: Sequence[Document], content: bytes, *, handbooks: Mapping[str, Handbook],
        matcher: Matcher, case_checker: CaseChecker | None = None, batch: str = "",
        imported_at: datetime | None = None, noting: Noting | None = None,
    ) -> tuple[Added, ...]:
        """Store all documents of one file, or nothing: first the bytes, then one transaction.

        ``handbooks`` are by full id ("case-management@2017"). A document that is there already
        stays as it is. What ``noting`` returns goes into the journal in the same transaction.
        What ``case_checker`` finds in the cases that got something new is kept with the documents
        it names; what it no longer finds is closed.
        """

    def correct(
        self, document_id: int, field_id: str, value: Value, *, who: str, why: str, when: datetime | None = None
    ) -> None:
        """Add a correction; to undo one, correct back."""

    def renew_problems(
        self, document_id: int, problems: Sequence[Problem], *, when: datetime | None = None
    ) -> None:
        """Close what the checks found before, and keep what they find now."""

    def accept(self, document_id: int, *, who: str, why: str, when: datetime | None = None) -> None:
        """Record that a person has looked at all that was doubtful and takes it as it stands."""

    def assign(
        self, document_id: int, person_id: int, *, who: str, why: str, case_checker: CaseChecker | None = None,
        when: datetime | None = None,
    ) -> None:
        """Record a person's decision to whom a document belongs.

        ``case_checker`` looks again at the case that the document leaves, and at the one that it comes to.
        """

    def rematch(
        self, document_id: int, *, matcher: Matcher, case_checker: CaseChecker | None = None,
        when: datetime | None = None,
    ) -> Added:
        """Match a document again, after its name or numbers were corrected; ``case_checker`` as for `assign`."""

    def settle_duplicate(
        self, person_id: int, other_id: int, *, same: bool, who: str, why: str,
        case_checker: CaseChecker | None = None, when: datetime | None = None,
    ) -> None:
        """Record a person's decision whether ``person_id`` is ``other_id``; the last one holds.

        ``case_checker`` looks again at the cases of both.
        """

    def values(self, document_id: int) -> dict[str, StoredValue]:
        """Return every field of a document by its full id."""

    def corrections(self, document_id: int) -> tuple[Correction, ...]:
        """Return the corrections of a document, oldest first."""

    def problems(self, document_id: int) -> tuple[Problem, ...]:
        """Return the open problems of a document."""

    def documents(
        self, status: DocumentStatus | None = None, *, batch: str | None = None, sha256: str | None = None,
        person_id: int | None = None,
    ) -> tuple[StoredDocument, ...]:
        """Return the documents, those of one status, batch, file or person only if asked, oldest first.

        Rejected ones come only where that status is asked for.
        """

    def statuses(self, *, batch: str | None = None) -> dict[int, DocumentStatus]:
        """Return the status of every document, or of every one of a batch, oldest first, rejected ones too."""

    def document(self, document_id: int) -> StoredDocument:
        """Return one document."""

    def content(self, sha256: str) -> bytes:
        """Return the bytes of a source."""

    def persons(self) -> tuple[Person, ...]:
        """Return every person once."""

    def person(self, person_id: int) -> Person:
        """Return one person, by the number of any of those that were settled to be this one.

        Raises:
            StoreError: nothing belongs to such a person (S104).
        """

    def find_persons(self, wanted: str, most: int) -> tuple[Person, ...]:
        """Return the persons of whom every word of ``wanted`` says something, at most ``most``, by name.

        A word is part of a name, an office's number, a village or a phone number, or an ID number, whole or its last
        four signs.
        """

    def cases(self, handbook: str | None = None, *, person_id: int | None = None) -> tuple[Case, ...]:
        """Return every case once, or those of one handbook id or person."""

    def case_values(self, case_id: int) -> CaseView:
        """Return everything that is known in a case."""

    def find_serial(self, serial: str) -> IssuedBooklet | None:
        """Return the booklet that was issued under a serial."""

    def register_issued(
        self, booklet: IssuedBooklet, *, handbook: Handbook | None = None, matcher: Matcher | None = None,
        when: datetime | None = None,
    ) -> IssuedBooklet:
        """Keep what was printed under a serial.

        With ``handbook`` and ``matcher`` the person is found or added by the prefilled values.
        """

    def add_foreign_row(self, row: ForeignRow, *, matcher: Matcher, when: datetime | None = None) -> Added:
        """Keep a row of a foreign list with its person; ``document_id`` of the answer is the row's."""

    def stats(self) -> Stats:
        """Count what there is."""

    def verify(self) -> tuple[Problem, ...]:
        """Compare rows, files and their hashes; nothing found means all is well."""

    def close(self) -> None:
        """Let go of the store."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
