"""The store over SQLAlchemy: one transaction for each thing that is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select

from formkit.errors import Problem, StoreError
from formkit.model.handbook import Handbook
from formkit.model.journal import Entry, Noting, Run, State
from formkit.model.person import Case, IssuedBooklet, Matcher, Person
from formkit.model.reading import Document, DocumentStatus, Value
from formkit.model.store import (
    Added,
    CaseChecker,
    CaseView,
    Correction,
    ForeignRow,
    Stats,
    StoredDocument,
    StoredValue,
)
from formkit.store import accepted, assigned, finding, intake, journal, lookup, people, schema, status, writing
from formkit.store.accounts import SqlAccounts
from formkit.store.answers import SqlAnswers
from formkit.store.blobs import Blobs, Step, no_step, sha256_of
from formkit.store.desk import SqlDesk
from formkit.store.encoding import dump_value, utc
from formkit.store.running import Running
from formkit.store.translating import translated
from formkit.store.verify import verify
from formkit.store.whole import SqlWholeDocuments


class SqlStore:
    """A store in a database and a place for files; `formkit.store.engine.open_store` makes one.

    Args:
        reader: an engine for transactions that only read.
        writer: the same engine with transactions that take the write lock when they begin.
        blobs: where the bytes of the sources go.
        running: which runs of imports are under way.
        step: called at each point of a write that a crash may strike.
    """

    def __init__(
        self, reader: Engine, writer: Engine, blobs: Blobs, running: Running, step: Step = no_step
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._blobs = blobs
        self._running = running
        self._step = step
        self._accounts = SqlAccounts(self._read, self._write)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def accounts(self) -> SqlAccounts:
        """Who may use the review page."""
        return self._accounts

    def close(self) -> None:
        """Let go of all connections, and of the run that was taken."""
        self._running.close()
        self._reader.dispose()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with translated(), self._writer.begin() as connection:
            yield connection

    @property
    def desk(self) -> SqlDesk:
        """Where fields wait for a person."""
        return SqlDesk(self._read, self._write)

    @property
    def whole(self) -> SqlWholeDocuments:
        """Where decisions about whole documents are kept."""
        return SqlWholeDocuments(self._read, self._write)

    @property
    def answers(self) -> SqlAnswers:
        """Where whole records come out."""
        return SqlAnswers(self._read)

    def has_source(self, sha256: str) -> bool:
        """Say whether the file with these bytes, and all its documents, were stored before."""
        with self._read() as connection:
            found = connection.execute(select(schema.source.c.sha256).where(schema.source.c.sha256 == sha256))
            return found.first() is not None

    def add_document(
        self, document: Document, content: bytes, *, handbook: Handbook | None, matcher: Matcher,
        batch: str = "", imported_at: datetime | None = None,
    ) -> Added:
        """Store the only document of a file; see `add_documents`."""
        handbooks = {handbook.full_id: handbook} if handbook is not None else {}
        return self.add_documents(
            [document], content, handbooks=handbooks, matcher=matcher, batch=batch, imported_at=imported_at
        )[0]

    def add_documents(
        self, documents: Sequence[Document], content: bytes, *, handbooks: Mapping[str, Handbook],
        matcher: Matcher, case_checker: CaseChecker | None = None, batch: str = "",
        imported_at: datetime | None = None, noting: Noting | None = None,
    ) -> tuple[Added, ...]:
        """Store all documents of one file, or nothing: first the bytes, then one transaction.

        What ``noting`` returns goes into the journal in the same transaction.

        Raises:
            StoreError: the bytes are not those that were read (S101), a handbook was not given
                (S107), or the store cannot be written (S007).
            ValueError: there is no document, or ``imported_at`` has no zone.
        """
        sha256, at, name = sha256_of(content), utc(imported_at), documents[0].source if documents else ""
        if not documents:
            raise ValueError("a file without documents; give a failed one")
        if any(document.sha256 != sha256 for document in documents):
            raise StoreError.of("S101", source=name)
        with translated():
            self._blobs.put(content)
        self._step("before begin")
        with self._write() as connection:
            writing.keep_source(connection, name, sha256, len(content), batch, at)
            self._step("in transaction")
            taken = intake.Intake(connection, handbooks, matcher, at)
            added = tuple(taken.add(document, position) for position, document in enumerate(documents))
            if case_checker is not None:
                added = taken.check_cases(added, case_checker)
            if noting is not None:
                stored = [lookup.document(connection, each.document_id) for each in added]
                noted = noting(stored, added)
                if noted is not None:
                    journal.note(connection, noted[0], [noted[1]], at)
            self._step("before commit")
        self._step("after commit")
        return added

    def begin_run(self, batch: str, paths: Sequence[str], options: Mapping[str, str]) -> Run:
        """Return the unfinished run with the same batch, paths and options, else a new one; it is ours until `close`.

        Raises:
            StoreError: another program is at that run (S008), or the store cannot be written (S007).
        """
        with self._write() as connection:
            run = journal.begin(connection, batch, paths, options, utc(None))
            # Within the transaction, so that no other program finds the run before it is taken.
            if not self._running.take(run.id):
                raise StoreError.of("S008", time=run.started_at)
            return run

    def run_states(self, run_id: int) -> Iterator[State]:
        """Yield what is known of the files of a run, quickly."""
        with self._read() as connection:
            yield from journal.states(connection, run_id)

    def run_entries(self, run_id: int) -> Iterator[Entry]:
        """Yield the files of a run that something is known of."""
        with self._read() as connection:
            yield from journal.entries(connection, run_id)

    def note(self, run_id: int, entries: Iterable[Entry]) -> None:
        """Keep what is now known of some files."""
        with self._write() as connection:
            journal.note(connection, run_id, entries, utc(None))

    def finish_run(self, run_id: int) -> None:
        """Say that nothing of a run is left to be done."""
        with self._write() as connection:
            journal.finish(connection, run_id, utc(None))

    def poisoned(self) -> dict[str, Entry]:
        """Return, by SHA-256, the files that ended their workers."""
        with self._read() as connection:
            return journal.poisoned(connection)

    def source_name(self, sha256: str) -> str | None:
        """Return under which name the file with these bytes was stored, or None."""
        table = schema.source
        with self._read() as connection:
            name: str | None = connection.scalar(select(table.c.name).where(table.c.sha256 == sha256))
            return name

    def correct(
        self, document_id: int, field_id: str, value: Value, *, who: str, why: str, when: datetime | None = None
    ) -> None:
        """Add a correction; to undo one, correct back.

        Raises:
            StoreError: there is no such document or field.
        """
        at, view = utc(when), schema.field_value
        with self._write() as connection:
            lookup.document(connection, document_id)
            before = connection.scalar(
                select(view.c.value).where(view.c.document_id == document_id, view.c.field_id == field_id)
            )
            if before is None:
                raise StoreError.of("S103", document=document_id, field=field_id)
            told = people.identity_in(connection, document_id)
            connection.execute(
                schema.correction.insert().values(
                    document_id=document_id, field_id=field_id, before=before, after=dump_value(value),
                    who=who, why=why, at=at,
                )
            )
            person_id = assigned.person_of(connection, document_id)
            if person_id is not None:
                people.follow_correction(connection, person_id, told, people.identity_in(connection, document_id))
            intake.settle_case(connection, document_id, at)

    def renew_problems(
        self, document_id: int, problems: Sequence[Problem], *, when: datetime | None = None
    ) -> None:
        """Close what the checks found before, and keep what they find now."""
        at = utc(when)
        with self._write() as connection:
            lookup.document(connection, document_id)
            writing.close_problems(connection, document_id, at, origin="document")
            writing.add_problems(connection, document_id, "document", problems, at)
            status.refresh(connection, document_id)

    def accept(self, document_id: int, *, who: str, why: str, when: datetime | None = None) -> None:
        """Record that a person has looked at all that was doubtful and takes it as it stands."""
        at = utc(when)
        with self._write() as connection:
            lookup.document(connection, document_id)
            accepted.keep(connection, document_id, who, why, at)
            writing.close_problems(connection, document_id, at)
            status.refresh(connection, document_id)

    def assign(
        self, document_id: int, person_id: int, *, who: str, why: str, case_checker: CaseChecker | None = None,
        when: datetime | None = None,
    ) -> None:
        """Record a person's decision to whom a document belongs."""
        with self._write() as connection:
            lookup.document(connection, document_id)
            people.load(connection, person_id)
            intake.move(connection, document_id, person_id, utc(when), who=who, why=why, checker=case_checker)

    def rematch(
        self, document_id: int, *, matcher: Matcher, case_checker: CaseChecker | None = None,
        when: datetime | None = None,
    ) -> Added:
        """Match a document again, after its name or numbers were corrected.

        It moves only where a match is sure; one that belonged to nobody gets a person in any case. One that a person
        assigned stays where it is.
        """
        with self._write() as connection:
            return intake.rematch(connection, document_id, matcher, case_checker, utc(when))

    def settle_duplicate(
        self, person_id: int, other_id: int, *, same: bool, who: str, why: str,
        case_checker: CaseChecker | None = None, when: datetime | None = None,
    ) -> None:
        """Record a person's decision whether ``person_id`` is ``other_id``; the last one holds."""
        with self._write() as connection:
            intake.settle_duplicate(
                connection, person_id, other_id, same=same, who=who, why=why, at=utc(when), checker=case_checker
            )

    def values(self, document_id: int) -> dict[str, StoredValue]:
        """Return every field of a document by its full id."""
        with self._read() as connection:
            lookup.document(connection, document_id)
            return lookup.values(connection, document_id)

    def corrections(self, document_id: int) -> tuple[Correction, ...]:
        """Return the corrections of a document, oldest first."""
        with self._read() as connection:
            return lookup.corrections(connection, document_id)

    def problems(self, document_id: int) -> tuple[Problem, ...]:
        """Return the open problems of a document."""
        with self._read() as connection:
            return lookup.problems(connection, document_id)

    def documents(
        self, status: DocumentStatus | None = None, *, batch: str | None = None, sha256: str | None = None,
        person_id: int | None = None,
    ) -> tuple[StoredDocument, ...]:
        """Return the documents, those of one status, batch, file or person only if asked, oldest first."""
        with self._read() as connection:
            return tuple(
                lookup.documents(connection, status=status, batch=batch, sha256=sha256, person_id=person_id)
            )

    def statuses(self, *, batch: str | None = None) -> dict[int, DocumentStatus]:
        """Return the status of every document, or of every one of a batch, oldest first, rejected ones too."""
        with self._read() as connection:
            return lookup.statuses(connection, batch)

    def document(self, document_id: int) -> StoredDocument:
        """Return one document."""
        with self._read() as connection:
            return lookup.document(connection, document_id)

    def content(self, sha256: str) -> bytes:
        """Return the bytes of a source.

        Raises:
            StoreError: it is not there (S108), or not what it was (S109).
        """
        with translated():
            found = self._blobs.get(sha256)
        if found is None:
            raise StoreError.of("S108", sha256=sha256)
        if sha256_of(found) != sha256:
            raise StoreError.of("S109", sha256=sha256)
        return found

    def persons(self) -> tuple[Person, ...]:
        """Return every person once."""
        with self._read() as connection:
            return lookup.persons(connection)

    def person(self, person_id: int) -> Person:
        """Return one person, by the number of any of those that were settled to be this one.

        Raises:
            StoreError: nothing belongs to such a person (S104).
        """
        with self._read() as connection:
            return lookup.person(connection, person_id)

    def find_persons(self, wanted: str, most: int) -> tuple[Person, ...]:
        """Return the persons of whom every word of ``wanted`` says something, at most ``most``, by name."""
        with self._read() as connection:
            return finding.find_persons(connection, wanted, most)

    def cases(self, handbook: str | None = None, *, person_id: int | None = None) -> tuple[Case, ...]:
        """Return every case once, or those of one handbook id or person."""
        with self._read() as connection:
            return lookup.all_cases(connection, handbook, person_id)

    def case_values(self, case_id: int) -> CaseView:
        """Return everything that is known in a case."""
        with self._read() as connection:
            return lookup.case_view(connection, case_id)

    def find_serial(self, serial: str) -> IssuedBooklet | None:
        """Return the booklet that was issued under a serial."""
        with self._read() as connection:
            return lookup.find_serial(connection, serial)

    def register_issued(
        self, booklet: IssuedBooklet, *, handbook: Handbook | None = None, matcher: Matcher | None = None,
        when: datetime | None = None,
    ) -> IssuedBooklet:
        """Keep what was printed under a serial."""
        with self._write() as connection:
            return intake.register(connection, booklet, handbook, matcher, utc(when))

    def add_foreign_row(self, row: ForeignRow, *, matcher: Matcher, when: datetime | None = None) -> Added:
        """Keep a row of a foreign list with its person."""
        with self._write() as connection:
            return intake.add_foreign(connection, row, matcher, utc(when))

    def stats(self) -> Stats:
        """Count what there is."""
        with self._read() as connection:
            return lookup.stats(connection)

    def verify(self) -> tuple[Problem, ...]:
        """Compare rows, files and their hashes."""
        with self._read() as connection:
            return tuple(verify(connection, self._blobs))


class MemoryStore(SqlStore):
    """A store that is gone when the program ends: the same over a database and files in memory."""
