"""Files → store: each file is read, checked and stored in one transaction of its own, and journalled with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from formkit.errors import FormkitError, InputError, Problem, StoreError, Where, problem
from formkit.matching import match
from formkit.model.handbook import Handbook
from formkit.model.journal import Brief, Entry, Journal, Locator, Outcome, Run, State
from formkit.model.reading import Document, DocumentStatus
from formkit.model.store import Added, Store, StoredDocument
from formkit.pipeline.archives import close_kept
from formkit.pipeline.case_checks import check_case
from formkit.pipeline.crew.job import FileRead, Wanted
from formkit.pipeline.digitise import handbook_of_document, read_content
from formkit.pipeline.left_aside import left_aside, left_unopened
from formkit.pipeline.lists import AS_PROPOSED, ListOptions, is_list, keep_list
from formkit.pipeline.scan_options import DEFAULTS, ScanOptions
from formkit.pipeline.sources import Source, sha256_of, sources_in

__all__ = ["Import", "Imported", "Outcome", "import_files", "read_alone"]

Reader = Callable[[Iterable[Wanted]], Iterator[FileRead]]
"""Reads what is wanted: in this process (`read_alone`) or by workers (`formkit.pipeline.crew.crew.Crew.files`)."""
_FLUSH_SECONDS = 1.0
_FLUSH_AT = 200
"""What was found out of files that were not stored is journalled together: losing it costs looking at them again."""
_PASSING = frozenset({"F001", "F002", "F008"})
"""Problems that may be gone at the next try: a file that is missing, locked by a program, or being written."""
_MISSING_SIDE = "G106"


@dataclass(frozen=True, slots=True)
class Imported:
    """One file and what became of it; ``documents`` are those that were read in it.

    ``problems`` are those of reading and checking and, where it was stored, those of the store. Of a file that was
    finished ``before`` this run went on, only ``codes`` tells the problems, by their number.
    """

    path: Path
    outcome: Outcome
    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: Source | None = None
    pages: int = 0
    before: bool = False
    codes: Mapping[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The path of the file, with its name inside an archive."""
        return str(self.path) if self.source is None else self.source.shown


def import_files(
    paths: Iterable[Path], store: Store | None, batch: str, list_handbook: Handbook | None = None,
    options: ScanOptions = DEFAULTS, lists: ListOptions = AS_PROPOSED,
) -> Iterator[Imported]:
    """Yield what became of each file, read in this process; without a store nothing is kept (a dry run).

    Lists of people among the files belong to ``list_handbook``; without one they fail. ``options`` say how scans
    are read, ``lists`` how columns of lists are. A file that is in the store already is not read again.
    """
    return Import(store, batch, list_handbook, lists=lists).files(sources_in(paths), partial(read_alone, options))


def read_alone(options: ScanOptions, wanted: Iterable[Wanted]) -> Iterator[FileRead]:
    """Yield what was read of each file, by this process."""
    for each in wanted:
        if each.ready is not None:
            yield FileRead(each)
            continue
        try:
            documents = tuple(read_content(each.source.content(), each.source.named, options=options))
        except FormkitError as error:
            yield FileRead(each, problems=error.problems)
        else:
            pages = len({page.image for document in documents for page in document.pages})
            yield FileRead(each, documents, pages=pages)


@dataclass(slots=True)
class Import:
    """A run over some files.

    Args:
        store: where documents go; None for a dry run.
        batch: a label of the run.
        list_handbook: the handbook of the people in lists.
        journal: where it is noted what became of each file, and ``run`` under which run.
        retry: try again what ended its workers before.
        lists: how the columns of lists are read.
    """

    store: Store | None
    batch: str
    list_handbook: Handbook | None = None
    journal: Journal | None = None
    run: Run | None = None
    retry: bool = False
    lists: ListOptions = AS_PROPOSED
    _known: dict[Locator, State] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    """By SHA-256, the file of this run that has these bytes."""
    _poisoned: Mapping[str, Entry] = field(default_factory=dict)
    _waiting: list[Entry] = field(default_factory=list)
    _flushed: float = 0.0

    def __post_init__(self) -> None:
        """Load what the journal knows."""
        if self.journal is None or self.run is None:
            return
        if self.run.resumed:
            self._known = {each.locator: each for each in self.journal.run_states(self.run.id)}
        self._poisoned = {} if self.retry else self.journal.poisoned()

    def plan(self, sources: Iterable[Source]) -> tuple[list[Imported], list[Source]]:
        """Return the files that were finished before this run went on, and those that are left."""
        before: list[Imported] = []
        left: list[Source] = []
        for source in sources:
            state = self._finished(source)
            if state is None or state.outcome is None:
                left.append(source)
                continue
            if state.outcome not in (Outcome.DUPLICATE, Outcome.LEFT_ASIDE):
                self._names.setdefault(state.sha256, source.label)
            before.append(Imported(source.path, state.outcome, (), (), source, state.pages, True, state.codes))
        return before, left

    def files(self, sources: Iterable[Source], reader: Reader) -> Iterator[Imported]:
        """Yield what became of each file; those that are finished already are for `plan` to leave out.

        Raises:
            StoreError: the store cannot be written; what was finished before is kept.
        """
        try:
            for read in reader(map(self._wanted, sources)):
                yield self._take(read)
                self._flush()
        finally:
            close_kept()
            self._flush(now=True)

    def note_death(self, read: FileRead) -> None:
        """Journal that a file ended a worker, so that it is not forgotten when the master ends too."""
        self._note(self._entry(read.wanted, None, deaths=read.deaths))
        self._flush(now=True)

    def _finished(self, source: Source) -> State | None:
        state = self._known.get(source.locator)
        if state is None or state.outcome is None or (state.size, state.mtime_ns) != (source.size, source.mtime_ns):
            return None
        again = state.outcome is Outcome.POISONED and self.retry
        return None if again or _PASSING & state.codes.keys() or self._lost_its_twin(state) else state

    def _lost_its_twin(self, state: State) -> bool:
        """Say whether a file was passed over as the twin of one that was never stored, and may have changed since."""
        twin = state.outcome is Outcome.DUPLICATE and self.store is not None
        return twin and self.store is not None and self.store.source_name(state.sha256) is None

    def _wanted(self, source: Source) -> Wanted:
        try:
            content = source.content()
        except InputError as error:
            aside = left_unopened(source, error)
            ready = self._failure(source, "", error.problems) if aside is None else _aside(source, aside)
            return Wanted(source, ready=ready)
        sha256, aside = sha256_of(content), left_aside(source, content)
        if aside is not None:
            return Wanted(source, sha256, ready=_aside(source, aside))
        known = self._told_before(source, sha256)
        if known is not None:
            return Wanted(source, sha256, ready=known)
        self._names[sha256] = source.label
        unfinished = None if self.retry else self._known.get(source.locator)
        deaths = unfinished.deaths if unfinished is not None and unfinished.sha256 == sha256 else {}
        return Wanted(source, sha256, deaths)

    def _told_before(self, source: Source, sha256: str) -> Imported | None:
        """Return what becomes of a file that need not be read."""
        where = Where(source.shown)
        twin = self._names.get(sha256)
        if twin is not None:
            found = problem("F221", where=where, other=twin)
            return Imported(source.path, Outcome.DUPLICATE, (), (found,), source)
        stored = None if self.store is None else self.store.source_name(sha256)
        if stored is not None:
            self._names[sha256] = source.label
            told = () if stored == source.label else (problem("F222", where=where, other=stored),)
            return Imported(source.path, Outcome.DUPLICATE, (), told, source)
        ended = self._poisoned.get(sha256)
        if ended is not None:
            return Imported(source.path, Outcome.POISONED, (), ended.problems, source)
        return None

    def _failure(self, source: Source, sha256: str, problems: Sequence[Problem], poisoned: bool = False) -> Imported:
        document = Document(source.label, sha256, problems=tuple(problems), failed=True)
        outcome = Outcome.POISONED if poisoned else Outcome.FAILED
        return Imported(source.path, outcome, (document,), tuple(problems), source)

    def _take(self, read: FileRead) -> Imported:
        """Keep what was read of a file, and return what became of it."""
        wanted, done = read.wanted, read.wanted.ready
        if isinstance(done, Imported):
            self._note(self._entry(wanted, done))
            return done
        if read.problems:
            done = self._failure(wanted.source, wanted.sha256, read.problems, read.poisoned)
        else:
            try:
                done = self._settled(read)
            except StoreError as error:
                if error.problem.code == "S007":
                    raise
                done = self._failure(wanted.source, wanted.sha256, error.problems)
            except FormkitError as error:
                done = self._failure(wanted.source, wanted.sha256, error.problems)
        if self.store is None or done.outcome not in (Outcome.ACCEPTED, Outcome.REVIEW):
            self._note(self._entry(wanted, done, deaths=read.deaths))
        return done

    def _settled(self, read: FileRead) -> Imported:
        source, documents = read.wanted.source, read.documents
        if is_list(documents, source.named):
            return self._list(source)
        found = (each for document in documents for each in document.problems)
        problems = (*source.told, *map(source.at, found))
        if self.store is None or any(document.failed for document in documents):
            outcome = _outcome(document.status for document in documents)
            return Imported(source.path, outcome, documents, problems, source, read.pages)
        return self._keep(read, tuple(_named(each, source) for each in documents), problems, self.store)

    def _list(self, source: Source) -> Imported:
        if self.list_handbook is None:
            raise InputError(problem("F113", where=Where(source.shown)))
        with source.on_disk() as path:
            try:
                kept = keep_list(path, self.list_handbook, self.store, self.lists, self.batch, source.label)
            except InputError as error:
                raise InputError.all(source.at(each, read_as=path) for each in error.problems) from error
        told = (*source.told, *(source.at(each, read_as=path) for each in kept.problems))
        outcome = Outcome.DUPLICATE if kept.before else Outcome.LIST
        return Imported(source.path, outcome, (), told, source)

    def _keep(
        self, read: FileRead, documents: tuple[Document, ...], problems: tuple[Problem, ...], store: Store
    ) -> Imported:
        source, made = read.wanted.source, list[Imported]()

        def became(stored: Sequence[StoredDocument], added: Sequence[Added]) -> Imported:
            if all(each.duplicate for each in added):
                # Another run stored the file while this one read it.
                return Imported(source.path, Outcome.DUPLICATE, source=source)
            more = tuple(source.at(each) for one in added for each in one.problems)
            outcome = _outcome(each.status for each in stored)
            return Imported(source.path, outcome, documents, problems + more, source, read.pages)

        def noting(stored: Sequence[StoredDocument], added: Sequence[Added]) -> tuple[int, Entry] | None:
            made.append(became(stored, added))
            entry = self._entry(read.wanted, made[0], stored, read.deaths)
            return None if self.run is None else (self.run.id, entry)

        handbooks = {book.full_id: book for book in map(handbook_of_document, documents)}
        store.add_documents(
            documents, source.content(), handbooks=handbooks, matcher=match, case_checker=check_case,
            batch=self.batch, noting=noting,
        )
        return made[0]

    def _entry(
        self, wanted: Wanted, done: Imported | None, stored: Sequence[StoredDocument] = (),
        deaths: Mapping[int, int] | None = None,
    ) -> Entry:
        source = wanted.source
        if done is None:
            return Entry(source.locator, source.size, source.mtime_ns, wanted.sha256, deaths=deaths or {})
        return Entry(
            source.locator, source.size, source.mtime_ns, wanted.sha256, done.outcome,
            _briefs(done.documents, stored), done.problems, done.pages, deaths or {},
        )

    def _note(self, entry: Entry) -> None:
        self._waiting.append(entry)

    def _flush(self, *, now: bool = False) -> None:
        full = len(self._waiting) >= _FLUSH_AT or time.monotonic() - self._flushed > _FLUSH_SECONDS
        if self._waiting and (now or full) and self.journal is not None and self.run is not None:
            self.journal.note(self.run.id, self._waiting)
        if now or full:
            self._waiting.clear()
            self._flushed = time.monotonic()


def _aside(source: Source, found: Problem) -> Imported:
    return Imported(source.path, Outcome.LEFT_ASIDE, (), (*source.told, found), source)


def _named(document: Document, source: Source) -> Document:
    """Return a document with the name of its source as it stands in an archive, in its problems too."""
    problems = tuple(source.at(each, whole=False) for each in document.problems)
    return replace(document, source=source.label, problems=problems)


def _briefs(documents: Sequence[Document], stored: Sequence[StoredDocument]) -> tuple[Brief, ...]:
    kept = stored if len(stored) == len(documents) else [None] * len(documents)
    return tuple(_brief(each, known) for each, known in zip(documents, kept, strict=True) if not each.failed)


def _brief(document: Document, stored: StoredDocument | None) -> Brief:
    missing = tuple(_side(each) for each in document.problems if each.code == _MISSING_SIDE)
    status = document.status if stored is None else stored.status
    return Brief(
        0 if stored is None else stored.id, document.handbook, document.edition, document.serial, status.value,
        len(document.pages), missing, None if stored is None else stored.person_id,
    )


def _side(found: Problem) -> str:
    told = dict(found.context)
    return f"{told['sheet']} {told['copy']}/{told['page']}"


def _outcome(statuses: Iterable[DocumentStatus]) -> Outcome:
    found = set(statuses)
    if DocumentStatus.FAILED in found:
        return Outcome.FAILED
    return Outcome.REVIEW if DocumentStatus.REVIEW in found else Outcome.ACCEPTED
